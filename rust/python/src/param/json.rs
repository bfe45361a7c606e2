// SPDX-License-Identifier: Apache-2.0
//! JSON objects as `json.loads` gives them, for values of several parts (V-6.12).

use openpit::param::{ParamError, ParamErrorKind};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::engine::param_error;
use crate::text::{text, wrong_type};

/// The entries of an object, in its order.
pub fn entries<'py>(
    value: &Bound<'py, PyAny>,
    type_name: &'static str,
) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let Ok(object) = value.cast::<PyDict>() else {
        return Err(wrong_type(value, type_name, "`dict`"));
    };
    let entry = |(key, value)| Ok((text(&key, type_name)?.to_owned(), value));
    object.iter().map(entry).collect()
}

/// The error of a JSON form that is none.
#[cold]
pub fn refused(
    py: Python<'_>,
    type_name: &'static str,
    kind: ParamErrorKind,
    input: &str,
) -> PyErr {
    param_error(py, &ParamError::new(type_name, kind, input))
}
