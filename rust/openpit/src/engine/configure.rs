// SPDX-License-Identifier: Apache-2.0
//! Limits that change at run time (L-5): by policy name, atomically, with counters kept.

use super::decisions::{Line, Shown};
use super::holds::Holds;
use super::sync::{Brief, KeepsAccounts, SyncPolicy};
use super::{Engine, Error};
use crate::param::AccountId;
use crate::pretrade::policies::{
    LimitsChange, NotionalLimitChange, OrderSizeLimitChange, PnlBoundsChange, RateLimitChange,
};

/// Changes the limits of an engine's policies, from [`Engine::configure`]. An axis that a change
/// gives replaces that axis; one that it leaves out stays. The old limits stay if the new ones are
/// invalid (L-5).
#[derive(Debug)]
pub struct Configure<'a, O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    engine: &'a Engine<O, R, A, S>,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    /// Changes limits while the engine runs (L-5).
    ///
    /// ```
    /// use std::time::Duration;
    /// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
    /// use openpit::pretrade::policies::{
    ///     RateLimit, RateLimitBrokerBarrier, RateLimitChange, RateLimitPolicy,
    /// };
    ///
    /// let of = |orders| RateLimitBrokerBarrier {
    ///     limit: RateLimit::new(orders, Duration::from_secs(1)),
    /// };
    /// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
    ///     .no_sync()
    ///     .builtin(RateLimitPolicy::new().named("burst").broker_barrier(of(100)))
    ///     .build()?;
    /// let change = RateLimitChange { broker: Some(vec![of(50)]), ..RateLimitChange::default() };
    /// engine.configure().rate_limit("burst", change)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn configure(&self) -> Configure<'_, O, R, A, S> {
        Configure { engine: self }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: KeepsAccounts> Engine<O, R, A, S> {
    /// Which policies will run for an account, with their stages and the limits in force for it, as
    /// canonical JSON: in registration order, keys sorted, numbers as text (L-7).
    ///
    /// # Errors
    /// Misuse.
    pub fn armed(&self, account_id: AccountId) -> Result<String, Error> {
        self.beside(|commons, _| {
            let rules = commons.ruling.lock().rules.clone();
            Ok(rules.armed(account_id).to_string())
        })
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Configure<'_, O, R, A, S> {
    /// Changes the barriers of a rate limit. Orders in the window stay counted; a barrier that is
    /// new counts from now.
    ///
    /// # Errors
    /// [`Error::Config`] with every fault of the new limits, or if no rate limit has the name;
    /// misuse.
    pub fn rate_limit(&self, name: &str, change: RateLimitChange) -> Result<(), Error> {
        self.change(name, &LimitsChange::Rate(change))
    }

    /// Changes the barriers of an order size limit.
    ///
    /// # Errors
    /// As [`Configure::rate_limit`].
    pub fn order_size_limit(&self, name: &str, change: OrderSizeLimitChange) -> Result<(), Error> {
        self.change(name, &LimitsChange::Size(change))
    }

    /// Changes the bounds of a pnl kill switch. Realized pnl stays; an initial pnl counts only for
    /// an account and asset without a total yet. An account that is now out of bounds is rejected
    /// from now on, and blocked by its next report.
    ///
    /// # Errors
    /// As [`Configure::rate_limit`].
    pub fn pnl_bounds_killswitch(&self, name: &str, change: PnlBoundsChange) -> Result<(), Error> {
        self.change(name, &LimitsChange::Pnl(change))
    }

    /// Changes the barriers of a notional limit. What is held, open and used stays.
    ///
    /// # Errors
    /// As [`Configure::rate_limit`].
    pub fn notional_limit(&self, name: &str, change: NotionalLimitChange) -> Result<(), Error> {
        self.change(name, &LimitsChange::Notional(change))
    }

    /// Forgets what fills used and which orders are done, of one account or of all (L-6). Held and
    /// open notional and blocks stay.
    ///
    /// # Errors
    /// [`Error::Config`] if no notional limit has the name; misuse.
    pub fn reset_notional_limit(
        &self,
        name: &str,
        account_id: Option<AccountId>,
    ) -> Result<(), Error> {
        self.engine.reset_notional(name, account_id)
    }

    /// One change of one policy, for bindings.
    ///
    /// # Errors
    /// As [`Configure::rate_limit`].
    pub fn change(&self, name: &str, change: &LimitsChange) -> Result<(), Error> {
        self.engine.change_limits(name, change)
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Engine<O, R, A, S> {
    /// Beside the calls of accounts, which go on with the limits that they began with.
    fn change_limits(&self, name: &str, change: &LimitsChange) -> Result<(), Error> {
        self.beside(|commons, records| {
            let policy = commons.change_limits(name, change)?;
            let at = records.last;
            if let Some(recorder) = &mut records.recorder {
                recorder.log.write(&Line {
                    call: "configure",
                    at,
                    policy: Some(name),
                    limits: Some(policy.limits_data()),
                    ..Line::default()
                });
            }
            Ok(())
        })
    }

    /// On every account at once: what all of them used is added up anew.
    fn reset_notional(&self, name: &str, account: Option<AccountId>) -> Result<(), Error> {
        self.whole(|commons, taken, records| {
            let place = commons.find_notional_limit(name)?;
            for taken in &mut *taken {
                taken.machine.holds.reset_used(place, account);
                taken.machine.orders.forget_done(place, account);
            }
            let every: Vec<&Holds> = taken.iter().map(|taken| &taken.machine.holds).collect();
            commons.sums.lock().sum_used_anew(place, &every);
            let at = records.last;
            if let Some(recorder) = &mut records.recorder {
                recorder.log.write(&Line {
                    call: "reset",
                    at,
                    account: Shown(account),
                    policy: Some(name),
                    ..Line::default()
                });
            }
            Ok(())
        })
    }
}
