// SPDX-License-Identifier: Apache-2.0
//! What a scenario has made so far, by number; and what its policies have seen.
//!
//! Nothing is dropped, and no engine called, while the session is borrowed: both may run
//! callbacks, and those write to the trace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::take;
use std::rc::Rc;

use openpit::pretrade::{self, BlockCause};
use openpit::{ExecutionReport, Order};
use serde_json::{Value, json};

use crate::answers::Fault;

/// The engine under test.
pub type Engine = openpit::Engine<Order, ExecutionReport>;
/// Its requests.
pub type Request = pretrade::Request<Order, ExecutionReport>;
/// Its reservations.
pub type Reservation = pretrade::Reservation<Order, ExecutionReport>;

/// Things of one kind, numbered from 1 in the order in which they came.
#[derive(Debug)]
pub struct Numbered<T> {
    items: BTreeMap<u64, T>,
    last: u64,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            items: BTreeMap::new(),
            last: 0,
        }
    }
}

impl<T> Numbered<T> {
    /// Keeps an item under the next number.
    pub fn add(&mut self, item: T) -> u64 {
        self.last += 1;
        self.items.insert(self.last, item);
        self.last
    }

    /// The number that the next item will have.
    pub const fn next(&self) -> u64 {
        self.last + 1
    }

    /// Puts an item back under its number.
    pub fn put_back(&mut self, number: u64, item: T) {
        self.items.insert(number, item);
    }

    /// Takes an item out: in Rust its use consumes it.
    pub fn take(&mut self, number: u64) -> Result<T, Fault> {
        let gone = || Fault::driver(format!("number {number} was moved or never was"));
        self.items.remove(&number).ok_or_else(gone)
    }

    /// Looks at an item.
    pub fn get(&self, number: u64) -> Result<&T, Fault> {
        let gone = || Fault::driver(format!("number {number} was moved or never was"));
        self.items.get(&number).ok_or_else(gone)
    }
}

/// Everything of one scenario.
#[derive(Debug, Default)]
pub struct Session {
    /// Engines.
    pub engines: Numbered<Rc<Engine>>,
    /// Requests, each with the caller's own copy of its order.
    pub requests: Numbered<(Request, Order)>,
    /// Reservations.
    pub reservations: Numbered<Reservation>,
    /// Causes of blocks.
    pub causes: Numbered<BlockCause>,
    trace: Vec<Value>,
}

thread_local!(static SESSION: RefCell<Session> = RefCell::default());

/// Works on the session.
pub fn with<T>(work: impl FnOnce(&mut Session) -> T) -> T {
    SESSION.with(|session| work(&mut session.borrow_mut()))
}

/// The engine with this number.
pub fn engine(number: u64) -> Result<Rc<Engine>, Fault> {
    with(|session| session.engines.get(number).cloned())
}

/// Forgets everything; engines close.
pub fn reset() -> Value {
    let old = with(take);
    drop(old);
    with(|session| session.trace.clear());
    Value::Null
}

/// Notes what a policy saw.
pub fn note(entry: Value) {
    with(|session| session.trace.push(entry));
}

/// Hands out what policies saw since the last time.
pub fn take_trace() -> Value {
    json!(with(|session| take(&mut session.trace)))
}
