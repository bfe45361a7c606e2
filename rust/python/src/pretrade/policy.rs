// SPDX-License-Identifier: Apache-2.0
//! A policy that is written in Python, as the core calls it.

use std::sync::Arc;

use openpit::pretrade::{
    Context, Finalization, Hooks, PolicyFailure, PolicyReport, PreTradePolicy,
};
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyString};

use super::adjustment_result::PolicyAccountAdjustmentResult;
use super::decision::each;
use super::reject::policy_reject;
use super::{Context as PythonContext, PolicyDecision};
use crate::classes::{POLICY, POLICY_REJECT};
use crate::core::{SubmittedAdjustment, SubmittedOrder, SubmittedReport};
use crate::engine::{Calls, PostTradeResult, Running};
use crate::param::AccountId;
use crate::text::wrong_type;

/// The bound hooks that a policy overrides, looked up once, at registration.
#[derive(Debug)]
pub struct PolicyHooks {
    start: Option<Py<PyAny>>,
    main: Option<Py<PyAny>>,
    report: Option<Py<PyAny>>,
    adjustment: Option<Py<PyAny>>,
}

impl PolicyHooks {
    fn bind(policy: &Bound<'_, PyAny>) -> Result<Self, NotMade> {
        let py = policy.py();
        Ok(Self {
            start: hook(policy, intern!(py, "check_pre_trade_start"))?,
            main: hook(policy, intern!(py, "perform_pre_trade_check"))?,
            report: hook(policy, intern!(py, "apply_execution_report"))?,
            adjustment: hook(policy, intern!(py, "apply_account_adjustment"))?,
        })
    }

    /// Shows the hooks to the garbage collector.
    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.start)?;
        visit.call(&self.main)?;
        visit.call(&self.report)?;
        visit.call(&self.adjustment)
    }
}

/// What a policy says of itself.
fn asked<'py>(
    policy: &Bound<'py, PyAny>,
    hook: &'static str,
) -> Result<Bound<'py, PyAny>, NotMade> {
    let answer = policy.getattr(hook);
    answer.map_err(|error| NotMade::Asking(hook, error))
}

/// The bound method of a hook, or none if it is the one that `Policy` itself has.
fn hook(
    policy: &Bound<'_, PyAny>,
    name: &Bound<'_, PyString>,
) -> Result<Option<Py<PyAny>>, NotMade> {
    let py = policy.py();
    let failed = |error| NotMade::Asking("hooks", error);
    let bound = policy.getattr(name).map_err(failed)?;
    let inherited = POLICY.get(py)?.getattr(name)?;
    let function = bound.getattr_opt(intern!(py, "__func__")).map_err(failed)?;
    if function.is_some_and(|function| function.is(&inherited)) {
        return Ok(None);
    }
    if !bound.is_callable() {
        return Err(wrong_type(&bound, &name.to_string_lossy(), "a method").into());
    }
    Ok(Some(bound.unbind()))
}

/// Why a policy is none that the core can have.
#[derive(Debug)]
pub enum NotMade {
    /// It raised when it was asked for its `name`, `hooks` or `supports_dry_run` (P-8.15).
    Asking(&'static str, PyErr),
    /// What it said of itself is of a wrong type.
    Wrong(PyErr),
}

impl From<PyErr> for NotMade {
    fn from(error: PyErr) -> Self {
        Self::Wrong(error)
    }
}

/// A Python policy: its name and hooks, and where its exceptions and mutations are kept.
#[derive(Debug)]
pub struct PythonPolicy {
    name: String,
    supports_dry_run: bool,
    hooks: Arc<PolicyHooks>,
    calls: Arc<Calls>,
}

impl PythonPolicy {
    /// The policy of a `Policy` object.
    ///
    /// # Errors
    /// It raised when it was asked, or what it said is of a wrong type.
    pub fn new(policy: &Bound<'_, PyAny>, calls: &Arc<Calls>) -> Result<Self, NotMade> {
        if !POLICY.has(policy)? {
            return Err(wrong_type(policy, "policy", "`openpit.pretrade.Policy`").into());
        }
        let name = asked(policy, "name")?;
        let name = crate::text::text(&name, "name")?.to_owned();
        let hooks = PolicyHooks::bind(policy)?;
        let supports = asked(policy, "supports_dry_run")?;
        let Ok(supports_dry_run) = supports.cast::<PyBool>() else {
            return Err(wrong_type(&supports, "supports_dry_run", "`bool`").into());
        };
        Ok(Self {
            name,
            supports_dry_run: supports_dry_run.is_true(),
            hooks: Arc::new(hooks),
            calls: Arc::clone(calls),
        })
    }

    /// Its hooks, for the garbage collector.
    pub fn shared_hooks(&self) -> Arc<PolicyHooks> {
        Arc::clone(&self.hooks)
    }

    /// Where its mutations are kept.
    pub fn calls(&self) -> &Calls {
        &self.calls
    }

    /// Runs a hook's call and keeps its exception for the caller.
    #[inline]
    fn call<T>(&self, run: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, PolicyFailure> {
        let Some(_running) = Running::begin() else {
            return Err(PolicyFailure::new("the interpreter ends"));
        };
        Python::attach(|py| run(py).map_err(|error| self.calls.fail(py, error)))
    }

    /// The answer of a hook.
    #[inline]
    fn ask<'py>(
        &self,
        py: Python<'py>,
        hook: &Py<PyAny>,
        ctx: &Context<'_>,
        record: &Py<PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        hook.bind(py).call1(self.calls.hook_args(py, ctx, record)?)
    }

    #[cold]
    fn nonsense(&self, answer: &Bound<'_, PyAny>, hook: &str, allowed: &str) -> PyErr {
        let found = answer
            .get_type()
            .name()
            .map_or_else(|_| "unknown".to_owned(), |name| name.to_string());
        PyTypeError::new_err(format!(
            "hook `{hook}` of policy `{}` answered with `{found}`: allowed is {allowed}",
            self.name
        ))
    }

    fn start_answer(
        &self,
        answer: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<openpit::pretrade::PolicyReject>> {
        const HOOK: &str = "check_pre_trade_start";
        const ALLOWED: &str = "an iterable of `PolicyReject`, empty to accept";
        let mut rejects = Vec::new();
        let is_text = answer.is_instance_of::<PyString>() || answer.is_instance_of::<PyBytes>();
        if is_text
            || answer
                .getattr_opt(intern!(answer.py(), "__iter__"))?
                .is_none()
        {
            return Err(self.nonsense(answer, HOOK, ALLOWED));
        }
        each(answer, HOOK, |item| {
            if !POLICY_REJECT.has(item)? {
                return Err(self.nonsense(item, HOOK, ALLOWED));
            }
            rejects.push(policy_reject(item)?);
            Ok(())
        })?;
        Ok(rejects)
    }
}

impl PreTradePolicy<SubmittedOrder, SubmittedReport, SubmittedAdjustment> for PythonPolicy {
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        Hooks {
            start: self.hooks.start.is_some(),
            main: self.hooks.main.is_some(),
            report: self.hooks.report.is_some(),
            adjustment: self.hooks.adjustment.is_some(),
        }
    }

    fn supports_dry_run(&self) -> bool {
        self.supports_dry_run
    }

    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        order: &SubmittedOrder,
    ) -> Result<Vec<openpit::pretrade::PolicyReject>, PolicyFailure> {
        let Some(hook) = &self.hooks.start else {
            return Ok(Vec::new());
        };
        self.call(|py| self.start_answer(&self.ask(py, hook, ctx, order.object().as_any())?))
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        order: &SubmittedOrder,
    ) -> Result<openpit::pretrade::PolicyDecision, PolicyFailure> {
        let Some(hook) = &self.hooks.main else {
            return Ok(openpit::pretrade::PolicyDecision::accept());
        };
        self.call(|py| {
            let answer = self.ask(py, hook, ctx, order.object().as_any())?;
            match answer.cast::<PolicyDecision>() {
                Ok(decision) => decision.get().to_core(py, self),
                Err(_) => {
                    Err(self.nonsense(&answer, "perform_pre_trade_check", "`PolicyDecision`"))
                }
            }
        })
    }

    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        report: &SubmittedReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        let Some(hook) = &self.hooks.report else {
            return Ok(PolicyReport::nothing());
        };
        self.call(|py| {
            let answer = self.ask(py, hook, ctx, report.object().as_any())?;
            if answer.is_none() {
                return Ok(PolicyReport::nothing());
            }
            let Ok(result) = answer.cast::<PostTradeResult>() else {
                let allowed = "`PostTradeResult` or `None`";
                return Err(self.nonsense(&answer, "apply_execution_report", allowed));
            };
            result.get().to_core(py)
        })
    }

    fn apply_account_adjustment(
        &self,
        ctx: &Context<'_>,
        account_id: openpit::param::AccountId,
        adjustment: &SubmittedAdjustment,
    ) -> Result<openpit::pretrade::PolicyDecision, PolicyFailure> {
        let Some(hook) = &self.hooks.adjustment else {
            return Ok(openpit::pretrade::PolicyDecision::accept());
        };
        self.call(|py| {
            let ctx = PythonContext::of_item(ctx);
            let args = (ctx, AccountId(account_id), adjustment.object());
            let answer = hook.bind(py).call1(args)?;
            let Ok(result) = answer.cast::<PolicyAccountAdjustmentResult>() else {
                let allowed = "`PolicyAccountAdjustmentResult`";
                return Err(self.nonsense(&answer, "apply_account_adjustment", allowed));
            };
            result.get().decision().to_core(py, self)
        })
    }

    fn finalize(
        &self,
        _ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        if self.calls.is_muted() {
            return Ok(());
        }
        self.call(|py| match self.calls.take(py, token) {
            Some(mutation) => mutation.get().run(py, side),
            None => Ok(()),
        })
    }
}
