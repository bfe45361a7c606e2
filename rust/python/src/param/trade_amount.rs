// SPDX-License-Identifier: Apache-2.0
//! `TradeAmount`: how much an order is for.

use openpit::param as core;
use pyo3::IntoPyObjectExt;
use pyo3::intern;
use pyo3::prelude::*;

use super::number_type::repr_text;
use super::{Quantity, Volume};
use crate::record::value_methods;
use crate::text::wrong_type;

/// The amount of an order: units of the underlying, or money in the settlement asset (V).
///
/// Made by ``TradeAmount.quantity`` or ``TradeAmount.volume``, which take what ``Quantity`` and
/// ``Volume`` take. Immutable, hashable, picklable (V-7).
///
/// >>> TradeAmount.quantity("100").value
/// Quantity('100')
#[pyclass(frozen, eq, hash, module = "openpit.param")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TradeAmount(pub core::TradeAmount);

/// The amount of a `TradeAmount`, `Quantity` or `Volume`.
pub fn trade_amount(value: &Bound<'_, PyAny>) -> PyResult<core::TradeAmount> {
    if let Ok(amount) = value.cast::<TradeAmount>() {
        Ok(amount.get().0)
    } else if let Ok(quantity) = value.cast::<Quantity>() {
        Ok(core::TradeAmount::Quantity(quantity.get().0))
    } else if let Ok(volume) = value.cast::<Volume>() {
        Ok(core::TradeAmount::Volume(volume.get().0))
    } else {
        let allowed = "`TradeAmount`, `Quantity` or `Volume`";
        Err(wrong_type(value, "trade_amount", allowed))
    }
}

impl TradeAmount {
    fn maker(&self) -> &'static str {
        match self.0 {
            core::TradeAmount::Quantity(_) => "quantity",
            core::TradeAmount::Volume(_) => "volume",
        }
    }

    fn text(&self) -> String {
        match self.0 {
            core::TradeAmount::Quantity(quantity) => quantity.to_string(),
            core::TradeAmount::Volume(volume) => volume.to_string(),
        }
    }
}

value_methods!(TradeAmount);

#[pymethods]
impl TradeAmount {
    /// So many units of the underlying.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn quantity(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let quantity = Quantity::read(value)?;
        Ok(Self(core::TradeAmount::Quantity(quantity)))
    }

    /// So much money in the settlement asset.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn volume(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(core::TradeAmount::Volume(Volume::read(value)?)))
    }

    /// The amount itself: a ``Quantity`` or a ``Volume``.
    #[getter]
    fn value(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self.0 {
            core::TradeAmount::Quantity(quantity) => Quantity(quantity).into_py_any(py),
            core::TradeAmount::Volume(volume) => Volume(volume).into_py_any(py),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        repr_text(py, &format!("TradeAmount.{}", self.maker()), &self.text())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let name = match slf.get().0 {
            core::TradeAmount::Quantity(_) => intern!(slf.py(), "quantity"),
            core::TradeAmount::Volume(_) => intern!(slf.py(), "volume"),
        };
        Ok((slf.get_type().getattr(name)?, (slf.get().text(),)))
    }
}
