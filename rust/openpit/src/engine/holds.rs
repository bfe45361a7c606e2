// SPDX-License-Identifier: Apache-2.0
//! Reserved notional (M-2): what each policy holds and has open, by account and settlement asset.
//! Plain data, listed in sorted order.

use std::collections::BTreeMap;

use crate::param::{AccountId, Asset, Decimal, ParamError, Volume};
use crate::pretrade::finding::Finding;
use crate::pretrade::reserve_notional::HoldLimit;
use crate::pretrade::{PolicyName, ReserveNotional};

/// What is reserved of one settlement asset (M-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holding {
    /// Reserved by orders that are not finalized yet.
    pub held: Volume,
    /// Reserved by committed orders, less what reports released.
    pub open: Volume,
    /// What fills used, of a policy that tracks orders (L-6); zero of every other.
    pub used: Volume,
}

impl Default for Holding {
    fn default() -> Self {
        Self {
            held: Volume::ZERO,
            open: Volume::ZERO,
            used: Volume::ZERO,
        }
    }
}

/// One entry of the listing of holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The account.
    pub account_id: AccountId,
    /// The settlement asset.
    pub settlement_asset: Asset,
    /// The policy that reserved.
    pub policy: PolicyName,
    /// What it holds and has open.
    pub holding: Holding,
}

impl Holding {
    /// Held, open and used together; they fit, or the hold had been refused.
    fn sum(&self) -> Result<Volume, ParamError> {
        self.held.checked_add(self.open)?.checked_add(self.used)
    }

    fn is_zero(&self) -> bool {
        self.held.is_zero() && self.open.is_zero() && self.used.is_zero()
    }

    fn plus(self, other: Self) -> Result<Self, ParamError> {
        let held = self.held.checked_add(other.held)?;
        Ok(Self {
            held,
            open: self.open.checked_add(other.open)?,
            used: self.used.checked_add(other.used)?,
        })
    }
}

/// Every policy's holds, by account; an entry without anything held or open does not exist.
#[derive(Debug, Default)]
pub(crate) struct Holds {
    /// By account, then by asset and place of the policy.
    own: BTreeMap<AccountId, BTreeMap<(Asset, usize), Holding>>,
}

/// What all accounts of an engine hold together, by asset and place of the policy.
#[derive(Debug, Clone, Default)]
pub(crate) struct HoldSums {
    assets: BTreeMap<(Asset, usize), Holding>,
}

impl HoldSums {
    /// What all accounts have held, open and used of an asset for one policy; none if it does not
    /// fit.
    pub fn taken(&self, policy: usize, asset: &Asset) -> Option<Volume> {
        self.get(asset, policy).sum().ok()
    }

    fn get(&self, asset: &Asset, policy: usize) -> Holding {
        let known = self.assets.get(&(asset.clone(), policy));
        known.copied().unwrap_or_default()
    }

    fn put(&mut self, asset: &Asset, policy: usize, holding: Holding) {
        let key = (asset.clone(), policy);
        if holding.is_zero() {
            self.assets.remove(&key);
        } else {
            self.assets.insert(key, holding);
        }
    }

    /// Adds what fills used up anew: a sum that did not fit may fit now.
    pub fn sum_used_anew(&mut self, policy: usize, every: &[&Holds]) {
        let mine = self.assets.keys().filter(|(_, of)| *of == policy);
        let assets: Vec<Asset> = mine.map(|(asset, _)| asset.clone()).collect();
        for asset in assets {
            let key = (asset.clone(), policy);
            let accounts = every.iter().flat_map(|holds| holds.own.values());
            let used = accounts
                .filter_map(|own| own.get(&key))
                .try_fold(Volume::ZERO, |sum, own| sum.checked_add(own.used))
                .unwrap_or_else(|_| Volume::kept(Decimal::MAX));
            let all = self.get(&asset, policy);
            self.put(&asset, policy, Holding { used, ..all });
        }
    }
}

/// One account's holds and the sums of all, for one step that changes both.
pub(super) struct HoldStep<'a> {
    pub own: &'a mut Holds,
    pub sums: &'a mut HoldSums,
}

impl Holds {
    /// What one policy holds and has open for an account.
    pub fn own(&self, account: AccountId, asset: &Asset, policy: usize) -> Holding {
        self.own
            .get(&account)
            .and_then(|own| own.get(&(asset.clone(), policy)))
            .copied()
            .unwrap_or_default()
    }

    /// Every asset of which an account holds something or has it open, by name.
    pub fn assets(&self, account: AccountId) -> Vec<Asset> {
        let own = self.own.get(&account).into_iter().flat_map(BTreeMap::keys);
        let mut assets: Vec<Asset> = own.map(|(asset, _)| asset.clone()).collect();
        assets.dedup();
        assets
    }

    /// What all policies together hold and have open for an account.
    pub fn total(&self, account: AccountId, asset: &Asset) -> Result<Holding, ParamError> {
        let Some(own) = self.own.get(&account) else {
            return Ok(Holding::default());
        };
        let (first, last) = ((asset.clone(), 0), (asset.clone(), usize::MAX));
        let mut each = own.range(first..=last).map(|(_, holding)| *holding);
        each.try_fold(Holding::default(), Holding::plus)
    }

    /// What one policy has held, open and used of an asset for an account; none if it does not fit.
    pub fn taken(&self, policy: usize, account: AccountId, asset: &Asset) -> Option<Volume> {
        self.own(account, asset, policy).sum().ok()
    }

    /// Forgets what fills used, of one account or of all; the sums are then to be made anew.
    pub fn reset_used(&mut self, policy: usize, account: Option<AccountId>) {
        let mut meant: Vec<(AccountId, Asset)> = Vec::new();
        for (owner, own) in &self.own {
            if account.is_none_or(|account| account == *owner) {
                let keys = own.keys().filter(|(_, of)| *of == policy);
                meant.extend(keys.map(|(asset, _)| (*owner, asset.clone())));
            }
        }
        for (account, asset) in meant {
            let own = self.own(account, &asset, policy);
            let used = Volume::ZERO;
            self.put(account, &asset, policy, Holding { used, ..own });
        }
    }

    pub fn list(&self, names: &[PolicyName]) -> Vec<Hold> {
        let mut list = Vec::new();
        for (account_id, own) in &self.own {
            list.extend(own.iter().map(|((asset, policy), holding)| Hold {
                account_id: *account_id,
                settlement_asset: asset.clone(),
                policy: names[*policy].clone(),
                holding: *holding,
            }));
        }
        list
    }

    fn put(&mut self, account: AccountId, asset: &Asset, policy: usize, holding: Holding) {
        let key = (asset.clone(), policy);
        if !holding.is_zero() {
            self.own.entry(account).or_default().insert(key, holding);
        } else if let Some(own) = self.own.get_mut(&account) {
            own.remove(&key);
            if own.is_empty() {
                self.own.remove(&account);
            }
        }
    }
}

impl HoldStep<'_> {
    /// Tests every limit and takes the amount, in one step; a breach takes nothing.
    pub fn take(&mut self, policy: usize, reserve: &ReserveNotional) -> Result<(), Finding> {
        let ReserveNotional {
            account_id,
            settlement_asset: asset,
            amount,
            limits,
            ..
        } = reserve;
        let over = |_| Finding::HoldOverflow { amount: *amount };
        let own = self.own.own(*account_id, asset, policy);
        let all = self.sums.get(asset, policy);
        // Every sum that anybody may ask for must fit, so that a commit cannot overflow.
        let own_sum = own
            .sum()
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        let all_sum = all
            .sum()
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        let total = self
            .own
            .total(*account_id, asset)
            .and_then(|total| total.sum());
        total
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        for limit in limits {
            let observed = if limit.of_all { all_sum } else { own_sum };
            let HoldLimit { axis, limit, .. } = *limit;
            if observed > limit {
                return Err(Finding::Credit {
                    axis,
                    observed,
                    limit,
                });
            }
        }
        let held = own.held.checked_add(*amount).map_err(over)?;
        let all_held = all.held.checked_add(*amount).map_err(over)?;
        self.own
            .put(*account_id, asset, policy, Holding { held, ..own });
        self.sums.put(
            asset,
            policy,
            Holding {
                held: all_held,
                ..all
            },
        );
        Ok(())
    }

    /// Commit: held becomes open.
    pub fn commit(&mut self, policy: usize, reserve: &ReserveNotional) {
        let (account, asset) = (reserve.account_id, &reserve.settlement_asset);
        self.open(policy, account, asset, reserve.amount);
    }

    /// Held becomes open.
    pub fn open(&mut self, policy: usize, account: AccountId, asset: &Asset, amount: Volume) {
        self.change(policy, account, asset, |holding| {
            Ok(Holding {
                held: holding.held.checked_sub(amount)?,
                open: holding.open.checked_add(amount)?,
                ..holding
            })
        });
    }

    /// Rollback: held is released.
    pub fn rollback(&mut self, policy: usize, reserve: &ReserveNotional) {
        let (account, asset) = (reserve.account_id, &reserve.settlement_asset);
        self.change(policy, account, asset, |holding| {
            Ok(Holding {
                held: holding.held.checked_sub(reserve.amount)?,
                ..holding
            })
        });
    }

    /// Releases what an order of a policy that tracks orders had open.
    pub fn release_open(
        &mut self,
        policy: usize,
        account: AccountId,
        asset: &Asset,
        amount: Volume,
    ) {
        let rest = less_open(amount);
        self.change(policy, account, asset, rest);
    }

    /// Whether so much can be released without that a sum stops fitting.
    pub fn can_release(
        &self,
        policy: usize,
        account: AccountId,
        asset: &Asset,
        amount: Volume,
    ) -> bool {
        let rest = less_open(amount);
        let own = rest(self.own.own(account, asset, policy));
        own.is_ok() && rest(self.sums.get(asset, policy)).is_ok()
    }

    /// Counts what a fill used; an amount or a sum that does not fit is an error, and the most that
    /// fits is counted.
    pub fn take_up(
        &mut self,
        policy: usize,
        account: AccountId,
        asset: &Asset,
        amount: Option<Volume>,
    ) -> Result<(), ()> {
        let mut fits = Ok(());
        let mut grown = |holding: Holding| {
            let used = amount.and_then(|amount| holding.used.checked_add(amount).ok());
            if used.is_none() {
                fits = Err(());
            }
            Holding {
                used: used.unwrap_or_else(|| Volume::kept(Decimal::MAX)),
                ..holding
            }
        };
        let own = grown(self.own.own(account, asset, policy));
        let all = grown(self.sums.get(asset, policy));
        self.own.put(account, asset, policy, own);
        self.sums.put(asset, policy, all);
        fits
    }

    fn change(
        &mut self,
        policy: usize,
        account: AccountId,
        asset: &Asset,
        change: impl Fn(Holding) -> Result<Holding, ParamError>,
    ) {
        let own = self.own.own(account, asset, policy);
        let all = self.sums.get(asset, policy);
        // Both fit: the hold was taken from both and checked against both.
        if let (Ok(own), Ok(all)) = (change(own), change(all)) {
            self.own.put(account, asset, policy, own);
            self.sums.put(asset, policy, all);
        }
    }

    /// Releases open notional; more than there is changes nothing and is the policy's failure.
    pub fn release(
        &mut self,
        account: AccountId,
        policy: usize,
        releases: &[(Asset, Volume)],
    ) -> Result<(), String> {
        let mut left: BTreeMap<&Asset, Volume> = BTreeMap::new();
        for (asset, amount) in releases {
            let open = *left
                .entry(asset)
                .or_insert_with(|| self.own.own(account, asset, policy).open);
            let rest = open.checked_sub(*amount).map_err(|_| {
                format!("release of `{amount}` `{asset}`: allowed is at most the open `{open}`")
            })?;
            left.insert(asset, rest);
        }
        for (asset, rest) in left {
            let own = self.own.own(account, asset, policy);
            let all = self.sums.get(asset, policy);
            let all_open = own
                .open
                .checked_sub(rest)
                .and_then(|released| all.open.checked_sub(released))
                .unwrap_or(Volume::ZERO);
            self.own
                .put(account, asset, policy, Holding { open: rest, ..own });
            self.sums.put(
                asset,
                policy,
                Holding {
                    open: all_open,
                    ..all
                },
            );
        }
        Ok(())
    }
}

/// What is left of a holding when so much of it is released.
fn less_open(amount: Volume) -> impl Fn(Holding) -> Result<Holding, ParamError> {
    move |holding| {
        let open = holding.open.checked_sub(amount)?;
        Ok(Holding { open, ..holding })
    }
}
