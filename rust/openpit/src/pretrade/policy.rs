// SPDX-License-Identifier: Apache-2.0
//! What a custom policy is: a name and up to four hooks, plus the two sides of its mutations.

use super::hook::Hooks;
use super::{Context, Finalization, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport};
use crate::core::{AccountAdjustment, ExecutionReport, Order};
use crate::param::AccountId;

/// A risk control that the caller writes (P-1).
///
/// Bound `O` and `R` by the capability traits that the policy uses, and only those (O-5); it then
/// works with every order and report type that has them. A hook that panics, or returns an error,
/// fails closed: the order is rejected with `SystemUnavailable` in the policy's name (P-8).
///
/// A hook that calls the same engine gets a re-entrancy error (P-9): the [`Context`] is the way to
/// read. Hooks take `&self`; a policy with state keeps it in cells.
///
/// ```
/// use openpit::core::HasTradeAmount;
/// use openpit::param::TradeAmount;
/// use openpit::pretrade::{Context, PolicyFailure, PolicyReject, PreTradePolicy, RejectCode};
///
/// struct NoVolumeOrders;
///
/// impl<O: HasTradeAmount, R> PreTradePolicy<O, R> for NoVolumeOrders {
///     fn name(&self) -> &str {
///         "NoVolumeOrders"
///     }
///
///     fn check_pre_trade_start(
///         &self,
///         _ctx: &Context<'_>,
///         order: &O,
///     ) -> Result<Vec<PolicyReject>, PolicyFailure> {
///         Ok(match order.trade_amount() {
///             Some(TradeAmount::Volume(volume)) => vec![PolicyReject::new(
///                 RejectCode::UnsupportedOrderType,
///                 "volume orders are not taken",
///                 format!("observed volume `{volume}`, allowed: a quantity"),
///             )],
///             _ => Vec::new(),
///         })
///     }
/// }
/// ```
pub trait PreTradePolicy<O = Order, R = ExecutionReport, A = AccountAdjustment> {
    /// The policy's name: non-empty and unique in one engine (P-1). Asked once, at build.
    fn name(&self) -> &str;

    /// Which hooks the policy has; asked once, at build. All of them unless told.
    fn hooks(&self) -> Hooks {
        Hooks::ALL
    }

    /// Whether dry runs may call the start hook, which cannot emit a rollback (P-11): the policy
    /// then counts nothing while [`Context::dry_run`] is true. Asked once, at build.
    fn supports_dry_run(&self) -> bool {
        false
    }

    /// Start stage (P-2): an empty list accepts. The stage stops at the first policy that rejects.
    ///
    /// # Errors
    /// A [`PolicyFailure`] fails closed (P-8).
    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        order: &O,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        let _ = (ctx, order);
        Ok(Vec::new())
    }

    /// Main stage (P-4): every policy is asked, also after a reject. Changes nothing itself: it
    /// emits mutations and the engine applies one side of each later (M-1).
    ///
    /// # Errors
    /// A [`PolicyFailure`] fails closed (P-8).
    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        order: &O,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let _ = (ctx, order);
        Ok(PolicyDecision::accept())
    }

    /// Post-trade feedback (P-10): what the policy learns from an execution, and which blocks it
    /// asks for.
    ///
    /// # Errors
    /// A [`PolicyFailure`] blocks the account with that cause; other policies are not affected.
    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        report: &R,
    ) -> Result<PolicyReport, PolicyFailure> {
        let _ = (ctx, report);
        Ok(PolicyReport::default())
    }

    /// One adjustment of a batch (B-1): the engine has applied it to its balances already, which
    /// the context shows. The first reject undoes the whole batch (B-2); what is emitted is
    /// committed at the end of an accepted batch.
    ///
    /// # Errors
    /// A [`PolicyFailure`] fails closed: the batch is rejected (P-8).
    fn apply_account_adjustment(
        &self,
        ctx: &Context<'_>,
        account_id: AccountId,
        adjustment: &A,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let _ = (ctx, account_id, adjustment);
        Ok(PolicyDecision::accept())
    }

    /// Finalizes the custom mutation that this policy emitted with `token`, on one side, once
    /// (P-6, M-4).
    ///
    /// # Errors
    /// A [`PolicyFailure`] does not stop the other mutations; it is returned with theirs and the
    /// account is blocked with that cause (P-8).
    fn finalize(
        &self,
        ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        let _ = (ctx, token, side);
        Ok(())
    }
}
