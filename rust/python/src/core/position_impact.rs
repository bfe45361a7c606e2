// SPDX-License-Identifier: Apache-2.0
//! `ExecutionReportPositionImpact`: what an execution did to the position (O-2.2).

use openpit::core as records;
use pyo3::prelude::*;

use crate::param::{enum_member, enum_option};
use crate::record::{Fields, record_methods};

/// What an execution did to the position (O-2).
///
/// ``position_effect``: whether it opened or closed; ``position_side``: which position it changed,
/// where an account keeps long and short apart. Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> ExecutionReportPositionImpact(position_effect="close").position_effect
/// PositionEffect.CLOSE
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExecutionReportPositionImpact(pub records::ExecutionReportPositionImpact);

impl ExecutionReportPositionImpact {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "position_effect", self.position_effect(py)?)?
            .with(py, "position_side", self.position_side(py)?)
    }
}

record_methods!(ExecutionReportPositionImpact);

#[pymethods]
impl ExecutionReportPositionImpact {
    #[new]
    #[pyo3(signature = (*, position_effect=None, position_side=None))]
    fn new(
        position_effect: Option<&Bound<'_, PyAny>>,
        position_side: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(records::ExecutionReportPositionImpact {
            position_effect: enum_option(position_effect, "position_effect")?,
            position_side: enum_option(position_side, "position_side")?,
        }))
    }

    /// Whether the execution opened or closed: a ``PositionEffect``.
    #[getter]
    fn position_effect<'py>(&self, py: Python<'py>) -> PyResult<Option<&'py Bound<'py, PyAny>>> {
        let effect = self.0.position_effect;
        effect.map(|effect| enum_member(py, effect)).transpose()
    }

    /// Which position it changed, where an account keeps long and short apart: a
    /// ``PositionSide``.
    #[getter]
    fn position_side<'py>(&self, py: Python<'py>) -> PyResult<Option<&'py Bound<'py, PyAny>>> {
        let side = self.0.position_side;
        side.map(|side| enum_member(py, side)).transpose()
    }
}
