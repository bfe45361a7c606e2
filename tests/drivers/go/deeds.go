// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"errors"
	"strconv"
	"strings"

	"go.openpit.dev/openpit"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

var errScripted = errors.New("scripted failure")

// act is what every hook with a context can do.
func (s *scripted) act(hook string, ctx pretrade.Context, rule data) error {
	switch text(rule, "do") {
	case "read_holding":
		return s.readHolding(hook, ctx, rule)
	case "read_balance":
		return s.readBalance(hook, ctx, rule)
	}
	return s.finish(hook, rule)
}

// finish is what every hook and every side of a mutation can do.
func (s *scripted) finish(hook string, rule data) error {
	switch text(rule, "do") {
	case "panic":
		panic("scripted panic")
	case "raise", "nonsense":
		return errScripted
	case "drop":
		return forget(&current.reservations, handle(rule, "reservation"))
	case "change_order":
		return changeQuantity(current.submitted, rule)
	case "call_engine":
		return s.callBack(hook, rule)
	}
	return s.wild(hook, rule)
}

// callBack calls the policy's own engine; the error, if any, is noted and returned unless it is
// caught.
func (s *scripted) callBack(hook string, rule data) error {
	engine, err := current.engines.get(s.engine)
	if err != nil {
		return err
	}
	name, elsewhere := text(rule, "call"), flag(rule, "elsewhere")
	if elsewhere {
		done := make(chan error)
		go func() { done <- callEngine(engine, name) }()
		err = <-done
	} else {
		err = callEngine(engine, name)
	}
	noted := s.noteCall(hook, name, err)
	if err != nil && elsewhere {
		noted["error"] = text(noted, "error") + " " + text(faultOf(err), "detail")
	}
	if flag(rule, "catch") || elsewhere {
		return nil
	}
	return err
}

// noteCall notes what a call was refused with.
func (s *scripted) noteCall(hook, name string, err error) data {
	noted := data{"policy": s.name, "hook": hook, "call": name, "error": nil}
	if err != nil {
		found := faultOf(err)
		noted["error"], noted["text"] = found["kind"], found["text"]
	}
	note(noted)
	return noted
}

func callEngine(engine *openpit.Engine, name string) error {
	var err error
	account := param.AccountIDFromInt(7)
	switch name {
	case "start":
		_, _, err = engine.StartPreTrade(openpit.Order{})
	case "place":
		_, _, err = engine.ExecutePreTrade(openpit.Order{})
	case "dry_run_start":
		_, err = engine.DryRunStartPreTrade(openpit.Order{})
	case "dry_run":
		_, err = engine.DryRunExecutePreTrade(openpit.Order{})
	case "armed":
		_, err = engine.Armed(account)
	case "report":
		var made openpit.ExecutionReport
		made.Operation.AccountID = param.Some(account)
		_, err = engine.ApplyExecutionReport(made)
	case "holds":
		_, err = engine.Holds()
	case "adjust":
		_, err = engine.ApplyAccountAdjustment(account, nil)
	case "balances":
		_, err = engine.Balances()
	case "state":
		_, err = engine.State()
	case "state_digest":
		_, err = engine.StateDigest()
	case "digest":
		_, err = engine.DecisionsDigest()
	case "verdicts":
		_, err = engine.Verdicts()
	case "decisions":
		_, err = engine.Decisions()
	case "drops":
		engine.Drops()
	case "close":
		err = engine.Close()
	default:
		return callMore(engine, name)
	}
	return err
}

// mutation is one whose sides note that they ran and do what their rules say.
func (s *scripted) mutation(label string, account param.AccountID) openpit.Mutation {
	side := func(hook string) func() error {
		return func() error {
			note(data{
				"policy": s.name, "hook": hook, "label": label, "account": account.String()})
			for _, rule := range s.of(hook, account) {
				if rule["label"] != nil && text(rule, "label") != label {
					continue
				}
				if err := s.finish(hook, rule); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return openpit.Mutation{Commit: side("commit"), Rollback: side("rollback")}
}

func rejectOf(rule data) pretrade.PolicyReject {
	code, _ := pretrade.ParseRejectCode(text(rule, "code"))
	made := pretrade.NewReject(code, text(rule, "reason"), text(rule, "details"))
	if scope, known := pretrade.ParseRejectScope(text(rule, "scope")); known {
		made.Scope = scope
	}
	made.UserData, _ = strconv.ParseUint(text(rule, "user_data"), 10, 64)
	return made
}

// requireOf is the reject of an order that lacks the field that a rule needs, or none.
func requireOf(rule, record data) []pretrade.PolicyReject {
	path := text(rule, "field")
	if _, has := record[path[strings.LastIndex(path, ".")+1:]]; has {
		return nil
	}
	code := pretrade.RejectCodeMissingRequiredField
	return []pretrade.PolicyReject{pretrade.NewReject(code, "required field missing", path)}
}

func blockOf(rule data) pretrade.AccountBlock {
	code, _ := pretrade.ParseRejectCode(text(rule, "code"))
	return pretrade.AccountBlock{Code: code, Reason: text(rule, "reason")}
}
