// SPDX-License-Identifier: Apache-2.0
//! Engine-owned state of the built-in policies: one cell per account with a typed slot for every
//! stateful policy. One look-up per call finds an account's cell.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::param::AccountId;
use crate::pretrade::policies::Slot;

/// Whose call it is, and where that account's slots begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellIndex {
    pub account: Option<AccountId>,
    first: usize,
}

/// Every account's cell.
///
/// The slots of all accounts lie in one vector, `width` for each account: a look-up is one probe
/// and one index.
#[derive(Debug)]
pub(super) struct Cells {
    // Seeded with a constant: no outcome may hang on a random number (D-3).
    index: HashMap<AccountId, usize, FixedState>,
    slots: Vec<Slot>,
    /// Policies that keep state; 0 while none of them keeps any for an account.
    width: usize,
    stateful: usize,
}

impl Cells {
    /// Cells without accounts yet, for so many policies with state. Without one that keeps state
    /// for each account no account ever gets a cell.
    pub fn new(stateful: usize, per_account: bool) -> Self {
        Self {
            index: HashMap::with_hasher(FixedState::default()),
            slots: Vec::new(),
            width: if per_account { stateful } else { 0 },
            stateful,
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

    /// The slots of an account.
    pub fn snapshot(&self, cell: CellIndex) -> Vec<Slot> {
        let own = self.slots.get(cell.first..cell.first + self.width);
        own.filter(|_| cell.account.is_some())
            .unwrap_or_default()
            .to_vec()
    }

    /// Puts back what [`Cells::snapshot`] gave.
    pub fn restore(&mut self, cell: CellIndex, own: Vec<Slot>) {
        for (slot, before) in self.slots[cell.first..].iter_mut().zip(own) {
            *slot = before;
        }
    }

    /// From now on accounts have slots too; until now none had a cell.
    pub fn keep_accounts(&mut self) {
        if self.width == 0 {
            self.width = self.stateful;
        }
    }

    /// Makes a policy's slots anew from what they were, after its limits changed.
    pub fn change(&mut self, slot: usize, changed: impl Fn(AccountId, Slot) -> Slot) {
        for (account, first) in &self.index {
            if let Some(own) = self.slots.get_mut(first + slot) {
                *own = changed(*account, std::mem::take(own));
            }
        }
    }

    /// A policy's slot of every account that has a cell.
    pub fn accounts(&self, slot: usize) -> impl Iterator<Item = (AccountId, &Slot)> {
        let slots = move |(account, first): (&AccountId, &usize)| {
            Some((*account, self.slots.get(first + slot)?))
        };
        self.index.iter().filter_map(slots)
    }

    /// A policy's slot of the account, if it keeps any.
    #[inline]
    pub fn own(&mut self, cell: CellIndex, slot: Option<usize>) -> Option<&mut Slot> {
        let slot = slot.filter(|_| self.width > 0 && cell.account.is_some())?;
        self.slots.get_mut(cell.first + slot)
    }
}
