// SPDX-License-Identifier: Apache-2.0
//! `BlockScope`: what a block stands on (K-1, M-3).

use openpit::engine as core;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::classes::Reduced;
use crate::param::{AccountGroupId, AccountId, account_group_id, account_id};
use crate::record::value_methods;

/// What a block stands on: the whole engine, one group of accounts or one account (K-1).
///
/// Made by ``BlockScope.engine``, ``BlockScope.group`` or ``BlockScope.account``; what
/// ``Mutation.set_kill_switch`` takes (M-3). Immutable, hashable, picklable.
///
/// >>> BlockScope.account(7)
/// BlockScope.account(AccountId.from_int(7))
/// >>> BlockScope.engine().account_id is None
/// True
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockScope(pub core::BlockScope);

value_methods!(BlockScope);

#[pymethods]
impl BlockScope {
    /// The whole engine: every account.
    #[staticmethod]
    const fn engine() -> Self {
        Self(core::BlockScope::Engine)
    }

    /// One group of accounts: an ``AccountGroupId`` or its number.
    #[staticmethod]
    fn group(account_group_id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let group = self::account_group_id(account_group_id)?;
        Ok(Self(core::BlockScope::Group(group)))
    }

    /// One account: an ``AccountId`` or its number.
    #[staticmethod]
    fn account(account_id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let account = self::account_id(account_id)?;
        Ok(Self(core::BlockScope::Account(account)))
    }

    /// The group; ``None`` if the scope is none.
    #[getter]
    const fn account_group_id(&self) -> Option<AccountGroupId> {
        match self.0.group() {
            Some(group) => Some(AccountGroupId(group)),
            None => None,
        }
    }

    /// The account; ``None`` if the scope is none.
    #[getter]
    const fn account_id(&self) -> Option<AccountId> {
        match self.0.account() {
            Some(account) => Some(AccountId(account)),
            None => None,
        }
    }

    /// An expression that makes the scope again.
    pub fn __repr__(&self) -> String {
        match self.0 {
            core::BlockScope::Engine => "BlockScope.engine()".to_owned(),
            core::BlockScope::Group(group) => {
                format!("BlockScope.group(AccountGroupId.from_int({group}))")
            }
            core::BlockScope::Account(account) => {
                format!("BlockScope.account(AccountId.from_int({account}))")
            }
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        let py = slf.py();
        let (name, args) = match slf.get().0 {
            core::BlockScope::Engine => (intern!(py, "engine"), PyTuple::empty(py)),
            core::BlockScope::Group(group) => {
                let group = AccountGroupId(group);
                (intern!(py, "group"), (group,).into_pyobject(py)?)
            }
            core::BlockScope::Account(account) => {
                let account = AccountId(account);
                (intern!(py, "account"), (account,).into_pyobject(py)?)
            }
        };
        Ok((slf.get_type().getattr(name)?, args))
    }
}
