// SPDX-License-Identifier: Apache-2.0
//! Configuration of an engine: the sync policy first, then policies in the order in which they
//! will run (P-1).

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::batch::AdjustmentFields;
use super::blocks::BlockScope;
use super::clock::Timeline;
use super::commons::{Accounting, Commons, Recorder, Records, account_fault};
use super::decisions::DecisionLog;
use super::holds::HoldSums;
use super::homes::Homes;
use super::machine::{discard, guarded, read};
use super::registry::Registry;
use super::rules::{BrokerSlot, Built, Entry, Rules, Ruling, Stages};
use super::sync::{Account, Checked, DropCounters, Full, Local, Mode, SyncPolicy, WithoutAccounts};
use super::verdicts::Verdicts;
use super::{
    ConfigErrors, ConfigFault, ENGINE, Engine, ManualClock, RecordOrder, RecordReport, ReportFields,
};
use crate::core::{HasAccountId, HasAdjustmentAmount, HasAdjustmentBounds, HasAdjustmentOperation};
use crate::pretrade::policies::{Builtin, Slot};
use crate::pretrade::{AccountBlock, BlockCause, Hooks, PolicyFailure, PolicyName, PreTradePolicy};

/// The first step of a configuration: the sync policy is still to be chosen.
///
/// `K` tells whether the engine will know accounts.
#[derive(Debug)]
#[must_use]
pub struct Builder<O, R, A, K = WithAccounts> {
    types: PhantomData<fn(O, R, A, K)>,
}

/// The default of a [`Builder`]: every order and report belongs to an account.
#[derive(Debug, Clone, Copy)]
pub struct WithAccounts;

impl<O: 'static, R: 'static, A: 'static> Builder<O, R, A> {
    pub(super) const fn new() -> Self {
        Self { types: PhantomData }
    }

    /// An engine that knows no accounts (O-5.4): its order and report types need no
    /// [`HasAccountId`]. It has no account API, only engine-wide blocks; what would block the
    /// call's account blocks the engine. Built-ins with barriers by account are faults of the
    /// configuration, and a policy that reserves notional fails closed: a hold needs an account.
    ///
    /// ```
    /// use openpit::core::HasOrderPrice;
    /// use openpit::engine::{Engine, RecordReport};
    /// use openpit::param::Price;
    /// use openpit::pretrade::PreTradePolicy;
    ///
    /// struct Quote(Price);
    ///
    /// impl HasOrderPrice for Quote {
    ///     fn order_price(&self) -> Option<Price> {
    ///         Some(self.0)
    ///     }
    /// }
    ///
    /// struct Fill;
    ///
    /// impl RecordReport for Fill {}
    ///
    /// struct AnyPrice;
    ///
    /// impl<O: HasOrderPrice, R, A> PreTradePolicy<O, R, A> for AnyPrice {
    ///     fn name(&self) -> &str {
    ///         "AnyPrice"
    ///     }
    /// }
    ///
    /// let builder = Engine::builder::<Quote, Fill, ()>().without_accounts();
    /// let engine = builder.no_sync().pre_trade(AnyPrice).build()?;
    /// engine.execute_pre_trade(Quote("185".parse()?))?.commit()?;
    /// engine.apply_execution_report(&Fill)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn without_accounts(self) -> Builder<O, R, A, WithoutAccounts<()>> {
        Builder { types: PhantomData }
    }

    fn accounted<S: SyncPolicy>(self, mode: Mode) -> EngineBuilder<O, R, A, S>
    where
        O: HasAccountId,
        R: HasAccountId + RecordReport,
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        let accounting = Accounting {
            order: |order: &O| read(|| order.account_id()),
            report: |report: &R| read(|| report.account_id()),
            adjustment: AdjustmentFields::of,
        };
        EngineBuilder::new(Some(accounting), mode)
    }

    /// Local mode: one thread, no synchronization (T). Another thread does not compile.
    pub fn no_sync(self) -> EngineBuilder<O, R, A, Local>
    where
        O: HasAccountId,
        R: HasAccountId + RecordReport,
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        self.accounted(Mode::Local)
    }

    /// Account mode: any thread, but calls for one account never overlap, which is checked (T).
    pub fn account_sync(self) -> EngineBuilder<O, R, A, Account>
    where
        O: HasAccountId,
        R: HasAccountId + RecordReport,
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        self.accounted(Mode::Account)
    }

    /// Full mode: any thread, any time; calls for one account wait for each other (T).
    pub fn full_sync(self) -> EngineBuilder<O, R, A, Full>
    where
        O: HasAccountId,
        R: HasAccountId + RecordReport,
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        self.accounted(Mode::Full)
    }

    /// For language bindings: a mode that is known at run time, checked in each call (T).
    pub fn checked(self, mode: Mode) -> EngineBuilder<O, R, A, Checked>
    where
        O: HasAccountId,
        R: HasAccountId + RecordReport,
        A: HasAdjustmentOperation + HasAdjustmentAmount + HasAdjustmentBounds,
    {
        self.accounted(mode)
    }
}

impl<O: 'static, R: 'static, A: 'static> Builder<O, R, A, WithoutAccounts<()>> {
    /// Local mode: one thread, no synchronization (T). Another thread does not compile.
    pub fn no_sync(self) -> EngineBuilder<O, R, A, WithoutAccounts<Local>>
    where
        R: RecordReport,
    {
        EngineBuilder::new(None, Mode::Local)
    }

    /// Account mode: any thread, but calls for one account never overlap, which is checked (T).
    pub fn account_sync(self) -> EngineBuilder<O, R, A, WithoutAccounts<Account>>
    where
        R: RecordReport,
    {
        EngineBuilder::new(None, Mode::Account)
    }

    /// Full mode: any thread, any time; calls for one account wait for each other (T).
    pub fn full_sync(self) -> EngineBuilder<O, R, A, WithoutAccounts<Full>>
    where
        R: RecordReport,
    {
        EngineBuilder::new(None, Mode::Full)
    }

    /// For language bindings: a mode that is known at run time, checked in each call (T).
    pub fn checked(self, mode: Mode) -> EngineBuilder<O, R, A, WithoutAccounts<Checked>>
    where
        R: RecordReport,
    {
        EngineBuilder::new(None, mode)
    }
}

/// The policies in the order in which they run.
type Entries<O, R, A, S> = Vec<Entry<O, R, A, S>>;

/// A configuration with its sync policy chosen. Policies run in the order in which they are added.
#[must_use]
pub struct EngineBuilder<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    entries: Entries<O, R, A, S>,
    mode: Mode,
    accounting: Option<Accounting<O, R, A>>,
    report_fields: for<'a> fn(&'a R) -> ReportFields<'a>,
    clock: Option<ManualClock>,
    recorder: Option<Recorder<O>>,
    verdicts: Option<Verdicts<O>>,
    requires_limits: bool,
    /// Before which entries stand policies that a language binding could not ask.
    unasked: Vec<usize>,
    pub(crate) faults: Vec<ConfigFault>,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> EngineBuilder<O, R, A, S> {
    fn new(accounting: Option<Accounting<O, R, A>>, mode: Mode) -> Self
    where
        R: RecordReport,
    {
        Self {
            accounting,
            mode,
            report_fields: |report| read(|| report.report_fields()),
            entries: Vec::new(),
            clock: None,
            recorder: None,
            verdicts: None,
            requires_limits: false,
            unasked: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Takes the place of a policy that a language binding could not ask for its `name`, `hooks` or
    /// `supports_dry_run`: a fault of the configuration (P-8.15).
    #[doc(hidden)]
    pub fn unasked(mut self, hook: &str, why: &str) -> Self {
        let place = self.entries.len();
        self.faults
            .push(asking_failed(shown(place, &self.unasked), hook, why));
        self.unasked.push(place);
        self
    }

    /// Takes the time from the calls instead of the system clock (D-2).
    pub const fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Writes the decision log (D-1): one line per call that decides. Without it the log costs
    /// nothing.
    pub fn record_decisions(mut self) -> Self
    where
        O: RecordOrder,
    {
        self.recorder = Some(Recorder {
            log: DecisionLog::default(),
            order_fields: |order| read(|| order.order_fields()),
        });
        self
    }

    /// Rejects an order that no barrier of one of the limit policies matches, with
    /// `RiskConfigurationMissing` (L-7): an account or asset that was forgotten does not trade
    /// without limits.
    pub const fn require_limits(mut self) -> Self {
        self.requires_limits = true;
        self
    }

    /// Keeps every policy's verdict with what it observed and its headroom, for
    /// [`Engine::verdicts`]. Without it verdicts cost nothing.
    pub fn record_verdicts(mut self) -> Self
    where
        O: RecordOrder,
    {
        let (order_fields, taken) = (O::order_fields as _, Vec::new());
        self.verdicts = Some(Verdicts {
            order_fields,
            taken,
        });
        self
    }

    /// Adds a built-in policy (L).
    pub fn builtin(mut self, policy: impl Builtin<O, R> + 'static) -> Self {
        self.entries
            .push(Entry::Builtin(Built::new(Arc::new(policy), None)));
        self
    }

    /// Builds the engine.
    ///
    /// # Errors
    /// Every fault of the configuration at once: names that are empty, reserved or used twice, and
    /// what the policies themselves find.
    pub fn build(mut self) -> Result<Engine<O, R, A, S>, ConfigErrors> {
        let mut stages = Stages::default();
        let mut names: Vec<PolicyName> = Vec::new();
        let mut broker = Vec::new();
        for (place, entry) in self.entries.iter_mut().enumerate() {
            let shown = shown(place, &self.unasked);
            let (name, hooks, is_ready) = match entry {
                Entry::Builtin(Built { policy, slot, .. }) => {
                    self.faults.extend(policy.faults());
                    self.faults
                        .extend(account_fault(&**policy, self.accounting.is_some()));
                    *slot = place_state(&**policy, &mut broker);
                    stages
                        .orders
                        .extend(policy.tracks_any_order().then_some(place));
                    (PolicyName::from(policy.name()), policy.hooks(), true)
                }
                Entry::Custom(policy) => match describe(shown, &**policy) {
                    Ok(described) => described,
                    Err(fault) => {
                        self.faults.push(fault);
                        // The engine is not built; only the places of later names must be right.
                        names.push(ENGINE.into());
                        continue;
                    }
                },
            };
            self.faults.extend(hook_fault(&name, hooks));
            self.faults
                .extend(name_fault(place, &name, &names, &self.unasked));
            names.push(name);
            stages.add(place, hooks, is_ready);
        }
        if !self.faults.is_empty() {
            self.entries.into_iter().for_each(discard);
            return Err(ConfigErrors::new(self.faults));
        }
        let rules = Rules {
            policies: std::mem::take(&mut self.entries),
            names: names.into(),
            stages,
        };
        Ok(self.assemble(rules, broker))
    }

    fn assemble(self, rules: Rules<O, R, A, S>, broker: Vec<Slot>) -> Engine<O, R, A, S> {
        let registry = Registry::new(self.recorder.is_some());
        block_initially(&rules.policies, &rules.names, &registry);
        let timeline = self.clock.map_or_else(Timeline::system, Timeline::manual);
        let last = timeline.last();
        let records = Records {
            recorder: self.recorder,
            verdicts: self.verdicts,
            ..Records::none(last)
        };
        let slot = |slot| {
            S::brief(BrokerSlot {
                slot,
                last,
                generation: 0,
            })
        };
        let commons = S::share(Commons {
            registry: Arc::new(registry),
            mode: self.mode,
            accounting: self.accounting,
            report_fields: self.report_fields,
            requires_limits: self.requires_limits,
            ruling: S::brief(Ruling::new(rules)),
            generation: AtomicUsize::new(0),
            broker: broker.into_iter().map(slot).collect(),
            sums: S::brief(HoldSums::default()),
            records: records.is_recording().then(|| S::brief(records)),
            drops: S::brief(DropCounters::default()),
            unclosed: S::brief(0),
        });
        let homes = Homes::new(commons.clone(), timeline);
        Engine::new(commons, homes)
    }
}

// One for each mode and not one for all: what the compiler says of a wrong policy stays short. Of
// the modes that most use it is shortest without a macro.

impl<O: 'static, R: 'static, A: 'static> EngineBuilder<O, R, A, Local> {
    /// Adds the caller's own policy.
    pub fn pre_trade(mut self, policy: impl PreTradePolicy<O, R, A> + 'static) -> Self {
        let policy: Rc<dyn PreTradePolicy<O, R, A>> = Rc::new(policy);
        self.entries.push(Entry::Custom(policy));
        self
    }
}

impl<O: 'static, R: 'static, A: 'static> EngineBuilder<O, R, A, WithoutAccounts<Local>> {
    /// Adds the caller's own policy.
    pub fn pre_trade(mut self, policy: impl PreTradePolicy<O, R, A> + 'static) -> Self {
        let policy: Rc<dyn PreTradePolicy<O, R, A>> = Rc::new(policy);
        self.entries.push(Entry::Custom(policy));
        self
    }
}

macro_rules! pre_trade {
    ($($mode:ty),+) => {$(
        impl<O: 'static, R: 'static, A: 'static> EngineBuilder<O, R, A, $mode> {
            /// Adds the caller's own policy, which calls from any thread may reach.
            pub fn pre_trade(
                mut self,
                policy: impl PreTradePolicy<O, R, A> + Send + Sync + 'static,
            ) -> Self {
                let policy: Arc<dyn PreTradePolicy<O, R, A> + Send + Sync> = Arc::new(policy);
                self.entries.push(Entry::Custom(policy));
                self
            }
        }
    )+};
}

pre_trade!(Account, Full, Checked);
pre_trade!(
    WithoutAccounts<Account>,
    WithoutAccounts<Full>,
    WithoutAccounts<Checked>
);

/// Blocks the accounts that start out of bounds (L-4).
fn block_initially<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    entries: &[Entry<O, R, A, S>],
    names: &[PolicyName],
    registry: &Registry,
) {
    for (entry, name) in entries.iter().zip(names) {
        let Entry::Builtin(Built { policy, .. }) = entry else {
            continue;
        };
        for (account, AccountBlock { code, reason }) in policy.initial_blocks() {
            let source = name.clone();
            registry.add(
                BlockScope::Account(account),
                BlockCause {
                    source,
                    code,
                    reason,
                },
            );
        }
    }
}

/// The place of a built-in's state beside that of the earlier ones, if it keeps any.
fn place_state<O, R>(policy: &dyn Builtin<O, R>, broker: &mut Vec<Slot>) -> Option<usize> {
    policy.keeps_state().then(|| {
        broker.push(policy.broker_slot());
        broker.len() - 1
    })
}

/// The place of an entry as the caller counts policies: from 1, with those that were not asked.
fn shown(place: usize, unasked: &[usize]) -> usize {
    place + 1 + unasked.iter().filter(|before| **before <= place).count()
}

fn asking_failed(shown: usize, hook: &str, why: impl fmt::Display) -> ConfigFault {
    ConfigFault::new(format!("policy {shown}: hook `{hook}` failed: {why}"))
}

/// Asks a custom policy for its name, its hooks and whether it supports dry runs; foreign code, so
/// a panic is a fault.
fn describe<O, R, A>(
    shown: usize,
    policy: &(impl PreTradePolicy<O, R, A> + ?Sized),
) -> Result<(PolicyName, Hooks, bool), ConfigFault> {
    let fault = |hook, failure: PolicyFailure| asking_failed(shown, hook, failure);
    let name = guarded(|| Ok(PolicyName::from(policy.name())));
    let name = name.map_err(|failure| fault("name", failure))?;
    let hooks = guarded(|| Ok(policy.hooks())).map_err(|failure| fault("hooks", failure))?;
    let is_ready = guarded(|| Ok(policy.supports_dry_run()));
    let is_ready = is_ready.map_err(|failure| fault("supports_dry_run", failure))?;
    Ok((name, hooks, is_ready))
}

/// A misspelt hook would let every order pass without a word.
fn hook_fault(name: &str, hooks: Hooks) -> Option<ConfigFault> {
    let text = "has no hook: allowed is at least one of `check_pre_trade_start`, \
                `perform_pre_trade_check`, `apply_execution_report`, \
                `apply_account_adjustment`";
    (hooks == Hooks::NONE).then(|| ConfigFault::policy(name, text))
}

fn name_fault(
    place: usize,
    name: &str,
    earlier: &[PolicyName],
    unasked: &[usize],
) -> Option<ConfigFault> {
    let what = if name.is_empty() {
        "is empty: allowed is a unique name".to_owned()
    } else if name == ENGINE {
        format!("`{name}` is reserved: allowed is any other name")
    } else if let Some(first) = earlier.iter().position(|known| **known == *name) {
        format!(
            "`{name}` is the name of policy {} too: allowed is a unique name",
            shown(first, unasked)
        )
    } else {
        return None;
    };
    Some(ConfigFault::new(format!(
        "policy {}: name {what}",
        shown(place, unasked)
    )))
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> fmt::Debug for EngineBuilder<O, R, A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineBuilder")
            .field("policies", &self.entries.len())
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
