// SPDX-License-Identifier: Apache-2.0
//! The mutation "set a kill-switch state" (M-3), and its actions: a text enum in Python.

use openpit::pretrade::{self as core, KillSwitchAction, RejectCode};
use pyo3::prelude::*;

use super::reject::{reject_code, reject_code_member};
use crate::classes::REJECT_CODE;
use crate::engine::BlockScope;
use crate::param::{enum_member, enum_value};
use crate::record::Fields;
use crate::text::{text, wrong_type};

/// An action as an argument: a `KillSwitchAction` member or its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Action(pub KillSwitchAction);

impl<'py> FromPyObject<'_, 'py> for Action {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        enum_value(&value, "action").map(Self)
    }
}

/// A kill-switch state as Python gave it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KillSwitch {
    scope: BlockScope,
    code: RejectCode,
    reason: String,
    on_commit: Action,
    on_rollback: Action,
}

impl KillSwitch {
    pub fn new(
        scope: &Bound<'_, PyAny>,
        code: &Bound<'_, PyAny>,
        reason: &Bound<'_, PyAny>,
        (on_commit, on_rollback): (Action, Action),
    ) -> PyResult<Self> {
        let Ok(scope) = scope.cast::<BlockScope>() else {
            return Err(wrong_type(scope, "scope", "`BlockScope`"));
        };
        if !REJECT_CODE.has(code)? {
            return Err(wrong_type(code, "code", "`RejectCode`"));
        }
        Ok(Self {
            scope: *scope.get(),
            code: reject_code(code)?,
            reason: text(reason, "reason")?.to_owned(),
            on_commit,
            on_rollback,
        })
    }

    pub fn to_core(&self) -> core::KillSwitch {
        core::KillSwitch::new(self.scope.0, self.code, self.reason.clone())
            .on_commit(self.on_commit.0)
            .on_rollback(self.on_rollback.0)
    }

    /// The arguments that make it again.
    pub fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        let action = |action: Action| enum_member(py, action.0).cloned();
        Fields::default()
            .with(py, "scope", Some(self.scope))?
            .with(py, "code", Some(reject_code_member(py, self.code)?))?
            .with(py, "reason", Some(self.reason.as_str()))?
            .with(py, "on_commit", Some(action(self.on_commit)?))?
            .with(py, "on_rollback", Some(action(self.on_rollback)?))
    }
}
