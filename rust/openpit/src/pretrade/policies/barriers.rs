// SPDX-License-Identifier: Apache-2.0
//! What all barrier lists have in common: found by key, in key order, each key once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;

use crate::engine::ConfigFault;
use crate::engine::data::Data;
use crate::param::{AccountId, Asset};
use crate::pretrade::finding::Axis;

/// Barriers of one axis, by key. The first barrier of a key holds; others are faults.
#[derive(Debug, Clone)]
pub(super) struct Barriers<K, L> {
    limits: BTreeMap<K, L>,
    /// The limits of doubles: only their own faults matter.
    doubled: Vec<L>,
    places: Places,
}

/// How many barriers were added, and the places, counted from 1, of those whose key was taken.
#[derive(Debug, Clone, Default)]
struct Places {
    added: usize,
    doubles: Vec<usize>,
}

impl Places {
    fn add(&mut self, is_new: bool) {
        self.added += 1;
        if !is_new {
            self.doubles.push(self.added);
        }
    }

    /// A fault for each double. It names the place and not the key, which may be an account.
    fn faults(&self, policy: &str, axis: Axis) -> Vec<ConfigFault> {
        let fault = |place| {
            let axis = axis.as_str();
            let text = format!(
                "`{axis}` barrier {place} has the key of an earlier one: \
                 allowed is one for each key"
            );
            ConfigFault::policy(policy, text)
        };
        self.doubles.iter().map(fault).collect()
    }
}

impl<K, L> Default for Barriers<K, L> {
    fn default() -> Self {
        Self {
            limits: BTreeMap::new(),
            doubled: Vec::new(),
            places: Places::default(),
        }
    }
}

impl<K: Ord, L> Barriers<K, L> {
    pub fn add(&mut self, key: K, limit: L) {
        let is_new = self.put(key, limit);
        self.places.add(is_new);
    }

    /// Keeps the limit unless the key has one; whether it was kept.
    fn put(&mut self, key: K, limit: L) -> bool {
        match self.limits.entry(key) {
            Entry::Vacant(place) => {
                place.insert(limit);
                true
            }
            Entry::Occupied(_) => {
                self.doubled.push(limit);
                false
            }
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

    /// Every limit that was added, doubles too.
    pub fn limits(&self) -> impl Iterator<Item = &L> {
        self.limits.values().chain(&self.doubled)
    }

    /// Every limit by its key.
    pub fn data(&self, limit: impl Fn(&L) -> Data) -> Option<Data>
    where
        K: Display,
    {
        let each = self.limits.iter();
        Data::map(each.map(|(key, own)| (key.to_string(), Some(limit(own))))).unless_empty()
    }

    pub fn faults(&self, policy: &str, axis: Axis) -> Vec<ConfigFault> {
        self.places.faults(policy, axis)
    }
}

/// Barriers of the account + asset axis: by account first, since that is how they are asked for.
#[derive(Debug, Clone)]
pub(super) struct AccountAssetBarriers<L> {
    accounts: BTreeMap<AccountId, Barriers<Asset, L>>,
    places: Places,
}

impl<L> Default for AccountAssetBarriers<L> {
    fn default() -> Self {
        Self {
            accounts: BTreeMap::new(),
            places: Places::default(),
        }
    }
}

impl<L> AccountAssetBarriers<L> {
    pub fn add(&mut self, account: AccountId, asset: Asset, limit: L) {
        let is_new = self.accounts.entry(account).or_default().put(asset, limit);
        self.places.add(is_new);
    }

    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    #[inline]
    pub fn account(&self, account: AccountId) -> Option<&Barriers<Asset, L>> {
        self.accounts.get(&account)
    }

    pub fn iter(&self) -> impl Iterator<Item = (AccountId, &Asset, &L)> {
        self.accounts
            .iter()
            .flat_map(|(account, own)| own.iter().map(|(asset, limit)| (*account, asset, limit)))
    }

    pub fn limits(&self) -> impl Iterator<Item = &L> {
        self.accounts.values().flat_map(Barriers::limits)
    }

    /// Every limit by its account and asset.
    pub fn data(&self, limit: impl Fn(&L) -> Data + Copy) -> Option<Data> {
        let each = self.accounts.iter();
        Data::map(each.map(|(account, own)| (account.to_string(), own.data(limit)))).unless_empty()
    }

    pub fn faults(&self, policy: &str) -> Vec<ConfigFault> {
        self.places.faults(policy, Axis::AccountAsset)
    }
}
