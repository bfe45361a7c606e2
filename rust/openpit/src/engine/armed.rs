// SPDX-License-Identifier: Apache-2.0
//! Which policies will run for an account, and with which limits (L-7).

use super::data::{Data, shown};
use super::rules::{Built, Entry, Rules};
use super::sync::SyncPolicy;
use crate::param::AccountId;

/// Axes of limits whose barriers are keyed by account.
const BY_ACCOUNT: [&str; 2] = ["account", "account_asset"];

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Rules<O, R, A, S> {
    /// Every policy in registration order: its name, its stages, and of a built-in the limits that
    /// can hold for the account.
    pub(super) fn armed(&self, account: AccountId) -> Data {
        let policies = self.policies.iter().zip(&*self.names).enumerate();
        Data::list(policies.map(|(place, (entry, name))| {
            let limits = match entry {
                Entry::Builtin(Built { policy, .. }) => limits_of(policy.limits_data(), account),
                Entry::Custom(_) => None,
            };
            Data::map([
                ("name", shown(Some(name))),
                ("stages", Some(self.stages_of(place))),
                ("limits", limits),
            ])
        }))
    }

    fn stages_of(&self, place: usize) -> Data {
        let stages = &self.stages;
        let calls = [
            ("start", &stages.start),
            ("main", &stages.main),
            ("report", &stages.report),
            ("adjustment", &stages.adjustment),
        ];
        let own = calls.iter().filter(|(_, places)| places.contains(&place));
        Data::list(own.map(|(stage, _)| Data::text(stage)))
    }
}

/// The limits with only the account's own where they are kept by account.
fn limits_of(limits: Data, account: AccountId) -> Option<Data> {
    let Data::Map(mut axes) = limits else {
        return None;
    };
    for axis in BY_ACCOUNT {
        if let Some(Data::Map(mut accounts)) = axes.remove(axis)
            && let Some(own) = accounts.remove(&account.to_string())
        {
            axes.insert(axis.to_owned(), own);
        }
    }
    Data::Map(axes).unless_empty()
}
