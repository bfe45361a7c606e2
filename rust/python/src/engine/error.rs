// SPDX-License-Identifier: Apache-2.0
//! Errors of the core as exceptions of `openpit.errors` (E-1). The text is the core's.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use openpit::engine::Error;
use openpit::param::{ParamError, ParamErrorKind};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::{
    CALLBACK_ERROR, CONFIG_ERROR, LIFECYCLE_ERROR, PARAM_ERROR, PythonClass, REENTRANCY_ERROR,
    THREADING_ERROR, TIME_ERROR,
};

/// An exception of a class that is written in Python; the failure to make it, if that fails.
pub fn exception<'py>(
    py: Python<'py>,
    class: &PythonClass,
    args: impl IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error = PyErr>,
) -> PyErr {
    let made = class
        .get(py)
        .and_then(|class| class.call1(args.into_pyobject(py)?));
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// The exception of a value error.
#[cold]
pub fn param_error(py: Python<'_>, error: &ParamError) -> PyErr {
    let args = (error.to_string(), error.kind().as_str(), error.input());
    exception(py, &PARAM_ERROR, args)
}

/// The exception of an integer outside the range of its type, which only this binding can be given.
#[cold]
pub fn range_error(py: Python<'_>, type_name: &str, input: &str, allowed: &str) -> PyErr {
    let shown = match input.char_indices().nth(64) {
        Some(_) => format!("{}...", input.chars().take(61).collect::<String>()),
        None => input.to_owned(),
    };
    let text = format!("`{type_name}` `{shown}` is out of range: allowed is {allowed}");
    exception(
        py,
        &PARAM_ERROR,
        (text, ParamErrorKind::Overflow.as_str(), shown),
    )
}

/// The exception of a configuration with these faults.
#[cold]
pub fn config_error(py: Python<'_>, faults: &[String]) -> PyErr {
    match PyTuple::new(py, faults) {
        Ok(found) => exception(py, &CONFIG_ERROR, (faults.join("; "), found)),
        Err(error) => error,
    }
}

/// The exception of a refused call.
#[cold]
pub fn error(py: Python<'_>, error: &Error) -> PyErr {
    let text = error.to_string();
    match error {
        Error::Param(error) => param_error(py, error),
        Error::Lifecycle(kind) => exception(py, &LIFECYCLE_ERROR, (text, kind.as_str())),
        Error::Threading(kind) => exception(py, &THREADING_ERROR, (text, kind.as_str())),
        Error::Reentrancy => exception(py, &REENTRANCY_ERROR, (text,)),
        Error::Time(fault) => exception(py, &TIME_ERROR, (text, fault.kind().as_str())),
        Error::Config(errors) => {
            let faults: Vec<_> = errors.faults().iter().map(ToString::to_string).collect();
            config_error(py, &faults)
        }
        // Callback failures are raised where the Python exceptions are kept: `calls`.
        _ => exception(py, &CALLBACK_ERROR, (text,)),
    }
}

/// Runs core work; a panic, which would be a fault of this library, becomes an ordinary exception
/// and the process lives (E-3).
#[inline]
pub fn guarded<T>(work: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| panicked(&*payload))
}

#[cold]
fn panicked(payload: &(dyn Any + Send)) -> PyErr {
    let text = payload
        .downcast_ref::<&'static str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    PyRuntimeError::new_err(format!("internal error of `openpit`: {text}"))
}
