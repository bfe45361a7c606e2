// SPDX-License-Identifier: Apache-2.0
//! Operations on values: those of `spec/vectors/README.md`, one or many, and sameness.

#[path = "../../../../rust/openpit/tests/value_ops/mod.rs"]
mod value_ops;

use std::collections::HashSet;
use std::hash::Hash;
use std::str::FromStr;

use openpit::Instrument;
use openpit::param::{
    AccountId, Asset, CashFlow, ClientOrderId, Fee, Leverage, Notional, ParamError, Pnl,
    PositionSize, Price, Quantity, Volume,
};
use openpit::pretrade::{RejectCode, RejectScope};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, text};
use value_ops::{Args, Failure};

fn strings(list: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.as_array()
        .map(|list| list.iter().map(one).collect())
        .unwrap_or_default()
}

fn answer(kind: &str, op: &str, args: &[String]) -> Answer {
    value_ops::apply(kind, op, Args(args))
        .map(Value::from)
        .map_err(|failure| match failure {
            Failure::Param(error) => error.into(),
            Failure::Vector(text) => Fault::driver(text),
        })
}

/// One operation; the answer is the canonical text of the result.
pub fn apply(request: &Value) -> Answer {
    let (kind, op) = (text(request, "type")?, text(request, "value_op")?);
    answer(kind, op, &strings(&request["args"]))
}

/// Many operations, each a list of type, operation and arguments: the text or the error of each.
pub fn many(request: &Value) -> Answer {
    let cases = request["cases"].as_array().into_iter().flatten();
    let one = |case: &Value| {
        let words = strings(case);
        let [kind, op, args @ ..] = words.as_slice() else {
            return Fault::driver("a case has a type and an operation").into_value();
        };
        answer(kind, op, args).unwrap_or_else(Fault::into_value)
    };
    Ok(cases.map(one).collect())
}

fn sameness<T: FromStr<Err = ParamError> + Eq + Hash>(a: &str, b: &str) -> Answer {
    let (a, b): (T, T) = (a.parse()?, b.parse()?);
    Ok(json!({ "equal": a == b, "keys": HashSet::from([a, b]).len().to_string() }))
}

/// Whether two texts make one value: equal, and one key of a map.
pub fn same(request: &Value) -> Answer {
    let (a, b) = (text(request, "a")?, text(request, "b")?);
    match text(request, "type")? {
        "price" => sameness::<Price>(a, b),
        "quantity" => sameness::<Quantity>(a, b),
        "volume" => sameness::<Volume>(a, b),
        "pnl" => sameness::<Pnl>(a, b),
        "fee" => sameness::<Fee>(a, b),
        "notional" => sameness::<Notional>(a, b),
        "cash_flow" => sameness::<CashFlow>(a, b),
        "position_size" => sameness::<PositionSize>(a, b),
        "leverage" => sameness::<Leverage>(a, b),
        "asset" => sameness::<Asset>(a, b),
        "instrument" => sameness::<Instrument>(a, b),
        "client_order_id" => sameness::<ClientOrderId>(a, b),
        "account_id" => {
            let (a, b) = (AccountId::from_string(a)?, AccountId::from_string(b)?);
            Ok(json!({ "equal": a == b, "keys": HashSet::from([a, b]).len().to_string() }))
        }
        other => Err(Fault::driver(format!("no type `{other}`"))),
    }
}

/// Reject codes and scopes as the language names them.
pub fn tables() -> Value {
    let codes: Vec<Value> = RejectCode::ALL
        .iter()
        .map(|code| json!([code.number().to_string(), code.as_str()]))
        .collect();
    let scopes: Vec<&str> = RejectScope::ALL
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    json!({ "codes": codes, "scopes": scopes })
}
