// SPDX-License-Identifier: Apache-2.0
//! Account adjustments from and to plain data, and what any record can be asked.

use std::collections::HashSet;
use std::hash::Hash;

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, AccountAdjustmentPositionOperation,
};
use openpit::param::{AdjustmentAmount, ParamError};
use serde_json::{Map, Value, json};

use crate::answers::{Answer, Fault, text};
use crate::records::{field, order, order_data, put, report, report_data};

/// A field that the record cannot be without.
fn needed<T: std::str::FromStr<Err = ParamError>>(data: &Value, key: &str) -> Result<T, Fault> {
    field(data, key)?.ok_or_else(|| Fault::driver(format!("no `{key}`")))
}

fn amount(data: &Value) -> Result<Option<AdjustmentAmount>, Fault> {
    let delta = field(data, "delta")?.map(AdjustmentAmount::Delta);
    Ok(delta.or(field(data, "absolute")?.map(AdjustmentAmount::Absolute)))
}

fn operation(data: &Value) -> Result<AccountAdjustmentOperation, Fault> {
    let (balance, position) = (&data["balance"], &data["position"]);
    if balance.is_object() {
        return Ok(AccountAdjustmentOperation::Balance(
            AccountAdjustmentBalanceOperation {
                asset: needed(balance, "asset")?,
                average_entry_price: field(balance, "average_entry_price")?,
            },
        ));
    }
    Ok(AccountAdjustmentOperation::Position(
        AccountAdjustmentPositionOperation {
            instrument: needed(position, "instrument")?,
            collateral_asset: needed(position, "collateral_asset")?,
            average_entry_price: needed(position, "average_entry_price")?,
            mode: needed(position, "mode")?,
            leverage: field(position, "leverage")?,
        },
    ))
}

/// An adjustment.
pub fn adjustment(data: &Value) -> Result<AccountAdjustment, Fault> {
    let (amounts, bounds) = (&data["amount"], &data["bounds"]);
    let bound = |key| field(bounds, key);
    Ok(AccountAdjustment::new(
        operation(&data["operation"])?,
        AccountAdjustmentAmount {
            balance: amount(&amounts["balance"])?,
            held: amount(&amounts["held"])?,
            incoming: amount(&amounts["incoming"])?,
        },
        AccountAdjustmentBounds {
            balance_upper: bound("balance_upper")?,
            balance_lower: bound("balance_lower")?,
            held_upper: bound("held_upper")?,
            held_lower: bound("held_lower")?,
            incoming_upper: bound("incoming_upper")?,
            incoming_lower: bound("incoming_lower")?,
        },
    )?)
}

fn operation_data(operation: &AccountAdjustmentOperation) -> Value {
    let mut data = Map::new();
    match operation {
        AccountAdjustmentOperation::Balance(balance) => {
            put(&mut data, "asset", Some(&balance.asset));
            put(
                &mut data,
                "average_entry_price",
                balance.average_entry_price,
            );
            json!({ "balance": data })
        }
        AccountAdjustmentOperation::Position(position) => {
            let price = position.average_entry_price;
            put(&mut data, "instrument", Some(&position.instrument));
            put(
                &mut data,
                "collateral_asset",
                Some(&position.collateral_asset),
            );
            put(&mut data, "average_entry_price", Some(price));
            put(&mut data, "mode", Some(position.mode));
            put(&mut data, "leverage", position.leverage);
            json!({ "position": data })
        }
    }
}

/// What the getters of an adjustment show.
pub fn adjustment_data(adjustment: &AccountAdjustment) -> Value {
    let mut amounts = Map::new();
    let amount = adjustment.amount();
    for (key, amount) in [
        ("balance", amount.balance),
        ("held", amount.held),
        ("incoming", amount.incoming),
    ] {
        let shown = match amount {
            None => continue,
            Some(AdjustmentAmount::Delta(delta)) => json!({ "delta": delta.to_string() }),
            Some(AdjustmentAmount::Absolute(value)) => json!({ "absolute": value.to_string() }),
        };
        amounts.insert(key.to_owned(), shown);
    }
    let mut limits = Map::new();
    let bounds = adjustment.bounds();
    put(&mut limits, "balance_upper", bounds.balance_upper);
    put(&mut limits, "balance_lower", bounds.balance_lower);
    put(&mut limits, "held_upper", bounds.held_upper);
    put(&mut limits, "held_lower", bounds.held_lower);
    put(&mut limits, "incoming_upper", bounds.incoming_upper);
    put(&mut limits, "incoming_lower", bounds.incoming_lower);
    let mut data = json!({
        "operation": operation_data(adjustment.operation()), "amount": amounts,
    });
    if !limits.is_empty() {
        data["bounds"] = limits.into();
    }
    data
}

/// What the getters of a new record show.
pub fn show(request: &Value) -> Answer {
    let data = &request["data"];
    Ok(match text(request, "kind")? {
        "order" => order_data(&order(data)?),
        "report" => report_data(&report(data)?),
        _ => adjustment_data(&adjustment(data)?),
    })
}

/// Whether two records are equal, and how many keys of a map they make.
pub fn same(request: &Value) -> Answer {
    fn compare<T: Eq + Hash>(a: T, b: T) -> Value {
        json!({ "equal": a == b, "keys": HashSet::from([a, b]).len().to_string() })
    }
    let (a, b) = (&request["a"], &request["b"]);
    Ok(match text(request, "kind")? {
        "order" => compare(order(a)?, order(b)?),
        "report" => compare(report(a)?, report(b)?),
        _ => compare(adjustment(a)?, adjustment(b)?),
    })
}
