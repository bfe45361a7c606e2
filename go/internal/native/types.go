// SPDX-License-Identifier: Apache-2.0

package native

// The structs below mirror openpit.h field by field; layout.go fails to compile if they do not.
// They hold no Go pointer, so that they may cross by pointer without checks.

// Limits of the inline arrays.
const (
	textBytes    = 64
	outcomeBytes = 160
	tokens       = 4
)

// Statuses of an outcome.
const (
	StatusOK       = 0
	StatusRejected = 1
	StatusError    = 2
	StatusConfig   = 3
	StatusPanic    = 4
)

// Flags of an order.
const (
	OrderAccount       = 1
	OrderPrice         = 2
	OrderPosition      = 4
	OrderReduceOnly    = 8
	OrderClosePosition = 16
	OrderMargin        = 32
	OrderAutoBorrow    = 64
)

// Flags of a report.
const (
	ReportAccount        = 1
	ReportPnl            = 2
	ReportFee            = 4
	ReportLastTrade      = 8
	ReportLeavesQuantity = 16
	ReportFinal          = 32
	ReportPositionImpact = 64
)

// Operations and flags of an adjustment, flags of a balance.
const (
	AdjustmentBalance           = 1
	AdjustmentPosition          = 2
	AdjustmentAverageEntryPrice = 1
	AdjustmentBalanceUpper      = 2
	AdjustmentBalanceLower      = 4
	AdjustmentHeldUpper         = 8
	AdjustmentHeldLower         = 16
	AdjustmentIncomingUpper     = 32
	AdjustmentIncomingLower     = 64
	BalanceAverageEntryPrice    = 1
)

// Axes and flags of a barrier, policies whose limits are barriers.
const (
	AxisBroker         = 1
	AxisAsset          = 2
	AxisAccount        = 3
	AxisAccountAsset   = 4
	AxisBrokerAsset    = 5
	LimitsRate         = 1
	LimitsOrderSize    = 2
	LimitsNotional     = 3
	BarrierMaxQuantity = 1
	BarrierMaxNotional = 2
)

// Flags of a pnl barrier.
const (
	PnlBarrierLower = 1
	PnlBarrierUpper = 2
)

// Flags of a reservation, sides of a kill switch, kinds of mutations, whose holding.
const (
	ReserveAccountAssetLimit = 1
	ReserveAssetLimit        = 2
	KillSwitchKeep           = 1
	KillSwitchBlock          = 2
	KillSwitchUnblock        = 3
	MutationCustom           = 1
	MutationReserveNotional  = 2
	MutationSetKillSwitch    = 3
	HoldingOwn               = 1
	HoldingTotal             = 2
)

// Flags and anomalies of a report's result, stages of a verdict.
const (
	PostTradeLate              = 1
	PostTradeDuplicate         = 2
	AnomalyExecutionIDConflict = 1
	AnomalyReportMismatch      = 2
	AnomalyUnknownOrder        = 3
	AnomalyFillAfterFinal      = 4
	AnomalyOverfill            = 5
	AnomalyLeavesMismatch      = 6
	StageStart                 = 1
	StageMain                  = 2
)

// Hooks of a policy.
const (
	HookStart      = 1
	HookMain       = 2
	HookReport     = 4
	HookCommit     = 8
	HookRollback   = 16
	HookAdjustment = 32
	HooksDryRun    = 64
)

// Modes of synchronization.
const (
	SyncLocal   uint32 = 1
	SyncAccount uint32 = 2
	SyncFull    uint32 = 3
)

// Kinds of keys, sides of a reservation, scopes of a block, changes of a group.
const (
	KeyRequest        = 1
	KeyReservation    = 2
	SideCommit        = 1
	SideRollback      = 2
	SideClose         = 3
	ScopeEngine       = 0
	ScopeAccount      = 1
	ScopeGroup        = 2
	RegroupRegister   = 1
	RegroupUnregister = 2
)

// Number is magnitude / 10^scale, negative if Negative is 1.
type Number struct {
	Lo, Hi          uint64
	Scale, Negative uint32
}

// Text is a short text inline.
type Text struct {
	Len   uint8
	Bytes [textBytes]byte
}

// Set copies a text in; one that is too long stays too long, and the core refuses it.
func (t *Text) Set(text string) {
	copy(t.Bytes[:], text)
	t.Len = uint8(min(len(text), textBytes+1))
}

// String gives the text.
func (t *Text) String() string { return string(t.Bytes[:min(t.Len, textBytes)]) }

// Operands is what an operation on values reads.
type Operands struct {
	A, B            Number
	Float           float64
	Scale, Strategy uint32
}

// Order is an order as it crosses.
type Order struct {
	Flags, Side, AmountKind uint32
	PositionSide, Leverage  uint16
	AccountID               uint64
	Amount, Price           Number
	Underlying, Settlement  Text
	ClientOrderID           Text
	CollateralAsset         Text
}

// Report is an execution report as it crosses.
type Report struct {
	Flags, Side             uint32
	AccountID               uint64
	Pnl, Fee                Number
	LastPrice, LastQuantity Number
	LeavesQuantity          Number
	Underlying, Settlement  Text
	ClientOrderID           Text
	ExecutionID             Text

	PositionEffect, PositionSide uint16
}

// Adjustment is an account adjustment as it crosses.
type Adjustment struct {
	Flags                        uint32
	Operation, Mode, Leverage    uint16
	BalanceKind, HeldKind        uint16
	IncomingKind                 uint16
	AverageEntryPrice            Number
	Balance, Held, Incoming      Number
	BalanceUpper, BalanceLower   Number
	HeldUpper, HeldLower         Number
	IncomingUpper, IncomingLower Number
	Asset                        Text
	Underlying, Settlement       Text
}

// Barrier is a barrier of a built-in policy as it crosses.
type Barrier struct {
	Axis, Flags              uint32
	AccountID                uint64
	MaxOrders                uint64
	WindowNS                 int64
	MaxQuantity, MaxNotional Number
	Asset                    Text
}

// PnlBarrier is bounds of realized pnl as they cross.
type PnlBarrier struct {
	Axis, Flags            uint32
	AccountID              uint64
	LowerBound, UpperBound Number
	InitialPnl             Number
	SettlementAsset        Text
}

// ReserveNotional is a reservation as it crosses.
type ReserveNotional struct {
	Flags, _          uint32
	AccountID         uint64
	Amount            Number
	AccountAssetLimit Number
	AssetLimit        Number
	SettlementAsset   Text
}

// KillSwitch is a kill-switch state as it crosses, but for its reason.
type KillSwitch struct {
	Scope, Code          uint32
	AccountID            uint64
	OnCommit, OnRollback uint32
}

// Holding is what is reserved of one settlement asset.
type Holding struct {
	Held, Open, Used Number
}

// Key names a request or reservation; its number is 0 if it names none.
type Key struct {
	Number, Account uint64
}

// Outcome is what a call returns. The bytes are here, or, if they do not fit, in the library's
// memory until they are read.
type Outcome struct {
	Status, Flag uint32
	Key          Key
	spilled      uintptr
	len          uint64
	bytes        [outcomeBytes]byte
}

// Drops counts dropped handles.
type Drops struct {
	Queued, Drained uint64
}
