// SPDX-License-Identifier: Apache-2.0
//! Time as an argument (D-2): nanoseconds since the epoch.

use openpit::engine::ManualClock;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};

use super::range_error;
use crate::text::wrong_type;

/// The time of a call, from its `at=`.
#[derive(Debug, Clone, Copy)]
pub struct At(pub i64);

impl<'a, 'py> FromPyObject<'a, 'py> for At {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
            return Err(wrong_type(
                &value,
                "at",
                "`int`, nanoseconds since the epoch",
            ));
        }
        value.extract::<i64>().map(Self).map_err(|_| {
            let input = value
                .str()
                .map_or_else(|_| "int".into(), |text| text.to_string());
            let allowed = "`-9223372036854775808` to `9223372036854775807`";
            range_error(value.py(), "at", &input, allowed)
        })
    }
}

/// The core's clock of a Python `ManualClock`.
pub fn manual_clock(clock: &Bound<'_, PyAny>) -> PyResult<ManualClock> {
    let py = clock.py();
    let start = clock.getattr(intern!(py, "start"))?.extract()?;
    let manual = ManualClock::starting_at(start);
    if clock.getattr(intern!(py, "accept_late"))?.extract()? {
        Ok(manual.accept_late())
    } else {
        Ok(manual)
    }
}
