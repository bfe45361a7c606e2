// SPDX-License-Identifier: Apache-2.0
//! Engine-owned state of the built-in policies: one cell per account and one for the broker, each
//! with a typed slot for every stateful policy. One look-up per call finds an account's cell.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::param::AccountId;
use crate::pretrade::policies::{BuiltinCall, Slot};

/// Whose call it is, and where that account's slots begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellIndex {
    account: Option<AccountId>,
    first: usize,
}

/// Every account's cell, and the broker's.
///
/// The slots of all accounts lie in one vector, `width` for each account: a look-up is one probe
/// and one index.
#[derive(Debug)]
pub(super) struct Cells {
    // Seeded with a constant: no outcome may hang on a random number (D-3).
    index: HashMap<AccountId, usize, FixedState>,
    slots: Vec<Slot>,
    broker: Vec<Slot>,
    width: usize,
}

impl Cells {
    /// Cells without accounts yet, for the given broker slots. Without a policy that keeps state
    /// per account no account ever gets a cell.
    pub fn new(broker: Vec<Slot>, per_account: bool) -> Self {
        let width = if per_account { broker.len() } else { 0 };
        let index = HashMap::with_hasher(FixedState::default());
        Self {
            index,
            slots: Vec::new(),
            broker,
            width,
        }
    }

    /// The account's cell. On first sight `make` appends its slots: that is when the policies look
    /// up what their configuration says of the account. An engine without accounts has no
    /// policies that keep state per account (O-5.4).
    #[inline]
    pub fn find(
        &mut self,
        account: Option<AccountId>,
        make: impl FnOnce(AccountId, &mut Vec<Slot>),
    ) -> CellIndex {
        let first = match account {
            Some(id) if self.width > 0 => self.first(id, make),
            _ => 0,
        };
        CellIndex { account, first }
    }

    #[inline]
    fn first(&mut self, account: AccountId, make: impl FnOnce(AccountId, &mut Vec<Slot>)) -> usize {
        if let Some(first) = self.index.get(&account) {
            return *first;
        }
        let first = self.slots.len();
        make(account, &mut self.slots);
        self.index.insert(account, first);
        first
    }

    /// The slots that a call of an account can change: the broker's and its own.
    pub fn snapshot(&self, cell: CellIndex) -> (Vec<Slot>, Vec<Slot>) {
        let own = self.slots.get(cell.first..cell.first + self.width);
        let own = own.filter(|_| cell.account.is_some()).unwrap_or_default();
        (self.broker.clone(), own.to_vec())
    }

    /// Puts back what [`Cells::snapshot`] gave.
    pub fn restore(&mut self, cell: CellIndex, (broker, own): (Vec<Slot>, Vec<Slot>)) {
        self.broker = broker;
        for (slot, before) in self.slots[cell.first..].iter_mut().zip(own) {
            *slot = before;
        }
    }

    /// From now on accounts have slots too; until now none had a cell.
    pub fn keep_accounts(&mut self) {
        if self.width == 0 {
            self.width = self.broker.len();
        }
    }

    /// Makes a policy's slots anew from what they were, after its limits changed.
    pub fn change(&mut self, slot: usize, changed: impl Fn(Option<AccountId>, Slot) -> Slot) {
        let broker = &mut self.broker[slot];
        *broker = changed(None, std::mem::take(broker));
        for (account, first) in &self.index {
            if let Some(own) = self.slots.get_mut(first + slot) {
                *own = changed(Some(*account), std::mem::take(own));
            }
        }
    }

    /// A policy's slot of the broker.
    pub fn broker(&self, slot: usize) -> &Slot {
        &self.broker[slot]
    }

    /// A policy's slot of every account that has a cell.
    pub fn accounts(&self, slot: usize) -> impl Iterator<Item = (AccountId, &Slot)> {
        let slots = move |(account, first): (&AccountId, &usize)| {
            Some((*account, self.slots.get(first + slot)?))
        };
        self.index.iter().filter_map(slots)
    }

    /// What a policy works on in a call: its slots of the account and of the broker, if it has any.
    #[inline]
    pub fn call(&mut self, at: i64, cell: CellIndex, slot: Option<usize>) -> BuiltinCall<'_> {
        let account_id = cell.account;
        let Some(slot) = slot else {
            return BuiltinCall {
                at,
                account_id,
                account: None,
                broker: None,
            };
        };
        let account = if self.width == 0 {
            None
        } else {
            self.slots.get_mut(cell.first + slot)
        };
        let broker = self.broker.get_mut(slot);
        BuiltinCall {
            at,
            account_id,
            account,
            broker,
        }
    }
}
