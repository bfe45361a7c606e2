// SPDX-License-Identifier: Apache-2.0
//! Sides: a text enum in Python, read by its text.

use openpit::param::Side;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::classes::SIDE;
use crate::engine::param_error;
use crate::text::text;

static MEMBERS: [PyOnceLock<Py<PyAny>>; 2] = [PyOnceLock::new(), PyOnceLock::new()];

/// The side of a `Side` member or its text.
pub fn side(value: &Bound<'_, PyAny>) -> PyResult<Side> {
    // Members are the common case and each is one object.
    for known in Side::ALL {
        if side_member(value.py(), known)?.is(value) {
            return Ok(known);
        }
    }
    parse(value)
}

/// The canonical text of a side's text, or a ``ParamError``.
#[pyfunction]
#[pyo3(name = "_side")]
pub fn side_text(value: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    Ok(parse(value)?.as_str())
}

fn parse(value: &Bound<'_, PyAny>) -> PyResult<Side> {
    text(value, "side")?
        .parse()
        .map_err(|error| param_error(value.py(), &error))
}

/// The `Side` member of a side.
pub fn side_member(py: Python<'_>, side: Side) -> PyResult<&Bound<'_, PyAny>> {
    let member = MEMBERS[side as usize - 1].get_or_try_init(py, || {
        Ok::<_, PyErr>(SIDE.get(py)?.call1((side.as_str(),))?.unbind())
    })?;
    Ok(member.bind(py))
}
