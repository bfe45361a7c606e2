// SPDX-License-Identifier: Apache-2.0
//! serde for records (feature `serde`).
//!
//! Text formats leave out what is absent and read null as absent; binary formats know their fields
//! by place, so there every field stands (V-6.12).

use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::{FromJson, Json, fields, read_choices, read_records};

use super::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact, Instrument, Order, OrderIdentity, OrderMargin,
    OrderOperation, OrderPosition,
};
use crate::param::{
    AccountId, AdjustmentAmount, Asset, ClientOrderId, ExecutionId, Fee, Leverage, ParamError, Pnl,
    PositionEffect, PositionMode, PositionSide, PositionSize, Price, Quantity, Side, Trade,
    TradeAmount,
};

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

fields! {
    bool: default;
    OrderOperation: default;
    ExecutionReportOperation: default;
    AccountAdjustmentBounds: default;
    Instrument: missing;
    Asset: missing;
    ClientOrderId: missing;
    PositionMode: missing;
    AccountAdjustmentOperation: missing;
    AccountAdjustmentAmount: missing;
}

read_choices! {
    AccountAdjustmentOperation: "adjustment_operation", "adjustment_operation" {
        "balance" => Balance(AccountAdjustmentBalanceOperation),
        "position" => Position(AccountAdjustmentPositionOperation)
    }
}

/// An adjustment before it is judged.
struct AdjustmentParts {
    operation: AccountAdjustmentOperation,
    amount: AccountAdjustmentAmount,
    bounds: AccountAdjustmentBounds,
}

impl AdjustmentParts {
    fn judged(self) -> Result<AccountAdjustment, ParamError> {
        AccountAdjustment::new(self.operation, self.amount, self.bounds)
    }
}

impl FromJson for AccountAdjustment {
    const NAME: &'static str = AdjustmentParts::NAME;

    fn from_json(json: Json) -> Result<Self, ParamError> {
        AdjustmentParts::from_json(json)?.judged()
    }
}

impl<'de> Deserialize<'de> for AccountAdjustment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AdjustmentParts::deserialize(deserializer)?
            .judged()
            .map_err(serde::de::Error::custom)
    }
}

read_records! {
    OrderOperation: "order" {
        instrument: Option<Instrument>,
        account_id: Option<AccountId>,
        side: Option<Side>,
        trade_amount: Option<TradeAmount>,
        price: Option<Price>
    }
    OrderPosition: "order" {
        position_side: Option<PositionSide>,
        reduce_only: bool,
        close_position: bool
    }
    OrderMargin: "order" {
        leverage: Option<Leverage>,
        collateral_asset: Option<Asset>,
        auto_borrow: bool
    }
    OrderIdentity: "order" { client_order_id: ClientOrderId }
    Order: "order" {
        operation: OrderOperation,
        position: Option<OrderPosition>,
        margin: Option<OrderMargin>,
        identity: Option<OrderIdentity>
    }
    ExecutionReportOperation: "execution_report" {
        instrument: Option<Instrument>,
        account_id: Option<AccountId>,
        side: Option<Side>
    }
    FinancialImpact: "execution_report" { pnl: Option<Pnl>, fee: Option<Fee> }
    ExecutionReportFillDetails: "execution_report" {
        last_trade: Option<Trade>,
        leaves_quantity: Option<Quantity>,
        is_final: bool
    }
    ExecutionReportPositionImpact: "execution_report" {
        position_effect: Option<PositionEffect>,
        position_side: Option<PositionSide>
    }
    ExecutionReportIdentity: "execution_report" {
        client_order_id: ClientOrderId,
        execution_id: Option<ExecutionId>
    }
    ExecutionReport: "execution_report" {
        operation: ExecutionReportOperation,
        financial_impact: Option<FinancialImpact>,
        fill: Option<ExecutionReportFillDetails>,
        position_impact: Option<ExecutionReportPositionImpact>,
        identity: Option<ExecutionReportIdentity>
    }
    AccountAdjustmentBalanceOperation: "account_adjustment" {
        asset: Asset,
        average_entry_price: Option<Price>
    }
    AccountAdjustmentPositionOperation: "account_adjustment" {
        instrument: Instrument,
        collateral_asset: Asset,
        average_entry_price: Price,
        mode: PositionMode,
        leverage: Option<Leverage>
    }
    AccountAdjustmentAmount: "account_adjustment" {
        balance: Option<AdjustmentAmount>,
        held: Option<AdjustmentAmount>,
        incoming: Option<AdjustmentAmount>
    }
    AccountAdjustmentBounds: "account_adjustment" {
        balance_upper: Option<PositionSize>,
        balance_lower: Option<PositionSize>,
        held_upper: Option<PositionSize>,
        held_lower: Option<PositionSize>,
        incoming_upper: Option<PositionSize>,
        incoming_lower: Option<PositionSize>
    }
    AdjustmentParts: "account_adjustment" {
        operation: AccountAdjustmentOperation,
        amount: AccountAdjustmentAmount,
        bounds: AccountAdjustmentBounds
    }
}
