// SPDX-License-Identifier: Apache-2.0
//! The policies in registration order and which stage asks which: what every account shares and no
//! call changes. A change of limits (L-5) makes new rules; a call goes on with those it began with.

use std::sync::Arc;

use super::machine::discard;
use super::sync::SyncPolicy;
use crate::pretrade::policies::{Builtin, Slot};
use crate::pretrade::{Hooks, PolicyName};

/// A policy in registration order.
pub(super) enum Entry<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    /// A built-in.
    Builtin(Built<O, R>),
    /// The caller's own.
    Custom(S::Shared<S::Policy<O, R, A>>),
}

/// A built-in where the engine asks it.
pub(super) struct Built<O, R> {
    pub policy: Arc<dyn Builtin<O, R>>,
    /// The place of its state in every cell, if it keeps any.
    pub slot: Option<usize>,
    /// Whether it counts what spans accounts.
    pub spans: bool,
}

impl<O, R> Built<O, R> {
    pub fn new(policy: Arc<dyn Builtin<O, R>>, slot: Option<usize>) -> Self {
        let spans = policy.spans_accounts();
        Self {
            policy,
            slot,
            spans,
        }
    }
}

impl<O, R> Clone for Built<O, R> {
    fn clone(&self) -> Self {
        Self {
            policy: self.policy.clone(),
            ..*self
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Clone for Entry<O, R, A, S> {
    fn clone(&self) -> Self {
        match self {
            Self::Builtin(built) => Self::Builtin(built.clone()),
            Self::Custom(policy) => Self::Custom(policy.clone()),
        }
    }
}

/// What a call judges by.
pub(super) struct Rules<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    pub policies: Vec<Entry<O, R, A, S>>,
    pub names: Arc<[PolicyName]>,
    pub stages: Stages,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Rules<O, R, A, S> {
    /// The place of the policy with a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| **known == *name)
    }

    /// Whether a policy keeps state for each account.
    pub fn keep_account_state(&self) -> bool {
        self.policies.iter().any(|entry| match entry {
            Entry::Builtin(built) => built.policy.keeps_account_state(),
            Entry::Custom(_) => false,
        })
    }

    /// The same rules with another built-in in a place.
    pub fn with(&self, place: usize, built: Built<O, R>) -> Self {
        let mut policies = self.policies.clone();
        policies[place] = Entry::Builtin(built);
        Self {
            policies,
            names: self.names.clone(),
            stages: self.stages.clone(),
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Drop for Rules<O, R, A, S> {
    /// Policies are foreign code to the end: one that panics when it is dropped stops nobody.
    fn drop(&mut self) {
        self.policies.drain(..).for_each(discard);
    }
}

/// Which policies each stage calls, in registration order: places in `policies`.
#[derive(Debug, Clone, Default)]
pub(super) struct Stages {
    pub start: Vec<usize>,
    pub main: Vec<usize>,
    pub report: Vec<usize>,
    pub adjustment: Vec<usize>,
    /// Built-ins that track orders, which hear of every report (L-6).
    pub orders: Vec<usize>,
    /// Custom policies with a start hook that do not support dry runs.
    pub no_dry_run: Vec<usize>,
}

impl Stages {
    /// Adds a policy to the stages that it has hooks for.
    pub fn add(&mut self, place: usize, hooks: Hooks, supports_dry_run: bool) {
        for (has, stage) in [
            (hooks.start, &mut self.start),
            (hooks.main, &mut self.main),
            (hooks.report, &mut self.report),
            (hooks.adjustment, &mut self.adjustment),
            (hooks.start && !supports_dry_run, &mut self.no_dry_run),
        ] {
            if has {
                stage.push(place);
            }
        }
    }
}

/// The rules in force and how they came about.
pub(super) struct Ruling<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    pub rules: S::Shared<Rules<O, R, A, S>>,
    /// Changes that some account has not made good yet.
    changes: Vec<Built<O, R>>,
    /// Changes before those.
    forgotten: usize,
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Ruling<O, R, A, S> {
    pub fn new(rules: Rules<O, R, A, S>) -> Self {
        Self {
            rules: S::share(rules),
            changes: Vec::new(),
            forgotten: 0,
        }
    }

    /// How many changes there were.
    pub fn generation(&self) -> usize {
        self.forgotten + self.changes.len()
    }

    /// Puts a changed policy in force.
    pub fn change(&mut self, place: usize, built: Built<O, R>) {
        self.rules = S::share(self.rules.with(place, built.clone()));
        self.changes.push(built);
    }

    /// The changes that rules of a generation have not seen, in order.
    pub fn since(&self, generation: usize) -> &[Built<O, R>] {
        &self.changes[generation.saturating_sub(self.forgotten)..]
    }

    /// Forgets the changes: every account has made them good.
    pub fn forget(&mut self) {
        self.forgotten += self.changes.len();
        self.changes.clear();
    }
}

/// What a policy counts over all accounts.
#[derive(Debug, Clone, Default)]
pub(super) struct BrokerSlot {
    pub slot: Slot,
    /// The latest time that was judged here (D-2).
    pub last: i64,
    /// How many changes of rules the slot has seen.
    pub generation: usize,
}
