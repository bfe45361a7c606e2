// SPDX-License-Identifier: Apache-2.0
//! `OrderPosition`: what an order means to do with a position (O-1.5).

use openpit::core as records;
use pyo3::prelude::*;

use super::flags;
use crate::param::{enum_member, enum_option};
use crate::record::{Fields, record_methods};

/// What an order means to do with a position (O-1).
///
/// ``position_side``: which position is meant, where an account keeps long and short apart;
/// ``reduce_only``: whether the order may only make a position smaller; ``close_position``: whether
/// it closes the whole position. Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> OrderPosition(position_side="long", reduce_only=True).position_side
/// PositionSide.LONG
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderPosition(pub records::OrderPosition);

impl OrderPosition {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "position_side", self.position_side(py)?)?
            .with(py, "reduce_only", self.reduce_only().then_some(true))?
            .with(py, "close_position", self.close_position().then_some(true))
    }
}

record_methods!(OrderPosition);

#[pymethods]
impl OrderPosition {
    #[new]
    #[pyo3(signature = (*, position_side=None, reduce_only=false, close_position=false))]
    fn new(
        position_side: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = flags::reduce_only)] reduce_only: bool,
        #[pyo3(from_py_with = flags::close_position)] close_position: bool,
    ) -> PyResult<Self> {
        Ok(Self(records::OrderPosition {
            position_side: enum_option(position_side, "position_side")?,
            reduce_only,
            close_position,
        }))
    }

    /// Which position is meant, where an account keeps long and short apart: a ``PositionSide``.
    #[getter]
    fn position_side<'py>(&self, py: Python<'py>) -> PyResult<Option<&'py Bound<'py, PyAny>>> {
        let side = self.0.position_side;
        side.map(|side| enum_member(py, side)).transpose()
    }

    /// Whether the order may only make a position smaller.
    #[getter]
    fn reduce_only(&self) -> bool {
        self.0.reduce_only
    }

    /// Whether the order closes the whole position.
    #[getter]
    fn close_position(&self) -> bool {
        self.0.close_position
    }
}
