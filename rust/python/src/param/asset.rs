// SPDX-License-Identifier: Apache-2.0
//! `Asset`: the name of an asset.

use openpit::param as core;
use pyo3::prelude::*;
use pyo3::types::PyType;

use super::number_type::{raise, repr_text};
use crate::record::value_methods;
use crate::text::text;

/// The name of an asset: ``USD``, ``AAPL``, ``BTC`` (V).
///
/// Not empty, at most 64 bytes of UTF-8, no control characters, no surrounding blanks; case
/// matters. A bad name is a ``ParamError``. Immutable, hashable, ordered, picklable (V-7).
///
/// >>> str(Asset("USD"))
/// 'USD'
#[pyclass(frozen, eq, ord, hash, module = "openpit.param")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asset(pub core::Asset);

/// The asset of an `Asset` or its name.
pub fn asset(value: &Bound<'_, PyAny>) -> PyResult<core::Asset> {
    if let Ok(asset) = value.cast::<Asset>() {
        return Ok(asset.get().0.clone());
    }
    raise(value.py(), core::Asset::new(text(value, "asset")?))
}

value_methods!(Asset);

#[pymethods]
impl Asset {
    #[new]
    #[pyo3(signature = (name, /))]
    fn new(name: &Bound<'_, PyAny>) -> PyResult<Self> {
        asset(name).map(Self)
    }

    /// The name, as JSON carries it.
    fn to_json_value(&self) -> &str {
        self.0.as_str()
    }

    /// The asset of what ``to_json_value`` gives (V-6.12).
    #[staticmethod]
    fn from_json_value(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        super::json::read(value).map(Self)
    }

    fn __str__(&self) -> &str {
        self.0.as_str()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        repr_text(py, "Asset", self.0.as_str())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (String,)) {
        (slf.get_type(), (slf.get().0.to_string(),))
    }
}
