// SPDX-License-Identifier: Apache-2.0
//! What accounts have, as results and the context show it (B): dataclasses in Python.

use openpit::engine::{AccountAdjustmentOutcome, AccountBalance, Balance, BalanceKey};
use openpit::engine::{PolicyAdjustment, PostTradeResult};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::classes::{ACCOUNT_BALANCE, ADJUSTMENT_OUTCOME, BALANCE, POLICY_ADJUSTMENT};
use crate::core::{Instrument, adjustment_object, instrument};
use crate::param::{AccountId, Asset, Leverage, PositionSize, Price, asset, enum_member};

/// The keywords of a balance: what it is of and how much there is.
fn keywords<'py>(
    py: Python<'py>,
    key: &BalanceKey,
    balance: &Balance,
) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    match key {
        BalanceKey::Asset(asset) => found.set_item("asset", Asset(asset.clone()))?,
        BalanceKey::Position {
            instrument,
            collateral_asset,
        } => {
            found.set_item("instrument", Instrument(instrument.clone()))?;
            found.set_item("collateral_asset", Asset(collateral_asset.clone()))?;
        }
    }
    found.set_item("balance", PositionSize(balance.balance))?;
    found.set_item("held", PositionSize(balance.held))?;
    found.set_item("incoming", PositionSize(balance.incoming))?;
    if let Some(price) = balance.average_entry_price {
        found.set_item("average_entry_price", Price(price))?;
    }
    if let Some(mode) = balance.mode {
        found.set_item("mode", enum_member(py, mode)?)?;
    }
    if let Some(leverage) = balance.leverage {
        found.set_item("leverage", Leverage(leverage))?;
    }
    Ok(found)
}

/// A `Balance` object.
pub fn balance_object<'py>(
    py: Python<'py>,
    key: &BalanceKey,
    balance: &Balance,
) -> PyResult<Bound<'py, PyAny>> {
    BALANCE
        .get(py)?
        .call((), Some(&keywords(py, key, balance)?))
}

/// A list of `AccountBalance` objects.
pub fn balance_list(py: Python<'_>, balances: Vec<AccountBalance>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    for entry in balances {
        let keywords = keywords(py, &entry.key, &entry.balance)?;
        keywords.set_item("account_id", AccountId(entry.account_id))?;
        list.append(ACCOUNT_BALANCE.get(py)?.call((), Some(&keywords))?)?;
    }
    Ok(list)
}

fn outcome_object<'py>(
    py: Python<'py>,
    key: &BalanceKey,
    balance: &Balance,
) -> PyResult<Bound<'py, PyAny>> {
    ADJUSTMENT_OUTCOME
        .get(py)?
        .call((), Some(&keywords(py, key, balance)?))
}

/// A tuple of `AccountAdjustmentOutcome` objects.
pub fn outcome_tuple<'py>(
    py: Python<'py>,
    outcomes: &[AccountAdjustmentOutcome],
) -> PyResult<Bound<'py, PyTuple>> {
    let one =
        |outcome: &AccountAdjustmentOutcome| outcome_object(py, &outcome.key, &outcome.balance);
    PyTuple::new(py, outcomes.iter().map(one).collect::<PyResult<Vec<_>>>()?)
}

/// The adjustments that policies made, as `PolicyAdjustment` objects.
pub fn policy_adjustments<'py>(
    py: Python<'py>,
    result: &PostTradeResult,
) -> PyResult<Bound<'py, PyTuple>> {
    let one = |made: &PolicyAdjustment| {
        let key = BalanceKey::of(made.adjustment.operation());
        let adjustment = adjustment_object(py, made.adjustment.clone())?;
        let outcome = outcome_object(py, &key, &made.balance)?;
        POLICY_ADJUSTMENT
            .get(py)?
            .call1((&*made.policy, adjustment, outcome))
    };
    let made = result.account_adjustments.iter().map(one);
    PyTuple::new(py, made.collect::<PyResult<Vec<_>>>()?)
}

/// What a balance is asked for: an asset, or an instrument and the asset that secures it.
pub fn balance_key(
    asset: Option<&Bound<'_, PyAny>>,
    instrument: Option<&Bound<'_, PyAny>>,
    collateral_asset: Option<&Bound<'_, PyAny>>,
) -> PyResult<BalanceKey> {
    match (asset, instrument, collateral_asset) {
        (Some(asset), None, None) => Ok(BalanceKey::Asset(self::asset(asset)?)),
        (None, Some(instrument), Some(collateral_asset)) => Ok(BalanceKey::Position {
            instrument: self::instrument(instrument)?,
            collateral_asset: self::asset(collateral_asset)?,
        }),
        _ => Err(PyTypeError::new_err(
            "a balance is of one thing: allowed is `asset`, or `instrument` and `collateral_asset`",
        )),
    }
}
