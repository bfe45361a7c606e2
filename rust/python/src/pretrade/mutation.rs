// SPDX-License-Identifier: Apache-2.0
//! `Mutation`: a change that a main-stage policy emits (M-4).

use openpit::pretrade::Finalization;
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use crate::classes::COROUTINE;
use crate::text::wrong_type;

/// A change that a main-stage policy emits; the engine applies one side of it, once (M-1, M-4).
///
/// ``commit`` and ``rollback`` are callables without arguments, run inside the engine's call; what
/// they return is not looked at. ``None`` for a side with nothing to do. Keyword only.
///
/// >>> Mutation(commit=lambda: None).rollback is None
/// True
#[pyclass(frozen, module = "openpit.core")]
#[derive(Debug)]
pub struct Mutation {
    commit: Option<Py<PyAny>>,
    rollback: Option<Py<PyAny>>,
}

impl Mutation {
    /// Runs one side.
    pub fn run(&self, py: Python<'_>, side: Finalization) -> PyResult<()> {
        let callback = match side {
            Finalization::Commit => &self.commit,
            Finalization::Rollback => &self.rollback,
        };
        let Some(callback) = callback else {
            return Ok(());
        };
        let answer = callback.bind(py).call0()?;
        if !answer.is_none() && COROUTINE.has(&answer)? {
            let text = "a coroutine is never awaited here: allowed is a plain function";
            return Err(PyTypeError::new_err(text));
        }
        Ok(())
    }
}

#[pymethods]
impl Mutation {
    #[new]
    #[pyo3(signature = (*, commit=None, rollback=None))]
    fn new(
        commit: Option<&Bound<'_, PyAny>>,
        rollback: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let side = |callback: Option<&Bound<'_, PyAny>>, name: &str| match callback {
            Some(callback) if !callback.is_callable() => {
                Err(wrong_type(callback, name, "a callable or `None`"))
            }
            _ => Ok(callback.map(|callback| callback.clone().unbind())),
        };
        Ok(Self {
            commit: side(commit, "commit")?,
            rollback: side(rollback, "rollback")?,
        })
    }

    /// What is called when the order goes on.
    #[getter]
    fn commit(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.commit.as_ref().map(|callback| callback.clone_ref(py))
    }

    /// What is called when the order does not go on.
    #[getter]
    fn rollback(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.rollback
            .as_ref()
            .map(|callback| callback.clone_ref(py))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = |callback: &Option<Py<PyAny>>| match callback {
            Some(callback) => Ok::<_, PyErr>(callback.bind(py).repr()?.to_string()),
            None => Ok("None".to_owned()),
        };
        let (commit, rollback) = (shown(&self.commit)?, shown(&self.rollback)?);
        Ok(format!("Mutation(commit={commit}, rollback={rollback})"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.commit)?;
        visit.call(&self.rollback)
    }
}
