// SPDX-License-Identifier: Apache-2.0
//! What does not fit earlier reports (P-10): a text enum in Python.

use openpit::engine::Anomaly;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::ANOMALY;

/// The `Anomaly` members of a result.
pub fn anomaly_members<'py>(
    py: Python<'py>,
    anomalies: &[Anomaly],
) -> PyResult<Bound<'py, PyTuple>> {
    if anomalies.is_empty() {
        return Ok(PyTuple::empty(py));
    }
    let class = ANOMALY.get(py)?;
    let members = anomalies
        .iter()
        .map(|anomaly| class.call1((anomaly.as_str(),)));
    PyTuple::new(py, members.collect::<PyResult<Vec<_>>>()?)
}
