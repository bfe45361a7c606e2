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
}

// Name gives the policy's name.
func (s *scripted) Name() string { return s.name }

// Each hook is a type of its own, so that a policy has the hooks that its rules name and no others.
type (
	startHook  struct{ own *scripted }
	mainHook   struct{ own *scripted }
	reportHook struct{ own *scripted }
)

func newScripted(policy data, engine uint64) pretrade.Policy[openpit.Order] {
	s := &scripted{text(policy, "name"), list(policy, "rules"), engine}
	has := map[string]bool{}
	for _, rule := range s.rules {
		has[text(rule, "hook")] = true
	}
	start, main, report := startHook{s}, mainHook{s}, reportHook{s}
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
	note(data{
		"policy": s.name, "hook": hook, "at": strconv.FormatInt(ctx.At(), 10),
		"account": ctx.AccountID().String(), "mutations": mutations, "record": record,
	})
	return record
}

// CheckPreTradeStart is the start hook.
func (h startHook) CheckPreTradeStart(
	ctx pretrade.Context, order openpit.Order,
) ([]pretrade.PolicyReject, error) {
	record := h.own.note("start", ctx, orderData(order))
	var rejects []pretrade.PolicyReject
	for _, rule := range h.own.of("start", ctx.AccountID()) {
		switch text(rule, "do") {
		case "reject":
			rejects = append(rejects, rejectOf(rule))
		case "require":
			rejects = append(rejects, requireOf(rule, record)...)
		case "nonsense":
			return []pretrade.PolicyReject{{}}, nil
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
	record := h.own.note("main", ctx, orderData(order))
	var rejects []pretrade.PolicyReject
	var mutations []openpit.Mutation
	var blocks []pretrade.AccountBlock
	nonsense := false
	for _, rule := range h.own.of("main", ctx.AccountID()) {
		switch text(rule, "do") {
		case "reject":
			rejects = append(rejects, rejectOf(rule))
		case "require":
			rejects = append(rejects, requireOf(rule, record)...)
		case "emit":
			mutations = append(mutations, h.own.mutation(text(rule, "label"), ctx.AccountID()))
		case "reserve", "set_kill_switch":
			made := reserveOf
			if text(rule, "do") == "set_kill_switch" {
				made = killSwitchOf
			}
			mutation, err := made(rule, ctx.AccountID())
			if err != nil {
				return pretrade.PolicyDecision{}, err
			}
			mutations = append(mutations, mutation)
		case "block":
			blocks = append(blocks, blockOf(rule))
		case "nonsense":
			nonsense = true
		default:
			if err := h.own.act("main", ctx, rule); err != nil {
				return pretrade.PolicyDecision{}, err
			}
		}
	}
	decision := pretrade.Accept()
	if len(rejects) > 0 || nonsense {
		decision = pretrade.RejectWith(rejects...)
	}
	return decision.WithMutations(mutations...).WithAccountBlocks(blocks...), nil
}

// ApplyExecutionReport is the report hook.
func (h reportHook) ApplyExecutionReport(
	ctx pretrade.Context, report openpit.ExecutionReport,
) (pretrade.PolicyReport, error) {
	h.own.note("report", ctx, reportData(report))
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
		case "nonsense":
			return pretrade.PolicyReport{AccountBlocks: []pretrade.AccountBlock{{}}}, nil
		default:
			if err := h.own.act("report", ctx, rule); err != nil {
				return pretrade.PolicyReport{}, err
			}
		}
	}
	return said, nil
}
