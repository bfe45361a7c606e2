// SPDX-License-Identifier: Apache-2.0
//! What a `PositionSize` has to do with sides (V-5.6).

use openpit::param as core;
use pyo3::prelude::*;

use super::number_type::raise;
use super::{PositionSize, Quantity, text_enum};
use crate::text::typed;

/// A quantity and its side, or none if the position is flat.
type Leg<'py> = Option<(Quantity, Bound<'py, PyAny>)>;

fn leg(py: Python<'_>, leg: Option<(core::Quantity, core::Side)>) -> PyResult<Leg<'_>> {
    leg.map(|(quantity, side)| Ok((Quantity(quantity), text_enum::member(py, side)?.clone())))
        .transpose()
}

#[pymethods]
impl PositionSize {
    /// What an execution of so many units does to a position: a buy adds, a sell takes (V-5.6).
    #[staticmethod]
    fn from_quantity_and_side(
        quantity: &Bound<'_, PyAny>,
        side: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let quantity = typed::<Quantity>(quantity, "quantity")?.get().0;
        let side = text_enum::read(side, "side")?;
        Ok(Self(core::PositionSize::from_quantity_and_side(
            quantity, side,
        )))
    }

    /// The order that opens this position from flat: how much, and on which side; None if it is
    /// flat (V-5.6).
    fn to_open_quantity<'py>(&self, py: Python<'py>) -> PyResult<Leg<'py>> {
        leg(py, self.0.to_open_quantity())
    }

    /// The order that closes this position: how much, and on which side; None if it is flat
    /// (V-5.6).
    fn to_close_quantity<'py>(&self, py: Python<'py>) -> PyResult<Leg<'py>> {
        leg(py, self.0.to_close_quantity())
    }

    /// The position after an execution of so many units: a buy adds, a sell takes; exactly or with
    /// a ``ParamError`` (V-5.6).
    fn checked_add_quantity(
        &self,
        quantity: &Bound<'_, PyAny>,
        side: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let py = quantity.py();
        let quantity = typed::<Quantity>(quantity, "quantity")?.get().0;
        let side = text_enum::read(side, "side")?;
        raise(py, self.0.checked_add_quantity(quantity, side)).map(Self)
    }
}
