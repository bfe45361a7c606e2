// SPDX-License-Identifier: Apache-2.0
//! JSON of values and records: read from text, written as the canonical text (V-6.12, O-7).

use openpit::json::FromJson;
use openpit::param::{
    AccountGroupId, AccountId, AdjustmentAmount, Asset, CashFlow, ClientOrderId, ExecutionId, Fee,
    Leverage, Notional, Pnl, PositionEffect, PositionMode, PositionSide, PositionSize, Price,
    Quantity, RoundingStrategy, Side, Trade, TradeAmount, Volume,
};
use openpit::{AccountAdjustment, ExecutionReport, Instrument, Order};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::answers::{Answer, Fault};

/// Many texts, each a list of type and text: the canonical text or the error of each.
pub fn many(request: &Value) -> Answer {
    let cases = request["cases"].as_array().into_iter().flatten();
    let one = |case: &Value| match (case[0].as_str(), case[1].as_str()) {
        (Some(kind), Some(text)) => of(kind, text).unwrap_or_else(Fault::into_value),
        _ => Fault::driver("a case has a type and a text").into_value(),
    };
    Ok(cases.map(one).collect())
}

fn of(kind: &str, text: &str) -> Answer {
    match kind {
        "price" => read::<Price>(text),
        "quantity" => read::<Quantity>(text),
        "volume" => read::<Volume>(text),
        "pnl" => read::<Pnl>(text),
        "fee" => read::<Fee>(text),
        "notional" => read::<Notional>(text),
        "cash_flow" => read::<CashFlow>(text),
        "position_size" => read::<PositionSize>(text),
        "leverage" => read::<Leverage>(text),
        "account_id" => read::<AccountId>(text),
        "account_group_id" => read::<AccountGroupId>(text),
        "asset" => read::<Asset>(text),
        "client_order_id" => read::<ClientOrderId>(text),
        "execution_id" => read::<ExecutionId>(text),
        "instrument" => read::<Instrument>(text),
        "side" => read::<Side>(text),
        "rounding_strategy" => read::<RoundingStrategy>(text),
        "position_side" => read::<PositionSide>(text),
        "position_effect" => read::<PositionEffect>(text),
        "position_mode" => read::<PositionMode>(text),
        "trade" => read::<Trade>(text),
        "trade_amount" => read::<TradeAmount>(text),
        "adjustment_amount" => read::<AdjustmentAmount>(text),
        "order" => read::<Order>(text),
        "execution_report" => read::<ExecutionReport>(text),
        "account_adjustment" => read::<AccountAdjustment>(text),
        other => Err(Fault::driver(format!("no type `{other}`"))),
    }
}

/// What serde reads. Its error is a text alone, so the kind comes from the typed door, which has to
/// say the same.
fn read<T>(text: &str) -> Answer
where
    T: DeserializeOwned + FromJson + Serialize + PartialEq,
{
    let no_json = serde_json::from_str::<IgnoredAny>(text).is_err();
    let typed = openpit::json::read::<T>(text);
    match (serde_json::from_str::<T>(text), typed) {
        (Ok(value), Ok(typed)) if value == typed => Ok(openpit::json::write(&value).into()),
        // Too deep, or no JSON; of such text serde may also tell what it finds first.
        (Err(error), Err(_)) if no_json || !error.is_data() => {
            Err(Fault::of("json", error.to_string()))
        }
        (Err(error), Err(typed)) if error.to_string() == typed.to_string() => Err(typed.into()),
        (by_serde, typed) => Err(Fault::driver(format!(
            "serde says `{:?}`, the door `{:?}`",
            by_serde.err(),
            typed.err()
        ))),
    }
}
