// SPDX-License-Identifier: Apache-2.0
//! Built-in policies (L). Their state lies in cells that the engine owns; the policies hold only
//! their configuration.

mod barriers;
mod change;
mod notional_limit;
mod order_size_limit;
mod order_validation;
mod pnl_bounds_killswitch;
mod rate_limit;
mod rate_slot;
mod window;

use std::sync::Arc;

use crate::engine::data::Data;
use crate::engine::{ConfigFault, Measure};
use crate::param::{AccountId, Asset, Volume};
use crate::pretrade::finding::Finding;
use crate::pretrade::hook::Hooks;
use crate::pretrade::{AccountBlock, ReserveNotional};

pub use change::{
    LimitsChange, NotionalLimitChange, OrderSizeLimitChange, PnlBoundsChange, RateLimitChange,
};
pub use notional_limit::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy,
};
pub use order_size_limit::{
    OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier, OrderSizeBrokerBarrier, OrderSizeLimit,
    OrderSizeLimitPolicy,
};
pub use order_validation::OrderValidation;
pub use pnl_bounds_killswitch::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy,
};
pub use rate_limit::{
    RateLimit, RateLimitAccountAssetBarrier, RateLimitAccountBarrier, RateLimitAssetBarrier,
    RateLimitBrokerBarrier, RateLimitPolicy,
};

/// A policy that the engine brings along. Sealed: a caller's own control is a
/// [`PreTradePolicy`](crate::pretrade::PreTradePolicy).
///
/// `O` and `R` are the order and report types that the built-in can read (O-5).
pub trait Builtin<O, R>: sealed::Sealed + Send + Sync {
    /// The policy's name: its type unless it was named (P-1).
    fn name(&self) -> &str;

    #[doc(hidden)]
    fn hooks(&self) -> Hooks;

    #[doc(hidden)]
    fn faults(&self) -> Vec<ConfigFault> {
        Vec::new()
    }

    #[doc(hidden)]
    fn keeps_state(&self) -> bool {
        false
    }

    #[doc(hidden)]
    fn keeps_account_state(&self) -> bool {
        false
    }

    /// Whether what the policy judges depends on the account.
    #[doc(hidden)]
    fn needs_accounts(&self) -> bool {
        self.keeps_account_state()
    }

    #[doc(hidden)]
    fn broker_slot(&self) -> Slot {
        Slot::Empty
    }

    #[doc(hidden)]
    fn account_slot(&self, account: AccountId) -> Slot {
        let _ = account;
        Slot::Empty
    }

    /// The limits in force, by axis.
    #[doc(hidden)]
    fn limits_data(&self) -> Data {
        Data::list([])
    }

    /// What one of the policy's slots has counted by a time; none of one that counted nothing, as
    /// if the account had never been seen.
    #[doc(hidden)]
    fn slot_data(&self, slot: &Slot, at: i64) -> Option<Data> {
        let _ = (slot, at);
        None
    }

    #[doc(hidden)]
    fn initial_blocks(&self) -> Vec<(AccountId, AccountBlock)> {
        Vec::new()
    }

    #[doc(hidden)]
    fn apply_report(&self, report: &R, call: BuiltinCall<'_>) -> Vec<AccountBlock> {
        let _ = (report, call);
        Vec::new()
    }

    #[doc(hidden)]
    fn measure(&self, order: &O, call: BuiltinCall<'_>, measures: &mut Vec<Measure>) {
        let _ = (order, call, measures);
    }

    /// Whether the policy counts what spans accounts, in the broker's slot.
    #[doc(hidden)]
    fn spans_accounts(&self) -> bool {
        false
    }

    /// The order's settlement asset, if the policy's state hangs on it: read before what spans
    /// accounts is locked.
    #[doc(hidden)]
    fn settlement<'a>(&self, order: &'a O) -> Option<&'a Asset> {
        let _ = order;
        None
    }

    #[doc(hidden)]
    fn check_start(&self, order: &O, call: BuiltinCall<'_>) -> Result<(), Finding> {
        let _ = (order, call);
        Ok(())
    }

    /// What a main-stage built-in measures of the order, before it holds anything.
    #[doc(hidden)]
    fn measure_main(
        &self,
        order: &O,
        account: Option<AccountId>,
        taken: &Taken<'_>,
    ) -> Vec<Measure> {
        let _ = (order, account, taken);
        Vec::new()
    }

    /// What a main-stage built-in reserves for the order, if it limits it.
    #[doc(hidden)]
    fn check_main(
        &self,
        order: &O,
        account: Option<AccountId>,
    ) -> Result<Option<ReserveNotional>, Finding> {
        let _ = (order, account);
        Ok(None)
    }

    /// Whether the policy tracks the orders of an account that settle in an asset (L-6); of no
    /// asset: whether it tracks orders at all.
    #[doc(hidden)]
    fn tracks_orders(&self, account: AccountId, asset: Option<&Asset>) -> bool {
        let _ = (account, asset);
        false
    }

    /// Whether the policy tracks orders.
    #[doc(hidden)]
    fn tracks_any_order(&self) -> bool {
        false
    }

    /// Whether a barrier of a limit policy matches the order; none of a policy without limits, and
    /// of an order that lacks what the policy will ask for anyway.
    #[doc(hidden)]
    fn matches(&self, order: &O, account: Option<AccountId>) -> Option<bool> {
        let _ = (order, account);
        None
    }

    /// The policy with changed limits (L-5); none if the change is another policy's.
    #[doc(hidden)]
    fn changed(&self, change: &LimitsChange) -> Option<Arc<dyn Builtin<O, R>>> {
        let _ = change;
        None
    }

    /// What becomes of a slot when the policy takes the place of its old self.
    #[doc(hidden)]
    fn changed_slot(&self, account: Option<AccountId>, old: Slot) -> Slot {
        let _ = account;
        old
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// What is held, open and used already of an asset, by one account or by all; none if it does not
/// fit.
#[doc(hidden)]
pub type Taken<'a> = dyn Fn(Option<AccountId>, &Asset) -> Option<Volume> + 'a;

/// What a built-in works on in one call.
#[doc(hidden)]
#[derive(Debug)]
pub struct BuiltinCall<'a> {
    pub(crate) at: i64,
    /// The call's account; none in an engine without accounts.
    pub(crate) account_id: Option<AccountId>,
    pub(crate) account: Option<&'a mut Slot>,
    /// Only of a policy that counts what spans accounts.
    pub(crate) broker: Option<Spanning<'a>>,
    /// What the policy said of the order's settlement asset.
    pub(crate) settlement: Option<&'a Asset>,
}

/// What a policy counts over all accounts, for the moment in which it may.
#[doc(hidden)]
#[derive(Debug)]
pub struct Spanning<'a> {
    pub(crate) slot: &'a mut Slot,
    /// The latest time of any account's call here.
    pub(crate) at: i64,
}

/// The typed state of one built-in, for one account or for the broker.
#[doc(hidden)]
#[derive(Debug, Clone, Default)]
pub enum Slot {
    /// The policy keeps nothing here.
    #[default]
    Empty,
    /// A rate limit's windows.
    Rate(rate_slot::RateSlot),
    /// Realized pnl by settlement asset.
    Pnl(pnl_bounds_killswitch::PnlSlot),
}
