// SPDX-License-Identifier: Apache-2.0
//! `pnl_bounds_killswitch` in a limits text: its faults, and the same blocks as by hand (L-4).

use openpit::core::{ExecutionReportFillDetails, ExecutionReportOperation, FinancialImpact};
use openpit::engine::{Engine, EngineBuilder, ManualClock, sync};
use openpit::limits::policy_types;
use openpit::param::{AccountId, Asset, Side, Trade};
use openpit::pretrade::policies::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};
use proptest::prelude::*;
use proptest::sample::select;

use super::{SAMPLE, faults_of, faults_over};

const HEAD: &str = "[[policy]]\ntype = 'pnl_bounds_killswitch'\n";
const BROKER: &str = "[[policy.broker]]\nasset = 'USD'\n";
const OWN: &str = "[[policy.account_asset]]\naccount = 'ACC001'\nasset = 'USD'\n";
const EACH: &str = "[[policy.each_account_asset]]\nasset = 'USD'\n";

fn check(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let text = format!("{HEAD}{text}");
        assert_eq!(faults_of(&text), *expected, "{text}");
    }
}

#[test]
fn bounds_are_exact_in_order_and_at_least_one() {
    const NONE: &str = "no bound: allowed is at least one of `lower_bound`, `upper_bound`";
    const TYPE: &str = "allowed is text such as `\"0.5\"` or an integer";
    check(&[
        (
            format!("{BROKER}lower_bound = -5\nupper_bound = '-5.0'"),
            &[],
        ),
        (format!("{OWN}upper_bound = 0\ninitial_pnl = '-1e3'"), &[]),
        (
            BROKER.into(),
            &[&format!("line 3: key `policy[1].broker[1]`: {NONE}")],
        ),
        (
            format!("{EACH}initial_pnl = 1"),
            &[&format!(
                "line 3: key `policy[1].each_account_asset[1]`: {NONE}"
            )],
        ),
        (
            format!("{OWN}initial_pnl = 1"),
            &[&format!("line 3: key `policy[1].account_asset[1]`: {NONE}")],
        ),
        (
            format!("{BROKER}upper_bound = -10\nlower_bound = '-9.99'"),
            &[
                "line 6: key `policy[1].broker[1].lower_bound`: `-9.99` is above the upper bound \
               `-10`: allowed is at most the upper bound",
            ],
        ),
        (
            format!("{OWN}lower_bound = 0.5\nupper_bound = true\ninitial_pnl = 'x'"),
            &[
                "line 6: key `policy[1].account_asset[1].lower_bound`: a float is not exact: \
                 allowed is text such as `\"0.5\"` or an integer",
                &format!("line 7: key `policy[1].account_asset[1].upper_bound`: a boolean: {TYPE}"),
                "line 8: key `policy[1].account_asset[1].initial_pnl`: `pnl` `x` is not a number: \
                 allowed is `[+-]digits[.digits][e[+-]digits]`",
            ],
        ),
        (
            format!("{BROKER}lower_bound = '-79228162514264337593543950336'"),
            &["line 5: key `policy[1].broker[1].lower_bound`: `pnl` \
               `-79228162514264337593543950336` is too large: allowed are magnitudes up to \
               `79228162514264337593543950335`"],
        ),
    ]);
}

#[test]
fn axes_keys_and_doubles_are_checked_as_elsewhere() {
    const AXES: &str = "`broker`, `account_asset`, `each_account_asset`";
    let none = format!("line 1: key `policy[1]`: no barrier: allowed is at least one of {AXES}");
    check(&[
        (String::new(), &[&none]),
        ("broker = []".into(), &[&none]),
        (
            format!("{BROKER}lower_bound = 1\n[policy.each_account]\nlower_bound = 1"),
            &[&format!(
                "line 6: key `policy[1].each_account`: unknown key: allowed is `type`, `name`, \
                 {AXES}"
            )],
        ),
        (
            "[policy.broker]\nasset = 'USD'\nlower_bound = 1".into(),
            &[
                "line 3: key `policy[1].broker`: a table: allowed is an array of tables, \
               `[[policy.broker]]`",
            ],
        ),
        (
            "[[policy.broker]]\nlower = 1\nlower_bound = 1\ninitial_pnl = 0".into(),
            &[
                "line 3: key `policy[1].broker[1].asset`: missing: allowed is text, the name of an \
                 asset",
                "line 4: key `policy[1].broker[1].lower`: unknown key: allowed is `asset`, \
                 `lower_bound`, `upper_bound`",
                "line 6: key `policy[1].broker[1].initial_pnl`: unknown key: allowed is `asset`, \
                 `lower_bound`, `upper_bound`",
            ],
        ),
        (
            format!("{BROKER}lower_bound = 1\n{BROKER}upper_bound = 2"),
            &[
                "line 6: key `policy[1].broker[2]`: duplicate key: this asset already has a \
                 barrier in line 3: allowed is one barrier for each asset",
            ],
        ),
        (
            format!("{OWN}lower_bound = 1\n{OWN}lower_bound = 1"),
            &[
                "line 7: key `policy[1].account_asset[2]`: duplicate key: this account and asset \
               already has a barrier in line 3: allowed is one barrier for each account and asset",
            ],
        ),
        (
            format!("{BROKER}lower_bound = 1\n[[policy]]\ntype = 'pnl_bounds_killswitch'"),
            &[
                "line 6: key `policy[2].name`: duplicate name `PnlBoundsKillSwitch` (the default), \
                 first in line 1: allowed is a unique name",
                "line 6: key `policy[2]`: no barrier: allowed is at least one of `broker`, \
                 `account_asset`, `each_account_asset`",
            ],
        ),
    ]);
    assert_eq!(
        faults_over(&format!("{HEAD}{EACH}lower_bound = 1"), &[]),
        [
            "line 3: key `policy[1].each_account_asset`: no accounts to expand over: allowed is at \
          least one account"
        ]
    );
}

#[test]
fn an_own_barrier_is_completed_by_each_account_and_judged_with_it() {
    check(&[
        (format!("{OWN}initial_pnl = 1\n{EACH}lower_bound = 0"), &[]),
        (
            format!("{OWN}upper_bound = '-1'\n{EACH}lower_bound = 0"),
            &[
                "line 3: key `policy[1].account_asset[1]`: lower bound `0` is above upper bound \
               `-1`, one of them from `each_account_asset`: allowed is at most the upper bound",
            ],
        ),
    ]);
    let text = format!("{HEAD}{OWN}initial_pnl = 1\n{EACH}lower_bound = 0.5");
    assert_eq!(
        faults_of(&text).len(),
        1,
        "a bound that is wrong is not missing: {text}"
    );
    let text = format!("{HEAD}{OWN}initial_pnl = 1\n{EACH}lower_bound = 0");
    assert_eq!(
        faults_over(&text, &["ACC002"]),
        [
            "line 3: key `policy[1].account_asset[1]`: no bound: allowed is at least one of \
          `lower_bound`, `upper_bound`"
        ],
        "an account that is not listed has no bounds of each account"
    );
}

#[test]
fn the_types_of_a_text_are_told_whatever_else_is_wrong() {
    assert_eq!(
        policy_types(SAMPLE),
        [
            "order_validation",
            "order_size_limit",
            "rate_limit",
            "rate_limit",
            "notional_limit"
        ]
    );
    assert_eq!(policy_types(HEAD), ["pnl_bounds_killswitch"]);
    for nothing in [
        "",
        "policy = 3",
        "[policy]\ntype = 'rate_limit'",
        "= [[",
        "\0",
    ] {
        assert_eq!(policy_types(nothing), [""; 0], "{nothing}");
    }
    let faulty = "policy = [7, {}, {type = 'x'}, {type = 1}, {type = 'rate_limit', a = 0x}]";
    assert_eq!(policy_types(faulty), ["rate_limit"]);
}

/// What one barrier says: lower bound, upper bound, initial pnl.
type Bounds = (Option<i64>, Option<i64>, Option<i64>);

#[derive(Debug, Clone)]
struct Model {
    broker: Option<Bounds>,
    own: Option<Bounds>,
    each: Option<Bounds>,
}

fn bounds() -> impl Strategy<Value = Bounds> {
    let lower = prop::option::of(-9i64..=0);
    (
        lower,
        prop::option::of(0i64..9),
        prop::option::of(-12i64..12),
    )
        .prop_filter("a bound", |(lower, upper, _)| lower.or(*upper).is_some())
}

fn models() -> impl Strategy<Value = Model> {
    let maybe = || prop::option::of(bounds());
    (maybe(), maybe(), maybe())
        .prop_map(|(broker, own, each)| Model { broker, own, each })
        .prop_filter("a barrier", |m| m.broker.or(m.own).or(m.each).is_some())
}

fn text_of(model: &Model) -> String {
    let barrier = |head: &str, keys: [&str; 3], bounds: Option<Bounds>| {
        let Some((lower, upper, initial)) = bounds else {
            return String::new();
        };
        let values = keys.into_iter().zip([lower, upper, initial]);
        // Both ways to write a number.
        let lines = values.filter_map(|(key, value)| match (key, value?) {
            ("", _) => None,
            ("upper_bound", value) => Some(format!("{key} = '{value}.0'\n")),
            (_, value) => Some(format!("{key} = {value}\n")),
        });
        format!("{head}{}", lines.collect::<String>())
    };
    let account = ["lower_bound", "upper_bound", "initial_pnl"];
    [
        HEAD.to_owned(),
        barrier(OWN, account, model.own),
        barrier(BROKER, ["lower_bound", "upper_bound", ""], model.broker),
        barrier(EACH, account, model.each),
    ]
    .concat()
}

const ACCOUNTS: [&str; 3] = ["ACC001", "ACC002", "else"];

fn by_hand(model: &Model) -> PnlBoundsKillSwitchPolicy {
    let pnl = |value: Option<i64>| value.map(|value| value.to_string().parse().unwrap());
    let barrier = |(lower, upper, _): Bounds| PnlBoundsBrokerBarrier {
        settlement_asset: Asset::new("USD").unwrap(),
        lower_bound: pnl(lower),
        upper_bound: pnl(upper),
    };
    let accounts = ACCOUNTS.into_iter().filter_map(|name| {
        let own = model.own.filter(|_| name == "ACC001");
        let each = model.each.filter(|_| name != "else");
        let bounds = match (own, each) {
            (Some(own), Some(each)) => (own.0.or(each.0), own.1.or(each.1), own.2.or(each.2)),
            (own, each) => own.or(each)?,
        };
        Some(PnlBoundsAccountAssetBarrier {
            barrier: barrier(bounds),
            account_id: AccountId::from_string(name).unwrap(),
            initial_pnl: pnl(bounds.2).unwrap_or_default(),
        })
    });
    PnlBoundsKillSwitchPolicy::new()
        .broker_barriers(model.broker.map(barrier))
        .account_asset_barriers(accounts)
}

/// A report of an account's pnl, then an order of the same account.
type Step = (&'static str, i64, i64);

fn log_of(
    builder: EngineBuilder<Order, ExecutionReport, AccountAdjustment, sync::Local>,
    steps: &[Step],
) -> Vec<String> {
    let engine = builder
        .clock(ManualClock::new())
        .record_decisions()
        .build()
        .unwrap();
    for (account, pnl, fee) in steps {
        let account_id = AccountId::from_string(account).unwrap();
        let (price, quantity) = ("1".parse().unwrap(), "1".parse().unwrap());
        let report = ExecutionReport {
            operation: ExecutionReportOperation {
                instrument: "AAPL/USD".parse().ok(),
                account_id: Some(account_id),
                side: Some(Side::Buy),
            },
            financial_impact: Some(FinancialImpact {
                pnl: pnl.to_string().parse().ok(),
                fee: fee.to_string().parse().ok(),
            }),
            fill: Some(ExecutionReportFillDetails {
                last_trade: Some(Trade::new(price, quantity)),
                ..Default::default()
            }),
            ..ExecutionReport::default()
        };
        let instrument = "AAPL/USD".parse().unwrap();
        let order = Order::limit(instrument, account_id, Side::Buy, quantity, price);
        // Blocked first, then by the total alone.
        let _ = engine.start_pre_trade(order.clone());
        engine.accounts().unblock_all(account_id).unwrap();
        let _ = engine.start_pre_trade(order);
        engine.apply_execution_report(&report).unwrap();
    }
    engine.decisions().unwrap()
}

proptest! {
    #[test]
    fn a_text_blocks_as_the_policy_built_by_hand(
        model in models(),
        steps in prop::collection::vec((select(ACCOUNTS.as_slice()), -8i64..8, -2i64..2), 1..20),
    ) {
        let builder = || Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync();
        let text = text_of(&model);
        let from_text = log_of(builder().limits(&text, ["ACC001", "ACC002"]), &steps);
        let by_hand = log_of(builder().builtin(by_hand(&model)), &steps);
        prop_assert_eq!(from_text, by_hand, "{}", text);
    }
}
