// SPDX-License-Identifier: Apache-2.0
//! What callers may list of an engine: its log, its state, what it holds. Each is one call on the
//! whole engine, so nobody ever sees half a change (B-3).

use sha2::{Digest, Sha256};

use super::decisions::{DecisionLog, hexadecimal};
use super::machine::Machine;
use super::state::state;
use super::sync::{Brief, DropCounters, KeepsAccounts, SyncPolicy};
use super::{AccountBalance, Engine, Error, Hold, Verdict};

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    /// Takes the decision log's lines that were not taken yet, without line feeds (D-1). Empty
    /// unless the engine records decisions. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn decisions(&self) -> Result<Vec<String>, Error> {
        self.read(|_, _, records| {
            let recorder = records.recorder.as_mut();
            Ok(recorder.map_or_else(Vec::new, |recorder| recorder.log.drain()))
        })
    }

    /// The SHA-256 of the whole decision log so far, drained lines too, in lower-case hexadecimal
    /// (D-1). Of no bytes at all unless the engine records decisions. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn decisions_digest(&self) -> Result<String, Error> {
        self.read(|_, _, records| {
            Ok(match &records.recorder {
                Some(recorder) => recorder.log.digest(),
                None => DecisionLog::default().digest(),
            })
        })
    }

    /// Takes the verdicts that were not taken yet, in the order of the decisions. Empty unless the
    /// engine records verdicts. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn verdicts(&self) -> Result<Vec<Verdict>, Error> {
        self.read(|_, _, records| {
            let verdicts = records.verdicts.as_mut();
            Ok(verdicts.map_or_else(Vec::new, |verdicts| std::mem::take(&mut verdicts.taken)))
        })
    }

    /// The engine's state as canonical JSON (D-4): blocks, groups, balances, holds, executions,
    /// open reservations, and what every built-in policy has counted; keys sorted, numbers as text.
    /// Equal calls leave equal states in every language. Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn state(&self) -> Result<String, Error> {
        self.read(|commons, taken, records| Ok(state(commons, taken, records).to_string()))
    }

    /// The SHA-256 of [`Engine::state`] in lower-case hexadecimal (D-4). Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn state_digest(&self) -> Result<String, Error> {
        let state = self.state()?;
        Ok(hexadecimal(&Sha256::digest(state.as_bytes())))
    }

    /// How many dropped handles had to wait, and how many of those are rolled back (T-3a). From any
    /// thread, at any time.
    #[must_use]
    pub fn drops(&self) -> DropCounters {
        *self.commons.drops.lock()
    }
}

/// What an engine without accounts does not have (O-5.4).
impl<O: 'static, R: 'static, A: 'static, S: KeepsAccounts> Engine<O, R, A, S> {
    /// What every account has, as adjustments tell it (B): by account id, assets before positions.
    /// Works after `close` too.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn balances(&self) -> Result<Vec<AccountBalance>, Error> {
        self.read(|_, taken, _| {
            let each = taken.iter().map(|taken| taken.machine.balances.list());
            Ok(each.flatten().collect())
        })
    }

    /// What every policy has reserved (M-2): by account, settlement asset and registration order.
    /// Works after `close` too, which has given back what was held.
    ///
    /// # Errors
    /// Misuse of threads, or from inside a callback.
    pub fn holds(&self) -> Result<Vec<Hold>, Error> {
        self.read(|_, taken, _| {
            let list = |machine: &Machine<O, R, A, S>| machine.holds.list(&machine.rules.names);
            Ok(taken
                .iter()
                .flat_map(|taken| list(&taken.machine))
                .collect())
        })
    }
}
