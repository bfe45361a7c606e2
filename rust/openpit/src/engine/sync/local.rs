// SPDX-License-Identifier: Apache-2.0
//! One thread, no synchronization: the compiler keeps the engine where it was built.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::VecDeque;
use std::rc::Rc;

use super::{DropCounters, DropQueue, Exclusive, SyncPolicy, sealed};
use crate::engine::Error;
use crate::engine::machine::Key;
use crate::pretrade::PreTradePolicy;

/// Local mode (`no_sync`): `!Send` and `!Sync`, so another thread does not compile (T-1).
///
/// ```compile_fail,E0277
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::Engine;
///
/// let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
/// let engine = builder.no_sync().build().unwrap();
/// std::thread::spawn(move || engine.close());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Local;

impl sealed::Sealed for Local {}

impl SyncPolicy for Local {
    type Shared<T> = Rc<T>;
    type Exclusive<T> = RefCell<T>;
    type Policy<O: 'static, R: 'static, A: 'static> = dyn PreTradePolicy<O, R, A>;
    type Drops = LocalDrops;

    fn share<T>(value: T) -> Rc<T> {
        Rc::new(value)
    }
}

impl<T> Exclusive<T> for RefCell<T> {
    type Guard<'a>
        = RefMut<'a, T>
    where
        T: 'a;

    fn new(value: T) -> Self {
        Self::new(value)
    }

    #[inline]
    fn enter(&self) -> Result<RefMut<'_, T>, Error> {
        self.try_borrow_mut().map_err(|_| Error::Reentrancy)
    }
}

/// Drops inside a callback: the one place where a Local engine cannot be entered.
#[derive(Debug, Default)]
pub struct LocalDrops {
    keys: RefCell<VecDeque<Key>>,
    counters: Cell<DropCounters>,
}

impl DropQueue for LocalDrops {
    fn push(&self, key: Key) {
        self.keys.borrow_mut().push_back(key);
        let counters = self.counters.get();
        self.counters.set(DropCounters {
            queued: counters.queued + 1,
            ..counters
        });
    }

    #[inline]
    fn pop(&self) -> Option<Key> {
        let counters = self.counters.get();
        if counters.queued == counters.drained {
            return None;
        }
        self.counters.set(DropCounters {
            drained: counters.drained + 1,
            ..counters
        });
        self.keys.borrow_mut().pop_front()
    }

    fn counters(&self) -> DropCounters {
        self.counters.get()
    }
}
