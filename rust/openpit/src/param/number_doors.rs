// SPDX-License-Identifier: Apache-2.0
//! What std's traits add to the number types: integers in, sums out.

use std::iter::Sum;

use super::{
    CashFlow, Fee, Leverage, Notional, ParamError, Pnl, PositionSize, Price, Quantity, Volume,
};

/// Integers come in exactly, or are refused as by `from_int` (V-2).
macro_rules! from_integers {
    ($($name:ident),+) => {
        $(from_integers!(@ $name: i32, i64, i128, u32, u64);)+
    };
    (@ $name:ident: $($integer:ty),+) => {
        $(
            impl TryFrom<$integer> for $name {
                type Error = ParamError;

                fn try_from(value: $integer) -> Result<Self, ParamError> {
                    Self::from_int(i128::from(value))
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
