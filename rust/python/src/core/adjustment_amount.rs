// SPDX-License-Identifier: Apache-2.0
//! `AccountAdjustmentAmount`: what an adjustment does to the amounts (O-3.2).

use openpit::core as records;
use pyo3::prelude::*;

use crate::param::AdjustmentAmount;
use crate::record::{Fields, record_methods};
use crate::text::typed_option;

/// What an adjustment does to the amounts of a balance or position (O-3).
///
/// ``balance``: what is owned; ``held``: the part of it that is reserved; ``incoming``: what is on
/// its way in. Each is an ``AdjustmentAmount``; an adjustment needs at least one. Keyword only.
/// Immutable, hashable, picklable (V-7).
///
/// >>> AccountAdjustmentAmount(balance=AdjustmentAmount.delta("100")).balance
/// AdjustmentAmount.delta('100')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccountAdjustmentAmount(pub records::AccountAdjustmentAmount);

impl AccountAdjustmentAmount {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "balance", self.balance())?
            .with(py, "held", self.held())?
            .with(py, "incoming", self.incoming())
    }
}

record_methods!(AccountAdjustmentAmount);

#[pymethods]
impl AccountAdjustmentAmount {
    #[new]
    #[pyo3(signature = (*, balance=None, held=None, incoming=None))]
    fn new(
        balance: Option<&Bound<'_, PyAny>>,
        held: Option<&Bound<'_, PyAny>>,
        incoming: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let read = |value, name| {
            let amount = typed_option::<AdjustmentAmount>(value, name)?;
            Ok::<_, PyErr>(amount.map(|amount| amount.get().0))
        };
        Ok(Self(records::AccountAdjustmentAmount {
            balance: read(balance, "balance")?,
            held: read(held, "held")?,
            incoming: read(incoming, "incoming")?,
        }))
    }

    /// What is owned.
    #[getter]
    fn balance(&self) -> Option<AdjustmentAmount> {
        self.0.balance.map(AdjustmentAmount)
    }

    /// The part of it that is reserved.
    #[getter]
    fn held(&self) -> Option<AdjustmentAmount> {
        self.0.held.map(AdjustmentAmount)
    }

    /// What is on its way in.
    #[getter]
    fn incoming(&self) -> Option<AdjustmentAmount> {
        self.0.incoming.map(AdjustmentAmount)
    }
}
