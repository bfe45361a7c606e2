// SPDX-License-Identifier: Apache-2.0
//! Operations on values: those of `spec/vectors/README.md`, and sameness.

use std::collections::HashSet;

use openpit::Instrument;
use openpit::param::{
    AccountId, Asset, ClientOrderId, Decimal, ExecutionId, Fee, Pnl, Price, Quantity,
    RoundingStrategy, Side, Volume,
};
use openpit::pretrade::{RejectCode, RejectScope};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, text};

struct Args<'a>(&'a [Value]);

impl Args<'_> {
    fn text(&self, index: usize) -> Result<&str, Fault> {
        let missing = || Fault::driver("an argument is missing");
        self.0
            .get(index)
            .and_then(Value::as_str)
            .ok_or_else(missing)
    }

    /// A number of the scenario itself, not a value under test.
    fn plain<T: std::str::FromStr>(&self, index: usize) -> Result<T, Fault> {
        let wrong = |_| Fault::driver("an argument cannot be read");
        self.text(index)?.parse().map_err(wrong)
    }

    fn decimal(&self, index: usize) -> Result<Decimal, Fault> {
        Ok(Price::from_string(self.text(index)?)?.decimal())
    }

    /// The last two arguments of the rounded forms.
    fn rounding(&self) -> Result<(u32, RoundingStrategy), Fault> {
        let last = self.0.len() - 1;
        Ok((self.plain(last - 1)?, self.text(last)?.parse()?))
    }
}

macro_rules! number {
    ($type:ident, $op:expr, $args:expr) => {{
        let (op, args) = ($op, $args);
        let value = |index: usize| Ok::<$type, Fault>($type::from_string(args.text(index)?)?);
        let made = match op {
            "from_string" => value(0)?,
            "from_int" => $type::from_int(args.plain(0)?)?,
            "from_float" => $type::from_float(args.plain(0)?)?,
            "from_string_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_string_rounded(args.text(0)?, scale, strategy)?
            }
            "from_float_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_float_rounded(args.plain(0)?, scale, strategy)?
            }
            "from_decimal_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_decimal_rounded(args.decimal(0)?, scale, strategy)?
            }
            "add" => value(0)?.checked_add(value(1)?)?,
            "sub" => value(0)?.checked_sub(value(1)?)?,
            "neg" => value(0)?.checked_neg()?,
            "mul" => value(0)?.checked_mul(args.decimal(1)?)?,
            "mul_int" => value(0)?.checked_mul_int(args.plain(1)?)?,
            "div" => value(0)?.checked_div(args.decimal(1)?)?,
            "div_rounded" => {
                let (scale, strategy) = args.rounding()?;
                value(0)?.checked_div_rounded(args.decimal(1)?, scale, strategy)?
            }
            "rem" => value(0)?.checked_rem(args.decimal(1)?)?,
            "to_fixed" => return Ok(json!(value(0)?.to_fixed(args.plain(1)?))),
            "compare" => return Ok(json!((value(0)?.cmp(&value(1)?) as i8).to_string())),
            other => return Err(Fault::driver(format!("no operation `{other}`"))),
        };
        Ok(json!(made.to_string()))
    }};
}

/// One operation; the answer is the canonical text of the result.
pub fn apply(request: &Value) -> Answer {
    let args = Args(request["args"].as_array().map_or(&[][..], Vec::as_slice));
    let op = text(request, "value_op")?;
    match text(request, "type")? {
        "price" => number!(Price, op, args),
        "quantity" => number!(Quantity, op, args),
        "volume" => number!(Volume, op, args),
        "pnl" => number!(Pnl, op, args),
        "fee" => number!(Fee, op, args),
        kind => {
            let input = args.text(0)?;
            Ok(json!(match kind {
                "account_id" if op == "from_int" => {
                    AccountId::from_int(args.plain(0)?).to_string()
                }
                "account_id" => AccountId::from_string(input)?.to_string(),
                "asset" => Asset::new(input)?.to_string(),
                "client_order_id" => ClientOrderId::new(input)?.to_string(),
                "execution_id" => ExecutionId::new(input)?.to_string(),
                "instrument" => input.parse::<Instrument>()?.to_string(),
                "side" => input.parse::<Side>()?.to_string(),
                "rounding_strategy" => input.parse::<RoundingStrategy>()?.to_string(),
                other => return Err(Fault::driver(format!("no type `{other}`"))),
            }))
        }
    }
}

macro_rules! sameness {
    ($type:ident, $a:expr, $b:expr) => {{
        let (a, b) = ($type::from_string($a)?, $type::from_string($b)?);
        Ok(json!({ "equal": a == b, "keys": HashSet::from([a, b]).len().to_string() }))
    }};
}

/// Whether two texts make one value: equal, and one key of a map.
pub fn same(request: &Value) -> Answer {
    let (a, b) = (text(request, "a")?, text(request, "b")?);
    match text(request, "type")? {
        "price" => sameness!(Price, a, b),
        "quantity" => sameness!(Quantity, a, b),
        "volume" => sameness!(Volume, a, b),
        "pnl" => sameness!(Pnl, a, b),
        "fee" => sameness!(Fee, a, b),
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
