// SPDX-License-Identifier: Apache-2.0
//! What `json.loads` gives, handed to the core, which reads it as it reads JSON text (V-6.12).

use openpit::json::{FromJson, Json};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};

use super::input::Input;
use super::number_type::raise;
use crate::classes::DECIMAL;
use crate::text::{text, wrong_type};

const ALLOWED: &str = "`str`, `int`, `float`, `bool`, `None`, `list` or `dict`";

/// How deep an object of values may have objects: no value has any, so what is deeper is as if it
/// were empty, and is refused all the same.
const DEPTH: usize = 2;

/// A value of its JSON form.
pub fn read<T: FromJson>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    raise(value.py(), T::from_json(json(value, T::NAME, DEPTH)?))
}

/// What JSON would say; a `TypeError` for what no JSON becomes in Python.
fn json(value: &Bound<'_, PyAny>, type_name: &'static str, depth: usize) -> PyResult<Json> {
    if value.is_none() {
        return Ok(Json::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Json::Boolean(flag.is_true()));
    }
    if let Ok(int) = value.cast::<PyInt>() {
        return Ok(match Input::int(int)? {
            Input::Int(int) => Json::integer(int),
            _ => Json::Number,
        });
    }
    // A decimal is what `json.loads(text, parse_float=Decimal)` makes of a number.
    if value.is_instance_of::<PyFloat>() || DECIMAL.made(value)? {
        return Ok(Json::Number);
    }
    if value.is_instance_of::<PyString>() {
        return Ok(Json::Text(text(value, type_name)?.to_owned()));
    }
    if value.is_instance_of::<PyList>() {
        return Ok(Json::Array);
    }
    let Ok(object) = value.cast::<PyDict>() else {
        return Err(wrong_type(value, type_name, ALLOWED));
    };
    if depth == 0 {
        return Ok(Json::Object(Vec::new()));
    }
    let field = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let name = text(&key, type_name)?.to_owned();
        Ok((name, json(&value, type_name, depth - 1)?))
    };
    object
        .iter()
        .map(field)
        .collect::<PyResult<_>>()
        .map(Json::Object)
}
