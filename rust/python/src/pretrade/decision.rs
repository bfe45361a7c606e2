// SPDX-License-Identifier: Apache-2.0
//! `PolicyDecision`: what a main-stage hook answers.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple, PyType};
use smallvec::SmallVec;

use super::reject::policy_reject;
use super::{Mutation, PythonPolicy};
use crate::classes::{ACCOUNT_BLOCK, POLICY_REJECT};
use crate::engine::account_block;
use crate::text::wrong_type;

/// The answer of a main-stage hook: accept or reject, with mutations and account blocks (P-4).
///
/// Made by ``PolicyDecision.accept`` or ``PolicyDecision.reject``. ``mutations``: an iterable of
/// ``Mutation``; a rejecting decision's own are rolled back too. ``account_blocks``: an iterable of
/// ``AccountBlock``, applied to the call's account at once and never rolled back (M-3).
///
/// >>> PolicyDecision.accept().is_reject
/// False
#[pyclass(frozen, module = "openpit.pretrade")]
#[derive(Debug)]
pub struct PolicyDecision {
    rejects: Option<Vec<Py<PyAny>>>,
    mutations: SmallVec<[Py<Mutation>; 2]>,
    account_blocks: Vec<Py<PyAny>>,
}

impl PolicyDecision {
    pub fn make(
        py: Python<'_>,
        rejects: Option<&Bound<'_, PyAny>>,
        mutations: Option<&Bound<'_, PyAny>>,
        account_blocks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let objects = |found: Vec<Bound<'_, PyAny>>| found.into_iter().map(Bound::unbind).collect();
        let rejects = match rejects {
            Some(rejects) => Some(objects(items(rejects, "rejects", POLICY_REJECT.get(py)?)?)),
            None => None,
        };
        let mut found = SmallVec::new();
        if let Some(mutations) = mutations {
            each(mutations, "mutations", |mutation| {
                let mutation = mutation
                    .cast::<Mutation>()
                    .map_err(|_| wrong_type(mutation, "mutations", "`Mutation` objects"))?;
                found.push(mutation.clone().unbind());
                Ok(())
            })?;
        }
        let account_blocks = match account_blocks {
            Some(blocks) => objects(items(blocks, "account_blocks", ACCOUNT_BLOCK.get(py)?)?),
            None => Vec::new(),
        };
        Ok(Self {
            rejects,
            mutations: found,
            account_blocks,
        })
    }

    /// The decision as the core takes it; its mutations are kept in the binding, by token.
    pub fn to_core(
        &self,
        py: Python<'_>,
        policy: &PythonPolicy,
    ) -> PyResult<openpit::pretrade::PolicyDecision> {
        let mut decision = match &self.rejects {
            None => openpit::pretrade::PolicyDecision::accept(),
            Some(rejects) => {
                let rejects = rejects.iter().map(|reject| policy_reject(reject.bind(py)));
                openpit::pretrade::PolicyDecision::reject(rejects.collect::<PyResult<_>>()?)
            }
        };
        for block in &self.account_blocks {
            decision = decision.with_account_block(account_block(block.bind(py))?);
        }
        // Last, since nothing after it can fail: a kept mutation always reaches the core.
        for mutation in &self.mutations {
            let to_core = mutation.get().to_core();
            decision = decision.with_mutation(to_core.unwrap_or_else(|| {
                let token = policy.calls().keep(py, mutation.clone_ref(py));
                openpit::pretrade::Mutation::custom(token)
            }));
        }
        Ok(decision)
    }
}

#[pymethods]
impl PolicyDecision {
    /// Accepts the order.
    #[staticmethod]
    #[pyo3(signature = (mutations=None, account_blocks=None))]
    fn accept(
        py: Python<'_>,
        mutations: Option<&Bound<'_, PyAny>>,
        account_blocks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<Self>> {
        if mutations.is_none() && account_blocks.is_none() {
            // Immutable, so that one object serves every policy that has nothing to say.
            static ACCEPT: PyOnceLock<Py<PolicyDecision>> = PyOnceLock::new();
            let accept =
                ACCEPT.get_or_try_init(py, || Py::new(py, Self::make(py, None, None, None)?))?;
            return Ok(accept.clone_ref(py));
        }
        Py::new(py, Self::make(py, None, mutations, account_blocks)?)
    }

    /// Rejects the order with an iterable of ``PolicyReject``; an empty one is nonsense and fails
    /// closed (P-8).
    #[staticmethod]
    #[pyo3(signature = (rejects, mutations=None, account_blocks=None))]
    fn reject(
        rejects: &Bound<'_, PyAny>,
        mutations: Option<&Bound<'_, PyAny>>,
        account_blocks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Self::make(rejects.py(), Some(rejects), mutations, account_blocks)
    }

    /// Whether the decision rejects.
    #[getter]
    pub fn is_reject(&self) -> bool {
        self.rejects.is_some()
    }

    /// The rejects, a tuple of ``PolicyReject``.
    #[getter]
    pub fn rejects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.rejects.as_deref().unwrap_or_default())
    }

    /// The mutations, a tuple of ``Mutation``.
    #[getter]
    pub fn mutations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.mutations)
    }

    /// The account blocks, a tuple of ``AccountBlock``.
    #[getter]
    pub fn account_blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.account_blocks)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        self.shown(py, "PolicyDecision")
    }
}

impl PolicyDecision {
    /// An expression that makes it again, as the class of this name.
    pub fn shown(&self, py: Python<'_>, class: &str) -> PyResult<String> {
        let mutations = self.mutations(py)?.repr()?;
        let blocks = self.account_blocks(py)?.repr()?;
        let rest = format!("mutations={mutations}, account_blocks={blocks}");
        Ok(match &self.rejects {
            None => format!("{class}.accept({rest})"),
            Some(_) => {
                let rejects = self.rejects(py)?.repr()?;
                format!("{class}.reject({rejects}, {rest})")
            }
        })
    }
}

/// Visits an iterable's items; a `str` or `bytes` is no list of anything.
pub fn each<'py>(
    iterable: &Bound<'py, PyAny>,
    name: &str,
    mut visit: impl FnMut(&Bound<'py, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    if let Ok(list) = iterable.cast::<PyList>() {
        for item in list {
            visit(&item)?;
        }
    } else if let Ok(tuple) = iterable.cast::<PyTuple>() {
        for item in tuple.iter_borrowed() {
            visit(&item)?;
        }
    } else {
        let items = iterable
            .try_iter()
            .map_err(|_| wrong_type(iterable, name, "an iterable"))?;
        for item in items {
            visit(&item?)?;
        }
    }
    Ok(())
}

/// The items of an iterable, all of one class.
pub fn items<'py>(
    iterable: &Bound<'py, PyAny>,
    name: &str,
    class: &Bound<'py, PyType>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut found = Vec::new();
    each(iterable, name, |item| {
        if !item.is_instance(class)? {
            let class = class.name()?;
            return Err(wrong_type(item, name, &format!("`{class}` objects")));
        }
        found.push(item.clone());
        Ok(())
    })?;
    Ok(found)
}
