// SPDX-License-Identifier: Apache-2.0

package native

// #include "openpit.h"
import "C"

import "unsafe"

// A mirror that differs from the header in size or place does not compile: an index into an array
// of one element that is not 0 is an error.
var (
	zero [1]struct{}

	_ = zero[unsafe.Sizeof(Number{})-unsafe.Sizeof(C.OpenpitNumber{})]
	_ = zero[unsafe.Sizeof(Text{})-unsafe.Sizeof(C.OpenpitText{})]
	_ = zero[unsafe.Sizeof(Operands{})-unsafe.Sizeof(C.OpenpitOperands{})]
	_ = zero[unsafe.Sizeof(Order{})-unsafe.Sizeof(C.OpenpitOrder{})]
	_ = zero[unsafe.Sizeof(Report{})-unsafe.Sizeof(C.OpenpitReport{})]
	_ = zero[unsafe.Sizeof(Adjustment{})-unsafe.Sizeof(C.OpenpitAdjustment{})]
	_ = zero[unsafe.Sizeof(Barrier{})-unsafe.Sizeof(C.OpenpitBarrier{})]
	_ = zero[unsafe.Sizeof(PnlBarrier{})-unsafe.Sizeof(C.OpenpitPnlBarrier{})]
	_ = zero[unsafe.Sizeof(ReserveNotional{})-unsafe.Sizeof(C.OpenpitReserveNotional{})]
	_ = zero[unsafe.Sizeof(KillSwitch{})-unsafe.Sizeof(C.OpenpitKillSwitch{})]
	_ = zero[unsafe.Sizeof(Holding{})-unsafe.Sizeof(C.OpenpitHolding{})]
	_ = zero[unsafe.Sizeof(BalanceKey{})-unsafe.Sizeof(C.OpenpitBalanceKey{})]
	_ = zero[unsafe.Sizeof(Balance{})-unsafe.Sizeof(C.OpenpitBalance{})]
	_ = zero[unsafe.Sizeof(Outcome{})-unsafe.Sizeof(C.OpenpitOutcome{})]
	_ = zero[unsafe.Sizeof(Drops{})-unsafe.Sizeof(C.OpenpitDrops{})]

	_ = zero[unsafe.Offsetof(Number{}.Negative)-unsafe.Offsetof(C.OpenpitNumber{}.negative)]
	_ = zero[unsafe.Offsetof(Text{}.Bytes)-unsafe.Offsetof(C.OpenpitText{}.bytes)]
	_ = zero[unsafe.Offsetof(Operands{}.Float)-unsafe.Offsetof(C.OpenpitOperands{}.number)]
	_ = zero[unsafe.Offsetof(Operands{}.Strategy)-unsafe.Offsetof(C.OpenpitOperands{}.strategy)]
	_ = zero[unsafe.Offsetof(Order{}.AmountKind)-unsafe.Offsetof(C.OpenpitOrder{}.amount_kind)]
	_ = zero[unsafe.Offsetof(Order{}.PositionSide)-
		unsafe.Offsetof(C.OpenpitOrder{}.position_side)]
	_ = zero[unsafe.Offsetof(Order{}.Leverage)-unsafe.Offsetof(C.OpenpitOrder{}.leverage)]
	_ = zero[unsafe.Offsetof(Order{}.AccountID)-unsafe.Offsetof(C.OpenpitOrder{}.account_id)]
	_ = zero[unsafe.Offsetof(Order{}.Amount)-unsafe.Offsetof(C.OpenpitOrder{}.amount)]
	_ = zero[unsafe.Offsetof(Order{}.Price)-unsafe.Offsetof(C.OpenpitOrder{}.price)]
	_ = zero[unsafe.Offsetof(Order{}.Settlement)-unsafe.Offsetof(C.OpenpitOrder{}.settlement)]
	_ = zero[unsafe.Offsetof(Order{}.ClientOrderID)-
		unsafe.Offsetof(C.OpenpitOrder{}.client_order_id)]
	_ = zero[unsafe.Offsetof(Order{}.CollateralAsset)-
		unsafe.Offsetof(C.OpenpitOrder{}.collateral_asset)]
	_ = zero[unsafe.Offsetof(Report{}.AccountID)-unsafe.Offsetof(C.OpenpitReport{}.account_id)]
	_ = zero[unsafe.Offsetof(Report{}.Pnl)-unsafe.Offsetof(C.OpenpitReport{}.pnl)]
	_ = zero[unsafe.Offsetof(Report{}.LastQuantity)-
		unsafe.Offsetof(C.OpenpitReport{}.last_quantity)]
	_ = zero[unsafe.Offsetof(Report{}.LeavesQuantity)-
		unsafe.Offsetof(C.OpenpitReport{}.leaves_quantity)]
	_ = zero[unsafe.Offsetof(Report{}.Settlement)-unsafe.Offsetof(C.OpenpitReport{}.settlement)]
	_ = zero[unsafe.Offsetof(Report{}.ExecutionID)-
		unsafe.Offsetof(C.OpenpitReport{}.execution_id)]
	_ = zero[unsafe.Offsetof(Report{}.PositionEffect)-
		unsafe.Offsetof(C.OpenpitReport{}.position_effect)]
	_ = zero[unsafe.Offsetof(Report{}.PositionSide)-
		unsafe.Offsetof(C.OpenpitReport{}.position_side)]
	_ = zero[unsafe.Offsetof(Adjustment{}.Mode)-unsafe.Offsetof(C.OpenpitAdjustment{}.mode)]
	_ = zero[unsafe.Offsetof(Adjustment{}.Leverage)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.leverage)]
	_ = zero[unsafe.Offsetof(Adjustment{}.HeldKind)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.held_kind)]
	_ = zero[unsafe.Offsetof(Adjustment{}.IncomingKind)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.incoming_kind)]
	_ = zero[unsafe.Offsetof(Adjustment{}.AverageEntryPrice)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.average_entry_price)]
	_ = zero[unsafe.Offsetof(Adjustment{}.Held)-unsafe.Offsetof(C.OpenpitAdjustment{}.held)]
	_ = zero[unsafe.Offsetof(Adjustment{}.BalanceUpper)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.balance_upper)]
	_ = zero[unsafe.Offsetof(Adjustment{}.BalanceLower)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.balance_lower)]
	_ = zero[unsafe.Offsetof(Adjustment{}.HeldLower)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.held_lower)]
	_ = zero[unsafe.Offsetof(Adjustment{}.IncomingLower)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.incoming_lower)]
	_ = zero[unsafe.Offsetof(Adjustment{}.Asset)-unsafe.Offsetof(C.OpenpitAdjustment{}.asset)]
	_ = zero[unsafe.Offsetof(Adjustment{}.Settlement)-
		unsafe.Offsetof(C.OpenpitAdjustment{}.settlement)]
	_ = zero[unsafe.Offsetof(Barrier{}.AccountID)-unsafe.Offsetof(C.OpenpitBarrier{}.account_id)]
	_ = zero[unsafe.Offsetof(Barrier{}.WindowNS)-unsafe.Offsetof(C.OpenpitBarrier{}.window_ns)]
	_ = zero[unsafe.Offsetof(Barrier{}.MaxNotional)-
		unsafe.Offsetof(C.OpenpitBarrier{}.max_notional)]
	_ = zero[unsafe.Offsetof(Barrier{}.Asset)-unsafe.Offsetof(C.OpenpitBarrier{}.asset)]
	_ = zero[unsafe.Offsetof(PnlBarrier{}.AccountID)-
		unsafe.Offsetof(C.OpenpitPnlBarrier{}.account_id)]
	_ = zero[unsafe.Offsetof(PnlBarrier{}.UpperBound)-
		unsafe.Offsetof(C.OpenpitPnlBarrier{}.upper_bound)]
	_ = zero[unsafe.Offsetof(PnlBarrier{}.InitialPnl)-
		unsafe.Offsetof(C.OpenpitPnlBarrier{}.initial_pnl)]
	_ = zero[unsafe.Offsetof(PnlBarrier{}.SettlementAsset)-
		unsafe.Offsetof(C.OpenpitPnlBarrier{}.settlement_asset)]
	_ = zero[unsafe.Offsetof(ReserveNotional{}.AccountID)-
		unsafe.Offsetof(C.OpenpitReserveNotional{}.account_id)]
	_ = zero[unsafe.Offsetof(ReserveNotional{}.AccountAssetLimit)-
		unsafe.Offsetof(C.OpenpitReserveNotional{}.account_asset_limit)]
	_ = zero[unsafe.Offsetof(ReserveNotional{}.AssetLimit)-
		unsafe.Offsetof(C.OpenpitReserveNotional{}.asset_limit)]
	_ = zero[unsafe.Offsetof(ReserveNotional{}.SettlementAsset)-
		unsafe.Offsetof(C.OpenpitReserveNotional{}.settlement_asset)]
	_ = zero[unsafe.Offsetof(KillSwitch{}.Code)-unsafe.Offsetof(C.OpenpitKillSwitch{}.code)]
	_ = zero[unsafe.Offsetof(KillSwitch{}.OnCommit)-
		unsafe.Offsetof(C.OpenpitKillSwitch{}.on_commit)]
	_ = zero[unsafe.Offsetof(KillSwitch{}.OnRollback)-
		unsafe.Offsetof(C.OpenpitKillSwitch{}.on_rollback)]
	_ = zero[unsafe.Offsetof(Holding{}.Open)-unsafe.Offsetof(C.OpenpitHolding{}.open)]
	_ = zero[unsafe.Offsetof(Holding{}.Used)-unsafe.Offsetof(C.OpenpitHolding{}.used)]
	_ = zero[unsafe.Offsetof(BalanceKey{}.Underlying)-
		unsafe.Offsetof(C.OpenpitBalanceKey{}.underlying)]
	_ = zero[unsafe.Offsetof(BalanceKey{}.Settlement)-
		unsafe.Offsetof(C.OpenpitBalanceKey{}.settlement)]
	_ = zero[unsafe.Offsetof(Balance{}.Held)-unsafe.Offsetof(C.OpenpitBalance{}.held)]
	_ = zero[unsafe.Offsetof(Balance{}.Incoming)-unsafe.Offsetof(C.OpenpitBalance{}.incoming)]
	_ = zero[unsafe.Offsetof(Balance{}.AverageEntryPrice)-
		unsafe.Offsetof(C.OpenpitBalance{}.average_entry_price)]
	_ = zero[unsafe.Offsetof(Balance{}.Flags)-unsafe.Offsetof(C.OpenpitBalance{}.flags)]
	_ = zero[unsafe.Offsetof(Balance{}.Mode)-unsafe.Offsetof(C.OpenpitBalance{}.mode)]
	_ = zero[unsafe.Offsetof(Balance{}.Leverage)-unsafe.Offsetof(C.OpenpitBalance{}.leverage)]
	_ = zero[unsafe.Offsetof(Outcome{}.Key)-unsafe.Offsetof(C.OpenpitOutcome{}.key)]
	_ = zero[unsafe.Offsetof(Outcome{}.Key.Account)+unsafe.Offsetof(Outcome{}.Key)-
		unsafe.Offsetof(C.OpenpitOutcome{}.account)]
	_ = zero[unsafe.Offsetof(Outcome{}.spilled)-unsafe.Offsetof(C.OpenpitOutcome{}.spilled)]
	_ = zero[unsafe.Offsetof(Outcome{}.bytes)-unsafe.Offsetof(C.OpenpitOutcome{}.bytes)]
	_ = zero[unsafe.Offsetof(Drops{}.Drained)-unsafe.Offsetof(C.OpenpitDrops{}.drained)]

	_ = zero[textBytes-C.OPENPIT_TEXT_BYTES]
	_ = zero[outcomeBytes-C.OPENPIT_OUTCOME_BYTES]
	_ = zero[tokens-C.OPENPIT_ANSWER_TOKENS]
)
