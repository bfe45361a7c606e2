// SPDX-License-Identifier: Apache-2.0
//! Operations on values: those of `spec/vectors/README.md`, one or many, and sameness.

#[path = "../../../../rust/openpit/tests/value_ops/mod.rs"]
mod value_ops;

use std::collections::HashSet;
use std::fmt::{Display, Formatter};
use std::hash::Hash;
use std::str::FromStr;

use openpit::Instrument;
use openpit::param::{
    AccountId, Asset, CashFlow, ClientOrderId, Fee, Leverage, Notional, ParamError, Pnl,
    PositionSize, Price, Quantity, RoundingStrategy, Side, Volume,
};
use openpit::pretrade::{RejectCode, RejectScope};
use serde::Serialize;
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

/// Runs a generic function for the type that a name means.
macro_rules! for_type {
    ($kind:expr, $call:ident($($arg:expr),*)) => {
        match $kind {
            "price" => $call::<Price>($($arg),*),
            "quantity" => $call::<Quantity>($($arg),*),
            "volume" => $call::<Volume>($($arg),*),
            "pnl" => $call::<Pnl>($($arg),*),
            "fee" => $call::<Fee>($($arg),*),
            "notional" => $call::<Notional>($($arg),*),
            "cash_flow" => $call::<CashFlow>($($arg),*),
            "position_size" => $call::<PositionSize>($($arg),*),
            "leverage" => $call::<Leverage>($($arg),*),
            "asset" => $call::<Asset>($($arg),*),
            "instrument" => $call::<Instrument>($($arg),*),
            "client_order_id" => $call::<ClientOrderId>($($arg),*),
            "account_id" => $call::<Named>($($arg),*),
            other => Err(Fault::driver(format!("no type `{other}`"))),
        }
    };
}

/// An account by its name, as other types are read by their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
struct Named(AccountId);

impl Display for Named {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Named {
    type Err = ParamError;

    fn from_str(name: &str) -> Result<Self, ParamError> {
        AccountId::from_string(name).map(Self)
    }
}

/// The JSON text of the value that a text makes.
pub fn to_json(request: &Value) -> Answer {
    fn written<T: FromStr<Err = ParamError> + Serialize>(a: &str) -> Answer {
        let value: T = a.parse()?;
        serde_json::to_string(&value)
            .map(Value::from)
            .map_err(|error| Fault::driver(error.to_string()))
    }
    for_type!(text(request, "type")?, written(text(request, "a")?))
}

/// Whether two texts make one value: equal, and one key of a map.
pub fn same(request: &Value) -> Answer {
    fn sameness<T: FromStr<Err = ParamError> + Eq + Hash>(a: &str, b: &str) -> Answer {
        let (a, b): (T, T) = (a.parse()?, b.parse()?);
        Ok(json!({ "equal": a == b, "keys": HashSet::from([a, b]).len().to_string() }))
    }
    let (a, b) = (text(request, "a")?, text(request, "b")?);
    for_type!(text(request, "type")?, sameness(a, b))
}

/// What does not hold of a value. That it cannot be changed is for the compiler: its fields are
/// private and no method takes it mutably.
pub fn broken(request: &Value) -> Answer {
    fn broken<T>(a: &str) -> Answer
    where
        T: FromStr<Err = ParamError> + Clone + Eq + Hash,
    {
        let value: T = a.parse()?;
        let copy = value.clone();
        let mut found = Vec::new();
        if copy != value {
            found.push("copy");
        }
        if !HashSet::from([value]).contains(&copy) {
            found.push("key");
        }
        Ok(json!(found))
    }
    for_type!(text(request, "type")?, broken(text(request, "a")?))
}

/// How the number of an enum that nobody set is refused, and what it shows then: Rust has no such
/// member, but a public door that takes its number may get 0. An enum without one is never unset.
pub fn unset(request: &Value) -> Answer {
    let refused = match text(request, "enum")? {
        "side" => Side::from_number(0).err(),
        "rounding_strategy" => RoundingStrategy::from_number(0).err(),
        "position_side" | "position_effect" | "position_mode" => {
            return Ok(json!({ "shown": null, "refused": "type", "text": null }));
        }
        other => return Err(Fault::driver(format!("no enum `{other}`"))),
    };
    let error = refused.ok_or_else(|| Fault::driver("0 is a member"))?;
    let (shown, refused) = (error.input(), error.kind().as_str());
    Ok(json!({ "shown": shown, "refused": refused, "text": error.to_string() }))
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
