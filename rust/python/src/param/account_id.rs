// SPDX-License-Identifier: Apache-2.0
//! `AccountId`: who trades.

use openpit::param as core;
use pyo3::prelude::*;

use super::id_type;
use super::number_type::raise;
use crate::text::text;

const NAME: &str = "account_id";

id_type::id_class!(
    /// An account: a number of 64 bits, given or made from a name (V).
    ///
    /// There is no constructor, since a text like ``"7"`` could mean either: use ``from_int`` or
    /// ``from_string``. Immutable, hashable, ordered, picklable (V-7).
    ///
    /// >>> AccountId.from_int(99224416)
    /// AccountId.from_int(99224416)
    /// >>> AccountId.from_string("a").value
    /// 12638187200555641996
    AccountId,
    "account_id"
);

/// The account of an `AccountId` or its number.
pub fn account_id(value: &Bound<'_, PyAny>) -> PyResult<core::AccountId> {
    if let Ok(account) = value.cast::<AccountId>() {
        return Ok(account.get().0);
    }
    id_type::from_int(value, NAME, "`AccountId` or `int`").map(core::AccountId::from_int)
}

#[pymethods]
impl AccountId {
    /// The account with this name: FNV-1a, 64 bits, of its UTF-8 bytes; never empty.
    #[staticmethod]
    fn from_string(name: &Bound<'_, PyAny>) -> PyResult<Self> {
        raise(name.py(), core::AccountId::from_string(text(name, NAME)?)).map(Self)
    }
}
