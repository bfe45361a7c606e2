// SPDX-License-Identifier: Apache-2.0
//! The engine's state as canonical data: equal in every language after equal calls, and its
//! digest. All that a later answer can hang on stands in it, in sorted order.

use sha2::{Digest, Sha256};

use super::balances::{AccountBalance, BalanceKey};
use super::blocks::Block;
use super::data::{Data, shown};
use super::decisions::hexadecimal;
use super::machine::{Entry, Machine, Open};
use super::{Hold, Holds};
use crate::core::Instrument;
use crate::pretrade::context::Emitted;
use crate::pretrade::{Mutation, PolicyName};

impl<O, R, A, P: ?Sized> Machine<O, R, A, P> {
    /// The whole state.
    pub(super) fn state(&self) -> Data {
        let groups = self.registry.groups();
        let group = |(account, group)| {
            Data::map([
                ("account", shown(Some(account))),
                ("group", shown(Some(group))),
            ])
        };
        Data::map([
            ("time", shown(Some(self.timeline.last()))),
            ("requests", shown(Some(self.counts.requests))),
            ("reservations", shown(Some(self.counts.reservations))),
            ("open", Some(self.open_reservations())),
            (
                "blocks",
                Some(Data::list(self.registry.all().iter().map(block))),
            ),
            ("groups", Some(Data::list(groups.into_iter().map(group)))),
            (
                "balances",
                Some(Data::list(self.balances.list().iter().map(balance))),
            ),
            ("holds", Some(holds(&self.holds, &self.names))),
            ("executions", Some(self.executions.data())),
            ("policies", Some(self.policy_list())),
        ])
    }

    /// The SHA-256 of the state's text, in lower-case hexadecimal.
    pub(super) fn state_digest(&self) -> String {
        hexadecimal(&Sha256::digest(self.state().to_string().as_bytes()))
    }

    fn open_reservations(&self) -> Data {
        let mut open: Vec<&Open> = self.reservations.values().collect();
        open.sort_unstable_by_key(|open| open.number);
        Data::list(open.into_iter().map(|open| {
            let mutations = open
                .emitted
                .iter()
                .map(|entry| mutation(entry, &self.names));
            Data::map([
                ("reservation", shown(Some(open.number))),
                ("account", shown(open.account)),
                ("mutations", Some(Data::list(mutations))),
            ])
        }))
    }

    /// Every policy with its limits in force and what it has counted.
    fn policy_list(&self) -> Data {
        let at = self.timeline.last();
        let policies = self.policies.iter().zip(&self.names).enumerate();
        Data::list(policies.map(|(place, (entry, name))| {
            let name = ("name", shown(Some(name)));
            let Entry::Builtin { policy, slot } = entry else {
                return Data::map([name]);
            };
            let (mut broker, mut accounts) = (None, None);
            if let Some(slot) = *slot {
                broker = policy.slot_data(self.cells.broker(slot), at);
                let own = self.cells.accounts(slot);
                let own =
                    own.map(|(account, slot)| (account.to_string(), policy.slot_data(slot, at)));
                accounts = Data::map(own).unless_empty();
            }
            let orders = self.orders.data(place);
            let limits = policy.limits_data().unless_empty();
            Data::map([
                name,
                ("limits", limits),
                ("broker", broker),
                ("accounts", accounts),
                ("orders", orders),
            ])
        }))
    }
}

fn mutation(entry: &Emitted, names: &[PolicyName]) -> Data {
    let (policy, kind) = (&names[entry.policy], entry.mutation.kind());
    let (mut asset, mut amount, mut reason) = (None, None, None);
    match &entry.mutation {
        Mutation::Custom { .. } => {}
        Mutation::ReserveNotional(reserve) => {
            asset = shown(Some(&reserve.settlement_asset));
            amount = shown(Some(reserve.amount));
        }
        Mutation::SetKillSwitch(switch) => reason = shown(Some(&switch.reason)),
    }
    Data::map([
        ("policy", shown(Some(policy))),
        ("kind", shown(Some(kind))),
        ("asset", asset),
        ("amount", amount),
        ("reason", reason),
    ])
}

fn block(block: &Block) -> Data {
    let Block { scope, cause } = block;
    Data::map([
        ("scope", shown(Some(scope.as_str()))),
        ("account", shown(scope.account())),
        ("group", shown(scope.group())),
        ("policy", shown(Some(cause.source()))),
        ("code", shown(Some(cause.code()))),
        ("reason", shown(Some(cause.reason()))),
    ])
}

fn balance(entry: &AccountBalance) -> Data {
    let (asset, position) = match &entry.key {
        BalanceKey::Asset(asset) => (Some(asset), None),
        BalanceKey::Position {
            instrument,
            collateral_asset,
        } => (None, Some((instrument, collateral_asset))),
    };
    let instrument = position.map(|(instrument, _)| instrument);
    let balance = &entry.balance;
    Data::map([
        ("account", shown(Some(entry.account_id))),
        ("asset", shown(asset)),
        ("underlying", shown(instrument.map(Instrument::underlying))),
        ("settlement", shown(instrument.map(Instrument::settlement))),
        ("collateral_asset", shown(position.map(|(_, asset)| asset))),
        ("balance", shown(Some(balance.balance))),
        ("held", shown(Some(balance.held))),
        ("incoming", shown(Some(balance.incoming))),
        ("average_entry_price", shown(balance.average_entry_price)),
        ("mode", shown(balance.mode)),
        ("leverage", shown(balance.leverage)),
    ])
}

fn holds(holds: &Holds, names: &[PolicyName]) -> Data {
    let one = |hold: &Hold| {
        Data::map([
            ("account", shown(Some(hold.account_id))),
            ("asset", shown(Some(&hold.settlement_asset))),
            ("policy", shown(Some(&hold.policy))),
            ("held", shown(Some(hold.holding.held))),
            ("open", shown(Some(hold.holding.open))),
            ("used", shown(Some(hold.holding.used))),
        ])
    };
    Data::list(holds.list(names).iter().map(one))
}
