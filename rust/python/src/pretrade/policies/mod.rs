// SPDX-License-Identifier: Apache-2.0
//! Built-in policies (L): their builders are dataclasses in Python, read here by attribute.

mod notional_limit;
mod order_size_limit;
mod order_validation;
mod pnl_bounds_killswitch;
mod rate_limit;

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
