// SPDX-License-Identifier: Apache-2.0
//! The admin side of blocks (K-2, K-4): block, unblock, list, from any thread.

use openpit::engine::{Accounts as Admin, BlockScope, Error};
use openpit::pretrade::BlockCause;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use super::error::{error, guarded};
use super::sync::Process;
use crate::classes::{BLOCK, BLOCK_CAUSE};
use crate::param::{AccountGroupId, AccountId, account_group_id, account_id};
use crate::pretrade::{each, reject_code, reject_code_member};
use crate::text::{text, wrong_type};

/// The admin side of blocks, from ``Engine.accounts()`` (K-2).
///
/// It works from any thread and from inside callbacks: a block is never refused for either, and no
/// start or execute that begins after ``block`` returned is accepted (K-4). A blocked account's
/// orders are rejected with ``AccountBlocked`` before any policy is asked (K-1); its execution
/// reports are still taken and its reservations can still be finalized (K-3). After ``close`` every
/// call is a ``LifecycleError``.
///
/// >>> accounts = engine.accounts()
/// >>> cause = accounts.block(AccountId.from_int(7), "margin call")
/// >>> accounts.unblock(AccountId.from_int(7), cause)
/// True
#[pyclass(frozen, module = "openpit.core")]
#[derive(Debug)]
pub struct Accounts {
    admin: Admin,
    process: Process,
}

impl Accounts {
    /// The admin handle of an engine that was built in a process.
    pub const fn new(admin: Admin, process: Process) -> Self {
        Self { admin, process }
    }

    /// Blocks a scope.
    pub fn block_scope<'py>(
        &self,
        py: Python<'py>,
        scope: BlockScope,
        reason: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let reason = text(reason, "reason")?.to_owned();
        let cause = self.run(py, |admin| admin.block_scope(scope, reason))?;
        cause_object(py, &cause)
    }

    /// Removes the cause of a scope that equals a `BlockCause` object.
    pub fn unblock_scope(&self, scope: BlockScope, cause: &Bound<'_, PyAny>) -> PyResult<bool> {
        let py = cause.py();
        let Some(cause) = self.find(scope, cause)? else {
            return Ok(false);
        };
        self.run(py, |admin| admin.unblock_scope(scope, &cause))
    }

    /// The cause of a scope that equals a `BlockCause` object; none if the scope does not have it.
    fn find(&self, scope: BlockScope, cause: &Bound<'_, PyAny>) -> PyResult<Option<BlockCause>> {
        let py = cause.py();
        if !BLOCK_CAUSE.has(cause)? {
            return Err(wrong_type(cause, "cause", "`BlockCause`"));
        }
        let source = cause.getattr(intern!(py, "source"))?;
        let reason = cause.getattr(intern!(py, "reason"))?;
        let code = reject_code(&cause.getattr(intern!(py, "code"))?)?;
        let (source, reason) = (text(&source, "source")?, text(&reason, "reason")?);
        let known = self.run(py, Admin::blocked)?;
        let mut causes = known
            .into_iter()
            .filter(|block| block.scope == scope)
            .map(|block| block.cause);
        Ok(causes.find(|known| {
            known.source() == source && known.code() == code && known.reason() == reason
        }))
    }

    fn run<T>(&self, py: Python<'_>, work: impl FnOnce(&Admin) -> Result<T, Error>) -> PyResult<T> {
        self.process.check(py)?;
        run(py, || work(&self.admin))
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
        self.block_scope(py, BlockScope::Account(account), reason)
    }

    /// Removes one cause, whoever set it; ``False`` if the account did not have it.
    fn unblock(&self, account_id: &Bound<'_, PyAny>, cause: &Bound<'_, PyAny>) -> PyResult<bool> {
        let account = self::account_id(account_id)?;
        self.unblock_scope(BlockScope::Account(account), cause)
    }

    /// Removes every cause; ``False`` if the account had none.
    fn unblock_all(&self, py: Python<'_>, account_id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let account = self::account_id(account_id)?;
        self.run(py, |admin| admin.unblock_all(account))
    }

    /// Blocks every account that is in a group at the time of its call, the default group too;
    /// gives the cause. ``account_group_id``: an ``AccountGroupId`` or its number (K-5).
    fn block_group<'py>(
        &self,
        py: Python<'py>,
        account_group_id: &Bound<'py, PyAny>,
        reason: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let group = self::account_group_id(account_group_id)?;
        self.block_scope(py, BlockScope::Group(group), reason)
    }

    /// Removes one cause of a group's block, whoever set it; ``False`` if it was not there.
    fn unblock_group(
        &self,
        account_group_id: &Bound<'_, PyAny>,
        cause: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let group = self::account_group_id(account_group_id)?;
        self.unblock_scope(BlockScope::Group(group), cause)
    }

    /// Removes every cause of a group's block; ``False`` if it had none.
    fn unblock_group_all(
        &self,
        py: Python<'_>,
        account_group_id: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let group = self::account_group_id(account_group_id)?;
        self.run(py, |admin| admin.unblock_group_all(group))
    }

    /// Puts accounts, an iterable of ``AccountId`` or numbers, into a group, all or none (K-5).
    ///
    /// Those that are in it already stay. A ``ParamError`` of kind ``reserved`` for the default
    /// group, ``in_another_group`` if an account is in another one; then nothing changes.
    ///
    /// >>> engine = Engine.builder().no_sync().build()
    /// >>> accounts = engine.accounts()
    /// >>> accounts.register_group(5, [AccountId.from_int(7)])
    /// >>> accounts.group_of(7)
    /// AccountGroupId.from_int(5)
    fn register_group(
        &self,
        py: Python<'_>,
        account_group_id: &Bound<'_, PyAny>,
        accounts: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let group = self::account_group_id(account_group_id)?;
        let accounts = account_ids(accounts)?;
        self.run(py, |admin| admin.register_group(group, &accounts))
    }

    /// Takes accounts out of a group, all or none: they are in the default group again (K-5).
    ///
    /// A ``ParamError`` of kind ``reserved`` for the default group, ``not_in_group`` if an account
    /// is not in the group; then nothing changes.
    fn unregister_group(
        &self,
        py: Python<'_>,
        account_group_id: &Bound<'_, PyAny>,
        accounts: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let group = self::account_group_id(account_group_id)?;
        let accounts = account_ids(accounts)?;
        self.run(py, |admin| admin.unregister_group(group, &accounts))
    }

    /// The account's group: ``AccountGroupId.DEFAULT`` unless it was put into another (K-5).
    fn group_of(&self, account_id: &Bound<'_, PyAny>) -> PyResult<AccountGroupId> {
        let account = self::account_id(account_id)?;
        let group = self.run(account_id.py(), |admin| Ok(admin.group_of(account)))?;
        Ok(AccountGroupId(group))
    }

    /// Every cause of every block, a list of ``Block``: the engine's first, then by group, then by
    /// account id, oldest first.
    fn blocked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for block in self.run(py, |admin| admin.blocked())? {
            let account = block.scope.account().map(AccountId);
            let group = block.scope.group().map(AccountGroupId);
            let cause = cause_object(py, &block.cause)?;
            list.append(BLOCK.get(py)?.call1((account, cause, group))?)?;
        }
        Ok(list)
    }

    fn __repr__(&self) -> &'static str {
        "<openpit.core.Accounts>"
    }
}

/// The accounts of an iterable.
fn account_ids(accounts: &Bound<'_, PyAny>) -> PyResult<Vec<openpit::param::AccountId>> {
    const NAME: &str = "accounts";
    if accounts.is_instance_of::<PyString>() || accounts.is_instance_of::<PyBytes>() {
        return Err(wrong_type(accounts, NAME, "an iterable"));
    }
    let mut found = Vec::new();
    each(accounts, NAME, |item| {
        found.push(account_id(item)?);
        Ok(())
    })?;
    Ok(found)
}

/// A call of the admin handle, which runs no callbacks and waits for nobody.
pub fn run<T>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error>) -> PyResult<T> {
    guarded(work)?.map_err(|refused| error(py, &refused))
}

/// A `BlockCause` object of a cause.
fn cause_object<'py>(py: Python<'py>, cause: &BlockCause) -> PyResult<Bound<'py, PyAny>> {
    let code = reject_code_member(py, cause.code())?;
    BLOCK_CAUSE
        .get(py)?
        .call1((cause.source(), code, cause.reason()))
}
