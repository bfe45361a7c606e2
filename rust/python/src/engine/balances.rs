// SPDX-License-Identifier: Apache-2.0
//! What accounts have, as results and the context show it (B): dataclasses in Python.

use openpit::engine::{AccountAdjustmentOutcome, AccountBalance, Balance, BalanceKey};
use openpit::engine::{PolicyAdjustment, PostTradeResult};
use openpit::param;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};

use crate::classes::{ACCOUNT_BALANCE, ADJUSTMENT_OUTCOME, BALANCE, FILLED, POLICY_ADJUSTMENT};
use crate::core::{Instrument, adjustment_object, instrument};
use crate::param::{AccountId, Asset, Leverage, PositionSize, Price, asset, enum_member};

/// Makes dataclasses of balances: of many that are of one asset, its object is made once.
#[derive(Default)]
struct Maker<'py> {
    last: Option<(param::Asset, Bound<'py, Asset>)>,
}

impl<'py> Maker<'py> {
    fn asset(&mut self, py: Python<'py>, asset: &param::Asset) -> PyResult<Bound<'py, Asset>> {
        if let Some((last, object)) = &self.last
            && last == asset
        {
            return Ok(object.clone());
        }
        let object = Bound::new(py, Asset(asset.clone()))?;
        self.last = Some((asset.clone(), object.clone()));
        Ok(object)
    }

    /// The fields of a balance: what it is of and how much there is. Those that are absent, or
    /// zero, are what the class has for all its objects.
    fn fields(
        &mut self,
        py: Python<'py>,
        key: &BalanceKey,
        balance: &Balance,
    ) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        match key {
            BalanceKey::Asset(asset) => {
                found.set_item(intern!(py, "asset"), self.asset(py, asset)?)?
            }
            BalanceKey::Position {
                instrument,
                collateral_asset,
            } => {
                found.set_item(intern!(py, "instrument"), Instrument(instrument.clone()))?;
                let collateral_asset = self.asset(py, collateral_asset)?;
                found.set_item(intern!(py, "collateral_asset"), collateral_asset)?;
            }
        }
        for (name, size) in [
            (intern!(py, "balance"), balance.balance),
            (intern!(py, "held"), balance.held),
            (intern!(py, "incoming"), balance.incoming),
        ] {
            if !size.is_zero() {
                found.set_item(name, PositionSize(size))?;
            }
        }
        if let Some(price) = balance.average_entry_price {
            found.set_item(intern!(py, "average_entry_price"), Price(price))?;
        }
        if let Some(mode) = balance.mode {
            found.set_item(intern!(py, "mode"), enum_member(py, mode)?)?;
        }
        if let Some(leverage) = balance.leverage {
            found.set_item(intern!(py, "leverage"), Leverage(leverage))?;
        }
        Ok(found)
    }

    /// A balance as an object of one of the classes that tell of it.
    fn object(
        &mut self,
        class: &Bound<'py, PyType>,
        key: &BalanceKey,
        balance: &Balance,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        filled(class, self.fields(py, key, balance)?)
    }
}

fn filled<'py>(
    class: &Bound<'py, PyType>,
    fields: Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    FILLED.get(class.py())?.call1((class, fields))
}

/// A `Balance` object.
pub fn balance_object<'py>(
    py: Python<'py>,
    key: &BalanceKey,
    balance: &Balance,
) -> PyResult<Bound<'py, PyAny>> {
    Maker::default().object(BALANCE.get(py)?, key, balance)
}

/// A list of `AccountBalance` objects.
pub fn balance_list(py: Python<'_>, balances: Vec<AccountBalance>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    let mut maker = Maker::default();
    for entry in balances {
        let fields = maker.fields(py, &entry.key, &entry.balance)?;
        fields.set_item(intern!(py, "account_id"), AccountId(entry.account_id))?;
        list.append(filled(ACCOUNT_BALANCE.get(py)?, fields)?)?;
    }
    Ok(list)
}

/// A tuple of `AccountAdjustmentOutcome` objects.
pub fn outcome_tuple<'py>(
    py: Python<'py>,
    outcomes: &[AccountAdjustmentOutcome],
) -> PyResult<Bound<'py, PyTuple>> {
    let class = ADJUSTMENT_OUTCOME.get(py)?;
    let mut maker = Maker::default();
    let one =
        |outcome: &AccountAdjustmentOutcome| maker.object(class, &outcome.key, &outcome.balance);
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
        let class = ADJUSTMENT_OUTCOME.get(py)?;
        let outcome = Maker::default().object(class, &key, &made.balance)?;
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
