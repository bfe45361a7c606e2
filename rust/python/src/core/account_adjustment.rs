// SPDX-License-Identifier: Apache-2.0
//! `AccountAdjustment` (O-3), filled by `__init__` as the order is.

use std::sync::OnceLock;

use openpit::core::{
    self as records, HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation,
};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::adjustment_amount::AccountAdjustmentAmount;
use super::adjustment_bounds::AccountAdjustmentBounds;
use super::{adjustment_operation, already_initialised, not_initialised, open_record_methods};
use crate::param::raise;
use crate::record::Fields;
use crate::text::{typed, typed_option};

/// An adjustment of an account from outside the order flow: a deposit, a correction, a position
/// that a venue reported (O-3).
///
/// ``operation``: an ``AccountAdjustmentBalanceOperation`` or an
/// ``AccountAdjustmentPositionOperation``. A ``ParamError`` if the amount is empty or bounds are
/// inverted. Keyword only. Immutable, hashable, picklable; equal to an adjustment of the same class
/// with equal parts (V-7). A subclass may add attributes, which copies and pickles keep, but which
/// do not count in equality. Its ``__init__`` must call ``super().__init__``, else the adjustment
/// is refused with a ``TypeError`` (O-6).
///
/// >>> deposit = AccountAdjustment(
/// ...     operation=AccountAdjustmentBalanceOperation(asset="USD"),
/// ...     amount=AccountAdjustmentAmount(balance=AdjustmentAmount.delta("100")),
/// ... )
/// >>> deposit.amount.balance == AdjustmentAmount.delta(100)
/// True
#[pyclass(frozen, subclass, module = "openpit.core")]
#[derive(Debug, Default)]
pub struct AccountAdjustment {
    record: OnceLock<records::AccountAdjustment>,
}

impl AccountAdjustment {
    fn fields<'py>(slf: &Bound<'py, Self>) -> PyResult<Fields<'py>> {
        let py = slf.py();
        let bounds = Self::bounds(slf)?;
        let bounded = bounds.0 != records::AccountAdjustmentBounds::default();
        Fields::default()
            .with(py, "operation", Some(Self::operation(slf)?))?
            .with(py, "amount", Some(Self::amount(slf)?))?
            .with(py, "bounds", bounded.then_some(bounds))
    }

    fn record<'a>(slf: &'a Bound<'_, Self>) -> PyResult<&'a records::AccountAdjustment> {
        slf.get().record.get().ok_or_else(|| not_initialised(slf))
    }
}

impl From<records::AccountAdjustment> for AccountAdjustment {
    fn from(record: records::AccountAdjustment) -> Self {
        Self {
            record: OnceLock::from(record),
        }
    }
}

open_record_methods!(AccountAdjustment);

#[pymethods]
impl AccountAdjustment {
    #[new]
    #[pyo3(
        signature = (*args, **kwargs),
        text_signature = "(*, operation, amount, bounds=None)"
    )]
    fn new(args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        // A subclass may have arguments of its own; `__init__` judges them.
        let _ = (args, kwargs);
        Self::default()
    }

    #[pyo3(signature = (*, operation, amount, bounds=None))]
    fn __init__(
        slf: &Bound<'_, Self>,
        operation: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        bounds: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let operation = adjustment_operation::read(operation)?;
        let amount = typed::<AccountAdjustmentAmount>(amount, "amount")?.get().0;
        let bounds = typed_option::<AccountAdjustmentBounds>(bounds, "bounds")?
            .map_or_else(Default::default, |bounds| bounds.get().0);
        let record = records::AccountAdjustment::new(operation, amount, bounds);
        let filled = slf.get().record.set(raise(slf.py(), record)?);
        filled.map_err(|_| already_initialised(slf))
    }

    /// What is adjusted: an ``AccountAdjustmentBalanceOperation`` or an
    /// ``AccountAdjustmentPositionOperation``.
    #[getter]
    fn operation<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        adjustment_operation::show(slf.py(), Self::record(slf)?.operation())
    }

    /// By how much.
    #[getter]
    fn amount(slf: &Bound<'_, Self>) -> PyResult<AccountAdjustmentAmount> {
        Ok(AccountAdjustmentAmount(*Self::record(slf)?.amount()))
    }

    /// What the amounts must stay within; without any bound if none were given.
    #[getter]
    fn bounds(slf: &Bound<'_, Self>) -> PyResult<AccountAdjustmentBounds> {
        Ok(AccountAdjustmentBounds(*Self::record(slf)?.bounds()))
    }
}

/// A Python adjustment inside the engine: read in place, never copied (O-4, O-6).
#[derive(Debug)]
pub struct SubmittedAdjustment(Py<AccountAdjustment>);

impl SubmittedAdjustment {
    /// The adjustment, whose record is known to be filled.
    pub fn new(adjustment: &Bound<'_, AccountAdjustment>) -> PyResult<Self> {
        AccountAdjustment::record(adjustment)?;
        Ok(Self(adjustment.clone().unbind()))
    }

    /// The very object that was submitted.
    pub const fn object(&self) -> &Py<AccountAdjustment> {
        &self.0
    }

    fn record(&self) -> Option<&records::AccountAdjustment> {
        self.0.get().record.get()
    }
}

impl HasAdjustmentOperation for SubmittedAdjustment {
    fn adjustment_operation(&self) -> Option<&records::AccountAdjustmentOperation> {
        self.record()?.adjustment_operation()
    }
}

impl HasAdjustmentAmount for SubmittedAdjustment {
    fn adjustment_amount(&self) -> Option<records::AccountAdjustmentAmount> {
        self.record()?.adjustment_amount()
    }
}

impl HasAdjustmentBounds for SubmittedAdjustment {
    fn adjustment_bounds(&self) -> records::AccountAdjustmentBounds {
        self.record()
            .map_or_else(Default::default, HasAdjustmentBounds::adjustment_bounds)
    }
}

/// The record of an `AccountAdjustment`, for a policy's answer.
pub fn adjustment_record(
    adjustment: &Bound<'_, AccountAdjustment>,
) -> PyResult<records::AccountAdjustment> {
    AccountAdjustment::record(adjustment).cloned()
}

/// An `AccountAdjustment` of a record.
pub fn adjustment_object(
    py: Python<'_>,
    record: records::AccountAdjustment,
) -> PyResult<Bound<'_, AccountAdjustment>> {
    let made = AccountAdjustment {
        record: OnceLock::from(record),
    };
    Bound::new(py, made)
}
