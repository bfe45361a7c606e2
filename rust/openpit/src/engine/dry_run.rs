// SPDX-License-Identifier: Apache-2.0
//! Dry runs (P-11): the real pass with `ctx.dry_run()` true, rolled back in reverse. The engine's
//! state is afterwards what it was; a custom policy takes its own back by the rollback that it
//! emits.

use super::machine::{Aftermath, Machine};
use super::sync::SyncPolicy;
use super::{CallbackFailures, ConfigErrors, ConfigFault, Engine, Error, StartError};
use crate::param::AccountId;
use crate::pretrade::Finalization;

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Machine<O, R, A, S> {
    /// The answer that start, or start and execute, would give, without a trace.
    fn dry_run(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: Option<i64>,
        both: bool,
    ) -> Result<(), StartError> {
        let unready = &self.rules.stages.no_dry_run;
        if !unready.is_empty() {
            let fault = |place: &usize| {
                let text = "has a start hook and does not support dry runs: allowed is a policy \
                            that says it does";
                ConfigFault::policy(&self.rules.names[*place], text)
            };
            let errors = ConfigErrors::new(unready.iter().map(fault).collect());
            return Err(Error::Config(errors).into());
        }
        let cell = self.cell(account);
        let slots = self.cells.snapshot(cell);
        let (timeline, counts) = (self.timeline.clone(), self.records.counts);
        let recorder = self.records.recorder.take();
        let verdicts = self.records.verdicts.take();
        self.rehearsal = Some(Box::new(self.commons.rehearsal()));
        let result = self.rehearse(order, account, at, both);
        self.rehearsal = None;
        (self.records.recorder, self.records.verdicts) = (recorder, verdicts);
        (self.timeline, self.records.counts) = (timeline, counts);
        self.cells.restore(cell, slots);
        result
    }

    fn rehearse(
        &mut self,
        order: &O,
        account: Option<AccountId>,
        at: Option<i64>,
        both: bool,
    ) -> Result<(), StartError> {
        let admitted = self.admit(order, account, at)?;
        if !both {
            return Ok(());
        }
        let key = self.decide(order, admitted, admitted.moment)?;
        let mut after = Aftermath::default();
        if let Some(open) = self.reservations.remove(key) {
            let (side, at) = (Finalization::Rollback, admitted.moment.at);
            self.finalize_all(&open.emitted, side, open.account, at, &mut after);
        }
        if after.failures.is_empty() {
            return Ok(());
        }
        // The policy's own state is in doubt: the account is blocked, as after any rollback (P-8).
        Err(Error::Callback(CallbackFailures(after.failures)).into())
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    /// What [`Engine::start_pre_trade`] would answer, without a trace (P-11): nothing is counted,
    /// logged or blocked, and time stands still.
    ///
    /// # Errors
    /// As the real call; also [`Error::Config`] if a custom policy with a start hook does not
    /// support dry runs.
    pub fn dry_run_start_pre_trade(&self, order: &O) -> Result<(), StartError> {
        self.dry_run_keyed(order, None, false)
    }

    /// [`Engine::dry_run_start_pre_trade`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also as the real call's.
    pub fn dry_run_start_pre_trade_at(&self, order: &O, at: i64) -> Result<(), StartError> {
        self.dry_run_keyed(order, Some(at), false)
    }

    /// What [`Engine::execute_pre_trade`] would answer, without a trace (P-11): what policies
    /// emitted is rolled back in reverse.
    ///
    /// ```
    /// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
    /// use openpit::param::{AccountId, Side};
    /// use openpit::pretrade::policies::OrderValidation;
    ///
    /// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
    ///     .no_sync()
    ///     .builtin(OrderValidation::new())
    ///     .build()?;
    /// let account = AccountId::from_int(7);
    /// let order =
    ///     Order::limit("AAPL/USD".parse()?, account, Side::Buy, "0".parse()?, "185".parse()?);
    /// let before = engine.state_digest()?;
    /// assert!(engine.dry_run_execute_pre_trade(&order).is_err());
    /// assert_eq!(engine.state_digest()?, before);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As the real call; also [`Error::Config`] if a custom policy with a start hook does not
    /// support dry runs, and [`Error::Callback`] if a rollback failed, which blocks the account.
    pub fn dry_run_execute_pre_trade(&self, order: &O) -> Result<(), StartError> {
        self.dry_run_keyed(order, None, true)
    }

    /// [`Engine::dry_run_execute_pre_trade`] at a time, in nanoseconds since the epoch (D-2).
    ///
    /// # Errors
    /// As without a time; also as the real call's.
    pub fn dry_run_execute_pre_trade_at(&self, order: &O, at: i64) -> Result<(), StartError> {
        self.dry_run_keyed(order, Some(at), true)
    }

    /// A dry run of start, or of both stages, with an optional time, for bindings.
    ///
    /// # Errors
    /// As [`Engine::dry_run_execute_pre_trade_at`].
    pub fn dry_run_keyed(&self, order: &O, at: Option<i64>, both: bool) -> Result<(), StartError> {
        let account = self.account_of(order);
        self.call(account, |machine| machine.dry_run(order, account, at, both))
    }
}
