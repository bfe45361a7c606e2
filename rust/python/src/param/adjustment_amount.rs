// SPDX-License-Identifier: Apache-2.0
//! `AdjustmentAmount`: what an adjustment does to one amount.

use openpit::param::AdjustmentAmount as Core;
use pyo3::prelude::*;

use super::PositionSize;
use super::number_type::raise;
use super::sum_type::sum_class;
use crate::text::typed;

sum_class!(
    /// What an adjustment does to an amount of an account: adds a delta, or sets it (V).
    ///
    /// Made by ``AdjustmentAmount.delta`` or ``AdjustmentAmount.absolute``, which take what
    /// ``PositionSize`` takes; ``kind`` says which, ``value`` how much. Immutable, hashable,
    /// picklable (V-7).
    ///
    /// >>> match AdjustmentAmount.delta("-5"):
    /// ...     case AdjustmentAmount("delta", size):
    /// ...         print(size)
    /// -5
    AdjustmentAmount,
    "adjustment_amount",
    "adjustment_amount_kind",
    Delta: "delta" PositionSize,
    Absolute: "absolute" PositionSize
);

#[pymethods]
impl AdjustmentAmount {
    /// Added to what is there.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn delta(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        PositionSize::read(value).map(Core::Delta).map(Self)
    }

    /// Replaces what is there.
    #[staticmethod]
    #[pyo3(signature = (value, /))]
    fn absolute(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        PositionSize::read(value).map(Core::Absolute).map(Self)
    }

    /// What is there afterwards: ``before`` and the delta, or the absolute, exactly or a
    /// ``ParamError`` (V-6.9).
    ///
    /// >>> AdjustmentAmount.delta("100").apply(PositionSize("250"))
    /// PositionSize('350')
    fn apply(&self, before: &Bound<'_, PyAny>) -> PyResult<PositionSize> {
        let size = typed::<PositionSize>(before, "before")?.get().0;
        raise(before.py(), self.0.apply(size)).map(PositionSize)
    }
}
