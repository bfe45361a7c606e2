// SPDX-License-Identifier: Apache-2.0
//! What makes a `Notional` beside its numbers (V-5).

use openpit::param as core;
use pyo3::prelude::*;

use super::number_type::raise;
use super::{Notional, Price, Quantity, Volume};
use crate::text::typed;

#[pymethods]
impl Notional {
    /// Absolute price times quantity, exactly or with a ``ParamError`` (V-5.1).
    #[staticmethod]
    fn from_price_quantity(
        price: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let py = price.py();
        let price = typed::<Price>(price, "price")?.get().0;
        let quantity = typed::<Quantity>(quantity, "quantity")?.get().0;
        raise(py, core::Notional::from_price_quantity(price, quantity)).map(Self)
    }

    /// The same amount as a notional (V-5).
    #[staticmethod]
    fn from_volume(volume: &Bound<'_, PyAny>) -> PyResult<Self> {
        let volume = typed::<Volume>(volume, "volume")?.get().0;
        Ok(Self(core::Notional::from_volume(volume)))
    }
}
