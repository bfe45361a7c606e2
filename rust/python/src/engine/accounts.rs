// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2): block, unblock, list.

use openpit::engine::BlockScope;
use openpit::pretrade::BlockCause;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::Engine;
use crate::classes::{BLOCK, BLOCK_CAUSE};
use crate::param::{AccountId, account_id};
use crate::pretrade::reject_code_member;
use crate::text::{text, wrong_type};

/// The admin side of account blocks, from ``Engine.accounts()`` (K-2).
///
/// A blocked account's orders are rejected with ``AccountBlocked`` before any policy is asked
/// (K-1); its execution reports are still taken and its reservations can still be finalized (K-3).
///
/// >>> accounts = engine.accounts()
/// >>> cause = accounts.block(AccountId.from_int(7), "margin call")
/// >>> accounts.unblock(AccountId.from_int(7), cause)
/// True
#[pyclass(frozen, module = "openpit.core")]
#[derive(Debug)]
pub struct Accounts(Py<Engine>);

impl Accounts {
    pub const fn new(engine: Py<Engine>) -> Self {
        Self(engine)
    }
}

#[pymethods]
impl Accounts {
    /// Blocks an account; gives the cause, a ``BlockCause`` with which it can be unblocked.
    ///
    /// Blocking again for the same reason changes nothing.
    fn block<'py>(
        &self,
        py: Python<'py>,
        account_id: &Bound<'py, PyAny>,
        reason: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let account = self::account_id(account_id)?;
        let reason = text(reason, "reason")?.to_owned();
        let cause = self
            .0
            .get()
            .run(py, |core| core.accounts().block(account, reason))?;
        cause_object(py, &cause)
    }

    /// Removes one cause, whoever set it; ``False`` if the account did not have it.
    fn unblock(
        &self,
        py: Python<'_>,
        account_id: &Bound<'_, PyAny>,
        cause: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let account = self::account_id(account_id)?;
        let scope = BlockScope::Account(account);
        match find(self.0.get(), py, scope, cause)? {
            Some(cause) => self
                .0
                .get()
                .run(py, |core| core.accounts().unblock(account, &cause)),
            None => Ok(false),
        }
    }

    /// Removes every cause; ``False`` if the account had none.
    fn unblock_all(&self, py: Python<'_>, account_id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let account = self::account_id(account_id)?;
        let run = |core: &super::Core| core.accounts().unblock_all(account);
        self.0.get().run(py, run)
    }

    /// Every cause of every block, a list of ``Block``: the engine's first, then by account id,
    /// oldest first.
    fn blocked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let blocks = self.0.get().run(py, |core| core.accounts().blocked())?;
        let list = PyList::empty(py);
        for block in blocks {
            let account = match block.scope {
                BlockScope::Engine => None,
                BlockScope::Account(account) => Some(AccountId(account)),
            };
            let cause = cause_object(py, &block.cause)?;
            list.append(BLOCK.get(py)?.call1((account, cause))?)?;
        }
        Ok(list)
    }

    fn __repr__(&self) -> &'static str {
        "<openpit.core.Accounts>"
    }
}

/// A `BlockCause` object of a cause.
pub fn cause_object<'py>(py: Python<'py>, cause: &BlockCause) -> PyResult<Bound<'py, PyAny>> {
    let code = reject_code_member(py, cause.code())?;
    BLOCK_CAUSE
        .get(py)?
        .call1((cause.source(), code, cause.reason()))
}

/// The cause of a scope that equals a `BlockCause` object; none if the scope does not have it.
pub fn find(
    engine: &Engine,
    py: Python<'_>,
    scope: BlockScope,
    cause: &Bound<'_, PyAny>,
) -> PyResult<Option<BlockCause>> {
    if !BLOCK_CAUSE.has(cause)? {
        return Err(wrong_type(cause, "cause", "`BlockCause`"));
    }
    let source = cause.getattr(intern!(py, "source"))?;
    let reason = cause.getattr(intern!(py, "reason"))?;
    let code = crate::pretrade::reject_code(&cause.getattr(intern!(py, "code"))?)?;
    let (source, reason) = (text(&source, "source")?, text(&reason, "reason")?);
    let blocks = engine.run(py, |core| core.accounts().blocked())?;
    let mut causes = blocks
        .into_iter()
        .filter(|block| block.scope == scope)
        .map(|block| block.cause);
    Ok(causes
        .find(|known| known.source() == source && known.code() == code && known.reason() == reason))
}
