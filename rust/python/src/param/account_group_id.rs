// SPDX-License-Identifier: Apache-2.0
//! `AccountGroupId`: a group of accounts.

use openpit::param as core;
use pyo3::prelude::*;

use super::id_type;

id_type::id_class!(
    /// A group of accounts: a number of 32 bits (V).
    ///
    /// 0 is ``AccountGroupId.DEFAULT``, the reserved group of every account that was registered in
    /// no other. Immutable, hashable, ordered, picklable (V-7).
    ///
    /// >>> AccountGroupId.from_int(7)
    /// AccountGroupId.from_int(7)
    /// >>> AccountGroupId.from_int(0) == AccountGroupId.DEFAULT
    /// True
    AccountGroupId,
    "account_group_id"
);

/// The group of an `AccountGroupId` or its number.
pub fn account_group_id(value: &Bound<'_, PyAny>) -> PyResult<core::AccountGroupId> {
    if let Ok(group) = value.cast::<AccountGroupId>() {
        return Ok(group.get().0);
    }
    id_type::from_int(value, "account_group_id", "`AccountGroupId` or `int`")
        .map(core::AccountGroupId::from_int)
}

#[pymethods]
impl AccountGroupId {
    /// The reserved default group.
    #[classattr]
    const DEFAULT: Self = Self(core::AccountGroupId::DEFAULT);

    /// Whether it is the reserved default group.
    #[getter]
    fn is_default(&self) -> bool {
        self.0.is_default()
    }
}
