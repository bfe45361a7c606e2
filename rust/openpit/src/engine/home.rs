// SPDX-License-Identifier: Apache-2.0
//! Where the state of one account lives, and the way in: of all accounts together in a Local
//! engine. Requests and reservations hold on to it, so they outlive the engine's handle.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::clock::Timeline;
use super::commons::{Commons, Lent, Records};
use super::flags::Flag;
use super::homes::Taken;
use super::machine::{Key, Machine};
use super::sync::{Brief, Exclusive, Mode, SyncPolicy};
use super::{CallbackFailures, Error, LifecycleKind, ThreadingKind};
use crate::param::AccountId;

pub(super) type ExclusiveOf<O, R, A, S> = <S as SyncPolicy>::Exclusive<Machine<O, R, A, S>>;
pub(super) type GuardOf<'a, O, R, A, S> =
    <ExclusiveOf<O, R, A, S> as Exclusive<Machine<O, R, A, S>>>::Guard<'a>;

/// One account's state and what waits for its next call. It is two lines of a processor's cache
/// apart from all else, so that calls of one account do not slow another's.
#[repr(align(128))]
pub(crate) struct Home<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    /// Whose state it is; none of the home of all accounts, or of calls without one.
    pub(super) account: Option<AccountId>,
    pub(super) commons: S::Shared<Commons<O, R, A, S>>,
    machine: ExclusiveOf<O, R, A, S>,
    /// Dropped handles that wait for a call that can roll them back (T-3a).
    dropped: S::Brief<VecDeque<Key>>,
    /// Whether something waits: a dropped handle, or the home's own end.
    pending: AtomicBool,
    /// The engine's handle was dropped while a call ran here.
    close_at_end: AtomicBool,
    /// Drops that have the state, or want it. The caller cannot pin them to a thread, since a
    /// garbage collector may be behind them: a call that meets one waits instead of being refused.
    releasing: AtomicUsize,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Home<O, R, A, S> {
    pub(super) fn new(
        account: Option<AccountId>,
        commons: S::Shared<Commons<O, R, A, S>>,
        timeline: Timeline,
    ) -> Self {
        let (token, mode) = (commons.token(), commons.mode);
        let machine = Machine::new(commons.clone(), timeline);
        Self {
            account,
            machine: S::exclusive(machine, token, mode),
            commons,
            dropped: S::brief(VecDeque::new()),
            pending: AtomicBool::new(false),
            close_at_end: AtomicBool::new(false),
            releasing: AtomicUsize::new(0),
        }
    }

    /// One call: lifecycle, then threading, then what waited for a call, then the call itself.
    #[inline]
    pub(crate) fn call<T, E: From<Error>>(
        &self,
        run: impl FnOnce(&mut Machine<O, R, A, S>) -> Result<T, E>,
    ) -> Result<T, E> {
        let result = {
            let mut machine = self.enter()?;
            if self.needs_care(&machine) {
                self.careful(&mut machine, run)
            } else {
                run(&mut machine)
            }
        };
        self.settle();
        result
    }

    /// Takes the state for a call; a closed engine says so to any thread.
    #[inline]
    fn enter(&self) -> Result<GuardOf<'_, O, R, A, S>, Error> {
        self.machine.enter().or_else(|error| self.refused(error))
    }

    #[cold]
    fn refused(&self, error: Error) -> Result<GuardOf<'_, O, R, A, S>, Error> {
        if self.is_closed() {
            return Err(Error::Lifecycle(LifecycleKind::EngineClosed));
        }
        let is_busy = error == Error::Threading(ThreadingKind::AccountBusy);
        if is_busy && self.releasing.load(Ordering::Acquire) > 0 {
            return self.machine.wait();
        }
        Err(error)
    }

    #[inline]
    fn needs_care(&self, machine: &Machine<O, R, A, S>) -> bool {
        self.commons.registry.flags.any()
            || self.pending.load(Ordering::Acquire)
            || machine.is_stale()
            || self.commons.records.is_some()
    }

    #[cold]
    fn careful<T, E: From<Error>>(
        &self,
        machine: &mut Machine<O, R, A, S>,
        run: impl FnOnce(&mut Machine<O, R, A, S>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.commons.clone().recorded(machine, |machine| {
            machine.refresh();
            self.catch_up(machine);
            if self.is_closed() {
                return Err(Error::Lifecycle(LifecycleKind::EngineClosed).into());
            }
            machine.record_admin();
            run(machine)
        })
    }

    /// Rolls back what was dropped while nobody could be let in (T-3a, P-9), and does the home's
    /// own end if that was asked for.
    pub(super) fn catch_up(&self, machine: &mut Machine<O, R, A, S>) {
        // Lowered first: a drop that comes while this runs raises it again.
        self.pending.store(false, Ordering::SeqCst);
        self.drain(|key| drop(machine.release(key)));
        if self.close_at_end.swap(false, Ordering::AcqRel) {
            machine.end();
            self.end(machine);
        }
    }

    fn drain(&self, mut take: impl FnMut(Key)) {
        loop {
            let key = self.dropped.lock().pop_front();
            let Some(key) = key else { return };
            self.commons.drops.lock().drained += 1;
            take(key);
        }
    }

    /// One account fewer that keeps a dropped engine open; the last one ends it.
    fn end(&self, machine: &mut Machine<O, R, A, S>) {
        let left = {
            let mut unclosed = self.commons.unclosed.lock();
            *unclosed = unclosed.saturating_sub(1);
            *unclosed
        };
        if left == 0 {
            machine.record_close();
            self.commons.registry.flags.raise(Flag::Closed);
        }
    }

    /// The end of a call, when the state is free again: drops inside its callbacks, and those of
    /// others that found it taken. Nobody else may ever come.
    #[inline]
    pub(super) fn settle(&self) {
        S::settle();
        while self.pending.load(Ordering::SeqCst) {
            // Whoever has it looks again after letting go.
            let Some(mut machine) = self.machine.try_enter() else {
                return;
            };
            let commons = self.commons.clone();
            commons.recorded(&mut machine, |machine| self.catch_up(machine));
            drop(machine);
            S::settle();
        }
    }

    /// Takes the state beside other accounts' for a call on the whole engine.
    pub(super) fn claim(&self) -> Result<GuardOf<'_, O, R, A, S>, Error> {
        self.machine.claim().or_else(|error| self.refused(error))
    }

    /// Takes the state for a call on the whole engine, of which this is all.
    pub(super) fn enter_whole(&self) -> Result<GuardOf<'_, O, R, A, S>, Error> {
        self.machine.enter()
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.commons.registry.is_closed()
    }

    /// A handle is dropped: at once if the account is free, else by the next who has it.
    pub(crate) fn release(&self, key: Key) {
        if self.is_closed() {
            return;
        }
        let may_be_met = self.commons.mode == Mode::Account;
        if may_be_met {
            self.releasing.fetch_add(1, Ordering::AcqRel);
        }
        match self.machine.try_enter() {
            Some(mut machine) => {
                let commons = self.commons.clone();
                commons.recorded(&mut machine, |machine| {
                    machine.refresh();
                    drop(machine.release(key));
                });
            }
            None => self.release_later(key),
        }
        if may_be_met {
            self.releasing.fetch_sub(1, Ordering::AcqRel);
        }
        self.settle();
    }

    /// A handle is dropped where no callback may run (T-3a): the next call, or close, sees to it.
    pub(super) fn release_later(&self, key: Key) {
        self.dropped.lock().push_back(key);
        self.commons.drops.lock().queued += 1;
        self.pending.store(true, Ordering::SeqCst);
        S::settle();
        if self.is_closed() {
            // Close has rolled everything back: the key is only counted.
            self.drain(|_| ());
        }
    }

    /// The engine's handle is gone: the account ends now if it is free, else with its call.
    pub(super) fn close_later(&self) {
        self.close_at_end.store(true, Ordering::Release);
        self.pending.store(true, Ordering::SeqCst);
        self.settle();
    }
}

/// Ends every account of an engine, the newest reservation first (P-7); the states are all of it.
pub(super) fn close_all<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    commons: &Commons<O, R, A, S>,
    taken: &mut [Taken<'_, O, R, A, S>],
) -> Result<(), Error> {
    let mut records = commons.records.as_ref().map(Brief::lock);
    let mut records = records.as_deref_mut();
    if let Some(first) = taken.first_mut() {
        lent(&mut records, &mut first.machine, Machine::record_admin);
    }
    let mut open = Vec::new();
    for (place, taken) in taken.iter_mut().enumerate() {
        let own = taken.machine.take_open().into_iter();
        open.extend(own.map(|open| (open.number, place, open)));
    }
    open.sort_unstable_by_key(|(number, place, _)| std::cmp::Reverse((*number, *place)));
    let mut failures = Vec::new();
    for (_, place, open) in &open {
        let failed = lent(&mut records, &mut taken[*place].machine, |machine| {
            machine.end_one(open)
        });
        failures.extend(failed);
    }
    for taken in &mut *taken {
        taken.machine.forget_requests();
    }
    if let Some(last) = taken.last_mut() {
        lent(&mut records, &mut last.machine, Machine::record_close);
    }
    // Only now: until here a callback's call is re-entrant and not late (P-9).
    commons.registry.flags.raise(Flag::Closed);
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Error::Callback(CallbackFailures(failures)))
    }
}

/// Runs something on one account's state that may write the records, if there are any.
fn lent<O: 'static, R: 'static, A: 'static, S: SyncPolicy, T>(
    records: &mut Option<&mut Records<O>>,
    machine: &mut Machine<O, R, A, S>,
    run: impl FnOnce(&mut Machine<O, R, A, S>) -> T,
) -> T {
    match records {
        Some(records) => Lent::new(machine, records).with(run),
        None => run(machine),
    }
}

/// Whether calls of the mode may run side by side.
pub(super) const fn is_parallel(mode: Mode) -> bool {
    !matches!(mode, Mode::Local)
}
