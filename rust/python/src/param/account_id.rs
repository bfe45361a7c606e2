// SPDX-License-Identifier: Apache-2.0
//! `AccountId`: who trades.

use openpit::param as core;
use openpit::param::{ParamError, ParamErrorKind};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};

use super::input::Input;
use super::number_type::raise;
use crate::engine::{param_error, range_error};
use crate::record::value_methods;
use crate::text::{text, wrong_type};

const NAME: &str = "account_id";

/// An account: a number of 64 bits, given or made from a name (V).
///
/// There is no constructor, since a text like ``"7"`` could mean either: use ``from_int`` or
/// ``from_string``. Immutable, hashable, ordered, picklable (V-7).
///
/// >>> AccountId.from_int(99224416)
/// AccountId.from_int(99224416)
/// >>> AccountId.from_string("a").value
/// 12638187200555641996
#[pyclass(frozen, eq, ord, hash, module = "openpit.param")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub core::AccountId);

/// The account of an `AccountId` or its number.
pub fn account_id(value: &Bound<'_, PyAny>) -> PyResult<core::AccountId> {
    if let Ok(account) = value.cast::<AccountId>() {
        return Ok(account.get().0);
    }
    match value.cast::<PyInt>() {
        Ok(int) if !value.is_instance_of::<PyBool>() => from_int(int),
        _ => Err(wrong_type(value, NAME, "`AccountId` or `int`")),
    }
}

fn from_int(int: &Bound<'_, PyInt>) -> PyResult<core::AccountId> {
    let text = match Input::int(int)? {
        Input::Int(value) => match u64::try_from(value) {
            Ok(value) => return Ok(core::AccountId::from_int(value)),
            Err(_) => value.to_string(),
        },
        Input::HugeInt(text) => text,
        _ => return Err(wrong_type(int, NAME, "`int`")),
    };
    if text.starts_with('-') {
        let error = ParamError::new(NAME, ParamErrorKind::Negative, &text);
        return Err(param_error(int.py(), &error));
    }
    Err(range_error(
        int.py(),
        NAME,
        &text,
        "`0` to `18446744073709551615`",
    ))
}

value_methods!(AccountId);

#[pymethods]
impl AccountId {
    /// The account with this number, 0 to 2^64 - 1.
    #[staticmethod]
    fn from_int(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        match value.cast::<PyInt>() {
            Ok(int) if !value.is_instance_of::<PyBool>() => from_int(int).map(Self),
            _ => Err(wrong_type(value, NAME, "`int`")),
        }
    }

    /// The account with this name: FNV-1a, 64 bits, of its UTF-8 bytes; never empty.
    #[staticmethod]
    fn from_string(name: &Bound<'_, PyAny>) -> PyResult<Self> {
        raise(name.py(), core::AccountId::from_string(text(name, NAME)?)).map(Self)
    }

    /// The number.
    #[getter]
    fn value(&self) -> u64 {
        self.0.as_int()
    }

    fn __int__(&self) -> u64 {
        self.0.as_int()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("AccountId.from_int({})", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (u64,))> {
        let make = slf.get_type().getattr(intern!(slf.py(), "from_int"))?;
        Ok((make, (slf.get().0.as_int(),)))
    }
}
