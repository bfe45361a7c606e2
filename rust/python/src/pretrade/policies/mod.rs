// SPDX-License-Identifier: Apache-2.0
//! Built-in policies (L): their builders are dataclasses in Python, read here by attribute.

mod notional_limit;
mod order_size_limit;
mod order_validation;
mod pnl_bounds_killswitch;
mod rate_limit;

use openpit::pretrade::policies::LimitsChange;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::classes::{
    NOTIONAL_LIMIT, ORDER_SIZE_LIMIT, ORDER_VALIDATION, PNL_BOUNDS_KILLSWITCH, RATE_LIMIT,
};
use crate::engine::CoreBuilder;
use crate::text::wrong_type;

/// Adds the built-in of a Python builder.
pub fn add(builder: CoreBuilder, policy: &Bound<'_, PyAny>) -> PyResult<CoreBuilder> {
    if ORDER_VALIDATION.has(policy)? {
        Ok(builder.builtin(order_validation::read(policy)?))
    } else if RATE_LIMIT.has(policy)? {
        Ok(builder.builtin(rate_limit::read(policy)?))
    } else if ORDER_SIZE_LIMIT.has(policy)? {
        Ok(builder.builtin(order_size_limit::read(policy)?))
    } else if PNL_BOUNDS_KILLSWITCH.has(policy)? {
        Ok(builder.builtin(pnl_bounds_killswitch::read(policy)?))
    } else if NOTIONAL_LIMIT.has(policy)? {
        Ok(builder.builtin(notional_limit::read(policy)?))
    } else {
        let allowed = "what a `build_` function of `openpit.pretrade.policies` gives";
        Err(wrong_type(policy, "policy", allowed))
    }
}

/// The change of limits that `axes`, a dictionary of lists of barriers, makes to a type of policy.
pub fn change(kind: &str, axes: &Bound<'_, PyAny>) -> PyResult<LimitsChange> {
    match kind {
        "rate_limit" => rate_limit::change(axes),
        "order_size_limit" => order_size_limit::change(axes),
        "pnl_bounds_killswitch" => pnl_bounds_killswitch::change(axes),
        "notional_limit" => notional_limit::change(axes),
        other => {
            let text = format!("policy type `{other}` is unknown");
            Err(PyValueError::new_err(text))
        }
    }
}

/// The barriers of an axis that changes.
fn all<T, U: From<T>>(barriers: Option<Vec<T>>) -> Option<Vec<U>> {
    barriers.map(|found| found.into_iter().map(U::from).collect())
}
