// SPDX-License-Identifier: Apache-2.0
//! What std's traits add to the number types: integers and text in, sums out.

use std::iter::Sum;

use super::{
    CashFlow, Factor, Fee, Leverage, Notional, ParamError, Pnl, PositionSize, Price, Quantity,
    Volume,
};

/// Integers come in exactly, or are refused as by `from_int` (V-2).
macro_rules! from_integers {
    ($($name:ident),+) => {
        $(from_integers!(@ $name: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);)+
    };
    (@ $name:ident: $($integer:ty),+) => {
        $(
            impl TryFrom<$integer> for $name {
                type Error = ParamError;

                fn try_from(value: $integer) -> Result<Self, ParamError> {
                    match i128::try_from(value) {
                        Ok(value) => Self::from_int(value),
                        Err(_) => Self::from_string(&value.to_string()),
                    }
                }
            }
        )+
    };
}

/// Text comes in as by `from_string` (V-2), beside `FromStr` for who writes `try_into`.
macro_rules! from_texts {
    ($($name:ident),+) => {
        $(
            impl TryFrom<&str> for $name {
                type Error = ParamError;

                fn try_from(text: &str) -> Result<Self, ParamError> {
                    Self::from_string(text)
                }
            }
        )+
    };
}

/// Values and references are summed by repeated addition, exact or an error (V-4). There is no
/// plain `Sum`: it could only panic where a sum does not fit.
macro_rules! sums {
    ($($name:ident),+) => {
        $(
            impl Sum<$name> for Result<$name, ParamError> {
                /// The sum, or the error of the first addition that does not fit.
                fn sum<I: Iterator<Item = $name>>(mut values: I) -> Self {
                    values.try_fold($name::ZERO, $name::checked_add)
                }
            }

            impl<'a> Sum<&'a $name> for Result<$name, ParamError> {
                /// The sum, or the error of the first addition that does not fit.
                fn sum<I: Iterator<Item = &'a $name>>(values: I) -> Self {
                    values.copied().sum()
                }
            }
        )+
    };
}

from_integers!(
    Price,
    Quantity,
    Volume,
    Notional,
    Pnl,
    CashFlow,
    Fee,
    PositionSize,
    Leverage
);
from_texts!(
    Price,
    Quantity,
    Volume,
    Notional,
    Pnl,
    CashFlow,
    Fee,
    PositionSize,
    Leverage,
    Factor
);
sums!(
    Price,
    Quantity,
    Volume,
    Notional,
    Pnl,
    CashFlow,
    Fee,
    PositionSize
);
