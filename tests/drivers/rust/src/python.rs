// SPDX-License-Identifier: Apache-2.0
//! The driver as a Python module.

use pyo3::prelude::*;
use serde_json::json;

use crate::answers::Fault;
use crate::{answer, quiet_scripted_panics};

/// The Python module.
#[pymodule]
mod openpit_conformance_rust {
    #[allow(
        clippy::wildcard_imports,
        reason = "the macro's module sees nothing else"
    )]
    use super::*;

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        quiet_scripted_panics();
        Ok(())
    }

    /// Answers one request; both are JSON texts.
    #[pyfunction]
    fn call(request: &str) -> String {
        match serde_json::from_str(request) {
            Ok(request) => answer(&request),
            Err(error) => json!({ "error": Fault::driver(error.to_string()).into_value() }),
        }
        .to_string()
    }
}
