// SPDX-License-Identifier: Apache-2.0

// Package made is how the engine makes public values of what the core made: it needs no judging
// again, and nobody else may do so. The packages of the values set these functions when the program
// starts; the engine asserts each to its type once, so that a call costs no more than any other.
package made

var (
	// Volume is func(native.Number) param.Volume.
	Volume any
	// Decimal is func(native.Number) decimal.Decimal.
	Decimal any
	// Asset is func(string) param.Asset.
	Asset any
	// ClientOrderID is func(string) param.ClientOrderID; an empty text is unset.
	ClientOrderID any
	// Price is func(native.Number) param.Price.
	Price any
	// PositionSize is func(native.Number) param.PositionSize.
	PositionSize any
	// Leverage is func(uint16) param.Leverage; tenths, 0 is unset.
	Leverage any
	// Error is func(*native.Fault) error, which is a *param.Error; nil stays nil.
	Error any
	// ReadingFrom is a func(int64, param.AccountID, []pretrade.EmittedMutation, READER, uint64,
	// bool) pretrade.Context: one that reads in the hook with this number, and whether it is a dry
	// run.
	ReadingFrom any
	// Emitted is func(pretrade.PolicyDecision) (record.Mutation, []record.Mutation, int): the first
	// mutation, the others, and how many there are.
	Emitted any
)
