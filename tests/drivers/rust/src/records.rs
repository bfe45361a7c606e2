// SPDX-License-Identifier: Apache-2.0
//! Orders and reports from and to plain data. Every field is optional; numbers are texts.

use std::str::FromStr;

use openpit::core::{
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    ExecutionReportPositionImpact, FinancialImpact, HasAutoBorrow, HasClosePosition,
    HasCollateralAsset, HasExecutionId, HasFee, HasIsFinal, HasLastTrade, HasLeavesQuantity,
    HasLeverage, HasPnl, HasPositionEffect, HasPositionSide, HasReduceOnly, OrderIdentity,
    OrderMargin, OrderOperation, OrderPosition,
};
use openpit::param::{
    AccountId, ClientOrderId, ExecutionId, ParamError, Price, Quantity, Trade, TradeAmount, Volume,
};
use openpit::{ExecutionReport, Order};
use serde_json::{Map, Value, json};

use crate::answers::Fault;

fn has(data: &Value, keys: &[&str]) -> bool {
    keys.iter().any(|key| !data[key].is_null())
}

fn flag(data: &Value, key: &str) -> bool {
    data[key].as_bool().unwrap_or(false)
}

/// A field, if the record has it.
pub fn field<T: FromStr<Err = ParamError>>(data: &Value, key: &str) -> Result<Option<T>, Fault> {
    Ok(data[key].as_str().map(str::parse).transpose()?)
}

/// An account: digits are a number, everything else a name.
pub fn account(data: &Value, key: &str) -> Result<Option<AccountId>, Fault> {
    let Some(text) = data[key].as_str() else {
        return Ok(None);
    };
    Ok(Some(match text.parse() {
        Ok(number) => AccountId::from_int(number),
        Err(_) => AccountId::from_string(text)?,
    }))
}

/// An order.
pub fn order(data: &Value) -> Result<Order, Fault> {
    let quantity = field::<Quantity>(data, "quantity")?.map(TradeAmount::Quantity);
    let volume = field::<Volume>(data, "volume")?.map(TradeAmount::Volume);
    let id = field::<ClientOrderId>(data, "client_order_id")?;
    let position = OrderPosition {
        position_side: field(data, "position_side")?,
        reduce_only: flag(data, "reduce_only"),
        close_position: flag(data, "close_position"),
    };
    let margin = OrderMargin {
        leverage: field(data, "leverage")?,
        collateral_asset: field(data, "collateral_asset")?,
        auto_borrow: flag(data, "auto_borrow"),
    };
    Ok(Order {
        operation: OrderOperation {
            instrument: field(data, "instrument")?,
            account_id: account(data, "account")?,
            side: field(data, "side")?,
            trade_amount: quantity.or(volume),
            price: field(data, "price")?,
        },
        position: has(data, &["position_side", "reduce_only", "close_position"])
            .then_some(position),
        margin: has(data, &["leverage", "collateral_asset", "auto_borrow"]).then_some(margin),
        identity: id.map(|client_order_id| OrderIdentity { client_order_id }),
    })
}

/// A report.
pub fn report(data: &Value) -> Result<ExecutionReport, Fault> {
    let impact = FinancialImpact {
        pnl: field(data, "pnl")?,
        fee: field(data, "fee")?,
    };
    let price = field::<Price>(data, "last_price")?;
    let quantity = field::<Quantity>(data, "last_quantity")?;
    let fill = ExecutionReportFillDetails {
        last_trade: price
            .zip(quantity)
            .map(|(price, quantity)| Trade::new(price, quantity)),
        leaves_quantity: field(data, "leaves_quantity")?,
        is_final: flag(data, "is_final"),
    };
    let position = ExecutionReportPositionImpact {
        position_effect: field(data, "position_effect")?,
        position_side: field(data, "position_side")?,
    };
    let execution_id = field::<ExecutionId>(data, "execution_id")?;
    let identity = |client_order_id| ExecutionReportIdentity {
        client_order_id,
        execution_id,
    };
    Ok(ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: field(data, "instrument")?,
            account_id: account(data, "account")?,
            side: field(data, "side")?,
        },
        financial_impact: has(data, &["pnl", "fee"]).then_some(impact),
        fill: has(data, &["last_price", "leaves_quantity", "is_final"]).then_some(fill),
        position_impact: has(data, &["position_effect", "position_side"]).then_some(position),
        identity: field(data, "client_order_id")?.map(identity),
    })
}

/// Adds a field that is present, as text.
pub fn put(data: &mut Map<String, Value>, key: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        data.insert(key.to_owned(), value.to_string().into());
    }
}

fn put_flag(data: &mut Map<String, Value>, key: &str, flag: bool) {
    if flag {
        data.insert(key.to_owned(), json!(true));
    }
}

/// What a policy sees of an order.
pub fn order_data(order: &Order) -> Value {
    let mut data = Map::new();
    let operation = &order.operation;
    put(&mut data, "instrument", operation.instrument.as_ref());
    put(&mut data, "account", operation.account_id);
    put(&mut data, "side", operation.side);
    match operation.trade_amount {
        Some(TradeAmount::Quantity(quantity)) => put(&mut data, "quantity", Some(quantity)),
        Some(TradeAmount::Volume(volume)) => put(&mut data, "volume", Some(volume)),
        None => {}
    }
    put(&mut data, "price", operation.price);
    put(&mut data, "position_side", order.position_side());
    put_flag(&mut data, "reduce_only", order.reduce_only());
    put_flag(&mut data, "close_position", order.close_position());
    put(&mut data, "leverage", order.leverage());
    put(&mut data, "collateral_asset", order.collateral_asset());
    put_flag(&mut data, "auto_borrow", order.auto_borrow());
    let id = order
        .identity
        .as_ref()
        .map(|identity| &identity.client_order_id);
    put(&mut data, "client_order_id", id);
    data.into()
}

/// What a policy sees of a report.
pub fn report_data(report: &ExecutionReport) -> Value {
    let mut data = Map::new();
    let operation = &report.operation;
    put(&mut data, "instrument", operation.instrument.as_ref());
    put(&mut data, "account", operation.account_id);
    put(&mut data, "side", operation.side);
    put(&mut data, "pnl", report.pnl());
    put(&mut data, "fee", report.fee());
    put(
        &mut data,
        "last_price",
        report.last_trade().map(|trade| trade.price),
    );
    put(
        &mut data,
        "last_quantity",
        report.last_trade().map(|trade| trade.quantity),
    );
    put(&mut data, "leaves_quantity", report.leaves_quantity());
    put_flag(&mut data, "is_final", report.is_final());
    put(&mut data, "position_effect", report.position_effect());
    put(&mut data, "position_side", report.position_side());
    let id = report
        .identity
        .as_ref()
        .map(|identity| &identity.client_order_id);
    put(&mut data, "client_order_id", id);
    put(&mut data, "execution_id", report.execution_id());
    data.into()
}
