// SPDX-License-Identifier: Apache-2.0
//! Reserved notional (M-2): what each policy holds and has open, by account and settlement asset.
//! Plain data, listed in sorted order.

use std::collections::BTreeMap;

use crate::param::{AccountId, Asset, ParamError, Volume};
use crate::pretrade::finding::{Axis, Finding};
use crate::pretrade::{PolicyName, ReserveAxis, ReserveNotional};

/// What is reserved of one settlement asset (M-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holding {
    /// Reserved by orders that are not finalized yet.
    pub held: Volume,
    /// Reserved by committed orders, less what reports released.
    pub open: Volume,
}

impl Default for Holding {
    fn default() -> Self {
        Self {
            held: Volume::ZERO,
            open: Volume::ZERO,
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
    /// Held and open together; they fit, or the hold had been refused.
    fn sum(&self) -> Result<Volume, ParamError> {
        self.held.checked_add(self.open)
    }

    fn is_zero(&self) -> bool {
        self.held.is_zero() && self.open.is_zero()
    }

    fn plus(self, other: Self) -> Result<Self, ParamError> {
        let held = self.held.checked_add(other.held)?;
        Ok(Self {
            held,
            open: self.open.checked_add(other.open)?,
        })
    }
}

/// Every policy's holds; an entry without anything held or open does not exist.
#[derive(Debug, Default)]
pub(crate) struct Holds {
    /// By account, then by asset and place of the policy.
    own: BTreeMap<AccountId, BTreeMap<(Asset, usize), Holding>>,
    /// All accounts together, by asset and place of the policy.
    assets: BTreeMap<(Asset, usize), Holding>,
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

    /// Tests every limit and takes the amount, in one step; a breach takes nothing.
    pub fn take(&mut self, policy: usize, reserve: &ReserveNotional) -> Result<(), Finding> {
        let ReserveNotional {
            account_id,
            settlement_asset: asset,
            amount,
            limits,
        } = reserve;
        let over = |_| Finding::HoldOverflow { amount: *amount };
        let own = self.own(*account_id, asset, policy);
        let all = self
            .assets
            .get(&(asset.clone(), policy))
            .copied()
            .unwrap_or_default();
        // Every sum that anybody may ask for must fit, so that a commit cannot overflow.
        let own_sum = own
            .sum()
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        let all_sum = all
            .sum()
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        let total = self.total(*account_id, asset).and_then(|total| total.sum());
        total
            .and_then(|sum| sum.checked_add(*amount))
            .map_err(over)?;
        for limit in limits {
            let (axis, observed) = match limit.axis {
                ReserveAxis::Asset => (Axis::Asset, all_sum),
                ReserveAxis::AccountAsset => (Axis::AccountAsset, own_sum),
            };
            let limit = limit.limit;
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
        self.put(*account_id, asset, policy, Holding { held, ..own });
        self.put_asset(
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
        self.change(policy, reserve, |holding, amount| {
            Ok(Holding {
                held: holding.held.checked_sub(amount)?,
                open: holding.open.checked_add(amount)?,
            })
        });
    }

    /// Rollback: held is released.
    pub fn rollback(&mut self, policy: usize, reserve: &ReserveNotional) {
        self.change(policy, reserve, |holding, amount| {
            Ok(Holding {
                held: holding.held.checked_sub(amount)?,
                ..holding
            })
        });
    }

    fn change(
        &mut self,
        policy: usize,
        reserve: &ReserveNotional,
        change: impl Fn(Holding, Volume) -> Result<Holding, ParamError>,
    ) {
        let ReserveNotional {
            account_id,
            settlement_asset: asset,
            amount,
            ..
        } = reserve;
        let own = self.own(*account_id, asset, policy);
        let all = self
            .assets
            .get(&(asset.clone(), policy))
            .copied()
            .unwrap_or_default();
        // Both fit: the hold was taken from both and checked against both.
        if let (Ok(own), Ok(all)) = (change(own, *amount), change(all, *amount)) {
            self.put(*account_id, asset, policy, own);
            self.put_asset(asset, policy, all);
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
                .or_insert_with(|| self.own(account, asset, policy).open);
            let rest = open.checked_sub(*amount).map_err(|_| {
                format!("release of `{amount}` `{asset}`: allowed is at most the open `{open}`")
            })?;
            left.insert(asset, rest);
        }
        for (asset, rest) in left {
            let own = self.own(account, asset, policy);
            let all = self
                .assets
                .get(&(asset.clone(), policy))
                .copied()
                .unwrap_or_default();
            let all_open = own
                .open
                .checked_sub(rest)
                .and_then(|released| all.open.checked_sub(released))
                .unwrap_or(Volume::ZERO);
            self.put(account, asset, policy, Holding { open: rest, ..own });
            self.put_asset(
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

    fn put_asset(&mut self, asset: &Asset, policy: usize, holding: Holding) {
        let key = (asset.clone(), policy);
        if holding.is_zero() {
            self.assets.remove(&key);
        } else {
            self.assets.insert(key, holding);
        }
    }
}
