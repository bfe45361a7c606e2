// SPDX-License-Identifier: Apache-2.0

package openpit

import (
	"runtime"
	"slices"

	"go.openpit.dev/openpit/internal/native"
	"go.openpit.dev/openpit/internal/record"
	"go.openpit.dev/openpit/param"
	"go.openpit.dev/openpit/pretrade"
)

// AccountAdjustmentOutcome is what an adjustment left behind (B-3.1).
type AccountAdjustmentOutcome struct {
	// Key is what was adjusted.
	Key BalanceKey
	// Balance is what is there afterwards.
	Balance Balance
}

// AccountAdjustmentBatchResult is what came of a batch: all of it stands, or nothing (B-3).
type AccountAdjustmentBatchResult struct {
	// Outcomes is what each adjustment left behind, in the order of the batch; nil if the batch was
	// rejected.
	Outcomes []AccountAdjustmentOutcome
	// AccountBlocks is the blocks of the account that policies asked for and that came into force;
	// nil if the batch was rejected.
	AccountBlocks []pretrade.BlockCause
	// FailedIndex is the place in the batch of the adjustment that was rejected, from 0; absent if
	// the batch was accepted (B-2.2).
	FailedIndex param.Option[int]
	// Rejects is the rejects of the policy that rejected it; nil if the batch was accepted.
	Rejects []pretrade.Reject
	// Failures is the callbacks that failed, of either outcome; each commit or rollback among them
	// has blocked the account (P-8).
	Failures []pretrade.Failure
}

// IsRejected tells whether the batch was rejected.
func (r AccountAdjustmentBatchResult) IsRejected() bool { return r.FailedIndex.IsSet() }

// ApplyAccountAdjustment adjusts an account by a batch (B): in its order, and for each adjustment
// the engine's own balances first, then every pretrade.AdjustmentApplier in registration order. The
// first reject undoes all of it, and nobody ever sees half a batch. An empty batch is accepted and
// asks nobody. A blocked account is adjusted too (K-3).
//
// Rejects are values in the result. An adjustment that Validate refuses is an ErrParam, and then
// nothing was asked; misuse is an error as in every call.
func (e *ClientEngine[O, R, A]) ApplyAccountAdjustment(
	account param.AccountID, adjustments []A, options ...CallOption,
) (AccountAdjustmentBatchResult, error) {
	c := e.inner()
	if c == nil {
		return AccountAdjustmentBatchResult{}, unsetEngine()
	}
	records, err := adjustmentRecords(adjustments)
	if err != nil {
		return AccountAdjustmentBatchResult{}, err
	}
	t := timeOf(options)
	f := c.take()
	f.flatten(records)
	if c.quiet {
		c.native.QuietAdjust(account.Uint64(), f.flatBatch, t, &f.outcome)
	} else {
		keepBatch(f, adjustments)
		c.native.Adjust(account.Uint64(), f.flatBatch, t, &f.outcome)
	}
	result, err := batchResult(&f.outcome, records)
	forgetBatch[A](f)
	c.give(f)
	runtime.KeepAlive(c)
	return result, err
}

// keptBatch is for how many adjustments a frame keeps its memory.
const keptBatch = 1024

func (f *frame) flatten(adjustments []AccountAdjustment) {
	f.flatBatch = slices.Grow(f.flatBatch[:0], len(adjustments))[:len(adjustments)]
	clear(f.flatBatch)
	for index := range adjustments {
		adjustments[index].Flatten(&f.flatBatch[index])
	}
}

// keepBatch copies a batch, so that hooks see what was submitted (O-4), over the last one.
func keepBatch[A any](f *frame, batch []A) {
	found, has := f.batch.(*place[[]A])
	if !has {
		found = new(place[[]A])
		f.batch = found
	}
	found.value = append(found.value[:0], batch...)
}

// forgetBatch lets go of what was adjusted; of a large batch, of its memory too.
func forgetBatch[A any](f *frame) {
	if found, has := f.batch.(*place[[]A]); has {
		clear(found.value)
	}
	if len(f.flatBatch) > keptBatch {
		f.batch, f.flatBatch = nil, nil
	}
}

func batchResult(
	out *native.Outcome, adjustments []AccountAdjustment,
) (AccountAdjustmentBatchResult, error) {
	var result AccountAdjustmentBatchResult
	switch out.Status {
	case native.StatusOK:
		r := out.Reader()
		result.Outcomes = make([]AccountAdjustmentOutcome, min(r.Count(), len(adjustments)))
		for index := range result.Outcomes {
			left := r.Balance()
			result.Outcomes[index] = AccountAdjustmentOutcome{
				Key:     adjustments[index].Operation.Key(),
				Balance: record.BalanceOf(&left),
			}
		}
		for _, cause := range r.Causes() {
			result.AccountBlocks = append(result.AccountBlocks, causeOf(cause))
		}
		result.Failures = failures(r.Failures())
	case native.StatusRejected:
		result.FailedIndex = param.Some(int(out.Key.Number))
		result.Rejects, result.Failures = rejectsOf(out)
	default:
		return result, errorOf(out)
	}
	return result, nil
}

// PolicyAdjustment is an adjustment that a policy's report hook asked for and the engine applied
// (P-10.4).
type PolicyAdjustment struct {
	// Policy is the policy that asked.
	Policy string
	// Adjustment is what it asked for.
	Adjustment AccountAdjustment
	// Balance is what is there afterwards.
	Balance Balance
}

// AccountBalance is one entry of the listing of balances (B-1.5).
type AccountBalance struct {
	// AccountID is the account.
	AccountID param.AccountID
	// Key is what the balance is of.
	Key BalanceKey
	// Balance is how much there is.
	Balance Balance
}

// Balances lists what accounts have, as their adjustments tell it (B-1.5): by account id, an
// account's assets by name and then its positions. What nothing is left of is not listed.
func (e *ClientEngine[O, R, A]) Balances() ([]AccountBalance, error) {
	found, err := read(e.inner(), (native.Engine).Balances, (*native.Reader).Balances)
	if err != nil {
		return nil, err
	}
	balances := make([]AccountBalance, len(found))
	for index := range found {
		one := &found[index]
		balances[index] = AccountBalance{
			AccountID: param.AccountIDFromInt(one.AccountID),
			Key:       record.KeyFrom(one.Asset, one.Underlying, one.Settlement),
			Balance:   record.BalanceOf(&one.Balance),
		}
	}
	return balances, nil
}
