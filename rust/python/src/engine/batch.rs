// SPDX-License-Identifier: Apache-2.0
//! Account adjustments in batches (B), and the state that can be read (D-4).

use openpit::engine::{AccountAdjustmentBatch, BatchError, CallbackFailure};
use openpit::pretrade::Reject;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};

use super::balances::{balance_list, outcome_tuple};
use super::calls::Call;
use super::clock::At;
use super::handle::{Engine, raised};
use super::report::account_blocks;
use crate::classes::{BATCH_RESULT, JSON_LOADS};
use crate::core::{AccountAdjustment, SubmittedAdjustment};
use crate::param::account_id;
use crate::pretrade::{each, rejects_tuple};
use crate::text::{typed, wrong_type};

/// The adjustments of an iterable, in order; a `str` is no iterable of adjustments.
fn submitted(adjustments: &Bound<'_, PyAny>) -> PyResult<Vec<SubmittedAdjustment>> {
    const NAME: &str = "adjustments";
    if adjustments.is_instance_of::<PyString>() || adjustments.is_instance_of::<PyBytes>() {
        return Err(wrong_type(adjustments, NAME, "an iterable"));
    }
    let mut found = Vec::new();
    each(adjustments, NAME, |item| {
        found.push(SubmittedAdjustment::new(typed::<AccountAdjustment>(
            item, NAME,
        )?)?);
        Ok(())
    })?;
    Ok(found)
}

/// The result of an accepted batch.
fn accepted<'py>(py: Python<'py>, batch: &AccountAdjustmentBatch) -> PyResult<Bound<'py, PyAny>> {
    let blocks = account_blocks(py, &batch.account_blocks)?;
    let outcomes = outcome_tuple(py, &batch.outcomes)?;
    let nothing = PyTuple::empty(py);
    BATCH_RESULT
        .get(py)?
        .call1((py.None(), nothing, outcomes, blocks))
}

/// The result of a rejected batch.
fn rejected<'py>(
    py: Python<'py>,
    failed_index: usize,
    rejects: &[Reject],
) -> PyResult<Bound<'py, PyAny>> {
    let rejects = rejects_tuple(py, rejects)?;
    let nothing = PyTuple::empty(py);
    BATCH_RESULT
        .get(py)?
        .call1((failed_index, rejects, &nothing, &nothing))
}

/// The result, or the exception of the callbacks that failed.
fn answer<'py>(
    py: Python<'py>,
    call: &Call<'_>,
    failures: &[CallbackFailure],
    result: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    if failures.is_empty() {
        call.end(py);
        return Ok(result);
    }
    let rejects = result.getattr("rejects")?.cast_into::<PyTuple>()?;
    Err(call.error(py, failures, &rejects, Some(result)))
}

#[pymethods]
impl Engine {
    /// Adjusts an account by a batch, all or nothing (B): item by item, and for each item policy by
    /// policy, up to the first reject, which takes the whole batch back.
    ///
    /// ``account_id``: an ``AccountId`` or its number. ``adjustments``: an iterable of
    /// ``AccountAdjustment``; an empty one is accepted and calls nobody. Gives an
    /// ``AccountAdjustmentBatchResult``, truthy when accepted. A blocked account is adjusted too
    /// (K-3). ``at`` and errors as for ``start_pre_trade``; ``CallbackError`` if a hook or a
    /// mutation's callback failed, with the result.
    #[pyo3(signature = (account_id, adjustments, *, at=None))]
    fn apply_account_adjustment<'py>(
        slf: &Bound<'py, Self>,
        account_id: &Bound<'py, PyAny>,
        adjustments: &Bound<'py, PyAny>,
        at: Option<At>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let account = self::account_id(account_id)?;
        let batch = submitted(adjustments)?;
        let inner = &slf.get().inner;
        inner.enter(py)?;
        let call = inner.calls.begin();
        let at = at.map(|at| at.0);
        let adjusted = inner.run(py, |core| {
            core.apply_account_adjustment_keyed(account, &batch, at)
        })?;
        match adjusted {
            Ok(batch) => answer(py, &call, &batch.failures, accepted(py, &batch)?),
            Err(BatchError::Rejected(batch)) => {
                let result = rejected(py, batch.failed_index, &batch.rejects)?;
                answer(py, &call, &batch.failures, result)
            }
            Err(BatchError::Refused(refused)) => Err(raised(py, &call, &refused)),
        }
    }

    /// What every account has, as adjustments tell it (B): a list of ``AccountBalance``, by account
    /// id, assets by name and then positions; an entry of which nothing is left is not in it.
    /// Works after ``close`` too.
    ///
    /// Inside a callback it is a ``ReentrancyError``: the context's ``balance`` is the way to read
    /// (P-9).
    fn balances<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        balance_list(py, self.read(py, |core| core.balances())?)
    }

    /// The engine's whole state as plain data (D-4): a dict of texts, lists and dicts, the same in
    /// every language after equal calls. Works after ``close`` too.
    ///
    /// >>> engine = Engine.builder().no_sync().clock(ManualClock()).build()
    /// >>> engine.state()["time"]
    /// '0'
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = self.read(py, |core| core.state())?;
        JSON_LOADS.get(py)?.call1((text,))
    }

    /// The SHA-256 of the state's canonical JSON text, in lower-case hexadecimal (D-4).
    ///
    /// The text is that of ``json.dumps(engine.state(), separators=(",", ":"), sort_keys=True,
    /// ensure_ascii=False)``. Works after ``close`` too.
    fn state_digest(&self, py: Python<'_>) -> PyResult<String> {
        self.read(py, |core| core.state_digest())
    }
}
