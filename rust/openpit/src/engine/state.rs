// SPDX-License-Identifier: Apache-2.0
//! The engine's state as canonical data: equal in every language after equal calls, and its
//! digest. All that a later answer can hang on stands in it, in sorted order.

use super::balances::{AccountBalance, BalanceKey};
use super::blocks::Block;
use super::commons::{Commons, Counts, Records};
use super::data::{Data, shown};
use super::homes::Taken;
use super::machine::{Machine, Open};
use super::rules::{Built, Entry};
use super::sync::{Brief, SyncPolicy};
use super::{Hold, Holds};
use crate::core::Instrument;
use crate::param::{AccountGroupId, AccountId};
use crate::pretrade::context::Emitted;
use crate::pretrade::{Mutation, PolicyName};

/// The whole state of an engine: of every account, by account.
pub(super) fn state<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    commons: &Commons<O, R, A, S>,
    taken: &[Taken<'_, O, R, A, S>],
    records: &Records<O>,
) -> Data {
    let every: Vec<&Machine<O, R, A, S>> = taken.iter().map(|taken| &*taken.machine).collect();
    let every = every.as_slice();
    let executions = every.iter().flat_map(|machine| machine.executions.data());
    let balances = every.iter().flat_map(|machine| machine.balances.list());
    let holds = every
        .iter()
        .flat_map(|machine| holds(&machine.holds, &machine.rules.names));
    let time = every.iter().map(|machine| machine.timeline.last()).max();
    let counts = |count: fn(&Counts) -> u64| match &commons.records {
        Some(_) => count(&records.counts),
        None => every
            .iter()
            .map(|machine| count(&machine.records.counts))
            .sum(),
    };
    let blocks = commons.registry.all();
    let groups = commons.registry.groups();
    Data::map([
        ("time", shown(time)),
        ("requests", shown(Some(counts(|counts| counts.requests)))),
        (
            "reservations",
            shown(Some(counts(|counts| counts.reservations))),
        ),
        ("open", Some(open_reservations(every))),
        ("blocks", Some(Data::list(blocks.iter().map(block)))),
        ("groups", Some(Data::list(groups.into_iter().map(group)))),
        (
            "balances",
            Some(Data::list(balances.map(|entry| balance(&entry)))),
        ),
        ("holds", Some(Data::list(holds))),
        ("executions", Some(Data::list(executions))),
        ("policies", Some(policy_list(commons, every, time))),
    ])
}

fn group((account, group): (AccountId, AccountGroupId)) -> Data {
    Data::map([
        ("account", shown(Some(account))),
        ("group", shown(Some(group))),
    ])
}

fn open_reservations<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    every: &[&Machine<O, R, A, S>],
) -> Data {
    let mut open: Vec<(&Open, &[PolicyName])> = Vec::new();
    for machine in every {
        let names = &*machine.rules.names;
        open.extend(machine.reservations.values().map(|open| (open, names)));
    }
    open.sort_unstable_by_key(|(open, _)| (open.number, open.account));
    Data::list(open.into_iter().map(|(open, names)| {
        let mutations = open.emitted.iter().map(|entry| mutation(entry, names));
        Data::map([
            ("reservation", shown(Some(open.number))),
            ("account", shown(open.account)),
            ("mutations", Some(Data::list(mutations))),
        ])
    }))
}

/// Every policy with its limits in force and what it has counted.
fn policy_list<O: 'static, R: 'static, A: 'static, S: SyncPolicy>(
    commons: &Commons<O, R, A, S>,
    every: &[&Machine<O, R, A, S>],
    time: Option<i64>,
) -> Data {
    let rules = commons.ruling.lock().rules.clone();
    let at = time.unwrap_or_default();
    let policies = rules.policies.iter().zip(&*rules.names).enumerate();
    Data::list(policies.map(|(place, (entry, name))| {
        let name = ("name", shown(Some(name)));
        let Entry::Builtin(Built { policy, slot, .. }) = entry else {
            return Data::map([name]);
        };
        let (mut broker, mut accounts) = (None, None);
        if let Some(slot) = *slot {
            broker = policy.slot_data(&commons.broker[slot].lock().slot, at);
            let own = every
                .iter()
                .flat_map(|machine| machine.cells.accounts(slot));
            let own = own.map(|(account, slot)| (account.to_string(), policy.slot_data(slot, at)));
            accounts = Data::map(own).unless_empty();
        }
        let orders = every.iter().flat_map(|machine| machine.orders.data(place));
        let orders = Data::list(orders).unless_empty();
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

fn holds(holds: &Holds, names: &[PolicyName]) -> Vec<Data> {
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
    holds.list(names).iter().map(one).collect()
}
