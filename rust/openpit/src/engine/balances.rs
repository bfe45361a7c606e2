// SPDX-License-Identifier: Apache-2.0
//! What each account has (B): balances by asset and positions by instrument, as adjustments tell
//! them. Plain data, listed in sorted order.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::core::{
    AccountAdjustmentAmount, AccountAdjustmentBounds, AccountAdjustmentOperation,
    AccountAdjustmentPositionOperation, Instrument,
};
use crate::param::{
    AccountId, AdjustmentAmount, Asset, Leverage, PositionMode, PositionSize, Price,
};
use crate::pretrade::finding::Finding;

/// What a balance is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BalanceKey {
    /// One asset.
    Asset(Asset),
    /// A position in an instrument, secured by an asset.
    Position {
        /// What the position is in.
        instrument: Instrument,
        /// The asset that secures it.
        collateral_asset: Asset,
    },
}

impl BalanceKey {
    /// What an adjustment's operation speaks of.
    #[must_use]
    pub fn of(operation: &AccountAdjustmentOperation) -> Self {
        match operation {
            AccountAdjustmentOperation::Balance(balance) => Self::Asset(balance.asset.clone()),
            AccountAdjustmentOperation::Position(position) => Self::Position {
                instrument: position.instrument.clone(),
                collateral_asset: position.collateral_asset.clone(),
            },
        }
    }
}

/// What an account has of one asset or in one position, as its adjustments tell it (B).
///
/// ```
/// use openpit::engine::Balance;
///
/// assert!(Balance::default().balance.is_zero());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Balance {
    /// What is owned; of a position, long is positive.
    pub balance: PositionSize,
    /// The part of it that is reserved.
    pub held: PositionSize,
    /// What is on its way in.
    pub incoming: PositionSize,
    /// What a unit cost on average, as the latest adjustment that knew it says.
    pub average_entry_price: Option<Price>,
    /// Of a position: how the account keeps the positions of the instrument.
    pub mode: Option<PositionMode>,
    /// Of a position: how many times the margin it may be, as the latest adjustment that knew it
    /// says.
    pub leverage: Option<Leverage>,
}

impl Balance {
    const fn is_zero(&self) -> bool {
        self.balance.is_zero() && self.held.is_zero() && self.incoming.is_zero()
    }

    /// The balance after an adjustment; the first amount that does not fit or is out of bounds is
    /// the answer else.
    fn adjusted(
        &self,
        operation: &AccountAdjustmentOperation,
        amount: &AccountAdjustmentAmount,
        bounds: &AccountAdjustmentBounds,
    ) -> Result<Self, Finding> {
        let (price, position) = match operation {
            AccountAdjustmentOperation::Balance(balance) => (balance.average_entry_price, None),
            AccountAdjustmentOperation::Position(position) => {
                (Some(position.average_entry_price), Some(position))
            }
        };
        let after = Self {
            balance: apply("balance", self.balance, amount.balance)?,
            held: apply("held", self.held, amount.held)?,
            incoming: apply("incoming", self.incoming, amount.incoming)?,
            average_entry_price: price.or(self.average_entry_price),
            mode: position.map(|position| position.mode),
            leverage: position
                .and_then(|AccountAdjustmentPositionOperation { leverage, .. }| *leverage)
                .or(self.leverage),
        };
        let b = bounds;
        check("balance", after.balance, b.balance_lower, b.balance_upper)?;
        check("held", after.held, b.held_lower, b.held_upper)?;
        check(
            "incoming",
            after.incoming,
            b.incoming_lower,
            b.incoming_upper,
        )?;
        Ok(after)
    }
}

fn apply(
    what: &'static str,
    before: PositionSize,
    amount: Option<AdjustmentAmount>,
) -> Result<PositionSize, Finding> {
    let Some(amount) = amount else {
        return Ok(before);
    };
    amount
        .apply(before)
        .map_err(|_| Finding::AdjustmentOverflow {
            what,
            before,
            delta: amount.value(),
        })
}

fn check(
    what: &'static str,
    observed: PositionSize,
    lower: Option<PositionSize>,
    upper: Option<PositionSize>,
) -> Result<(), Finding> {
    let is_within =
        lower.is_none_or(|lower| observed >= lower) && upper.is_none_or(|upper| observed <= upper);
    if is_within {
        return Ok(());
    }
    Err(Finding::AdjustmentBounds {
        what,
        observed,
        lower,
        upper,
    })
}

/// One entry of the listing of balances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountBalance {
    /// The account.
    pub account_id: AccountId,
    /// What it is of.
    pub key: BalanceKey,
    /// How much there is.
    pub balance: Balance,
}

/// What one change replaced, to put it back.
#[derive(Debug)]
pub(crate) struct Undo {
    account: AccountId,
    key: BalanceKey,
    before: Balance,
}

/// Every account's balances; an entry of which nothing is left does not exist.
#[derive(Debug, Default)]
pub(crate) struct Balances {
    // Shared with the snapshots that bindings take for callbacks; copied only while one lives.
    accounts: BTreeMap<AccountId, Arc<BTreeMap<BalanceKey, Balance>>>,
}

impl Balances {
    /// What an account has; nothing if no adjustment told of it.
    pub fn get(&self, account: AccountId, key: &BalanceKey) -> Balance {
        let own = self.accounts.get(&account);
        own.and_then(|own| own.get(key))
            .copied()
            .unwrap_or_default()
    }

    /// All that an account has, as it is now; none if it has nothing.
    pub fn snapshot(&self, account: AccountId) -> Option<Arc<BTreeMap<BalanceKey, Balance>>> {
        self.accounts.get(&account).cloned()
    }

    /// Applies an adjustment and gives what is there afterwards; a breach changes nothing.
    pub fn adjust(
        &mut self,
        account: AccountId,
        operation: &AccountAdjustmentOperation,
        amount: &AccountAdjustmentAmount,
        bounds: &AccountAdjustmentBounds,
        undo: &mut Vec<Undo>,
    ) -> Result<Balance, Finding> {
        let key = BalanceKey::of(operation);
        let before = self.get(account, &key);
        let after = before.adjusted(operation, amount, bounds)?;
        self.put(account, key.clone(), after);
        undo.push(Undo {
            account,
            key,
            before,
        });
        Ok(after)
    }

    /// Takes changes back, the newest first.
    pub fn undo(&mut self, changes: Vec<Undo>) {
        for Undo {
            account,
            key,
            before,
        } in changes.into_iter().rev()
        {
            self.put(account, key, before);
        }
    }

    fn put(&mut self, account: AccountId, key: BalanceKey, balance: Balance) {
        if !balance.is_zero() {
            let own = self.accounts.entry(account).or_default();
            Arc::make_mut(own).insert(key, balance);
        } else if let Some(own) = self.accounts.get_mut(&account) {
            Arc::make_mut(own).remove(&key);
            if own.is_empty() {
                self.accounts.remove(&account);
            }
        }
    }

    /// Every balance, by account id; an account's assets come before its positions.
    pub fn list(&self) -> Vec<AccountBalance> {
        let mut list = Vec::new();
        for (account_id, own) in &self.accounts {
            list.extend(own.iter().map(|(key, balance)| AccountBalance {
                account_id: *account_id,
                key: key.clone(),
                balance: *balance,
            }));
        }
        list
    }
}
