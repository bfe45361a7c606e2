// SPDX-License-Identifier: Apache-2.0
//! Engines that know no accounts (O-5.4), in every threading mode.

use std::marker::PhantomData;

use super::{Account, Checked, Full, KeepsAccounts, Local, Mode, SyncPolicy, sealed};

/// The threading mode `S` for an engine without accounts (O-5.4), from
/// [`Builder::without_accounts`](crate::engine::Builder::without_accounts).
///
/// What speaks of accounts does not compile:
///
/// ```compile_fail,E0599
/// use openpit::core::{ExecutionReport, Order};
/// use openpit::engine::Engine;
///
/// let builder = Engine::builder::<Order, ExecutionReport, ()>().without_accounts();
/// let engine = builder.no_sync().build().unwrap();
/// engine.accounts();
/// ```
#[derive(Debug, Clone, Copy)]
pub struct WithoutAccounts<S>(PhantomData<S>);

impl<S> sealed::Sealed for WithoutAccounts<S> {}

impl<S: SyncPolicy> SyncPolicy for WithoutAccounts<S> {
    type Shared<T: ?Sized> = S::Shared<T>;
    type Exclusive<T> = S::Exclusive<T>;
    type Brief<T> = S::Brief<T>;
    type Policy<O: 'static, R: 'static, A: 'static> = S::Policy<O, R, A>;

    fn share<T>(value: T) -> S::Shared<T> {
        S::share(value)
    }

    fn exclusive<T>(value: T, engine: usize, mode: Mode) -> S::Exclusive<T> {
        S::exclusive(value, engine, mode)
    }

    fn brief<T>(value: T) -> S::Brief<T> {
        S::brief(value)
    }

    #[inline]
    fn settle() {
        S::settle();
    }
}

impl KeepsAccounts for Account {}
impl KeepsAccounts for Checked {}
impl KeepsAccounts for Full {}
impl KeepsAccounts for Local {}
