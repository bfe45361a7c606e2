// SPDX-License-Identifier: Apache-2.0
//! L-1: the order has what every venue asks for.

use super::{Builtin, BuiltinCall, sealed::Sealed};
use crate::core::{HasInstrument, HasSide, HasTradeAmount};
use crate::param::TradeAmount;
use crate::pretrade::finding::Finding;
use crate::pretrade::hook::Hooks;
use crate::pretrade::reject::Text;

/// Start-stage policy: the required operation fields are present and the trade amount is not zero
/// (L-1).
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::Engine;
/// use openpit::pretrade::RejectCode;
/// use openpit::pretrade::policies::OrderValidation;
///
/// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
///     .no_sync()
///     .builtin(OrderValidation::new())
///     .build()?;
/// let mut order = Order::default();
/// order.operation.account_id = Some(openpit::param::AccountId::from_int(1));
/// let Err(openpit::engine::StartError::Rejected(rejected)) = engine.start_pre_trade(order) else {
///     panic!("an order without fields passed");
/// };
/// assert_eq!(rejected.rejects[0].code(), RejectCode::MissingRequiredField);
/// # Ok::<(), openpit::engine::ConfigErrors>(())
/// ```
#[derive(Debug, Clone)]
pub struct OrderValidation {
    name: Text,
}

impl OrderValidation {
    /// The policy under its default name, `OrderValidation`.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            name: Text::Borrowed("OrderValidation"),
        }
    }

    /// The same policy under another name (P-1).
    #[must_use]
    pub fn named(mut self, name: impl Into<Text>) -> Self {
        self.name = name.into();
        self
    }
}

impl Default for OrderValidation {
    fn default() -> Self {
        Self::new()
    }
}

impl Sealed for OrderValidation {}

impl<O: HasInstrument + HasSide + HasTradeAmount, R> Builtin<O, R> for OrderValidation {
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            start: true,
            ..Hooks::NONE
        }
    }

    fn check_start(&self, order: &O, _call: BuiltinCall<'_>) -> Result<(), Finding> {
        let missing = |path| Err(Finding::MissingField { path });
        if order.instrument().is_none() {
            return missing("order.operation.instrument");
        }
        if order.side().is_none() {
            return missing("order.operation.side");
        }
        let zero = match order.trade_amount() {
            None => return missing("order.operation.trade_amount"),
            Some(TradeAmount::Quantity(quantity)) => quantity.is_zero(),
            Some(TradeAmount::Volume(volume)) => volume.is_zero(),
        };
        if zero {
            Err(Finding::ZeroAmount)
        } else {
            Ok(())
        }
    }
}
