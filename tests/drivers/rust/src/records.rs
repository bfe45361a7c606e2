// SPDX-License-Identifier: Apache-2.0
//! Orders and reports from and to plain data. Every field is optional; numbers are texts.

use std::str::FromStr;

use openpit::core::{
    ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation, FinancialImpact,
    HasExecutionId, HasFee, HasIsFinal, HasLastTrade, HasLeavesQuantity, HasPnl, OrderIdentity,
    OrderOperation,
};
use openpit::param::{
    AccountId, ClientOrderId, ExecutionId, ParamError, Price, Quantity, Trade, TradeAmount, Volume,
};
use openpit::{ExecutionReport, Order};
use serde_json::{Map, Value, json};

use crate::answers::Fault;

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
    Ok(Order {
        operation: OrderOperation {
            instrument: field(data, "instrument")?,
            account_id: account(data, "account")?,
            side: field(data, "side")?,
            trade_amount: quantity.or(volume),
            price: field(data, "price")?,
        },
        identity: id.map(|client_order_id| OrderIdentity { client_order_id }),
        ..Order::default()
    })
}

/// A report.
pub fn report(data: &Value) -> Result<ExecutionReport, Fault> {
    let has = |keys: &[&str]| keys.iter().any(|key| !data[key].is_null());
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
        is_final: data["is_final"].as_bool().unwrap_or(false),
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
        financial_impact: has(&["pnl", "fee"]).then_some(impact),
        fill: has(&["last_price", "leaves_quantity", "is_final"]).then_some(fill),
        identity: field(data, "client_order_id")?.map(identity),
        ..ExecutionReport::default()
    })
}

fn put(data: &mut Map<String, Value>, key: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        data.insert(key.to_owned(), value.to_string().into());
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
    if report.is_final() {
        data.insert("is_final".to_owned(), json!(true));
    }
    let id = report
        .identity
        .as_ref()
        .map(|identity| &identity.client_order_id);
    put(&mut data, "client_order_id", id);
    put(&mut data, "execution_id", report.execution_id());
    data.into()
}
