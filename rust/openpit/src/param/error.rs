// SPDX-License-Identifier: Apache-2.0
//! The error of all values, and the one table of its messages (E-1, E-2).

use std::fmt;

use smol_str::SmolStr;

use super::ParamErrorKind as Kind;

/// Longest input that an error repeats, in characters.
const SHOWN_CHARS: usize = 64;

/// A value was refused: which type, which input, and why (V-2, E-1).
///
/// The text names all three and says what is allowed; it is the same in every language.
///
/// # Example
///
/// ```
/// use openpit::param::{ParamErrorKind, Quantity};
///
/// let error = Quantity::from_string("-3").unwrap_err();
/// assert_eq!(error.kind(), ParamErrorKind::Negative);
/// assert_eq!(error.type_name(), "quantity");
/// assert_eq!(error.input(), "-3");
/// assert_eq!(error.to_string(), "`quantity` `-3` is negative: allowed is zero or more");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParamError {
    type_name: &'static str,
    kind: Kind,
    input: SmolStr,
}

impl ParamError {
    /// An error of a type (lower snake case) about an input, which is cut to 64 characters.
    ///
    /// For bindings and for clients' own value types; the message follows from the kind.
    ///
    /// ```
    /// use openpit::param::{ParamError, ParamErrorKind};
    ///
    /// let error = ParamError::new("price", ParamErrorKind::NotFinite, "nan");
    /// assert_eq!(error.to_string(), "`price` `nan` is not finite: allowed is a finite number");
    /// ```
    #[must_use]
    #[cold]
    pub fn new(type_name: &'static str, kind: Kind, input: &str) -> Self {
        let input = match input.char_indices().nth(SHOWN_CHARS) {
            None => SmolStr::new(input),
            Some(_) => input
                .chars()
                .take(SHOWN_CHARS - 3)
                .chain("...".chars())
                .collect(),
        };
        Self {
            type_name,
            kind,
            input,
        }
    }

    /// Why the value was refused.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The type that refused, in lower snake case: `price`, `account_id`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The refused input, or the operation (`1 - 2`), cut to 64 characters.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` `", self.type_name)?;
        for c in self.input.chars() {
            // A line break in an input must not break the line of a log.
            if c.is_control() {
                write!(f, "{}", c.escape_default())?
            } else {
                write!(f, "{c}")?
            }
        }
        write!(f, "` {}", reason(self.type_name, self.kind, &self.input))
    }
}

impl std::error::Error for ParamError {}

/// The text about an enum, with its names.
macro_rules! named {
    ($type_name:expr, $text:literal, $else:literal) => {
        match $type_name {
            "side" => concat!($text, "`buy`, `sell`"),
            "rounding_strategy" => concat!(
                $text,
                "`half_even`, `half_away`, `up`, `down`, `toward_zero`"
            ),
            "kill_switch_action" => concat!($text, "`keep`, `block`, `unblock`"),
            "trade_amount_kind" => concat!($text, "`quantity`, `volume`"),
            "adjustment_amount_kind" => concat!($text, "`delta`, `absolute`"),
            "adjustment_operation" => concat!($text, "`balance`, `position`"),
            "position_side" => concat!($text, "`long`, `short`"),
            "position_effect" => concat!($text, "`open`, `close`"),
            "position_mode" => concat!($text, "`netting`, `hedging`"),
            _ => $else,
        }
    };
}

/// A text that is too long for its type, or for any object in memory.
fn too_long(type_name: &str) -> &'static str {
    match type_name {
        "text_len" | "count" => "is too long: allowed are `9223372036854775807` bytes",
        _ => "is too long: allowed are `64` bytes",
    }
}

/// What was wrong and what is allowed. The only place where these texts are written.
fn reason(type_name: &str, kind: Kind, input: &str) -> &'static str {
    match kind {
        // What stands for bytes that no text has: only the C interface lets them come this far.
        Kind::InvalidFormat if input.contains(char::REPLACEMENT_CHARACTER) => {
            "is not UTF-8: allowed is UTF-8 text"
        }
        Kind::InvalidFormat => match type_name {
            "asset" if input.trim() != input => {
                "has blanks around it: allowed is text without surrounding blanks"
            }
            "asset" if input.contains('/') => "has a slash: allowed is text without one",
            "asset" | "client_order_id" | "execution_id" => "is not text: allowed is text",
            "account_id" | "account_group_id" => "is not a number: allowed are digits",
            "trade_amount" => "is not an amount: allowed is a `quantity` or a `volume`",
            "adjustment_amount" => "is not an amount: allowed is a `delta` or an `absolute`",
            "trade" => "is not a trade: allowed is a `price` and a `quantity`",
            "order" | "execution_report" | "account_adjustment" => {
                "is not a record: allowed is an object of its fields"
            }
            "adjustment_operation" => "is not an operation: allowed is a `balance` or a `position`",
            "instrument" => "is not an instrument: allowed is `UNDERLYING/SETTLEMENT`",
            _ => "is not a number: allowed is `[+-]digits[.digits][e[+-]digits]`",
        },
        Kind::Empty => match type_name {
            "adjustment_amount" => {
                "is empty: allowed is at least one of `balance`, `held`, `incoming`"
            }
            _ => "is empty: allowed is text of at least one character",
        },
        Kind::TooLong => too_long(type_name),
        Kind::ControlCharacter => "has a control character: allowed is text without one",
        Kind::Negative => "is negative: allowed is zero or more",
        Kind::Overflow => match type_name {
            "account_id" => "is too large: allowed are numbers up to `18446744073709551615`",
            "account_group_id" => "is too large: allowed are numbers up to `4294967295`",
            _ => "is too large: allowed are magnitudes up to `79228162514264337593543950335`",
        },
        Kind::Underflow => "is below zero: allowed is a result of zero or more",
        Kind::Inexact => {
            "cannot be held exactly: allowed are `28` digits after the point and `96` bits in all"
        }
        Kind::DivisionByZero => "divides by zero: allowed is any other divisor",
        Kind::NotFinite => "is not finite: allowed is a finite number",
        Kind::ScaleOutOfRange => "is not a scale: allowed is `0` to `28`",
        Kind::Unset => {
            named!(
                type_name,
                "is unset: allowed are ",
                "is unset: allowed is a value that was set"
            )
        }
        Kind::MissingField => "is missing: allowed is a value that is present",
        Kind::UnknownName => {
            named!(
                type_name,
                "is unknown: allowed are ",
                "is unknown: allowed is a known name"
            )
        }
        Kind::OutOfRange => "is out of range: allowed is `1` to `3000`",
        Kind::OffStep => "is between two steps: allowed are steps of `0.1`",
        Kind::Reserved => "is reserved: allowed is `1` to `4294967295`",
        Kind::InAnotherGroup => "has an account of another group: allowed are accounts of none",
        Kind::NotInGroup => "lacks an account: allowed are accounts of the group",
        Kind::WrongType => wrong_type(type_name),
        Kind::DuplicateField => "is there twice: allowed is a field once",
        Kind::InvertedBounds => "is inverted: allowed is a lower bound up to the upper bound",
    }
}

/// What JSON of another type than this was wanted.
fn wrong_type(type_name: &str) -> &'static str {
    match type_name {
        "flag" => "is of the wrong type: allowed is a boolean",
        "asset" | "instrument" | "client_order_id" | "execution_id" | "side"
        | "rounding_strategy" | "position_side" | "position_effect" | "position_mode" => {
            "is of the wrong type: allowed is a string"
        }
        "trade_amount"
        | "adjustment_amount"
        | "trade"
        | "adjustment_operation"
        | "order"
        | "execution_report"
        | "account_adjustment" => "is of the wrong type: allowed is an object",
        _ => {
            "is of the wrong type: allowed is a string, or an integer from \
             `-9223372036854775808` to `18446744073709551615`"
        }
    }
}
