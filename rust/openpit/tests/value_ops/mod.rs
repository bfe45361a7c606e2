// SPDX-License-Identifier: Apache-2.0
//! The operations of `spec/vectors/README.md` on the crate's types, once for `cargo test` and for
//! the conformance suite's driver. It uses the public interface only.

use std::fmt::Display;
use std::str::FromStr;

use openpit::Instrument;
use openpit::param::{
    AccountGroupId, AccountId, AdjustmentAmount, Asset, CashFlow, ClientOrderId, Decimal,
    ExecutionId, Factor, Fee, Leverage, Notional, ParamError, Pnl, PositionEffect, PositionMode,
    PositionSide, PositionSize, Price, Quantity, RoundingStrategy, Side, Volume,
};

/// Why there is no result: the value is refused, or the vector itself is wrong.
#[derive(Debug)]
pub enum Failure {
    /// The typed error of the crate.
    Param(ParamError),
    /// No such type or operation, or an argument that cannot be read.
    Vector(String),
}

impl From<ParamError> for Failure {
    fn from(error: ParamError) -> Self {
        Self::Param(error)
    }
}

type Outcome = Result<String, Failure>;

/// Arguments of one operation.
#[derive(Clone, Copy)]
pub struct Args<'a>(pub &'a [String]);

impl Args<'_> {
    fn text(&self, index: usize) -> Result<&str, Failure> {
        let missing = || Failure::Vector(format!("there is no argument {index}"));
        self.0.get(index).map(String::as_str).ok_or_else(missing)
    }

    /// A value of a type under test.
    fn value<T: FromStr<Err = ParamError>>(&self, index: usize) -> Result<T, Failure> {
        Ok(self.text(index)?.parse()?)
    }

    /// A plain number of the vector, not a value under test.
    pub fn plain<T: FromStr>(&self, index: usize) -> Result<T, Failure> {
        let text = self.text(index)?;
        let wrong = |_| Failure::Vector(format!("`{text}` cannot be read"));
        text.parse().map_err(wrong)
    }

    /// A decimal as it is written, with its trailing zeros where `Decimal` can hold them.
    pub fn decimal(&self, index: usize) -> Result<Decimal, Failure> {
        let text = self.text(index)?;
        Decimal::from_str_exact(text).or_else(|_| Ok(text.parse::<Price>()?.decimal()))
    }

    /// A factor as it is written: a decimal if `Decimal` can hold it, else its text.
    pub fn factor(&self, index: usize) -> Result<Factor, Failure> {
        let text = self.text(index)?;
        match Decimal::from_str_exact(text) {
            Ok(decimal) => Ok(decimal.into()),
            Err(_) => Ok(text.parse()?),
        }
    }

    /// Scale and strategy: the last two arguments of the rounded forms.
    pub fn rounding(&self) -> Result<(u32, RoundingStrategy), Failure> {
        let scale = self.0.len().saturating_sub(2);
        Ok((self.plain(scale)?, self.value(scale + 1)?))
    }
}

fn unknown(kind: &str, op: &str) -> Failure {
    Failure::Vector(format!("no operation `{op}` of `{kind}`"))
}

fn shown<T: Display, E: Into<Failure>>(made: Result<T, E>) -> Outcome {
    made.map(|made| made.to_string()).map_err(Into::into)
}

macro_rules! number {
    ($type:ident, $op:expr, $args:expr) => {{
        let args = $args;
        let value = |index: usize| args.value::<$type>(index);
        shown(match $op {
            "from_string" => $type::from_string(args.text(0)?),
            "from_int" => match args.plain::<i128>(0) {
                Ok(int) => $type::from_int(int),
                Err(_) => $type::from_string(args.text(0)?),
            },
            "from_float" => $type::from_float(args.plain(0)?),
            "from_decimal" => $type::from_decimal(args.decimal(0)?),
            "from_string_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_string_rounded(args.text(0)?, scale, strategy)
            }
            "from_float_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_float_rounded(args.plain(0)?, scale, strategy)
            }
            "from_decimal_rounded" => {
                let (scale, strategy) = args.rounding()?;
                $type::from_decimal_rounded(args.decimal(0)?, scale, strategy)
            }
            "add" => value(0)?.checked_add(value(1)?),
            "sub" => value(0)?.checked_sub(value(1)?),
            "neg" => value(0)?.checked_neg(),
            "mul" => value(0)?.checked_mul(args.factor(1)?),
            "mul_int" => match args.plain::<i128>(1) {
                Ok(factor) => value(0)?.checked_mul_int(factor),
                Err(_) => value(0)?.checked_mul(args.value::<Factor>(1)?),
            },
            "div" => value(0)?.checked_div(args.factor(1)?),
            "div_rounded" => {
                let (scale, strategy) = args.rounding()?;
                value(0)?.checked_div_rounded(args.factor(1)?, scale, strategy)
            }
            "rem" => value(0)?.checked_rem(args.factor(1)?),
            "to_fixed" => return Ok(value(0)?.to_fixed(args.plain(1)?)),
            "compare" => return Ok((value(0)?.cmp(&value(1)?) as i8).to_string()),
            other => return Err(unknown(stringify!($type), other)),
        })
    }};
}

/// One operation; the answer is the canonical text of the result.
pub fn apply(kind: &str, op: &str, args: Args<'_>) -> Outcome {
    if let Some(outcome) = converted(kind, op, args).or_else(|| sized(kind, op, args)) {
        return outcome;
    }
    match kind {
        "price" => number!(Price, op, args),
        "quantity" => number!(Quantity, op, args),
        "volume" => number!(Volume, op, args),
        "pnl" => number!(Pnl, op, args),
        "fee" => number!(Fee, op, args),
        "notional" => number!(Notional, op, args),
        "cash_flow" => number!(CashFlow, op, args),
        "position_size" => number!(PositionSize, op, args),
        "leverage" => leverage(op, args),
        _ => named(kind, op, args),
    }
}

/// Conversions (V-5).
fn converted(kind: &str, op: &str, args: Args<'_>) -> Option<Outcome> {
    macro_rules! call {
        ($receiver:ident.$name:ident($($index:literal),*)) => {
            (|| Ok(args.value::<$receiver>(0)?.$name($(args.value($index)?),*)?.to_string()))()
        };
        ($receiver:ident.$name:ident) => {
            args.value::<$receiver>(0).map(|value| value.$name().to_string())
        };
    }
    Some(match (kind, op) {
        ("price", "calculate_volume") => call!(Price.calculate_volume(1)),
        ("price", "calculate_notional") => call!(Price.calculate_notional(1)),
        ("price", "calculate_position_size") => call!(Price.calculate_position_size(1)),
        ("quantity", "calculate_volume") => call!(Quantity.calculate_volume(1)),
        ("volume", "calculate_quantity") => call!(Volume.calculate_quantity(1)),
        ("volume", "to_notional") => call!(Volume.to_notional),
        ("volume", "to_cash_flow_inflow") => call!(Volume.to_cash_flow_inflow),
        ("volume", "to_cash_flow_outflow") => call!(Volume.to_cash_flow_outflow),
        ("notional", "to_volume") => call!(Notional.to_volume),
        ("notional", "calculate_margin_required") => call!(Notional.calculate_margin_required(1)),
        ("fee", "to_pnl") => call!(Fee.to_pnl),
        ("fee", "to_cash_flow") => call!(Fee.to_cash_flow),
        ("fee", "to_position_size") => call!(Fee.to_position_size),
        ("pnl", "to_cash_flow") => call!(Pnl.to_cash_flow),
        ("pnl", "to_position_size") => call!(Pnl.to_position_size),
        ("cash_flow", "to_position_size") => call!(CashFlow.to_position_size),
        ("notional", "from_volume") => (|| {
            let made = Notional::from_volume(args.value(0)?);
            Ok(made.to_string())
        })(),
        ("notional", "from_price_quantity") => (|| {
            let made = Notional::from_price_quantity(args.value(0)?, args.value(1)?)?;
            Ok(made.to_string())
        })(),
        ("volume", "calculate_quantity_rounded") => (|| {
            let (scale, strategy) = args.rounding()?;
            let volume = args.value::<Volume>(0)?;
            shown(volume.calculate_quantity_rounded(args.value(1)?, scale, strategy))
        })(),
        ("notional", "calculate_margin_required_rounded") => (|| {
            let (scale, strategy) = args.rounding()?;
            let notional = args.value::<Notional>(0)?;
            shown(notional.calculate_margin_required_rounded(args.value(1)?, scale, strategy))
        })(),
        _ => return None,
    })
}

/// Positions beside (quantity, side) (V-5.6), and adjustment amounts (V-6.9).
fn sized(kind: &str, op: &str, args: Args<'_>) -> Option<Outcome> {
    let size = || args.value::<PositionSize>(0);
    let order = |found: Option<(Quantity, Side)>| {
        found.map_or("none".to_owned(), |(quantity, side)| {
            format!("{quantity} {side}")
        })
    };
    Some(match (kind, op) {
        ("position_size", "from_quantity_and_side") => (|| {
            let made = PositionSize::from_quantity_and_side(args.value(0)?, args.value(1)?);
            Ok(made.to_string())
        })(),
        ("position_size", "to_open_quantity") => size().map(|size| order(size.to_open_quantity())),
        ("position_size", "to_close_quantity") => {
            size().map(|size| order(size.to_close_quantity()))
        }
        ("position_size", "checked_add_quantity") => {
            (|| shown(size()?.checked_add_quantity(args.value(1)?, args.value(2)?)))()
        }
        ("adjustment_amount", "apply") => (|| {
            let amount = match args.text(0)? {
                "delta" => AdjustmentAmount::Delta(args.value(1)?),
                "absolute" => AdjustmentAmount::Absolute(args.value(1)?),
                other => return Err(unknown(kind, other)),
            };
            shown(amount.apply(args.value(2)?))
        })(),
        _ => return None,
    })
}

fn leverage(op: &str, args: Args<'_>) -> Outcome {
    shown(match op {
        "from_string" => Leverage::from_string(args.text(0)?),
        "from_int" => match args.plain::<i128>(0) {
            Ok(int) => Leverage::from_int(int),
            Err(_) => Leverage::from_string(args.text(0)?),
        },
        "from_float" => Leverage::from_float(args.plain(0)?),
        "from_decimal" => Leverage::from_decimal(args.decimal(0)?),
        "to_fixed" => return Ok(args.value::<Leverage>(0)?.to_fixed(args.plain(1)?)),
        "compare" => {
            let (left, right) = (args.value::<Leverage>(0)?, args.value(1)?);
            return Ok((left.cmp(&right) as i8).to_string());
        }
        other => return Err(unknown("leverage", other)),
    })
}

/// Names, ids and enums.
fn named(kind: &str, op: &str, args: Args<'_>) -> Outcome {
    match (kind, op) {
        ("account_id", "from_int") => Ok(AccountId::from_int(args.plain(0)?).to_string()),
        ("account_id", "from_string") => shown(AccountId::from_string(args.text(0)?)),
        ("account_group_id", "default") => Ok(AccountGroupId::DEFAULT.to_string()),
        ("account_group_id", "from_int") => {
            Ok(AccountGroupId::from_int(args.plain(0)?).to_string())
        }
        ("asset", "from_string") => shown(args.value::<Asset>(0)),
        ("client_order_id", "from_string") => shown(args.value::<ClientOrderId>(0)),
        ("execution_id", "from_string") => shown(args.value::<ExecutionId>(0)),
        ("instrument", "from_string") => shown(args.value::<Instrument>(0)),
        ("side", "from_string") => shown(args.value::<Side>(0)),
        ("rounding_strategy", "from_string") => shown(args.value::<RoundingStrategy>(0)),
        ("position_side", "from_string") => shown(args.value::<PositionSide>(0)),
        ("position_effect", "from_string") => shown(args.value::<PositionEffect>(0)),
        ("position_mode", "from_string") => shown(args.value::<PositionMode>(0)),
        _ => Err(unknown(kind, op)),
    }
}
