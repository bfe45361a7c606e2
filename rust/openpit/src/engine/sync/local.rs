// SPDX-License-Identifier: Apache-2.0
//! One thread, no synchronization: the compiler keeps the engine where it was built.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;

use super::{Brief, Exclusive, Mode, SyncPolicy, sealed};
use crate::engine::Error;
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
    type Shared<T: ?Sized> = Rc<T>;
    type Exclusive<T> = Alone<T>;
    type Brief<T> = RefCell<T>;
    type Policy<O: 'static, R: 'static, A: 'static> = dyn PreTradePolicy<O, R, A>;

    fn share<T>(value: T) -> Rc<T> {
        Rc::new(value)
    }

    fn exclusive<T>(value: T, _engine: usize, _mode: Mode) -> Alone<T> {
        Alone(RefCell::new(value))
    }

    fn brief<T>(value: T) -> RefCell<T> {
        RefCell::new(value)
    }

    #[inline]
    fn settle() {}
}

/// The whole state of a Local engine: a second call can only come from a callback of the first.
#[derive(Debug)]
pub struct Alone<T>(RefCell<T>);

impl<T> Exclusive<T> for Alone<T> {
    type Guard<'a>
        = RefMut<'a, T>
    where
        T: 'a;

    #[inline]
    fn enter(&self) -> Result<RefMut<'_, T>, Error> {
        self.0.try_borrow_mut().map_err(|_| Error::Reentrancy)
    }

    fn claim(&self) -> Result<RefMut<'_, T>, Error> {
        self.enter()
    }

    fn wait(&self) -> Result<RefMut<'_, T>, Error> {
        self.enter()
    }

    fn try_enter(&self) -> Option<RefMut<'_, T>> {
        self.0.try_borrow_mut().ok()
    }
}

impl<T> Brief<T> for RefCell<T> {
    type Guard<'a>
        = RefMut<'a, T>
    where
        T: 'a;

    #[inline]
    fn lock(&self) -> RefMut<'_, T> {
        self.borrow_mut()
    }
}
