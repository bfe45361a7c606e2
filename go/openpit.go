// SPDX-License-Identifier: Apache-2.0

// Package openpit is an embeddable pre-trade risk engine: before an order may reach a venue, a
// trading system asks the engine; policies reject it or reserve state for it; later the engine
// learns from executions. It is deterministic, fail-safe (what is not finalized rolls back) and
// financially exact.
//
// The way of an order: Engine.StartPreTrade gives a Request, Request.Execute a Reservation, which
// is committed or rolled back once; Engine.ApplyExecutionReport tells what came of the order.
// Beside it, Engine.ApplyAccountAdjustment changes what an account has, and Engine.Accounts blocks
// accounts and puts them into groups.
//
// Rejects are values; errors are misuse, and match one of the Err sentinels by errors.Is.
//
// Engine is a ClientEngine for the records of this package; one for the caller's own orders,
// reports and adjustments passes these to its policies as they are.
//
// The core is a static library that cgo links: CGO_ENABLED=1 and a C compiler are needed to build.
package openpit

import "go.openpit.dev/openpit/internal/record"

// Records are plain data. A field that may be absent is a param.Option, or a value whose zero is
// unset; a value itself cannot be wrong, since only its constructor makes it (V-6).
type (
	// Instrument is an underlying asset and the asset that it settles in, such as AAPL/USD.
	Instrument = record.Instrument
	// Order is an order as a trading system submits it (O-1).
	Order = record.Order
	// OrderOperation is what an order asks for.
	OrderOperation = record.OrderOperation
	// OrderPosition is what an order means to do with a position (O-1.5).
	OrderPosition = record.OrderPosition
	// OrderMargin is how an order on margin is secured (O-1.5).
	OrderMargin = record.OrderMargin
	// OrderIdentity is the identity of an order across its reports.
	OrderIdentity = record.OrderIdentity
	// ExecutionReport is what a venue reported of an order (O-2).
	ExecutionReport = record.ExecutionReport
	// ExecutionReportOperation is which order a report speaks of.
	ExecutionReportOperation = record.ExecutionReportOperation
	// FinancialImpact is what an execution did to the account's money.
	FinancialImpact = record.FinancialImpact
	// ExecutionReportFillDetails is what an execution did to the order.
	ExecutionReportFillDetails = record.ExecutionReportFillDetails
	// ExecutionReportPositionImpact is what an execution did to the position (O-2.2).
	ExecutionReportPositionImpact = record.ExecutionReportPositionImpact
	// ExecutionReportIdentity is which execution a report tells of.
	ExecutionReportIdentity = record.ExecutionReportIdentity
	// AccountAdjustment is an adjustment of an account from outside the order flow (O-3).
	AccountAdjustment = record.AccountAdjustment
	// AccountAdjustmentOperation is what is adjusted: a balance or a position (O-3.1).
	AccountAdjustmentOperation = record.AccountAdjustmentOperation
	// AccountAdjustmentBalanceOperation is a balance that is adjusted.
	AccountAdjustmentBalanceOperation = record.AccountAdjustmentBalanceOperation
	// AccountAdjustmentPositionOperation is a position that is adjusted.
	AccountAdjustmentPositionOperation = record.AccountAdjustmentPositionOperation
	// AccountAdjustmentAmount is by how much an account is adjusted (O-3.2).
	AccountAdjustmentAmount = record.AccountAdjustmentAmount
	// AccountAdjustmentBounds is what the amounts must stay within (O-3.2).
	AccountAdjustmentBounds = record.AccountAdjustmentBounds
	// BalanceKey is what a balance is of: one asset, or a position (B-1.1).
	BalanceKey = record.BalanceKey
	// Balance is what an account has of one asset or in one position (B-1.1).
	Balance = record.Balance
	// Mutation is one change that a main-stage policy emits (M-1): a custom one as it is (M-4), or
	// that of a ReserveNotional or SetKillSwitch.
	Mutation = record.Mutation
)

// Constructors of records.
var (
	// NewInstrument makes an instrument from the names of its assets.
	NewInstrument = record.NewInstrument
	// ParseInstrument reads `UNDERLYING/SETTLEMENT`.
	ParseInstrument = record.ParseInstrument
	// LimitOrder is an order for a quantity at a price.
	LimitOrder = record.LimitOrder
	// MarketOrder is an order for a quantity without a price.
	MarketOrder = record.MarketOrder
	// BalanceOperation is the operation of an adjustment on a balance.
	BalanceOperation = record.BalanceOperation
	// PositionOperation is the operation of an adjustment on a position.
	PositionOperation = record.PositionOperation
	// AssetKey is the balance of one asset.
	AssetKey = record.AssetKey
	// PositionKey is a position in an instrument, secured by an asset.
	PositionKey = record.PositionKey
)
