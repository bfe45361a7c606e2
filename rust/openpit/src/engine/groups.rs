// SPDX-License-Identifier: Apache-2.0
//! Which account is in which group. An account that was registered in none is in the default one.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::param::{AccountGroupId, AccountId, ParamError, ParamErrorKind};

/// The groups of one engine. An account is in one group at a time.
#[derive(Debug, Default)]
pub(super) struct Groups {
    // Seeded with a constant: no outcome may hang on a random number (D-3).
    groups: HashMap<AccountId, AccountGroupId, FixedState>,
}

impl Groups {
    /// The account's group.
    pub fn group(&self, account: AccountId) -> AccountGroupId {
        self.groups.get(&account).copied().unwrap_or_default()
    }

    /// Puts accounts into a group, all or none; gives whether anything changed.
    pub fn register(
        &mut self,
        group: AccountGroupId,
        accounts: &[AccountId],
    ) -> Result<bool, ParamError> {
        if group.is_default() {
            return Err(fault(ParamErrorKind::Reserved, group));
        }
        let is_elsewhere = |account: &AccountId| {
            let known = self.group(*account);
            known != group && !known.is_default()
        };
        if accounts.iter().any(is_elsewhere) {
            return Err(fault(ParamErrorKind::InAnotherGroup, group));
        }
        let mut changed = false;
        for account in accounts {
            changed |= self.groups.insert(*account, group).is_none();
        }
        Ok(changed)
    }

    /// Takes accounts out of a group, all or none; gives whether anything changed.
    pub fn unregister(
        &mut self,
        group: AccountGroupId,
        accounts: &[AccountId],
    ) -> Result<bool, ParamError> {
        if group.is_default() {
            return Err(fault(ParamErrorKind::Reserved, group));
        }
        if accounts.iter().any(|account| self.group(*account) != group) {
            return Err(fault(ParamErrorKind::NotInGroup, group));
        }
        for account in accounts {
            self.groups.remove(account);
        }
        Ok(!accounts.is_empty())
    }

    /// Every registered account by its id, with its group.
    pub fn list(&self) -> Vec<(AccountId, AccountGroupId)> {
        let mut list: Vec<_> = self.groups.iter().map(|(a, g)| (*a, *g)).collect();
        list.sort_unstable();
        list
    }
}

// The text never names an account.
fn fault(kind: ParamErrorKind, group: AccountGroupId) -> ParamError {
    ParamError::new("account_group_id", kind, &group.to_string())
}
