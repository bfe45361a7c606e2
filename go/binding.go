// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// binding is a policy written in Go with its hooks for orders of type O, reports of type R and
// adjustments of type A, found once (P-1). Only the engine's running call touches it.
type binding[O, R, A any] struct {
	bound
	start  pretrade.StartChecker[O]
	main   pretrade.MainChecker[O]
	report pretrade.ReportApplier[R]
	adjust pretrade.AdjustmentApplier[A]
}

// bound is what a binding has whatever its types are.
type bound struct {
	// mutations is the open ones by token; free is the tokens that can be used again.
	mutations []Mutation
	free      []uint64
	live      live
	// names keeps the names of other policies, so that a context allocates none.
	names map[string]string
}

// bind registers a policy with the hooks that it has.
func bind[O, R, A any](at *building, policy pretrade.Policy[O]) {
	if policy == nil {
		at.unasked("name", errNoPolicy)
		return
	}
	name, err := asked(policy.Name)
	if err != nil {
		at.unasked("name", err)
		return
	}
	dryRun, err := asked(func() bool { return supportsDryRun(policy) })
	if err != nil {
		at.unasked("supports_dry_run", err)
		return
	}
	at.faults = append(at.faults, hookFaults[O, R, A](name, policy)...)
	b := &binding[O, R, A]{bound: bound{names: map[string]string{}}}
	var hooks uint32
	var has bool
	if b.start, has = policy.(pretrade.StartChecker[O]); has {
		hooks |= native.HookStart
	}
	if b.main, has = policy.(pretrade.MainChecker[O]); has {
		hooks |= native.HookMain
	}
	if b.report, has = policy.(pretrade.ReportApplier[R]); has {
		hooks |= native.HookReport
	}
	if b.adjust, has = policy.(pretrade.AdjustmentApplier[A]); has {
		hooks |= native.HookAdjustment
	}
	if dryRun {
		hooks |= native.HooksDryRun
	}
	number := native.Register(b)
	at.policies = append(at.policies, number)
	out := new(native.Outcome)
	at.native.Policy(name, hooks, number, out)
	at.check(out)
}

// unasked takes the place of a policy that could not be asked (P-8.15).
func (at *building) unasked(hook string, why error) {
	out := new(native.Outcome)
	at.native.Unasked(hook, why.Error(), out)
	at.check(out)
}

// asked asks a policy what it says of itself; a panic is an error.
func asked[T any](ask func() T) (answer T, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = errors.New(native.PanicText(cause))
		}
	}()
	return ask(), nil
}

func supportsDryRun(policy any) bool {
	told, has := policy.(pretrade.DryRunSupporter)
	return has && told.SupportsDryRun()
}

// hookFaults finds methods that are named like a hook and are none, which would never be called: of
// another signature, or only on the pointer.
func hookFaults[O, R, A any](name string, policy any) []string {
	var faults []string
	order, report := reflect.TypeFor[O](), reflect.TypeFor[R]()
	for _, hook := range []struct {
		method  string
		shape   reflect.Type
		subject reflect.Type
	}{
		{"CheckPreTradeStart", reflect.TypeFor[pretrade.StartChecker[O]](), order},
		{"PerformPreTradeCheck", reflect.TypeFor[pretrade.MainChecker[O]](), order},
		{"ApplyExecutionReport", reflect.TypeFor[pretrade.ReportApplier[R]](), report},
		{"ApplyAccountAdjustment",
			reflect.TypeFor[pretrade.AdjustmentApplier[A]](),
			reflect.TypeFor[A]()},
		{"SupportsDryRun", reflect.TypeFor[pretrade.DryRunSupporter](), order},
	} {
		kind := reflect.TypeOf(policy)
		if kind.Implements(hook.shape) {
			continue
		}
		wanted := hook.shape.Method(0).Type.String()
		wanted = strings.Replace(wanted, hook.subject.String(), publicName(hook.subject), 1)
		what := "takes other types"
		_, has := kind.MethodByName(hook.method)
		if !has {
			// A value's pointer may have more; that of a pointer has nothing.
			_, has = reflect.PointerTo(kind).MethodByName(hook.method)
			if reflect.PointerTo(kind).Implements(hook.shape) {
				what = "has a pointer receiver and the policy is no pointer"
			}
		}
		if has {
			faults = append(faults, fmt.Sprintf("policy `%s`: method `%s` %s: allowed is `%s`",
				name, hook.method, what, wanted))
		}
	}
	return faults
}

// publicName is the name that callers write for a type: those of the internal package of records
// have theirs here.
func publicName(kind reflect.Type) string {
	switch {
	case kind.PkgPath() == reflect.TypeFor[Order]().PkgPath():
		return "openpit." + kind.Name()
	case kind.Kind() == reflect.Pointer && kind.Name() == "":
		return "*" + publicName(kind.Elem())
	}
	return kind.String()
}

// Call runs a hook for the core. A panic in it is the caller's to catch.
func (b *binding[O, R, A]) Call(ctx *native.Context, answer *native.Answer) {
	switch ctx.Hook() {
	case native.HookCommit:
		b.finalize(answer, b.release(ctx.Token()).Commit)
		return
	case native.HookRollback:
		b.finalize(answer, b.release(ctx.Token()).Rollback)
		return
	}
	hook := b.live.begin(ctx)
	defer b.live.end()
	account, _ := ctx.AccountID()
	seen := readingFrom(ctx.At(), param.AccountIDFromInt(account), b.emitted(ctx), &b.live, hook,
		ctx.DryRun())
	switch ctx.Hook() {
	case native.HookStart:
		rejects, err := b.start.CheckPreTradeStart(seen, seenOf[O](ctx))
		if !failed(answer, firstOf(err, checkRejects(rejects))) {
			pushRejects(answer, rejects)
		}
	case native.HookMain:
		decision, err := b.main.PerformPreTradeCheck(seen, seenOf[O](ctx))
		b.decide(answer, decision, err)
	case native.HookReport:
		said, err := b.report.ApplyExecutionReport(seen, seenOf[R](ctx))
		err = firstOf(err, checkBlocks(said.AccountBlocks), checkReleases(said.Releases),
			checkAdjustments(said.AccountAdjustments))
		if !failed(answer, err) {
			pushBlocks(answer, said.AccountBlocks)
			pushReleases(answer, said.Releases)
			pushAdjustments(answer, said.AccountAdjustments)
		}
	case native.HookAdjustment:
		one := native.Around[frame](ctx.Outcome()).batch.(*place[[]A]).value[ctx.Token()]
		decision, err := b.adjust.ApplyAccountAdjustment(seen, seen.AccountID(), one)
		b.decide(answer, decision, err)
	}
}

// seenOf is the order or report of the running call. Its frame is found by its outcome, which is
// the first field; it holds what the engine of this policy was given, so it is of this type.
func seenOf[T any](ctx *native.Context) T {
	return native.Around[frame](ctx.Outcome()).seen.(*place[T]).value
}

// emitted is what earlier policies of the call emitted.
func (b *bound) emitted(ctx *native.Context) []pretrade.EmittedMutation {
	count := ctx.EmittedLen()
	if count == 0 {
		return nil
	}
	emitted := make([]pretrade.EmittedMutation, count)
	for index := range emitted {
		emitted[index] = pretrade.EmittedMutation{
			Policy: b.name(ctx.EmittedPolicy(index)),
			Kind:   pretrade.MutationKind(ctx.EmittedKind(index))}
	}
	return emitted
}

func (b *bound) name(bytes []byte) string {
	if name, known := b.names[string(bytes)]; known {
		return name
	}
	name := string(bytes)
	b.names[name] = name
	return name
}

var errNoPolicy = errors.New("policy is nil: allowed is a policy")

var errNoDecision = errors.New(
	"decision is unset: allowed is one made by `pretrade.Accept` or `pretrade.RejectWith`")

// decide passes a decision on. All of it is checked before a mutation is kept: of an answer that
// fails the core takes none.
func (b *bound) decide(answer *native.Answer, decision pretrade.PolicyDecision, err error) {
	first, more, count := emitted(decision)
	if err == nil && decision.IsUnset() {
		err = errNoDecision
	}
	err = firstOf(err, checkRejects(decision.Rejects()), checkBlocks(decision.AccountBlocks()),
		checkMutation(&first), checkMutations(more))
	if failed(answer, err) {
		return
	}
	if decision.IsReject() {
		answer.Reject()
		pushRejects(answer, decision.Rejects())
	}
	pushBlocks(answer, decision.AccountBlocks())
	inPlace := true
	if count > 0 {
		inPlace = b.emit(answer, &first, inPlace)
	}
	for index := range more {
		inPlace = b.emit(answer, &more[index], inPlace)
	}
}

// emit passes a mutation on, and tells whether the next one may be in place: what is in place comes
// before what is pushed.
func (b *bound) emit(answer *native.Answer, mutation *Mutation, inPlace bool) bool {
	typed := record.TypedOf(mutation)
	if typed == nil {
		answer.Mutation(b.keep(*mutation), inPlace)
		return inPlace
	}
	if typed.Kind == pretrade.MutationKindReserveNotional {
		answer.ReserveNotional(&typed.Reserve)
	} else {
		answer.SetKillSwitch(&typed.Switch, typed.Reason)
	}
	return false
}

func (b *bound) finalize(answer *native.Answer, side func() error) {
	if side != nil {
		failed(answer, side())
	}
}

func (b *bound) keep(mutation Mutation) uint64 {
	if last := len(b.free) - 1; last >= 0 {
		token := b.free[last]
		b.free = b.free[:last]
		b.mutations[token] = mutation
		return token
	}
	b.mutations = append(b.mutations, mutation)
	return uint64(len(b.mutations) - 1)
}

// release takes a mutation out; the core finalizes each token once.
func (b *bound) release(token uint64) Mutation {
	mutation := b.mutations[token]
	b.mutations[token] = Mutation{}
	b.free = append(b.free, token)
	return mutation
}

func failed(answer *native.Answer, err error) bool {
	if err != nil {
		answer.Fail(err.Error())
	}
	return err != nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// A reject or block whose enums are not of the tables is nonsense (V-6, P-8).

func checkRejects(rejects []pretrade.PolicyReject) error {
	for _, r := range rejects {
		if !r.Code.IsValid() {
			return fmt.Errorf("reject code is `%s`: allowed is one of the table", r.Code)
		}
		if !r.Scope.IsValid() {
			return fmt.Errorf("reject scope is `%s`: allowed are `order`, `account`", r.Scope)
		}
	}
	return nil
}

func checkBlocks(blocks []pretrade.AccountBlock) error {
	for _, block := range blocks {
		if !block.Code.IsValid() {
			return fmt.Errorf("block code is `%s`: allowed is one of the table", block.Code)
		}
	}
	return nil
}

func checkMutations(mutations []Mutation) error {
	for index := range mutations {
		if err := checkMutation(&mutations[index]); err != nil {
			return err
		}
	}
	return nil
}

func checkMutation(mutation *Mutation) error {
	typed := record.TypedOf(mutation)
	if typed == nil {
		return nil
	}
	if mutation.Commit != nil || mutation.Rollback != nil {
		return fmt.Errorf("mutation `%s` has a side of its own: allowed is one without", typed.Kind)
	}
	return typed.Fault
}

func checkReleases(releases []pretrade.Release) error {
	for _, release := range releases {
		if !release.SettlementAsset.IsSet() {
			return errors.New("settlement asset of a release is unset: allowed is an asset")
		}
	}
	return nil
}

func pushReleases(answer *native.Answer, releases []pretrade.Release) {
	for _, release := range releases {
		answer.Release(release.SettlementAsset.String(), record.Flat(release.Amount))
	}
}

// checkAdjustments has the core judge them, so that of an answer that fails it takes none.
func checkAdjustments(adjustments []AccountAdjustment) error {
	for _, adjustment := range adjustments {
		if err := adjustment.Validate(); err != nil {
			return err
		}
	}
	return nil
}

func pushAdjustments(answer *native.Answer, adjustments []AccountAdjustment) {
	for index := range adjustments {
		var flat native.Adjustment
		adjustments[index].Flatten(&flat)
		answer.Adjust(&flat)
	}
}

func pushRejects(answer *native.Answer, rejects []pretrade.PolicyReject) {
	for _, r := range rejects {
		answer.PushReject(uint16(r.Code), uint16(r.Scope), r.UserData, r.Reason, r.Details)
	}
}

func pushBlocks(answer *native.Answer, blocks []pretrade.AccountBlock) {
	for _, block := range blocks {
		answer.PushBlock(uint16(block.Code), block.Reason)
	}
}
