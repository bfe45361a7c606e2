// SPDX-License-Identifier: Apache-2.0
//! What the engine and the built-in policies find: numbers first, words only when read.

use std::borrow::Cow;
use std::fmt::Display;

use super::hook::Hook;
use super::reject::Text;
use super::{RejectCode, RejectScope};
use crate::param::{ClientOrderId, Decimal, Pnl, PositionSize, Price, Quantity, Volume};

/// A barrier's axis: what it counts together (L).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    Broker,
    Asset,
    Account,
    AccountAsset,
}

impl Axis {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Broker => "broker",
            Self::Asset => "asset",
            Self::Account => "account",
            Self::AccountAsset => "account_asset",
        }
    }
}

/// The observed side of a quantity cap.
#[derive(Debug, Clone, Copy)]
pub enum QuantityBreach {
    Quantity {
        observed: Quantity,
        limit: Quantity,
    },
    Volume {
        observed: Volume,
        limit: Quantity,
        price: Price,
    },
}

/// A notional above its cap.
#[derive(Debug, Clone, Copy)]
pub struct NotionalBreach {
    pub observed: Volume,
    pub limit: Volume,
}

/// A realized pnl outside its bounds; no total where the sum did not fit.
#[derive(Debug, Clone, Copy)]
pub struct PnlBreach {
    pub axis: Axis,
    pub observed: Option<Pnl>,
    pub lower: Option<Pnl>,
    pub upper: Option<Pnl>,
}

impl PnlBreach {
    /// The code of the block and of the reject: one fact, one code.
    pub const fn code(&self) -> RejectCode {
        match self.observed {
            Some(_) => RejectCode::PnlKillSwitchTriggered,
            None => RejectCode::ArithmeticOverflow,
        }
    }

    pub fn details(&self) -> String {
        let observed = self
            .observed
            .map_or("overflow".into(), |pnl| format!("`{pnl}`"));
        let (lower, upper) = (bound_text(self.lower), bound_text(self.upper));
        format!("realized pnl: observed {observed}, lower bound {lower}, upper bound {upper}")
    }
}

/// Why the engine or a built-in policy says no.
#[derive(Debug, Clone)]
pub enum Finding {
    /// K-1.
    Blocked {
        scope: &'static str,
        code: RejectCode,
        reason: Text,
    },
    /// P-8: a policy that failed in this hook.
    Failed { hook: Hook },
    ///
    MissingField { path: &'static str },
    /// L-1.
    ZeroAmount,
    /// L-2.
    Rate {
        axis: Axis,
        observed: u64,
        limit: u64,
        window_ns: i64,
    },
    /// L-3; at least one breach.
    Size {
        axis: Axis,
        quantity: Option<QuantityBreach>,
        notional: Option<NotionalBreach>,
    },
    /// L-3: an amount that cannot be computed without a price.
    NoPrice,
    /// M-2: reserved notional above a limit.
    Credit {
        axis: Axis,
        observed: Volume,
        limit: Volume,
    },
    /// L-7: no barrier of the policy matches the order.
    NoBarrier,
    /// L-6: an order id that is known already.
    DuplicateOrder { id: ClientOrderId },
    /// L-4: realized pnl outside its bounds.
    Pnl(PnlBreach),
    /// V-4a: a notional that does not fit 96 bits.
    NotionalOverflow {
        quantity: Decimal,
        price: Decimal,
        limit: Volume,
    },
    /// B: an adjusted amount outside the bounds that came with the adjustment.
    AdjustmentBounds {
        what: &'static str,
        observed: PositionSize,
        lower: Option<PositionSize>,
        upper: Option<PositionSize>,
    },
    /// B: an adjusted amount that does not fit exactly.
    AdjustmentOverflow {
        what: &'static str,
        before: PositionSize,
        delta: PositionSize,
    },
    /// M-2: a sum of reserved notional that does not fit 96 bits.
    HoldOverflow { amount: Volume },
}

impl Finding {
    pub fn code(&self) -> RejectCode {
        match self {
            Self::Blocked { .. } => RejectCode::AccountBlocked,
            Self::Failed { .. } => RejectCode::SystemUnavailable,
            Self::MissingField { .. } => RejectCode::MissingRequiredField,
            Self::ZeroAmount => RejectCode::InvalidFieldValue,
            Self::Rate { .. } => RejectCode::RateLimitExceeded,
            Self::Size {
                quantity: Some(_),
                notional: Some(_),
                ..
            } => RejectCode::OrderExceedsLimit,
            Self::Size {
                quantity: Some(_), ..
            } => RejectCode::OrderQtyExceedsLimit,
            Self::Size { .. } => RejectCode::OrderNotionalExceedsLimit,
            Self::NoPrice => RejectCode::OrderValueCalculationFailed,
            Self::Credit { .. } => RejectCode::CreditLimitExceeded,
            Self::NoBarrier => RejectCode::RiskConfigurationMissing,
            Self::DuplicateOrder { .. } => RejectCode::DuplicateClientOrderId,
            Self::Pnl(breach) => breach.code(),
            Self::AdjustmentBounds { .. } => RejectCode::AccountAdjustmentBoundsExceeded,
            Self::NotionalOverflow { .. }
            | Self::AdjustmentOverflow { .. }
            | Self::HoldOverflow { .. } => RejectCode::ArithmeticOverflow,
        }
    }

    pub fn scope(&self) -> RejectScope {
        match self {
            Self::Blocked { .. }
            | Self::Pnl(_)
            | Self::AdjustmentBounds { .. }
            | Self::AdjustmentOverflow { .. } => RejectScope::Account,
            _ => RejectScope::Order,
        }
    }

    pub fn reason(&self) -> Cow<'_, str> {
        match self {
            Self::Blocked { scope, .. } => format!("{scope} is blocked").into(),
            Self::Failed { .. } => "policy failed closed".into(),
            Self::MissingField { .. } => "required field missing".into(),
            Self::ZeroAmount => "trade amount is zero".into(),
            Self::Rate { axis, .. } => {
                format!("rate limit exceeded on `{}` axis", axis.as_str()).into()
            }
            Self::Size {
                axis,
                quantity,
                notional,
            } => {
                let what = match (quantity, notional) {
                    (Some(_), Some(_)) => "quantity and notional exceed limits",
                    (Some(_), None) => "quantity exceeds limit",
                    _ => "notional exceeds limit",
                };
                format!("order {what} on `{}` axis", axis.as_str()).into()
            }
            Self::NoPrice => "order value cannot be computed".into(),
            Self::Credit { axis, .. } => {
                format!("notional limit exceeded on `{}` axis", axis.as_str()).into()
            }
            Self::NoBarrier => "no barrier matches the order".into(),
            Self::DuplicateOrder { .. } => "client order id is known already".into(),
            Self::Pnl(breach) => format!(
                "realized pnl out of bounds on `{}` axis",
                breach.axis.as_str()
            )
            .into(),
            Self::NotionalOverflow { .. } => "order value overflows".into(),
            Self::AdjustmentBounds { what, .. } => {
                format!("adjusted `{what}` out of bounds").into()
            }
            Self::AdjustmentOverflow { what, .. } => format!("adjusted `{what}` overflows").into(),
            Self::HoldOverflow { .. } => "reserved notional overflows".into(),
        }
    }

    pub fn details(&self) -> Cow<'_, str> {
        match self {
            Self::Blocked { code, reason, .. } => format!("{code}: {reason}").into(),
            Self::Failed { hook } => format!("hook `{hook}` failed").into(),
            Self::MissingField { path } => Cow::Borrowed(path),
            Self::ZeroAmount => "field `order.operation.trade_amount`: observed `0`, allowed: \
                                 more than `0`"
                .into(),
            Self::Rate {
                observed,
                limit,
                window_ns,
                ..
            } => {
                format!("observed `{observed}` orders in `{window_ns}` ns, limit `{limit}`").into()
            }
            Self::Size {
                quantity, notional, ..
            } => {
                let parts = [
                    quantity.as_ref().map(quantity_text),
                    notional.map(|n| {
                        format!("notional: observed `{}`, limit `{}`", n.observed, n.limit)
                    }),
                ];
                parts
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("; ")
                    .into()
            }
            Self::NoPrice => "field `order.operation.price` is absent".into(),
            Self::Credit {
                observed, limit, ..
            } => format!("held + open + used + new: observed `{observed}`, limit `{limit}`").into(),
            Self::NoBarrier => {
                "observed no barrier for the order's account and assets, allowed: at least \
                 one"
                .into()
            }
            Self::DuplicateOrder { id } => format!(
                "field `order.identity.client_order_id`: observed `{id}`, allowed: an id that is \
                 new"
            )
            .into(),
            Self::Pnl(breach) => breach.details().into(),
            Self::NotionalOverflow {
                quantity,
                price,
                limit,
            } => format!(
                "fields `order.operation.trade_amount` x `order.operation.price`: observed \
                 `{quantity}` x `{price}`, limit `{limit}`"
            )
            .into(),
            Self::AdjustmentBounds { .. } | Self::AdjustmentOverflow { .. } => {
                self.adjustment_details().into()
            }
            Self::HoldOverflow { amount } => {
                format!("held + open + used + new: observed `{amount}` more than fits 96 bits")
                    .into()
            }
        }
    }

    fn adjustment_details(&self) -> String {
        match self {
            Self::AdjustmentBounds {
                what,
                observed,
                lower,
                upper,
            } => {
                let (lower, upper) = (bound_text(*lower), bound_text(*upper));
                format!("{what}: observed `{observed}`, lower bound {lower}, upper bound {upper}")
            }
            Self::AdjustmentOverflow {
                what,
                before,
                delta,
            } => format!(
                "{what}: observed `{before}` + `{delta}`, allowed: a sum that fits 96 bits exactly"
            ),
            _ => String::new(),
        }
    }
}

fn bound_text(bound: Option<impl Display>) -> String {
    bound.map_or("none".into(), |bound| format!("`{bound}`"))
}

fn quantity_text(breach: &QuantityBreach) -> String {
    match breach {
        QuantityBreach::Quantity { observed, limit } => {
            format!("quantity: observed `{observed}`, limit `{limit}`")
        }
        QuantityBreach::Volume {
            observed,
            limit,
            price,
        } => {
            format!("volume: observed `{observed}`, limit `{limit}` x abs(`{price}`)")
        }
    }
}
