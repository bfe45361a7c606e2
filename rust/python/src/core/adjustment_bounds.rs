// SPDX-License-Identifier: Apache-2.0
//! `AccountAdjustmentBounds`: what the amounts must stay within (O-3.2).

use openpit::core as records;
use pyo3::prelude::*;

use crate::param::PositionSize;
use crate::record::{Fields, record_methods};
use crate::text::typed_option;

/// What the amounts must stay within after an adjustment; both ends are allowed values (O-3).
///
/// Each is a ``PositionSize`` in units of the asset or the underlying; one that is absent bounds
/// nothing. An adjustment whose lower bound is above its upper one is a ``ParamError``. Keyword
/// only. Immutable, hashable, picklable (V-7).
///
/// >>> AccountAdjustmentBounds(balance_lower=PositionSize(0)).balance_lower
/// PositionSize('0')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentBounds(pub records::AccountAdjustmentBounds);

impl AccountAdjustmentBounds {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "balance_upper", self.balance_upper())?
            .with(py, "balance_lower", self.balance_lower())?
            .with(py, "held_upper", self.held_upper())?
            .with(py, "held_lower", self.held_lower())?
            .with(py, "incoming_upper", self.incoming_upper())?
            .with(py, "incoming_lower", self.incoming_lower())
    }
}

record_methods!(AccountAdjustmentBounds);

#[pymethods]
impl AccountAdjustmentBounds {
    #[new]
    #[pyo3(signature = (
        *, balance_upper=None, balance_lower=None, held_upper=None, held_lower=None,
        incoming_upper=None, incoming_lower=None
    ))]
    fn new(
        balance_upper: Option<&Bound<'_, PyAny>>,
        balance_lower: Option<&Bound<'_, PyAny>>,
        held_upper: Option<&Bound<'_, PyAny>>,
        held_lower: Option<&Bound<'_, PyAny>>,
        incoming_upper: Option<&Bound<'_, PyAny>>,
        incoming_lower: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let read = |value, name| {
            let bound = typed_option::<PositionSize>(value, name)?;
            Ok::<_, PyErr>(bound.map(|bound| bound.get().0))
        };
        Ok(Self(records::AccountAdjustmentBounds {
            balance_upper: read(balance_upper, "balance_upper")?,
            balance_lower: read(balance_lower, "balance_lower")?,
            held_upper: read(held_upper, "held_upper")?,
            held_lower: read(held_lower, "held_lower")?,
            incoming_upper: read(incoming_upper, "incoming_upper")?,
            incoming_lower: read(incoming_lower, "incoming_lower")?,
        }))
    }

    /// The largest balance allowed.
    #[getter]
    fn balance_upper(&self) -> Option<PositionSize> {
        self.0.balance_upper.map(PositionSize)
    }

    /// The smallest balance allowed.
    #[getter]
    fn balance_lower(&self) -> Option<PositionSize> {
        self.0.balance_lower.map(PositionSize)
    }

    /// The largest held amount allowed.
    #[getter]
    fn held_upper(&self) -> Option<PositionSize> {
        self.0.held_upper.map(PositionSize)
    }

    /// The smallest held amount allowed.
    #[getter]
    fn held_lower(&self) -> Option<PositionSize> {
        self.0.held_lower.map(PositionSize)
    }

    /// The largest incoming amount allowed.
    #[getter]
    fn incoming_upper(&self) -> Option<PositionSize> {
        self.0.incoming_upper.map(PositionSize)
    }

    /// The smallest incoming amount allowed.
    #[getter]
    fn incoming_lower(&self) -> Option<PositionSize> {
        self.0.incoming_lower.map(PositionSize)
    }
}
