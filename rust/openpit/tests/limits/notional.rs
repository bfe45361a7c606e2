// SPDX-License-Identifier: Apache-2.0
//! `notional_limit` in a limits text: its faults, and the same limits as by hand (L-6).

use std::collections::BTreeMap;

use openpit::engine::{Engine, EngineBuilder, sync};
use openpit::limits::policy_types;
use openpit::param::{AccountId, Asset, Volume};
use openpit::pretrade::policies::{
    NotionalAccountAssetBarrier, NotionalAssetBarrier, NotionalBrokerAssetBarrier,
    NotionalLimitPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;

use super::{faults_of, faults_over};

const HEAD: &str = "[[policy]]\ntype = 'notional_limit'\n";
const BROKER: &str = "[[policy.broker]]\nasset = 'USD'\n";
const ASSET: &str = "[[policy.asset]]\nasset = 'USD'\n";
const OWN: &str = "[[policy.account_asset]]\naccount = 'ACC001'\nasset = 'USD'\n";
const EACH: &str = "[[policy.each_account_asset]]\nasset = 'USD'\n";

fn check(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let text = format!("{HEAD}{text}");
        assert_eq!(faults_of(&text), *expected, "{text}");
    }
}

#[test]
fn a_limit_is_there_exact_and_not_negative() {
    const NUMBER: &str = "allowed is text such as `\"0.5\"` or an integer";
    check(&[
        (format!("{BROKER}limit = 0\n{ASSET}limit = '1e3'"), &[]),
        (format!("{OWN}limit = '0.50'\n{EACH}limit = 0x10"), &[]),
        (
            BROKER.into(),
            &[&format!(
                "line 3: key `policy[1].broker[1].limit`: missing: {NUMBER}"
            )],
        ),
        (
            format!(
                "{BROKER}limit = 0.5\n{ASSET}limit = true\n{OWN}limit = 'a lot'\n{EACH}limit = -1"
            ),
            &[
                &format!("line 5: key `policy[1].broker[1].limit`: a float is not exact: {NUMBER}"),
                &format!("line 8: key `policy[1].asset[1].limit`: a boolean: {NUMBER}"),
                "line 12: key `policy[1].account_asset[1].limit`: `volume` `a lot` is not a \
                 number: allowed is `[+-]digits[.digits][e[+-]digits]`",
                "line 15: key `policy[1].each_account_asset[1].limit`: `volume` `-1` is negative: \
                 allowed is zero or more",
            ],
        ),
        (
            format!("{ASSET}limit = 79228162514264337593543950336"),
            &[
                "line 5: key `policy[1].asset[1].limit`: `volume` `79228162514264337593543950336` \
               is too large: allowed are magnitudes up to `79228162514264337593543950335`",
            ],
        ),
    ]);
}

#[test]
fn axes_keys_and_doubles_are_checked_as_elsewhere() {
    const AXES: &str = "`broker`, `asset`, `account_asset`, `each_account_asset`";
    let none = format!("line 1: key `policy[1]`: no barrier: allowed is at least one of {AXES}");
    check(&[
        (String::new(), &[&none]),
        ("asset = []".into(), &[&none]),
        (
            format!("{ASSET}limit = 1\n[policy.each_account]\nlimit = 1"),
            &[&format!(
                "line 6: key `policy[1].each_account`: unknown key: allowed is `type`, `name`, \
                 {AXES}"
            )],
        ),
        (
            "[policy.broker]\nlimit = 1".into(),
            &[
                "line 3: key `policy[1].broker`: a table: allowed is an array of tables, \
               `[[policy.broker]]`",
            ],
        ),
        (
            "[[policy.account_asset]]\nlimit = 1\nmax_notional = 1".into(),
            &[
                "line 3: key `policy[1].account_asset[1].account`: missing: allowed is text, the \
                 name of an account",
                "line 3: key `policy[1].account_asset[1].asset`: missing: allowed is text, the \
                 name of an asset",
                "line 5: key `policy[1].account_asset[1].max_notional`: unknown key: allowed is \
                 `account`, `asset`, `limit`",
            ],
        ),
        (
            format!("{BROKER}limit = 1\n{BROKER}limit = 2\n{OWN}limit = 1\n{OWN}limit = 1"),
            &[
                "line 6: key `policy[1].broker[2]`: duplicate key: this asset already has a \
                 barrier in line 3: allowed is one barrier for each asset",
                "line 13: key `policy[1].account_asset[2]`: duplicate key: this account and asset \
                 already has a barrier in line 9: allowed is one barrier for each account and \
                 asset",
            ],
        ),
        (
            format!("{BROKER}limit = 1\n[[policy]]\ntype = 'notional_limit'\n{BROKER}limit = 1"),
            &[
                "line 6: key `policy[2].name`: duplicate name `NotionalLimit` (the default), first \
                 in line 1: allowed is a unique name",
            ],
        ),
    ]);
    assert_eq!(
        faults_over(&format!("{HEAD}{EACH}limit = 1"), &[]),
        [
            "line 3: key `policy[1].each_account_asset`: no accounts to expand over: allowed is at \
             least one account"
        ]
    );
    assert_eq!(policy_types(HEAD), ["notional_limit"]);
}

type ByAsset = BTreeMap<&'static str, u32>;

#[derive(Debug, Clone)]
struct Model {
    broker: ByAsset,
    asset: ByAsset,
    own: BTreeMap<(&'static str, &'static str), u32>,
    each: ByAsset,
}

const ACCOUNTS: [&str; 3] = ["ACC001", "ACC002", "else"];
const LISTED: [&str; 2] = ["ACC001", "ACC002"];
const ASSETS: [&str; 3] = ["USD", "EUR", "BTC"];

fn models() -> impl Strategy<Value = Model> {
    let asset = || select(ASSETS.as_slice());
    let by_asset = || btree_map(asset(), 0u32..9, 0..3);
    let key = (select(ACCOUNTS.as_slice()), asset());
    let own = btree_map(key, 0u32..9, 0..4);
    (by_asset(), by_asset(), own, by_asset())
        .prop_map(|(broker, asset, own, each)| Model {
            broker,
            asset,
            own,
            each,
        })
        .prop_filter("a barrier", |m| {
            !(m.broker.is_empty() && m.asset.is_empty() && m.own.is_empty() && m.each.is_empty())
        })
}

fn text_of(model: &Model) -> String {
    let table = |axis: &str, account: &str, asset: &str, limit: &u32| {
        let account = match account {
            "" => String::new(),
            name => format!("account = '{name}'\n"),
        };
        format!("[[policy.{axis}]]\n{account}asset = '{asset}'\nlimit = '{limit}.0'\n")
    };
    let each = model.each.iter();
    let own = model.own.iter();
    let text: String = each
        .map(|(asset, limit)| table("each_account_asset", "", asset, limit))
        .chain(own.map(|((account, asset), limit)| table("account_asset", account, asset, limit)))
        .collect();
    let broker = model.broker.iter();
    let asset = model.asset.iter();
    let more: String = broker
        .map(|(asset, limit)| table("broker", "", asset, limit))
        .chain(asset.map(|(asset, limit)| table("asset", "", asset, limit)))
        .collect();
    format!("{HEAD}{text}{more}")
}

fn by_hand(model: &Model) -> NotionalLimitPolicy {
    let asset = |name: &str| Asset::new(name).unwrap();
    let limit = |limit: u32| limit.to_string().parse::<Volume>().unwrap();
    let mut own = model.own.clone();
    for (asset, each) in &model.each {
        for account in LISTED {
            own.entry((account, asset)).or_insert(*each);
        }
    }
    let broker = model
        .broker
        .iter()
        .map(|(name, most)| NotionalBrokerAssetBarrier {
            limit: limit(*most),
            settlement_asset: asset(name),
        });
    let assets = model.asset.iter().map(|(name, most)| NotionalAssetBarrier {
        limit: limit(*most),
        settlement_asset: asset(name),
    });
    let own = own
        .into_iter()
        .map(|((account, name), most)| NotionalAccountAssetBarrier {
            limit: limit(most),
            account_id: AccountId::from_string(account).unwrap(),
            settlement_asset: asset(name),
        });
    NotionalLimitPolicy::new()
        .broker_asset_barriers(broker)
        .asset_barriers(assets)
        .account_asset_barriers(own)
}

/// Every limit in force, for each account.
fn armed(
    builder: EngineBuilder<Order, ExecutionReport, AccountAdjustment, sync::Local>,
) -> Vec<String> {
    let engine = builder.build().unwrap();
    let of = |name| engine.armed(AccountId::from_string(name).unwrap()).unwrap();
    ACCOUNTS.map(of).to_vec()
}

proptest! {
    #[test]
    fn a_text_gives_the_limits_of_the_policy_built_by_hand(model in models()) {
        let builder = || Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync();
        let text = text_of(&model);
        let from_text = armed(builder().limits(&text, LISTED));
        let by_hand = armed(builder().builtin(by_hand(&model)));
        prop_assert_eq!(from_text, by_hand, "{}", text);
    }
}
