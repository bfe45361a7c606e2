// SPDX-License-Identifier: Apache-2.0
//! Runs `spec/vectors/*.json` (V-8), numbers by two routes: the types, and the door of bindings.

mod value_ops;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use openpit::param::raw::{self, NumberType, Op, Operands, Raw};
use serde_json::Value;
use toml::de::DeTable;
use value_ops::{Args, Failure};

struct Vector {
    id: String,
    kind: String,
    op: String,
    args: Vec<String>,
    expected: Result<String, String>,
}

type Outcome = Result<String, Failure>;

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

fn typed(v: &Vector) -> Outcome {
    value_ops::apply(&v.kind, &v.op, Args(&v.args))
}

type Conversions = HashMap<(String, String), (String, String)>;

/// Number type of the result and operation of each conversion, from the table that the bindings'
/// calls are made of: (receiver, call) -> (result, operation).
fn conversions() -> Conversions {
    let source = include_str!("../../../spec/values.toml");
    let tables = DeTable::parse(source).expect("TOML").into_inner();
    let snake = |name: &str| {
        let mut made = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !made.is_empty() {
                made.push('_');
            }
            made.extend(c.to_lowercase());
        }
        made
    };
    let mut found = HashMap::new();
    let rows = tables["conversion"].get_ref().as_array().expect("rows");
    for row in rows {
        let row = row.get_ref().as_table().expect("a row");
        let cell = |key: &str| row[key].get_ref().as_str().expect("text");
        let (receiver, result) = (snake(cell("receiver")), snake(cell("result")));
        let call = cell("name").to_owned();
        if row.contains_key("rounds") {
            let rounded = (receiver.clone(), format!("{call}_rounded"));
            found.insert(rounded, (result.clone(), format!("{}Rounded", cell("op"))));
        }
        found.insert((receiver, call), (result, cell("op").to_owned()));
    }
    found
}

fn raw(v: &Vector, index: usize) -> Raw {
    Raw::from(Args(&v.args).decimal(index).expect("a decimal"))
}

fn int(v: &Vector, index: usize) -> Raw {
    Raw {
        mantissa: Args(&v.args).plain(index).expect("an integer"),
        scale: 0,
    }
}

/// Operation and operands of what makes a value from input; `None` for what is no such thing.
fn input<'a>(v: &'a Vector, o: &mut Operands<'a>) -> Option<Op> {
    let args = Args(&v.args);
    let (door, rounds) = match v.op.strip_suffix("_rounded") {
        Some(door) => (door, true),
        None => (v.op.as_str(), false),
    };
    let (exact, rounded) = match door {
        "from_string" => (Op::FromString, Op::FromStringRounded),
        "from_float" => (Op::FromFloat, Op::FromFloatRounded),
        "from_int" | "from_decimal" => (Op::FromParts, Op::FromPartsRounded),
        _ => return None,
    };
    match door {
        "from_string" => o.text = &v.args[0],
        "from_float" => o.float = args.plain(0).expect("a float"),
        "from_int" => o.a = int(v, 0),
        _ => o.a = raw(v, 0),
    }
    Some(if rounds { rounded } else { exact })
}

/// The same by the one door that bindings use; `None` for what they do by themselves.
fn through_the_door(v: &Vector, conversions: &Conversions) -> Option<Outcome> {
    let args = Args(&v.args);
    let number = |name: &str| NumberType::ALL.into_iter().find(|n| n.as_str() == name);
    let named = |name: &str| Op::ALL.into_iter().find(|op| format!("{op:?}") == name);
    let kind = number(&v.kind)?;
    let mut o = Operands::default();
    if v.op.ends_with("_rounded") {
        let (scale, strategy) = args.rounding().expect("scale and strategy");
        (o.scale, o.strategy) = (scale, strategy.number());
    }
    let (kind, op) = match v.op.as_str() {
        "compare" | "to_fixed" | "from_price_quantity" | "from_volume" => return None,
        "checked_add_quantity" | "from_quantity_and_side" => return None,
        "to_open_quantity" | "to_close_quantity" => return None,
        // What no `Decimal` holds never comes to this door.
        "from_decimal" if args.decimal(0).is_err() => return None,
        name => match input(v, &mut o) {
            Some(op) => (kind, op),
            None => {
                o.a = raw(v, 0);
                match name {
                    // What no parts hold comes as text (V-4.6).
                    "mul_int" if args.plain::<i128>(1).is_err() => o.text = &v.args[1],
                    "mul_int" => o.b = int(v, 1),
                    "mul" | "div" | "div_rounded" | "rem" if args.decimal(1).is_err() => {
                        o.text = &v.args[1];
                    }
                    _ if v.args.len() > 1 => o.b = raw(v, 1),
                    _ => {}
                }
                let key = (v.kind.clone(), name.to_owned());
                let camel = name.replace("mul_int", "mul");
                let camel = camel.split('_').map(capitalized).collect::<String>();
                match conversions.get(&key) {
                    Some((result, op)) => (number(result)?, named(op).expect("an operation")),
                    None => (kind, named(&camel).unwrap_or_else(|| panic!("`{name}`"))),
                }
            }
        },
    };
    Some(
        raw::apply(kind, op, &o)
            .and_then(raw::to_text)
            .map_err(Into::into),
    )
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

#[test]
fn all_vectors_hold() {
    let (vectors, conversions) = (vectors(), conversions());
    let mut wrong = Vec::new();
    let (mut by_type, mut by_door) = (0, 0);
    for v in &vectors {
        let routes = [Some(typed(v)), through_the_door(v, &conversions)];
        for (route, outcome) in ["type", "door"].into_iter().zip(routes) {
            let Some(outcome) = outcome else { continue };
            match route {
                "type" => by_type += 1,
                _ => by_door += 1,
            }
            let outcome = outcome.map_err(|failure| match failure {
                Failure::Param(error) => error.kind().as_str().to_owned(),
                Failure::Vector(text) => text,
            });
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
    assert_eq!(by_type, vectors.len());
    assert!(
        by_type >= 2_000 && by_door >= 1_500,
        "only {by_type} and {by_door} vectors"
    );
}

#[test]
fn an_operation_that_nobody_knows_fails() {
    for (kind, op) in [
        ("price", "from_dream"),
        ("dream", "from_string"),
        ("leverage", "neg"),
    ] {
        let outcome = value_ops::apply(kind, op, Args(&["1".to_owned()]));
        assert!(matches!(outcome, Err(Failure::Vector(_))), "{kind} {op}");
    }
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
