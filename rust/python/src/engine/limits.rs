// SPDX-License-Identifier: Apache-2.0
//! What a `limits.toml` text holds, before an engine is built from it.

use pyo3::prelude::*;

/// The types of the policies that a ``limits.toml`` text describes, in its order, such as
/// ``"pnl_bounds_killswitch"`` (L-1 to L-4).
///
/// It finds no faults: a policy whose type is not known or cannot be read is left out.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub fn limits_policy_types(text: &str) -> Vec<&'static str> {
    openpit::limits::policy_types(text)
}
