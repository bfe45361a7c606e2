// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"strconv"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// scripted is a policy that does what its script says, through the module's public interfaces.
type scripted struct {
	name  string
	rules []data
	// engine is the number of the engine that it will belong to.
	engine uint64
	// has is the hooks that its rules name.
	has map[string]bool
	// dry is whether it supports dry runs.
	dry bool
}

// Name gives the policy's name.
func (s *scripted) Name() string {
	if s.describe("name") {
		return ""
	}
	return s.name
}

// SupportsDryRun tells whether it does.
func (s *scripted) SupportsDryRun() bool {
	s.describe("supports_dry_run")
	return s.dry
}

// describe does what the rules of a hook of the build say; true if they answer nonsense.
func (s *scripted) describe(hook string) bool {
	for _, rule := range s.rules {
		if text(rule, "hook") == hook {
			if text(rule, "do") == "nonsense" {
				return true
			}
			// These hooks have no way to fail but to panic.
			if err := s.finish(hook, rule); err != nil {
				panic(err)
			}
		}
	}
	return false
}

// Each hook is a type of its own, so that a policy has the hooks that its rules name and no others;
// but one that judges adjustments has main and report too, which then may do nothing.
type (
	startHook  struct{ own *scripted }
	mainHook   struct{ own *scripted }
	reportHook struct{ own *scripted }
	adjustHook struct{ own *scripted }
)

func newScripted(policy data, engine uint64) pretrade.Policy[openpit.Order] {
	s := &scripted{text(policy, "name"), list(policy, "rules"), engine, map[string]bool{},
		flag(policy, "supports_dry_run")}
	has := s.has
	for _, rule := range s.rules {
		has[text(rule, "hook")] = true
	}
	start, main, report := startHook{s}, mainHook{s}, reportHook{s}
	if has["adjustment"] && !has["start"] {
		return struct {
			*scripted
			mainHook
			reportHook
			adjustHook
		}{s, main, report, adjustHook{s}}
	}
	if has["adjustment"] {
		return struct {
			*scripted
			startHook
			mainHook
			reportHook
			adjustHook
		}{s, start, main, report, adjustHook{s}}
	}
	switch [3]bool{has["start"], has["main"], has["report"]} {
	case [3]bool{true, true, true}:
		return struct {
			*scripted
			startHook
			mainHook
			reportHook
		}{s, start, main, report}
	case [3]bool{true, true, false}:
		return struct {
			*scripted
			startHook
			mainHook
		}{s, start, main}
	case [3]bool{true, false, true}:
		return struct {
			*scripted
			startHook
			reportHook
		}{s, start, report}
	case [3]bool{false, true, true}:
		return struct {
			*scripted
			mainHook
			reportHook
		}{s, main, report}
	case [3]bool{true, false, false}:
		return struct {
			*scripted
			startHook
		}{s, start}
	case [3]bool{false, true, false}:
		return struct {
			*scripted
			mainHook
		}{s, main}
	case [3]bool{false, false, true}:
		return struct {
			*scripted
			reportHook
		}{s, report}
	}
	return s
}

// of gives the rules of a hook for an account.
func (s *scripted) of(hook string, account param.AccountID) []data {
	var found []data
	for _, rule := range s.rules {
		wanted := account
		if rule["account"] != nil {
			wanted, _ = accountOf(text(rule, "account"))
		}
		if text(rule, "hook") == hook && wanted == account {
			found = append(found, rule)
		}
	}
	return found
}

func (s *scripted) note(hook string, ctx pretrade.Context, record data) data {
	mutations := []string{}
	for _, one := range ctx.Mutations() {
		mutations = append(mutations, one.Policy+"/"+one.Kind.String())
	}
	noted := data{
		"policy": s.name, "hook": hook, "at": strconv.FormatInt(ctx.At(), 10),
		"account": ctx.AccountID().String(), "mutations": mutations, "record": record,
	}
	if ctx.DryRun() {
		noted["dry_run"] = "true"
	}
	note(noted)
	return record
}

// CheckPreTradeStart is the start hook.
func (h startHook) CheckPreTradeStart(
	ctx pretrade.Context, order openpit.Order,
) ([]pretrade.PolicyReject, error) {
	if !h.own.has["start"] {
		return nil, nil
	}
	record := h.own.note("start", ctx, orderData(order))
	if h.own.changes("start", ctx) {
		order = openpit.Order{}
	}
	var rejects []pretrade.PolicyReject
	for _, rule := range h.own.of("start", ctx.AccountID()) {
		switch text(rule, "do") {
		case "reject":
			rejects = append(rejects, rejectOf(rule))
		case "require":
			rejects = append(rejects, requireOf(rule, record)...)
		case "nonsense":
			return []pretrade.PolicyReject{{}}, nil
		case "garbage":
			return garbageRejects(text(rule, "what")), nil
		default:
			if err := h.own.act("start", ctx, rule); err != nil {
				return nil, err
			}
		}
	}
	return rejects, nil
}

// PerformPreTradeCheck is the main hook.
func (h mainHook) PerformPreTradeCheck(
	ctx pretrade.Context, order openpit.Order,
) (pretrade.PolicyDecision, error) {
	if !h.own.has["main"] {
		return pretrade.Accept(), nil
	}
	record := orderData(order)
	if h.own.changes("main", ctx) {
		order = openpit.Order{}
	}
	return h.own.decide("main", ctx, record)
}

// ApplyExecutionReport is the report hook.
func (h reportHook) ApplyExecutionReport(
	ctx pretrade.Context, report openpit.ExecutionReport,
) (pretrade.PolicyReport, error) {
	if !h.own.has["report"] {
		return pretrade.PolicyReport{}, nil
	}
	h.own.note("report", ctx, reportData(report))
	if h.own.changes("report", ctx) {
		report = openpit.ExecutionReport{}
	}
	var said pretrade.PolicyReport
	for _, rule := range h.own.of("report", ctx.AccountID()) {
		switch text(rule, "do") {
		case "block":
			said.AccountBlocks = append(said.AccountBlocks, blockOf(rule))
		case "release":
			release, err := releaseOf(rule)
			if err != nil {
				return pretrade.PolicyReport{}, err
			}
			said.Releases = append(said.Releases, release)
		case "adjust":
			made, err := adjustmentOf(object(rule, "adjustment"))
			if err != nil {
				return pretrade.PolicyReport{}, err
			}
			said.AccountAdjustments = append(said.AccountAdjustments, made)
		case "nonsense":
			return pretrade.PolicyReport{AccountBlocks: []pretrade.AccountBlock{{}}}, nil
		case "garbage":
			return garbageReport(text(rule, "what")), nil
		default:
			if err := h.own.act("report", ctx, rule); err != nil {
				return pretrade.PolicyReport{}, err
			}
		}
	}
	return said, nil
}
