// SPDX-License-Identifier: Apache-2.0
//! serde for records (feature `serde`), apart from the `Deserialize` that is derived beside each.
//!
//! Text formats leave out what is absent and read null as absent; binary formats know their fields
//! by place, so there every field stands (V-6.12).

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact, Instrument, Order, OrderIdentity, OrderMargin,
    OrderOperation, OrderPosition,
};
use crate::param::{Asset, ClientOrderId, PositionMode, Price};

/// Whether a field says nothing, so that a text format leaves it out.
trait Field {
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T> Field for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl Field for bool {
    fn is_absent(&self) -> bool {
        !self
    }
}

impl Field for AccountAdjustmentBounds {
    fn is_absent(&self) -> bool {
        *self == Self::default()
    }
}

impl Field for AccountAdjustmentAmount {}
impl Field for AccountAdjustmentOperation {}
impl Field for Asset {}
impl Field for ClientOrderId {}
impl Field for ExecutionReportOperation {}
impl Field for Instrument {}
impl Field for OrderOperation {}
impl Field for PositionMode {}
impl Field for Price {}

/// Reads a field that has a default: in a text format null is that too.
pub(super) fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    if deserializer.is_human_readable() {
        Option::deserialize(deserializer).map(Option::unwrap_or_default)
    } else {
        T::deserialize(deserializer)
    }
}

/// Writes a record: its fields in their order.
macro_rules! written {
    ($($name:ident { $($field:ident),+ })+) => {
        $(
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let is_sparse = serializer.is_human_readable();
                    let absent = [$(is_sparse && self.$field.is_absent()),+];
                    let count = absent.iter().filter(|absent| !**absent).count();
                    let mut record = serializer.serialize_struct(stringify!($name), count)?;
                    $(
                        if is_sparse && self.$field.is_absent() {
                            record.skip_field(stringify!($field))?;
                        } else {
                            record.serialize_field(stringify!($field), &self.$field)?;
                        }
                    )+
                    record.end()
                }
            }
        )+
    };
}

written! {
    OrderOperation { instrument, account_id, side, trade_amount, price }
    OrderPosition { position_side, reduce_only, close_position }
    OrderMargin { leverage, collateral_asset, auto_borrow }
    OrderIdentity { client_order_id }
    Order { operation, position, margin, identity }
    ExecutionReportOperation { instrument, account_id, side }
    FinancialImpact { pnl, fee }
    ExecutionReportFillDetails { last_trade, leaves_quantity, is_final }
    ExecutionReportPositionImpact { position_effect, position_side }
    ExecutionReportIdentity { client_order_id, execution_id }
    ExecutionReport { operation, financial_impact, fill, position_impact, identity }
    AccountAdjustmentBalanceOperation { asset, average_entry_price }
    AccountAdjustmentPositionOperation {
        instrument, collateral_asset, average_entry_price, mode, leverage
    }
    AccountAdjustmentAmount { balance, held, incoming }
    AccountAdjustmentBounds {
        balance_upper, balance_lower, held_upper, held_lower, incoming_upper, incoming_lower
    }
    AccountAdjustment { operation, amount, bounds }
}
