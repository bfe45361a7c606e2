// SPDX-License-Identifier: Apache-2.0
//! Limits that change at run time (L-5), and which are armed (L-7).

use openpit::engine::Error;
use pyo3::prelude::*;

use super::handle::{Core, Engine, raised};
use crate::classes::{CONFIGURE, JSON_LOADS};
use crate::param::account_id;
use crate::pretrade::policies;
use crate::text::text;

impl Engine {
    /// A call that asks no policy, which may still run the rollbacks of dropped reservations.
    fn quietly<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&Core) -> Result<T, Error> + Send,
    ) -> PyResult<T>
    where
        T: Send,
    {
        self.inner.enter(py)?;
        let call = self.inner.calls.begin();
        match self.inner.run(py, work)? {
            Ok(found) => {
                call.end(py);
                Ok(found)
            }
            Err(refused) => Err(raised(py, &call, &refused)),
        }
    }
}

#[pymethods]
impl Engine {
    /// Changes limits while the engine runs (L-5): a ``Configure``.
    fn configure<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        CONFIGURE.get(slf.py())?.call1((slf,))
    }

    /// Which policies will run for an account, an ``AccountId`` or its number, in registration
    /// order: a list of dicts with ``name``, ``stages`` and, of built-in policies that have some,
    /// the ``limits`` in force for it (L-7).
    ///
    /// >>> from openpit.pretrade import policies
    /// >>> builder = Engine.builder().no_sync().builtin(policies.build_order_validation())
    /// >>> builder.build().armed(7)
    /// [{'name': 'OrderValidation', 'stages': ['start']}]
    fn armed<'py>(&self, account_id: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = account_id.py();
        let account = self::account_id(account_id)?;
        let found = self.quietly(py, |core| core.armed(account))?;
        JSON_LOADS.get(py)?.call1((found,))
    }
}

/// One change of one policy, for ``Configure``.
#[pyfunction]
#[pyo3(name = "_change_limits")]
pub fn change_limits(
    engine: &Bound<'_, Engine>,
    kind: &str,
    name: &Bound<'_, PyAny>,
    axes: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let (name, change) = (text(name, "name")?, policies::change(kind, axes)?);
    let handle = engine.get();
    handle.quietly(engine.py(), |core| core.configure().change(name, &change))
}

/// Forgets what a notional limit's fills used, for ``Configure``.
#[pyfunction]
#[pyo3(name = "_reset_notional_limit")]
pub fn reset_notional_limit(
    engine: &Bound<'_, Engine>,
    name: &Bound<'_, PyAny>,
    account: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let name = text(name, "name")?;
    let account = account.map(account_id).transpose()?;
    let handle = engine.get();
    handle.quietly(engine.py(), |core| {
        core.configure().reset_notional_limit(name, account)
    })
}
