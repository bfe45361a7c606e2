// SPDX-License-Identifier: Apache-2.0
//! serde for values (feature `serde`): a value is its canonical text in every format, and is read
//! through the door that all text comes in by, so what a constructor refuses is refused here, in
//! the same words (V-6.12).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    AccountGroupId, AccountId, AdjustmentAmount, Asset, CashFlow, ClientOrderId, ExecutionId, Fee,
    Leverage, Notional, ParamError, Pnl, PositionEffect, PositionMode, PositionSide, PositionSize,
    Price, Quantity, RoundingStrategy, Side, Trade, TradeAmount, Volume,
};
use crate::core::Instrument;
use crate::json::{FromJson, Json, fields, read_choices, read_records};

/// The text of a string.
fn text(json: Json, type_name: &'static str) -> Result<String, ParamError> {
    match json {
        Json::Text(text) => Ok(text),
        other => Err(other.refused(type_name)),
    }
}

/// The text of a string, or the digits of an integer.
fn digits(json: Json, type_name: &'static str) -> Result<String, ParamError> {
    match json {
        Json::Integer(integer) => Ok(integer.to_string()),
        other => text(other, type_name),
    }
}

macro_rules! value_as_text {
    ($($name:ident: $type_name:literal, $text:ident, $read:expr;)+) => {
        $(
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl FromJson for $name {
                const NAME: &'static str = $type_name;

                fn from_json(json: Json) -> Result<Self, ParamError> {
                    $read(&$text(json, $type_name)?)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        return crate::json::deserialize(deserializer);
                    }
                    $read(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
                }
            }
        )+
    };
}

value_as_text! {
    Price: "price", digits, Price::from_string;
    Quantity: "quantity", digits, Quantity::from_string;
    Volume: "volume", digits, Volume::from_string;
    Notional: "notional", digits, Notional::from_string;
    Pnl: "pnl", digits, Pnl::from_string;
    CashFlow: "cash_flow", digits, CashFlow::from_string;
    Fee: "fee", digits, Fee::from_string;
    PositionSize: "position_size", digits, PositionSize::from_string;
    Leverage: "leverage", digits, Leverage::from_string;
    AccountId: "account_id", digits, AccountId::from_digits;
    AccountGroupId: "account_group_id", digits, AccountGroupId::from_digits;
    Asset: "asset", text, Asset::new;
    ClientOrderId: "client_order_id", text, ClientOrderId::new;
    ExecutionId: "execution_id", text, ExecutionId::new;
    Instrument: "instrument", text, str::parse;
    Side: "side", text, str::parse;
    RoundingStrategy: "rounding_strategy", text, str::parse;
    PositionSide: "position_side", text, str::parse;
    PositionEffect: "position_effect", text, str::parse;
    PositionMode: "position_mode", text, str::parse;
}

fields! {
    Price: missing;
    Quantity: missing;
}

read_choices! {
    TradeAmount: "trade_amount", "trade_amount_kind" {
        "quantity" => Quantity(Quantity), "volume" => Volume(Volume)
    }
    AdjustmentAmount: "adjustment_amount", "adjustment_amount_kind" {
        "delta" => Delta(PositionSize), "absolute" => Absolute(PositionSize)
    }
}

read_records! {
    Trade: "trade" { price: Price, quantity: Quantity }
}
