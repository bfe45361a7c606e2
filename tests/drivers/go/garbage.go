// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

var (
	noCode      = pretrade.PolicyReject{Reason: "no", Scope: pretrade.RejectScopeOrder}
	unknownCode = pretrade.PolicyReject{Code: 9999, Reason: "no", Scope: pretrade.RejectScopeOrder}
	noScope     = pretrade.PolicyReject{Code: pretrade.RejectCodeOther, Reason: "no"}
	noBlock     = pretrade.AccountBlock{Reason: "enough"}
)

// garbageRejects is what a start hook answers that means nothing, or looks odd.
func garbageRejects(what string) []pretrade.PolicyReject {
	switch what {
	case "a reject without a code":
		return []pretrade.PolicyReject{noCode}
	case "a reject of an unknown code":
		return []pretrade.PolicyReject{unknownCode}
	case "a reject without a scope":
		return []pretrade.PolicyReject{noScope}
	case "no rejects":
		return []pretrade.PolicyReject{}
	}
	return nil
}

// garbageDecision is the same for a hook that decides.
func garbageDecision(what string) pretrade.PolicyDecision {
	switch what {
	case "a reject without reasons":
		return pretrade.RejectWith()
	case "a reject without a code":
		return pretrade.RejectWith(noCode)
	case "a block without a code":
		return pretrade.Accept().WithAccountBlocks(noBlock)
	case "an unset reservation":
		return pretrade.Accept(openpit.ReserveNotional{}.Mutation())
	case "an unset kill switch":
		return pretrade.Accept(openpit.SetKillSwitch{}.Mutation())
	case "a kind with a side of its own":
		made := openpit.SetKillSwitch{
			Scope: openpit.EngineScope(), Code: pretrade.RejectCodeOther}.Mutation()
		made.Commit = func() error { return nil }
		return pretrade.Accept(made)
	case "nil slices":
		var mutations []openpit.Mutation
		var blocks []pretrade.AccountBlock
		return pretrade.Accept(mutations...).WithMutations(mutations...).
			WithAccountBlocks(blocks...)
	case "a mutation without sides":
		return pretrade.Accept(openpit.Mutation{}, openpit.Mutation{})
	}
	return pretrade.PolicyDecision{}
}

// garbageReport is the same for a report hook.
func garbageReport(what string) pretrade.PolicyReport {
	switch what {
	case "a block without a code":
		return pretrade.PolicyReport{AccountBlocks: []pretrade.AccountBlock{noBlock}}
	case "a release of nothing":
		return pretrade.PolicyReport{Releases: []pretrade.Release{{}}}
	case "an adjustment of nothing":
		return pretrade.PolicyReport{AccountAdjustments: []openpit.AccountAdjustment{{}}}
	}
	return pretrade.PolicyReport{}
}

// garbagePolicy is a policy that is none; false if the rules say nothing of the kind.
func garbagePolicy(policy data) (pretrade.Policy[openpit.Order], bool) {
	for _, rule := range list(policy, "rules") {
		if text(rule, "hook") == "name" && text(rule, "what") == "nil" {
			return nil, true
		}
		if text(rule, "hook") == "name" && text(rule, "what") == "a typed nil" {
			return (*scripted)(nil), true
		}
	}
	return nil, false
}
