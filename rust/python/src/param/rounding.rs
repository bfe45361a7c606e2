// SPDX-License-Identifier: Apache-2.0
//! The scale and the strategy of the `*_rounded` forms (V-3).

use openpit::param::RoundingStrategy;
use pyo3::prelude::*;

use super::{input, text_enum};

/// The scale and the strategy of a rounded form.
pub fn rounding(
    scale: &Bound<'_, PyAny>,
    strategy: &Bound<'_, PyAny>,
    type_name: &'static str,
) -> PyResult<(u32, RoundingStrategy)> {
    Ok((
        input::scale(scale, type_name)?,
        text_enum::read(strategy, "strategy")?,
    ))
}
