// SPDX-License-Identifier: Apache-2.0
//! Rounding strategies: a text enum in Python, read by its text.

use openpit::param::RoundingStrategy;
use pyo3::prelude::*;

use super::input;
use crate::engine::param_error;
use crate::text::text;

/// The scale and the strategy of a rounded form.
pub fn rounding(
    scale: &Bound<'_, PyAny>,
    strategy: &Bound<'_, PyAny>,
    type_name: &'static str,
) -> PyResult<(u32, RoundingStrategy)> {
    Ok((input::scale(scale, type_name)?, self::strategy(strategy)?))
}

/// The canonical text of a strategy's text, or a ``ParamError``.
#[pyfunction]
#[pyo3(name = "_rounding_strategy")]
pub fn strategy_text(value: &Bound<'_, PyAny>) -> PyResult<&'static str> {
    Ok(strategy(value)?.as_str())
}

/// The strategy of a `RoundingStrategy` member or its text.
fn strategy(value: &Bound<'_, PyAny>) -> PyResult<RoundingStrategy> {
    text(value, "rounding_strategy")?
        .parse()
        .map_err(|error| param_error(value.py(), &error))
}
