// SPDX-License-Identifier: Apache-2.0
//! The barriers of one policy: by axis, by key, with the `each_*` tables expanded.

use std::collections::BTreeMap;

use super::faults::{Faults, listed};
use super::limit::Limit;
use super::section::Section;
use crate::param::{AccountId, Asset, ParamError};

/// The barriers of one policy.
pub(super) struct Barriers<L> {
    pub broker: Option<L>,
    pub assets: BTreeMap<Asset, L>,
    pub accounts: BTreeMap<AccountId, L>,
    pub account_assets: BTreeMap<(AccountId, Asset), L>,
}

impl<L: Limit> Barriers<L> {
    /// Reads the axes that the policy has.
    pub fn read(policy: &Section<'_>, accounts: &[AccountId], faults: &mut Faults) -> Self {
        let mut axes = Axes {
            policy,
            accounts,
            faults,
        };
        axes.require_one(L::AXES);
        let has = |axis| L::AXES.contains(&axis);
        let mut barriers = Self {
            broker: axes.single("broker"),
            assets: axes.keyed("asset", ASSET, asset),
            accounts: BTreeMap::new(),
            account_assets: axes.account_assets(),
        };
        if has("account") {
            barriers.accounts = axes.keyed("account", ACCOUNT, account);
        }
        if has("each_account") {
            let each = axes.single("each_account");
            axes.require_accounts("each_account");
            if let Some(limit) = each {
                for account in accounts {
                    fill(&mut barriers.accounts, *account, limit);
                }
            }
        }
        barriers
    }
}

/// Takes the limit of an `each_*` table where no barrier of the key's own says another.
pub(super) fn fill<K: Ord, L: Limit>(barriers: &mut BTreeMap<K, L>, key: K, each: L) {
    barriers
        .entry(key)
        .and_modify(|own| *own = own.or(each))
        .or_insert(each);
}

/// How the key of an axis is written, and what a fault calls it.
#[derive(Clone, Copy)]
pub(super) struct KeyForm {
    fields: &'static [&'static str],
    noun: &'static str,
}

pub(super) const ASSET: KeyForm = KeyForm {
    fields: &["asset"],
    noun: "asset",
};
const ACCOUNT: KeyForm = KeyForm {
    fields: &["account"],
    noun: "account",
};
pub(super) const ACCOUNT_ASSET: KeyForm = KeyForm {
    fields: &["account", "asset"],
    noun: "account and asset",
};
pub(super) fn asset(barrier: &Section<'_>, faults: &mut Faults) -> Option<Asset> {
    let allowed = "text, the name of an asset";
    name(barrier, ("asset", allowed), Asset::new, faults)
}

fn account(barrier: &Section<'_>, faults: &mut Faults) -> Option<AccountId> {
    let allowed = "text, the name of an account";
    name(
        barrier,
        ("account", allowed),
        AccountId::from_string,
        faults,
    )
}

pub(super) fn account_asset(
    barrier: &Section<'_>,
    faults: &mut Faults,
) -> Option<(AccountId, Asset)> {
    let account = account(barrier, faults);
    let asset = asset(barrier, faults);
    Some((account?, asset?))
}

fn name<T>(
    barrier: &Section<'_>,
    (key, allowed): (&str, &str),
    read: impl Fn(&str) -> Result<T, ParamError>,
    faults: &mut Faults,
) -> Option<T> {
    let field = barrier.required(key, allowed, faults)?;
    let text = field.text(allowed, faults)?;
    read(text).map_err(|error| field.fault(error, faults)).ok()
}

/// Reads the axes of one policy.
pub(super) struct Axes<'a> {
    pub policy: &'a Section<'a>,
    pub accounts: &'a [AccountId],
    pub faults: &'a mut Faults,
}

impl Axes<'_> {
    pub fn require_one(&mut self, axes: &[&str]) {
        let says_something = |axis: &&str| {
            let field = self.policy.field(axis);
            field.is_some_and(|field| !field.is_empty_array())
        };
        if !axes.iter().any(says_something) {
            let what = format!("no barrier: allowed is at least one of {}", listed(axes));
            self.policy.lacks(&what, self.faults);
        }
    }

    pub fn require_accounts(&mut self, axis: &str) {
        if !self.accounts.is_empty() {
            return;
        }
        if let Some(field) = self
            .policy
            .field(axis)
            .filter(|field| !field.is_empty_array())
        {
            let what = "no accounts to expand over: allowed is at least one account";
            field.fault(what, self.faults);
        }
    }

    /// The one barrier of an axis without keys.
    fn single<L: Limit>(&mut self, axis: &str) -> Option<L> {
        let barrier = self.policy.table(axis, self.faults)?;
        barrier.check_keys(L::KEYS, self.faults);
        L::read(&barrier, self.faults)
    }

    /// The barriers by account and asset, each account's own and those of `each_account_asset`.
    pub fn account_assets<L: Limit>(&mut self) -> BTreeMap<(AccountId, Asset), L> {
        let mut own = self.keyed("account_asset", ACCOUNT_ASSET, account_asset);
        let each: BTreeMap<_, L> = self.keyed("each_account_asset", ASSET, asset);
        self.require_accounts("each_account_asset");
        for (asset, limit) in each {
            for account in self.accounts {
                fill(&mut own, (*account, asset.clone()), limit);
            }
        }
        own
    }

    /// The barriers of an axis by their keys; a key twice is a fault.
    pub fn keyed<K: Ord + Clone, L: Limit>(
        &mut self,
        axis: &str,
        form: KeyForm,
        read_key: fn(&Section<'_>, &mut Faults) -> Option<K>,
    ) -> BTreeMap<K, L> {
        self.judged(axis, form, read_key, |_, _, _, _| ())
    }

    /// The same; `judge` sees every barrier that is good so far and may find it at fault.
    pub fn judged<K: Ord + Clone, L: Limit>(
        &mut self,
        axis: &str,
        form: KeyForm,
        read_key: fn(&Section<'_>, &mut Faults) -> Option<K>,
        judge: impl Fn(&Section<'_>, &K, L, &mut Faults),
    ) -> BTreeMap<K, L> {
        let allowed = [form.fields, L::KEYS].concat();
        let mut lines: BTreeMap<K, usize> = BTreeMap::new();
        let mut barriers = BTreeMap::new();
        for barrier in &self.policy.tables(axis, self.faults) {
            barrier.check_keys(&allowed, self.faults);
            let key = read_key(barrier, self.faults);
            let limit = L::read(barrier, self.faults);
            let Some(key) = key else { continue };
            if let Some(line) = lines.get(&key) {
                let noun = form.noun;
                let what = format!(
                    "duplicate key: this {noun} already has a barrier in line {line}: allowed is \
                     one barrier for each {noun}"
                );
                barrier.fault(&what, self.faults);
                continue;
            }
            lines.insert(key.clone(), self.faults.line(barrier.offset()));
            if let Some(limit) = limit {
                judge(barrier, &key, limit, self.faults);
                barriers.insert(key, limit);
            }
        }
        barriers
    }
}
