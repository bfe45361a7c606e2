// SPDX-License-Identifier: Apache-2.0
//! Rejects: codes and scopes are enums in Python, rejects are dataclasses.

use openpit::pretrade::{PolicyReject, Reject, RejectCode, RejectScope};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::classes::{REJECT, REJECT_CODE, REJECT_SCOPE};
use crate::engine::param_error;
use crate::text::text;

/// `RejectCode` members by number, so that each is looked up once.
static CODES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();

/// The `RejectCode` member of a code.
pub fn reject_code_member(py: Python<'_>, code: RejectCode) -> PyResult<Bound<'_, PyAny>> {
    let codes = CODES.get_or_try_init(py, || {
        let members = PyDict::new(py);
        for member in REJECT_CODE.get(py)?.try_iter()? {
            let member = member?;
            members.set_item(member.getattr(intern!(py, "value"))?, member)?;
        }
        Ok::<_, PyErr>(members.unbind())
    })?;
    codes.bind(py).as_any().get_item(code.number())
}

/// The code of a `RejectCode` member.
pub fn reject_code(value: &Bound<'_, PyAny>) -> PyResult<RejectCode> {
    let number: u16 = value.extract()?;
    RejectCode::try_from(number).map_err(|error| param_error(value.py(), &error))
}

/// The core's reject of a `PolicyReject` object, which is valid since it was made.
pub fn policy_reject(reject: &Bound<'_, PyAny>) -> PyResult<PolicyReject> {
    let py = reject.py();
    let code = reject_code(&reject.getattr(intern!(py, "code"))?)?;
    let reason: String = reject.getattr(intern!(py, "reason"))?.extract()?;
    let details: String = reject.getattr(intern!(py, "details"))?.extract()?;
    let scope = reject.getattr(intern!(py, "scope"))?;
    let scope: RejectScope = text(&scope, "reject_scope")?
        .parse()
        .map_err(|error| param_error(py, &error))?;
    let user_data: u64 = reject.getattr(intern!(py, "user_data"))?.extract()?;
    Ok(PolicyReject::new(code, reason, details)
        .with_scope(scope)
        .with_user_data(user_data))
}

/// The rejects of a call as `Reject` objects.
pub fn rejects_tuple<'py>(py: Python<'py>, rejects: &[Reject]) -> PyResult<Bound<'py, PyTuple>> {
    let object = |reject: &Reject| {
        let scope = REJECT_SCOPE.get(py)?.call1((reject.scope().as_str(),))?;
        REJECT.get(py)?.call1((
            reject.policy(),
            reject_code_member(py, reject.code())?,
            reject.reason(),
            reject.details(),
            scope,
            reject.user_data(),
        ))
    };
    PyTuple::new(
        py,
        rejects.iter().map(object).collect::<PyResult<Vec<_>>>()?,
    )
}
