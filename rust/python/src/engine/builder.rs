// SPDX-License-Identifier: Apache-2.0
//! Builds an engine from what the Python `EngineBuilder` collected (P-1).

use std::sync::Arc;

use openpit::engine::EngineBuilder;
use openpit::engine::sync::{Checked, Mode};
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;

use super::calls::{Calls, Policies};
use super::clock::manual_clock;
use super::error::config_error;
use super::handle::{Closer, Engine};
use crate::classes::GUARDIAN;
use crate::core::{SubmittedAdjustment, SubmittedOrder, SubmittedReport};
use crate::pretrade::{NotMade, PythonPolicy, policies};

/// The core's builder for Python.
pub type CoreBuilder = EngineBuilder<SubmittedOrder, SubmittedReport, SubmittedAdjustment, Checked>;

/// One step of the configuration: its kind and what it adds.
type Step<'py> = (String, Bound<'py, PyAny>);

/// Builds the engine of an ``EngineBuilder``.
///
/// ``sync`` is the mode: ``local``, ``account`` or ``full``. ``steps`` are pairs in the order of
/// the builder's calls: ``("builtin", builder)``, ``("pre_trade", policy)``, ``("limits", (text,
/// accounts))``. ``records``: whether decisions, and whether verdicts are recorded. Raises
/// ``ConfigError`` with ``faults`` and every fault that the core finds, from the first exception of
/// a policy.
#[pyfunction]
#[pyo3(
    name = "_build_engine",
    signature = (*, sync, steps, clock, records, require_limits, faults)
)]
pub fn build_engine<'py>(
    py: Python<'py>,
    sync: &str,
    steps: Vec<Step<'py>>,
    clock: Option<&Bound<'py, PyAny>>,
    records: (bool, bool),
    require_limits: bool,
    mut faults: Vec<String>,
) -> PyResult<Bound<'py, Engine>> {
    let mode = mode(sync)?;
    let has_callbacks = steps.iter().any(|(kind, _)| kind == "pre_trade");
    let calls = Arc::new(Calls::new(has_callbacks));
    let mut builder =
        openpit::Engine::builder::<SubmittedOrder, SubmittedReport, SubmittedAdjustment>()
            .checked(mode);
    let mut hooks = Policies::new();
    // The first exception of a policy that was asked what it is (P-8.15).
    let mut cause = None;
    if let Some(clock) = clock {
        builder = builder.clock(manual_clock(clock)?);
    }
    let (decisions, verdicts) = records;
    if decisions {
        builder = builder.record_decisions();
    }
    if verdicts {
        builder = builder.record_verdicts();
    }
    if require_limits {
        builder = builder.require_limits();
    }
    for (kind, value) in &steps {
        builder = match kind.as_str() {
            "builtin" => policies::add(builder, value)?,
            "pre_trade" => match PythonPolicy::new(value, &calls) {
                Ok(policy) => {
                    hooks.push(policy.shared_hooks());
                    builder.pre_trade(policy)
                }
                Err(NotMade::Asking(hook, error)) if error.is_instance_of::<PyException>(py) => {
                    let why = error.to_string();
                    cause.get_or_insert(error);
                    builder.unasked(hook, &why)
                }
                Err(NotMade::Asking(_, error) | NotMade::Wrong(error)) => return Err(error),
            },
            "limits" => {
                let (text, accounts): (String, Vec<String>) = value.extract()?;
                builder.limits(&text, accounts)
            }
            other => return Err(unknown_step(other)),
        };
    }
    let core = match builder.build() {
        Ok(core) if faults.is_empty() => core,
        Ok(_) => return Err(config_error(py, &faults)),
        Err(errors) => {
            faults.extend(errors.faults().iter().map(ToString::to_string));
            return Err(raised_from(py, config_error(py, &faults), cause));
        }
    };
    let engine = Engine::new(core, mode, calls, hooks);
    guarded_engine(py, engine)
}

fn unknown_step(kind: &str) -> PyErr {
    PyValueError::new_err(format!("step `{kind}` is unknown"))
}

/// The same error, raised from another one if there is any.
fn raised_from(py: Python<'_>, error: PyErr, cause: Option<PyErr>) -> PyErr {
    if cause.is_some() {
        error.set_cause(py, cause);
    }
    error
}

/// The mode of a name.
fn mode(name: &str) -> PyResult<Mode> {
    match name {
        "local" => Ok(Mode::Local),
        "account" => Ok(Mode::Account),
        "full" => Ok(Mode::Full),
        other => {
            let text = format!("sync mode `{other}` is unknown");
            Err(PyValueError::new_err(text))
        }
    }
}

/// The engine with the object that closes it when it is garbage.
fn guarded_engine(py: Python<'_>, engine: Engine) -> PyResult<Bound<'_, Engine>> {
    let engine = Bound::new(py, engine)?;
    let closer = Closer(Arc::clone(&engine.get().inner));
    let guardian = GUARDIAN.get(py)?.call1((Bound::new(py, closer)?,))?;
    engine.get().guard(guardian.unbind());
    Ok(engine)
}
