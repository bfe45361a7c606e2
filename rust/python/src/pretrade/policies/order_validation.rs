// SPDX-License-Identifier: Apache-2.0
//! L-1: reads an `OrderValidationBuilder`.

use openpit::pretrade::policies::OrderValidation;
use pyo3::prelude::*;

#[derive(FromPyObject)]
struct Builder {
    name: Option<String>,
}

pub fn read(policy: &Bound<'_, PyAny>) -> PyResult<OrderValidation> {
    let Builder { name } = policy.extract()?;
    let policy = OrderValidation::new();
    Ok(match name {
        Some(name) => policy.named(name),
        None => policy,
    })
}
