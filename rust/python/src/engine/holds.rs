// SPDX-License-Identifier: Apache-2.0
//! Reserved notional as the context and the listing show it (M-2): dataclasses in Python.

use openpit::engine::{Hold, Holding};
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::classes::{HOLD, HOLDING};
use crate::param::{AccountId, Asset, Volume};

/// A `Holding` object.
pub fn holding_object<'py>(py: Python<'py>, holding: &Holding) -> PyResult<Bound<'py, PyAny>> {
    let Holding { held, open, used } = *holding;
    HOLDING
        .get(py)?
        .call1((Volume(held), Volume(open), Volume(used)))
}

/// A list of `Hold` objects.
pub fn hold_list<'py>(py: Python<'py>, holds: Vec<Hold>) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for hold in holds {
        let holding = holding_object(py, &hold.holding)?;
        list.append(HOLD.get(py)?.call1((
            AccountId(hold.account_id),
            Asset(hold.settlement_asset),
            &*hold.policy,
            holding,
        ))?)?;
    }
    Ok(list)
}
