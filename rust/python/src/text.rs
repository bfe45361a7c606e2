// SPDX-License-Identifier: Apache-2.0
//! Text arguments: Python strings that must be UTF-8, and names of enum members.

use openpit::param::{ParamError, ParamErrorKind};
use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::engine::param_error;

/// The UTF-8 text of a `str`, or a `TypeError` that names the argument; lone surrogates, which no
/// text of another language can hold, are a param error.
pub fn text<'a>(value: &'a Bound<'_, PyAny>, type_name: &'static str) -> PyResult<&'a str> {
    let string = value
        .cast::<PyString>()
        .map_err(|_| wrong_type(value, type_name, "`str`"))?;
    string.to_str().map_err(|_| {
        let shown = string.to_string_lossy();
        let error = ParamError::new(type_name, ParamErrorKind::InvalidFormat, &shown);
        param_error(value.py(), &error)
    })
}

/// An argument of one class, or a `TypeError` that names both.
#[inline]
pub fn typed<'a, 'py, T: PyClass>(
    value: &'a Bound<'py, PyAny>,
    argument: &str,
) -> PyResult<&'a Bound<'py, T>> {
    value.cast::<T>().map_err(|_| {
        let class = value.py().get_type::<T>();
        let allowed = class
            .name()
            .map_or_else(|_| "another".to_owned(), |name| format!("`{name}`"));
        wrong_type(value, argument, &allowed)
    })
}

/// An optional argument of one class.
#[inline]
pub fn typed_option<'a, 'py, T: PyClass>(
    value: Option<&'a Bound<'py, PyAny>>,
    argument: &str,
) -> PyResult<Option<&'a Bound<'py, T>>> {
    value.map(|value| typed(value, argument)).transpose()
}

/// The `TypeError` of an argument of a wrong type (E-3).
#[cold]
pub fn wrong_type(value: &Bound<'_, PyAny>, argument: &str, allowed: &str) -> PyErr {
    let found = value
        .get_type()
        .name()
        .map_or_else(|_| "unknown".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "`{argument}` is of type `{found}`: allowed is {allowed}"
    ))
}
