// SPDX-License-Identifier: Apache-2.0
//! serde for values (feature `serde`): a value is its canonical text in every format, and is read
//! through the door that all text comes in by, so what a constructor refuses is refused here, in
//! the same words (V-6.12).

use std::fmt::{self, Display};

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    AccountGroupId, AccountId, Asset, CashFlow, ClientOrderId, ExecutionId, Fee, Leverage,
    Notional, ParamError, ParamErrorKind, Pnl, PositionEffect, PositionMode, PositionSide,
    PositionSize, Price, Quantity, RoundingStrategy, Side, Volume,
};
use crate::core::Instrument;

/// What a value may be written as, apart from text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// An integer is read by its digits.
    Taken,
    /// Only text is read.
    Refused,
}

/// Reads a value by its text.
struct TextVisitor<T> {
    name: &'static str,
    digits: Digits,
    read: fn(&str) -> Result<T, ParamError>,
}

impl<T> TextVisitor<T> {
    fn read<E: Error>(&self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(E::custom)
    }

    fn digits<E: Error>(&self, number: impl Display) -> Result<T, E> {
        match self.digits {
            Digits::Taken => self.read(&number.to_string()),
            Digits::Refused => Err(E::custom(format_args!(
                "`{}` `{number}` is a number: allowed is text",
                self.name
            ))),
        }
    }
}

impl<'de, T> Visitor<'de> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.digits {
            Digits::Taken => "as text or as an integer",
            Digits::Refused => "as text",
        };
        write!(f, "`{}` {what}", self.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.read(text)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.digits(value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        self.digits(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.digits(value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        self.digits(value)
    }

    // A float is refused: its text is lost, so 0.1 and 0.1000000000000000055 would be one number.

    /// Where some crate turns on serde_json's `arbitrary_precision`, a number comes as the text
    /// that stands in the JSON, in a map of this one key.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        const LITERAL: &str = "$serde_json::private::Number";
        match map.next_entry::<String, String>()? {
            Some((key, text)) if key == LITERAL => match self.digits {
                Digits::Taken => self.read(&text),
                Digits::Refused => self.digits(text),
            },
            _ => Err(A::Error::invalid_type(serde::de::Unexpected::Map, &self)),
        }
    }
}

fn read<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    visitor: TextVisitor<T>,
) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_str(visitor)
    }
}

macro_rules! value_as_text {
    ($($name:ident: $type_name:literal, $digits:ident, $read:expr;)+) => {
        $(
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    read(
                        deserializer,
                        TextVisitor {
                            name: $type_name,
                            digits: Digits::$digits,
                            read: $read,
                        },
                    )
                }
            }
        )+
    };
}

value_as_text! {
    Price: "price", Taken, Price::from_string;
    Quantity: "quantity", Taken, Quantity::from_string;
    Volume: "volume", Taken, Volume::from_string;
    Notional: "notional", Taken, Notional::from_string;
    Pnl: "pnl", Taken, Pnl::from_string;
    CashFlow: "cash_flow", Taken, CashFlow::from_string;
    Fee: "fee", Taken, Fee::from_string;
    PositionSize: "position_size", Taken, PositionSize::from_string;
    Leverage: "leverage", Taken, Leverage::from_string;
    AccountId: "account_id", Taken, AccountId::from_digits;
    AccountGroupId: "account_group_id", Taken, AccountGroupId::from_digits;
    Asset: "asset", Refused, Asset::new;
    ClientOrderId: "client_order_id", Refused, ClientOrderId::new;
    ExecutionId: "execution_id", Refused, ExecutionId::new;
    Side: "side", Refused, str::parse;
    RoundingStrategy: "rounding_strategy", Refused, str::parse;
    PositionSide: "position_side", Refused, str::parse;
    PositionEffect: "position_effect", Refused, str::parse;
    PositionMode: "position_mode", Refused, str::parse;
}

impl Serialize for Instrument {
    /// # Errors
    ///
    /// An asset with a slash in its name: the text could not be read again.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = [self.underlying(), self.settlement()];
        if parts.iter().any(|asset| asset.as_str().contains('/')) {
            let (kind, text) = (ParamErrorKind::InvalidFormat, self.to_string());
            let error = ParamError::new("instrument", kind, &text);
            return Err(serde::ser::Error::custom(error));
        }
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instrument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(
            deserializer,
            TextVisitor {
                name: "instrument",
                digits: Digits::Refused,
                read: str::parse,
            },
        )
    }
}
