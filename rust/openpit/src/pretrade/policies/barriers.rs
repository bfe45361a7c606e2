// SPDX-License-Identifier: Apache-2.0
//! What all barrier lists have in common: found by key, in key order, each key once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::engine::ConfigFault;
use crate::param::{AccountId, Asset};

/// Barriers of one axis, by key. The first barrier of a key holds; others are faults.
#[derive(Debug, Clone)]
pub(super) struct Barriers<K, L> {
    limits: BTreeMap<K, L>,
    doubles: Vec<K>,
}

impl<K, L> Default for Barriers<K, L> {
    fn default() -> Self {
        Self {
            limits: BTreeMap::new(),
            doubles: Vec::new(),
        }
    }
}

impl<K: Ord + Clone, L> Barriers<K, L> {
    pub fn add(&mut self, key: K, limit: L) {
        match self.limits.entry(key) {
            Entry::Vacant(place) => {
                place.insert(limit);
            }
            Entry::Occupied(place) => self.doubles.push(place.key().clone()),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    #[inline]
    pub fn find(&self, key: &K) -> Option<&L> {
        self.limits.get(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &L)> {
        self.limits.iter()
    }

    /// A fault for every key that has more than one barrier; `show` names the key.
    pub fn faults(&self, policy: &str, show: impl Fn(&K) -> String) -> Vec<ConfigFault> {
        let fault = |key| {
            let text = format!("{} has more than one barrier: allowed is one", show(key));
            ConfigFault::policy(policy, text)
        };
        self.doubles.iter().map(fault).collect()
    }
}

/// Barriers of the account + asset axis: by account first, since that is how they are asked for.
#[derive(Debug, Clone)]
pub(super) struct AccountAssetBarriers<L> {
    accounts: BTreeMap<AccountId, Barriers<Asset, L>>,
}

impl<L> Default for AccountAssetBarriers<L> {
    fn default() -> Self {
        Self {
            accounts: BTreeMap::new(),
        }
    }
}

impl<L> AccountAssetBarriers<L> {
    pub fn add(&mut self, account: AccountId, asset: Asset, limit: L) {
        self.accounts.entry(account).or_default().add(asset, limit);
    }

    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    #[inline]
    pub fn account(&self, account: AccountId) -> Option<&Barriers<Asset, L>> {
        self.accounts.get(&account)
    }

    pub fn limits(&self) -> impl Iterator<Item = &L> {
        self.accounts
            .values()
            .flat_map(|assets| assets.iter().map(|(_, limit)| limit))
    }

    pub fn faults(&self, policy: &str) -> Vec<ConfigFault> {
        let each = |(account, assets): (&AccountId, &Barriers<Asset, L>)| {
            assets.faults(policy, |asset| {
                format!("account `{account}`, asset `{asset}`")
            })
        };
        self.accounts.iter().flat_map(each).collect()
    }
}
