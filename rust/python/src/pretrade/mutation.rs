// SPDX-License-Identifier: Apache-2.0
//! `Mutation`: a change that a main-stage policy emits (M-1 to M-4).

use std::hash::{DefaultHasher, Hash, Hasher};

use openpit::pretrade::{self as core, Finalization, KillSwitchAction, MutationKind};
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use super::kill_switch::{Action, KillSwitch};
use super::reserve_notional::ReserveNotional;
use crate::classes::{COROUTINE, METHODCALLER, Reduced};
use crate::record::{Fields, value_methods};
use crate::text::wrong_type;

/// A change that a main-stage policy emits; the engine applies one side of it, once (M-1, M-4).
///
/// ``commit`` and ``rollback`` are callables without arguments, run inside the engine's call; what
/// they return is not looked at. ``None`` for a side with nothing to do. Keyword only. Such a
/// mutation equals only itself. ``Mutation.reserve_notional`` and ``Mutation.set_kill_switch`` make
/// the kinds that the engine applies itself: values, which compare, hash and pickle.
///
/// >>> Mutation(commit=lambda: None).rollback is None
/// True
#[pyclass(frozen, module = "openpit.core")]
#[derive(Debug)]
pub struct Mutation(Kind);

#[derive(Debug)]
enum Kind {
    Custom {
        commit: Option<Py<PyAny>>,
        rollback: Option<Py<PyAny>>,
    },
    Typed(Box<Typed>),
}

/// A mutation that is plain data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Typed {
    ReserveNotional(ReserveNotional),
    SetKillSwitch(KillSwitch),
}

impl Typed {
    const fn kind(&self) -> MutationKind {
        match self {
            Self::ReserveNotional(_) => MutationKind::ReserveNotional,
            Self::SetKillSwitch(_) => MutationKind::SetKillSwitch,
        }
    }

    fn to_core(&self) -> core::Mutation {
        match self {
            Self::ReserveNotional(reserve) => reserve.to_core().into(),
            Self::SetKillSwitch(switch) => switch.to_core().into(),
        }
    }

    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        match self {
            Self::ReserveNotional(reserve) => reserve.fields(py),
            Self::SetKillSwitch(switch) => switch.fields(py),
        }
    }
}

impl Mutation {
    /// The mutation as the core takes it; none if it is custom, which the binding keeps.
    pub fn to_core(&self) -> Option<core::Mutation> {
        match &self.0 {
            Kind::Custom { .. } => None,
            Kind::Typed(typed) => Some(typed.to_core()),
        }
    }

    /// Runs one side of a custom one.
    pub fn run(&self, py: Python<'_>, side: Finalization) -> PyResult<()> {
        let Kind::Custom { commit, rollback } = &self.0 else {
            return Ok(());
        };
        let callback = match side {
            Finalization::Commit => commit,
            Finalization::Rollback => rollback,
        };
        let Some(callback) = callback else {
            return Ok(());
        };
        let answer = callback.bind(py).call0()?;
        if !answer.is_none() && COROUTINE.has(&answer)? {
            let text = "a coroutine is never awaited here: allowed is a plain function";
            return Err(PyTypeError::new_err(text));
        }
        Ok(())
    }

    fn typed(&self) -> Option<&Typed> {
        match &self.0 {
            Kind::Custom { .. } => None,
            Kind::Typed(typed) => Some(typed),
        }
    }
}

value_methods!(Mutation);

#[pymethods]
impl Mutation {
    #[new]
    #[pyo3(signature = (*, commit=None, rollback=None))]
    fn new(
        commit: Option<&Bound<'_, PyAny>>,
        rollback: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let side = |callback: Option<&Bound<'_, PyAny>>, name: &str| match callback {
            Some(callback) if !callback.is_callable() => {
                Err(wrong_type(callback, name, "a callable or `None`"))
            }
            _ => Ok(callback.map(|callback| callback.clone().unbind())),
        };
        Ok(Self(Kind::Custom {
            commit: side(commit, "commit")?,
            rollback: side(rollback, "rollback")?,
        }))
    }

    /// Reserves notional of a settlement asset for the order (M-2).
    ///
    /// It is held when the policy returns, before the next policy runs, so that two orders in
    /// flight cannot both pass; commit turns held into open, rollback releases it, and a report
    /// hook's ``Release`` frees what is open.
    ///
    /// ``account_id``: the call's own account, an ``AccountId`` or its number; another one is the
    /// policy's failure (P-8). ``settlement_asset``: an ``Asset`` or its name. ``amount``: a
    /// ``Volume`` in units of that asset. ``account_asset_limit`` and ``asset_limit``: the most
    /// that this policy may hold and have open, with the new amount, for the account and over all
    /// accounts; a sum above one is a reject ``CreditLimitExceeded`` and takes nothing, a sum equal
    /// to it passes.
    ///
    /// >>> usd = Mutation.reserve_notional(7, "USD", Volume(500), asset_limit=Volume(2000))
    /// >>> usd.kind
    /// 'reserve_notional'
    #[staticmethod]
    #[pyo3(signature = (
        account_id, settlement_asset, amount, *, account_asset_limit=None, asset_limit=None
    ))]
    fn reserve_notional(
        account_id: &Bound<'_, PyAny>,
        settlement_asset: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        account_asset_limit: Option<&Bound<'_, PyAny>>,
        asset_limit: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let reserve = ReserveNotional::new(
            account_id,
            settlement_asset,
            amount,
            account_asset_limit,
            asset_limit,
        )?;
        let typed = Typed::ReserveNotional(reserve);
        Ok(Self(Kind::Typed(Box::new(typed))))
    }

    /// Sets a kill-switch state when the order is committed or rolled back (M-3).
    ///
    /// It adds or removes only its own cause: this policy, ``code``, a ``RejectCode``, and
    /// ``reason``, which the rejects of a blocked ``scope``, a ``BlockScope``, carry. ``on_commit``
    /// and ``on_rollback``: a ``KillSwitchAction`` or its text. A block that must hold whatever
    /// happens to the order is no mutation: see ``account_blocks`` of ``PolicyDecision``.
    ///
    /// >>> once = Mutation.set_kill_switch(
    /// ...     BlockScope.account(7), RejectCode.RISK_LIMIT_EXCEEDED, "one order a day"
    /// ... )
    /// >>> once.kind
    /// 'set_kill_switch'
    #[staticmethod]
    #[pyo3(
        signature = (
            scope, code, reason, *,
            on_commit=Action(KillSwitchAction::Block), on_rollback=Action(KillSwitchAction::Keep)
        ),
        text_signature = "(scope, code, reason, *, on_commit='block', on_rollback='keep')"
    )]
    fn set_kill_switch(
        scope: &Bound<'_, PyAny>,
        code: &Bound<'_, PyAny>,
        reason: &Bound<'_, PyAny>,
        on_commit: Action,
        on_rollback: Action,
    ) -> PyResult<Self> {
        let switch = KillSwitch::new(scope, code, reason, (on_commit, on_rollback))?;
        let typed = Typed::SetKillSwitch(switch);
        Ok(Self(Kind::Typed(Box::new(typed))))
    }

    /// The kind: ``custom``, ``reserve_notional`` or ``set_kill_switch``, as the context and the
    /// decision log show it.
    #[getter]
    fn kind(&self) -> &'static str {
        let kind = self.typed().map_or(MutationKind::Custom, Typed::kind);
        kind.as_str()
    }

    /// What is called when the order goes on; ``None`` if the engine itself applies the kind.
    #[getter]
    fn commit(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        match &self.0 {
            Kind::Custom { commit, .. } => commit.as_ref().map(|callback| callback.clone_ref(py)),
            Kind::Typed(_) => None,
        }
    }

    /// What is called when the order does not go on; ``None`` if the engine itself applies the
    /// kind.
    #[getter]
    fn rollback(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        match &self.0 {
            Kind::Custom { rollback, .. } => {
                rollback.as_ref().map(|callback| callback.clone_ref(py))
            }
            Kind::Typed(_) => None,
        }
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> bool {
        let typed = slf.get().typed();
        match other.cast::<Self>() {
            Ok(other) if typed.is_some() => typed == other.get().typed(),
            _ => slf.is(other),
        }
    }

    fn __hash__(slf: &Bound<'_, Self>) -> u64 {
        let mut hasher = DefaultHasher::new();
        match slf.get().typed() {
            Some(typed) => typed.hash(&mut hasher),
            None => slf.as_ptr().hash(&mut hasher),
        }
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let shown = |callback: &Option<Py<PyAny>>| match callback {
            Some(callback) => Ok::<_, PyErr>(callback.bind(py).repr()?.to_string()),
            None => Ok("None".to_owned()),
        };
        match &self.0 {
            Kind::Custom { commit, rollback } => {
                let (commit, rollback) = (shown(commit)?, shown(rollback)?);
                Ok(format!("Mutation(commit={commit}, rollback={rollback})"))
            }
            Kind::Typed(typed) => {
                let name = format!("Mutation.{}", typed.kind());
                typed.fields(py)?.repr(&name)
            }
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        let py = slf.py();
        let Some(typed) = slf.get().typed() else {
            let text =
                "a custom mutation cannot be pickled: allowed are the kinds without callables";
            return Err(PyTypeError::new_err(text));
        };
        let keywords = typed.fields(py)?.keywords(py)?;
        let maker = METHODCALLER
            .get(py)?
            .call((typed.kind().as_str(),), Some(&keywords))?;
        Ok((maker, (slf.get_type(),).into_pyobject(py)?))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Kind::Custom { commit, rollback } = &self.0 else {
            return Ok(());
        };
        visit.call(commit)?;
        visit.call(rollback)
    }
}
