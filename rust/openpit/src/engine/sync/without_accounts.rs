// SPDX-License-Identifier: Apache-2.0
//! Engines that know no accounts (O-5.4), in every threading mode.

use std::marker::PhantomData;

use super::{KeepsAccounts, Local, Serial, SyncPolicy, sealed};

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
    type Shared<T> = S::Shared<T>;
    type Exclusive<T> = S::Exclusive<T>;
    type Policy<O: 'static, R: 'static, A: 'static> = S::Policy<O, R, A>;
    type Drops = S::Drops;

    fn share<T>(value: T) -> S::Shared<T> {
        S::share(value)
    }
}

impl KeepsAccounts for Local {}
impl KeepsAccounts for Serial {}
