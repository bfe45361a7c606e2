// SPDX-License-Identifier: Apache-2.0
//! Runs `spec/vectors/*.json` (V-8), numbers by two routes: the types, and the door of bindings.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use openpit::param::raw::{self, NumberType, Op, Operands, Raw};
use openpit::param::{
    AccountId, Asset, ClientOrderId, Decimal, ExecutionId, Fee, ParamError, Pnl, Price, Quantity,
    RoundingStrategy, Side, Volume,
};
use serde_json::Value;

struct Vector {
    id: String,
    kind: String,
    op: String,
    args: Vec<String>,
    expected: Result<String, String>,
}

type Outcome = Result<String, ParamError>;

fn read(value: &Value) -> Vector {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let args = value["args"].as_array().expect("a list of arguments");
    let expected = match (text("result"), text("error")) {
        (Some(result), None) => Ok(result),
        (None, Some(error)) => Err(error),
        _ => panic!("{value} must have one of result and error"),
    };
    Vector {
        id: text("id").expect("an id"),
        kind: text("type").expect("a type"),
        op: text("op").expect("an operation"),
        args: args
            .iter()
            .map(|arg| arg.as_str().expect("text").to_owned())
            .collect(),
        expected,
    }
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors");
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of vectors") {
        let path = entry.expect("an entry").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = fs::read_to_string(&path).expect("a readable file");
            let list: Vec<Value> = serde_json::from_str(&text).expect("a list of vectors");
            all.extend(list.iter().map(read));
        }
    }
    all
}

impl Vector {
    fn float(&self) -> f64 {
        self.args[0].parse().expect("a float")
    }

    fn decimal(&self, index: usize) -> Decimal {
        Price::from_string(&self.args[index])
            .expect("a decimal")
            .decimal()
    }

    fn int(&self, index: usize) -> i128 {
        self.args[index].parse().expect("an integer")
    }

    /// The last two arguments of the rounded forms.
    fn rounding(&self) -> (u32, RoundingStrategy) {
        let [.., scale, strategy] = self.args.as_slice() else {
            panic!("two arguments")
        };
        (
            scale.parse().expect("a scale"),
            strategy.parse().expect("a strategy"),
        )
    }
}

macro_rules! typed {
    ($vector:ident, $type:ident) => {{
        let v = $vector;
        let value = |index: usize| $type::from_string(&v.args[index]).expect("a valid operand");
        let result = match v.op.as_str() {
            "from_string" => $type::from_string(&v.args[0]),
            "from_int" => $type::from_int(v.int(0)),
            "from_float" => $type::from_float(v.float()),
            "from_string_rounded" => {
                $type::from_string_rounded(&v.args[0], v.rounding().0, v.rounding().1)
            }
            "from_float_rounded" => {
                $type::from_float_rounded(v.float(), v.rounding().0, v.rounding().1)
            }
            "from_decimal_rounded" => {
                $type::from_decimal_rounded(v.decimal(0), v.rounding().0, v.rounding().1)
            }
            "add" => value(0).checked_add(value(1)),
            "sub" => value(0).checked_sub(value(1)),
            "neg" => value(0).checked_neg(),
            "mul" => value(0).checked_mul(v.decimal(1)),
            "mul_int" => value(0).checked_mul_int(v.int(1)),
            "div" => value(0).checked_div(v.decimal(1)),
            "div_rounded" => {
                value(0).checked_div_rounded(v.decimal(1), v.rounding().0, v.rounding().1)
            }
            "rem" => value(0).checked_rem(v.decimal(1)),
            "to_fixed" => return Ok(value(0).to_fixed(v.args[1].parse().expect("a number"))),
            "compare" => return Ok((value(0).cmp(&value(1)) as i8).to_string()),
            other => panic!("unknown operation {other}"),
        };
        result.map(|value| value.to_string())
    }};
}

fn typed(v: &Vector) -> Outcome {
    let text = &v.args[0];
    match (v.kind.as_str(), v.op.as_str()) {
        ("price", _) => typed!(v, Price),
        ("quantity", _) => typed!(v, Quantity),
        ("volume", _) => typed!(v, Volume),
        ("pnl", _) => typed!(v, Pnl),
        ("fee", _) => typed!(v, Fee),
        ("account_id", "from_int") => {
            Ok(AccountId::from_int(v.args[0].parse().unwrap()).to_string())
        }
        ("account_id", "from_string") => AccountId::from_string(text).map(|id| id.to_string()),
        ("asset", "from_string") => Asset::new(text).map(|asset| asset.to_string()),
        ("client_order_id", "from_string") => ClientOrderId::new(text).map(|id| id.to_string()),
        ("execution_id", "from_string") => ExecutionId::new(text).map(|id| id.to_string()),
        ("side", "from_string") => text.parse::<Side>().map(|side| side.to_string()),
        ("rounding_strategy", "from_string") => text
            .parse::<RoundingStrategy>()
            .map(|strategy| strategy.to_string()),
        (kind, op) => panic!("unknown operation {op} of {kind}"),
    }
}

/// The same by the one door that bindings use; `None` for what they do by themselves.
fn through_the_door(v: &Vector) -> Option<Outcome> {
    let kind = NumberType::ALL
        .into_iter()
        .find(|kind| kind.as_str() == v.kind)?;
    let raw = |index: usize| Raw::from(v.decimal(index));
    let int = |index: usize| Raw {
        mantissa: v.int(index),
        scale: 0,
    };
    let mut o = Operands::default();
    if v.op.ends_with("_rounded") {
        let (scale, strategy) = v.rounding();
        (o.scale, o.strategy) = (scale, strategy.number());
    }
    let op = match v.op.as_str() {
        "from_string" | "from_string_rounded" => {
            o.text = &v.args[0];
            if v.op == "from_string" {
                Op::FromString
            } else {
                Op::FromStringRounded
            }
        }
        "from_float" | "from_float_rounded" => {
            o.float = v.float();
            if v.op == "from_float" {
                Op::FromFloat
            } else {
                Op::FromFloatRounded
            }
        }
        "from_int" => {
            o.a = int(0);
            Op::FromParts
        }
        "compare" | "to_fixed" => return None,
        other => {
            o.a = raw(0);
            match other {
                "mul_int" => o.b = int(1),
                "neg" | "from_decimal_rounded" => {}
                _ => o.b = raw(1),
            }
            match other {
                "from_decimal_rounded" => Op::FromPartsRounded,
                "add" => Op::Add,
                "sub" => Op::Sub,
                "neg" => Op::Neg,
                "mul" | "mul_int" => Op::Mul,
                "div" => Op::Div,
                "div_rounded" => Op::DivRounded,
                "rem" => Op::Rem,
                _ => panic!("unknown operation {other}"),
            }
        }
    };
    Some(raw::apply(kind, op, &o).and_then(raw::to_text))
}

#[test]
fn all_vectors_hold() {
    let vectors = vectors();
    assert!(vectors.len() >= 200, "only {} vectors", vectors.len());
    let mut wrong = Vec::new();
    for v in &vectors {
        let routes = [Some(typed(v)), through_the_door(v)];
        for (route, outcome) in ["type", "door"].into_iter().zip(routes) {
            let Some(outcome) = outcome else { continue };
            let outcome = outcome.map_err(|error| error.kind().as_str().to_owned());
            if outcome != v.expected {
                wrong.push(format!(
                    "{} by {route}: {outcome:?}, not {:?}",
                    v.id, v.expected
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn ids_are_unique() {
    let mut seen = HashSet::new();
    for v in vectors() {
        assert!(seen.insert(v.id.clone()), "`{}` stands twice", v.id);
    }
}

#[test]
fn the_subtraction_that_rust_decimal_got_wrong_is_there() {
    let is_it = |v: &Vector| {
        v.op == "sub"
            && v.args == ["34028236693", "1.0000000000000000000000000000"]
            && v.expected == Ok("34028236692".to_owned())
    };
    assert!(vectors().iter().any(is_it));
}
