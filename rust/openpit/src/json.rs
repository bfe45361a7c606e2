// SPDX-License-Identifier: Apache-2.0
//! JSON of values and records (feature `serde`): one rule for every language (V-6.12, O-7).
//!
//! serde reads in two steps: first what the text says ([`Json`]), whatever type is wanted, then
//! the type judges that ([`FromJson`]). So `serde_json::from_str`, any other text format and the
//! doors of the bindings take and refuse the same, in the same words. [`read`] gives the error as
//! a [`ParamError`], with its kind; through serde only its text comes out.
//!
//! ```
//! use openpit::param::ParamErrorKind;
//! use openpit::{Order, json};
//!
//! let order: Order = json::read(r#"{"operation": {"price": "185.50"}}"#)?;
//! assert_eq!(json::write(&order), r#"{"operation":{"price":"185.5"}}"#);
//! let error = json::read::<Order>(r#"{"operation": {"price": 185.5}}"#).unwrap_err();
//! assert_eq!(error.kind(), ParamErrorKind::WrongType);
//! # Ok::<(), openpit::param::ParamError>(())
//! ```

use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::param::{ParamError, ParamErrorKind};

/// What a JSON text says, before a type judges it.
///
/// ```
/// use openpit::json::{FromJson, Json};
/// use openpit::param::Price;
///
/// assert_eq!(Price::from_json(Json::Integer(185))?, "185".parse()?);
/// assert!(Price::from_json(Json::Null).is_err());
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer of 64 bits, signed or unsigned: its digits are all there.
    Integer(i128),
    /// Any other number, whose digits may be lost.
    Number,
    /// A string.
    Text(String),
    /// An array: nothing is read from one.
    Array,
    /// An object: its fields in their order, also one that is there twice.
    Object(Vec<(String, Self)>),
}

/// Integers that every JSON library hands on as they are.
const INTEGERS: std::ops::RangeInclusive<i128> = i64::MIN as i128..=u64::MAX as i128;

impl Json {
    /// An integer of any size: beyond 64 bits it is a [`Json::Number`].
    #[must_use]
    pub fn integer(value: i128) -> Self {
        if INTEGERS.contains(&value) {
            Self::Integer(value)
        } else {
            Self::Number
        }
    }

    /// What JSON calls it: `null`, `boolean`, `number`, `string`, `array`, `object`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Integer(_) | Self::Number => "number",
            Self::Text(_) => "string",
            Self::Array => "array",
            Self::Object(_) => "object",
        }
    }

    /// The error of a type that is not read from this.
    #[cold]
    pub(crate) fn refused(&self, type_name: &'static str) -> ParamError {
        ParamError::new(type_name, ParamErrorKind::WrongType, self.kind())
    }

    /// The fields of an object.
    pub(crate) fn fields(self, type_name: &'static str) -> Result<Vec<(String, Self)>, ParamError> {
        match self {
            Self::Object(fields) => Ok(fields),
            other => Err(other.refused(type_name)),
        }
    }

    /// The one field of an object that has one.
    pub(crate) fn only(self, type_name: &'static str) -> Result<(String, Self), ParamError> {
        let mut fields = self.fields(type_name)?;
        if fields.len() == 1
            && let Some(field) = fields.pop()
        {
            return Ok(field);
        }
        let names: Vec<String> = fields.into_iter().map(|(name, _)| name).collect();
        let shown = format!("{{{}}}", names.join(", "));
        Err(ParamError::new(
            type_name,
            ParamErrorKind::InvalidFormat,
            &shown,
        ))
    }
}

/// A value or record that JSON is read as: everything in `param` and `core` that has a text.
pub trait FromJson: Sized {
    /// The type in error texts.
    const NAME: &'static str;

    /// Judges what the JSON says.
    ///
    /// # Errors
    ///
    /// `wrong_type` if the type is not read from JSON of that kind, and what the constructor of
    /// the type gives.
    fn from_json(json: Json) -> Result<Self, ParamError>;
}

/// Reads a value or record from JSON text.
///
/// # Errors
///
/// `invalid_format` if the text is not JSON (nested more than 128 deep, too); else what the type
/// refuses, as [`FromJson::from_json`].
pub fn read<T: FromJson>(text: &str) -> Result<T, ParamError> {
    let json = serde_json::from_str(text)
        .map_err(|_| ParamError::new(T::NAME, ParamErrorKind::InvalidFormat, text))?;
    T::from_json(json)
}

/// The JSON text of a value or record: the same in every language.
///
/// # Panics
///
/// Never: what can be read from JSON can be written.
#[must_use]
pub fn write<T: FromJson + Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("values and records have texts as keys")
}

/// What `Deserialize` does in a text format.
pub(crate) fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::from_json(Json::deserialize(deserializer)?).map_err(D::Error::custom)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what JSON can say")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Json, E> {
        Ok(Json::integer(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Json, E> {
        Ok(i128::try_from(value).map_or(Json::Number, Json::integer))
    }

    // Its text is lost, so 0.1 and 0.1000000000000000055 would be one number.
    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::Array)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        // Where some crate turns on serde_json's `arbitrary_precision`, a number comes as the text
        // that stands in the JSON, in a map of this one key.
        const LITERAL: &str = "$serde_json::private::Number";
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == LITERAL {
                return map.next_value().map(|literal: String| number(&literal));
            }
            fields.push((name, map.next_value()?));
        }
        Ok(Json::Object(fields))
    }
}

/// A number by its text. Minus zero is no integer here, since serde_json makes a float of it.
fn number(literal: &str) -> Json {
    match literal.parse() {
        Ok(integer) if literal != "-0" => Json::integer(integer),
        _ => Json::Number,
    }
}

/// Sums of two types, which are objects of one field: how they are read.
macro_rules! read_choices {
    ($($name:ident: $type_name:literal, $kind_name:literal {
        $($text:literal => $variant:ident($value:ty)),+
    })+) => {
        $(
            impl $crate::json::FromJson for $name {
                const NAME: &'static str = $type_name;

                fn from_json(json: $crate::json::Json) -> Result<Self, $crate::param::ParamError> {
                    let (name, value) = json.only($type_name)?;
                    match name.as_str() {
                        $($text => <$value>::from_json(value).map(Self::$variant),)+
                        _ => Err($crate::param::ParamError::new(
                            $kind_name,
                            $crate::param::ParamErrorKind::UnknownName,
                            &name,
                        )),
                    }
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    /// What a binary format reads: the number of the variant and its value.
                    #[derive(serde::Deserialize)]
                    enum Parts { $($variant($value)),+ }

                    if deserializer.is_human_readable() {
                        return $crate::json::deserialize(deserializer);
                    }
                    Ok(match Parts::deserialize(deserializer)? {
                        $(Parts::$variant(value) => Self::$variant(value)),+
                    })
                }
            }
        )+
    };
}

/// Records, which are objects: how they are read.
macro_rules! read_records {
    ($($name:ident: $type_name:literal { $($field:ident: $type:ty),+ })+) => {
        $(
            impl $crate::json::FromJson for $name {
                const NAME: &'static str = $type_name;

                fn from_json(json: $crate::json::Json) -> Result<Self, $crate::param::ParamError> {
                    $(let mut $field = None;)+
                    for (name, value) in json.fields($type_name)? {
                        match name.as_str() {
                            $(stringify!($field) => {
                                $crate::json::fill(&mut $field, $type_name, &name, value)?;
                            })+
                            _ => {
                                let kind = $crate::param::ParamErrorKind::UnknownName;
                                return Err($crate::param::ParamError::new(
                                    $type_name, kind, &name,
                                ));
                            }
                        }
                    }
                    Ok(Self {
                        $($field: $crate::json::Field::of(
                            $field.flatten(), $type_name, stringify!($field),
                        )?),+
                    })
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    /// What a binary format reads: every field, by its place.
                    #[derive(serde::Deserialize)]
                    struct Parts { $($field: $type),+ }

                    if deserializer.is_human_readable() {
                        return $crate::json::deserialize(deserializer);
                    }
                    let Parts { $($field),+ } = Parts::deserialize(deserializer)?;
                    Ok(Self { $($field),+ })
                }
            }
        )+
    };
}

pub(crate) use {read_choices, read_records};

/// A field of a record. Null says the same as no field.
pub(crate) trait Field: Sized {
    /// What the field's JSON, which is not null, is read as.
    type Value: FromJson;

    /// The field, of what its JSON said.
    fn of(value: Option<Self::Value>, record: &'static str, name: &str)
    -> Result<Self, ParamError>;
}

impl<T: FromJson> Field for Option<T> {
    type Value = T;

    fn of(value: Self, _: &'static str, _: &str) -> Result<Self, ParamError> {
        Ok(value)
    }
}

/// Reads the JSON of one field; a field that was there before is an error.
pub(crate) fn fill<T: FromJson>(
    field: &mut Option<Option<T>>,
    record: &'static str,
    name: &str,
    json: Json,
) -> Result<(), ParamError> {
    if field.is_some() {
        return Err(ParamError::new(
            record,
            ParamErrorKind::DuplicateField,
            name,
        ));
    }
    *field = Some(match json {
        Json::Null => None,
        json => Some(T::from_json(json)?),
    });
    Ok(())
}

/// Fields that must be there, and fields that have a default.
macro_rules! fields {
    ($($name:ty: $absent:ident;)+) => {
        $(
            impl $crate::json::Field for $name {
                type Value = Self;

                fn of(
                    value: Option<Self>,
                    record: &'static str,
                    name: &str,
                ) -> Result<Self, $crate::param::ParamError> {
                    value.map_or_else(|| $crate::json::$absent(record, name), Ok)
                }
            }
        )+
    };
}

pub(crate) use fields;

/// A field that may be absent.
pub(crate) fn default<T: Default>(_: &'static str, _: &str) -> Result<T, ParamError> {
    Ok(T::default())
}

/// A field that may not be absent.
#[cold]
pub(crate) fn missing<T>(record: &'static str, name: &str) -> Result<T, ParamError> {
    Err(ParamError::new(record, ParamErrorKind::MissingField, name))
}

impl FromJson for bool {
    const NAME: &'static str = "flag";

    fn from_json(json: Json) -> Result<Self, ParamError> {
        match json {
            Json::Boolean(flag) => Ok(flag),
            other => Err(other.refused(Self::NAME)),
        }
    }
}
