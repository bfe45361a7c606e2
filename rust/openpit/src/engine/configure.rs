// SPDX-License-Identifier: Apache-2.0
//! Limits that change at run time (L-5): by policy name, atomically, with counters kept.

use super::builder::account_fault;
use super::decisions::{Line, Shown};
use super::machine::{Entry, Machine};
use super::sync::{KeepsAccounts, SyncPolicy};
use super::{ConfigErrors, ConfigFault, Engine, Error};
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
        self.inner
            .call(|machine| Ok(machine.armed(account_id).to_string()))
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
        let inner = &self.engine.inner;
        inner.call(|machine| machine.reset_notional(name, account_id))
    }

    /// One change of one policy, for bindings.
    ///
    /// # Errors
    /// As [`Configure::rate_limit`].
    pub fn change(&self, name: &str, change: &LimitsChange) -> Result<(), Error> {
        self.engine
            .inner
            .call(|machine| machine.change_limits(name, change))
    }
}

impl<O, R, A, P: ?Sized> Machine<O, R, A, P> {
    fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| **known == *name)
    }

    fn change_limits(&mut self, name: &str, change: &LimitsChange) -> Result<(), Error> {
        let changed = self
            .find(name)
            .and_then(|place| match &self.policies[place] {
                Entry::Builtin { policy, slot } => {
                    policy.changed(change).map(|policy| (place, *slot, policy))
                }
                Entry::Custom(_) => None,
            });
        let Some((place, slot, policy)) = changed else {
            return Err(unknown(name, change.policy()));
        };
        let mut faults = policy.faults();
        faults.extend(account_fault(&*policy, self.accounting.is_some()));
        if !faults.is_empty() {
            return Err(Error::Config(ConfigErrors::new(faults)));
        }
        if let Some(slot) = slot {
            if policy.keeps_account_state() {
                self.cells.keep_accounts();
            }
            self.cells
                .change(slot, |account, old| policy.changed_slot(account, old));
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.log.write(&Line {
                call: "configure",
                at: self.timeline.last(),
                policy: Some(name),
                limits: Some(policy.limits_data()),
                ..Line::default()
            });
        }
        self.policies[place] = Entry::Builtin { policy, slot };
        Ok(())
    }

    fn reset_notional(&mut self, name: &str, account: Option<AccountId>) -> Result<(), Error> {
        let tracks_orders = |place: &usize| self.stages.orders.contains(place);
        let place = self.find(name).filter(tracks_orders);
        let Some(place) = place else {
            return Err(unknown(name, "a notional limit"));
        };
        self.holds.reset_used(place, account);
        self.orders.forget_done(place, account);
        if let Some(recorder) = &mut self.recorder {
            recorder.log.write(&Line {
                call: "reset",
                at: self.timeline.last(),
                account: Shown(account),
                policy: Some(name),
                ..Line::default()
            });
        }
        Ok(())
    }
}

fn unknown(name: &str, wanted: &str) -> Error {
    let text = format!("policy `{name}` is not {wanted} of the engine: allowed is the name of one");
    Error::Config(ConfigErrors::new(vec![ConfigFault::new(text)]))
}
