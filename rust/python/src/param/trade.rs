// SPDX-License-Identifier: Apache-2.0
//! `Trade`: price and quantity of one execution.

use openpit::param as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::{Price, Quantity, json};
use crate::record::{Fields, record_methods};
use crate::text::typed;

/// A trade: so many units at this price (V).
///
/// Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> Trade(price=Price("185"), quantity=Quantity("100"))
/// Trade(price=Price('185'), quantity=Quantity('100'))
#[pyclass(frozen, eq, hash, module = "openpit.param")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Trade(pub core::Trade);

impl Trade {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "price", Some(self.price()))?
            .with(py, "quantity", Some(self.quantity()))
    }
}

record_methods!(Trade);

#[pymethods]
impl Trade {
    #[new]
    #[pyo3(signature = (*, price, quantity))]
    fn new(price: &Bound<'_, PyAny>, quantity: &Bound<'_, PyAny>) -> PyResult<Self> {
        let price = typed::<Price>(price, "price")?.get().0;
        let quantity = typed::<Quantity>(quantity, "quantity")?.get().0;
        Ok(Self(core::Trade::new(price, quantity)))
    }

    /// Settlement asset per unit.
    #[getter]
    fn price(&self) -> Price {
        Price(self.0.price)
    }

    /// Units of the underlying.
    #[getter]
    fn quantity(&self) -> Quantity {
        Quantity(self.0.quantity)
    }

    /// Both fields as JSON carries them: ``{"price": "185", "quantity": "100"}``.
    fn to_json_value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let object = PyDict::new(py);
        object.set_item("price", self.0.price.to_string())?;
        object.set_item("quantity", self.0.quantity.to_string())?;
        Ok(object)
    }

    /// The trade of what ``to_json_value`` gives; a number may be an ``int`` of 64 bits (V-6.12).
    #[staticmethod]
    fn from_json_value(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        json::read(value).map(Self)
    }
}
