// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/pretrade"
)

// decide is what the rules of a hook that decides say of a record.
func (s *scripted) decide(
	hook string, ctx pretrade.Context, record data,
) (pretrade.PolicyDecision, error) {
	s.note(hook, ctx, record)
	var rejects []pretrade.PolicyReject
	var mutations []openpit.Mutation
	var blocks []pretrade.AccountBlock
	nonsense := false
	for _, rule := range s.of(hook, ctx.AccountID()) {
		switch text(rule, "do") {
		case "reject":
			rejects = append(rejects, rejectOf(rule))
		case "require":
			rejects = append(rejects, requireOf(rule, record)...)
		case "emit":
			mutations = append(mutations, s.mutation(text(rule, "label"), ctx.AccountID()))
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
		case "garbage":
			return garbageDecision(text(rule, "what")), nil
		default:
			if err := s.act(hook, ctx, rule); err != nil {
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
