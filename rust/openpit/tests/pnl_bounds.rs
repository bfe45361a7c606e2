// SPDX-License-Identifier: Apache-2.0
//! The pnl kill switch (L-4) number by number: sums, bounds, blocks and what a report may lack.

use num_bigint::BigInt;
use openpit::core::{ExecutionReportFillDetails, ExecutionReportOperation, FinancialImpact};
use openpit::engine::{Engine, ManualClock, StartError};
use openpit::param::{AccountId, Asset, Decimal, Side, Trade};
use openpit::pretrade::RejectCode::{
    self, AccountBlocked, ArithmeticOverflow, MissingRequiredField, PnlKillSwitchTriggered,
};
use openpit::pretrade::policies::{
    PnlBoundsAccountAssetBarrier, PnlBoundsBrokerBarrier, PnlBoundsKillSwitchPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};
use proptest::prelude::*;

const MAX: &str = "79228162514264337593543950335";
const ACCOUNT: AccountId = AccountId::from_int(7);
const OTHER: AccountId = AccountId::from_int(8);

type Machine = Engine<Order, ExecutionReport>;
type Bounds = (Option<&'static str>, Option<&'static str>);

fn barrier((lower, upper): Bounds) -> PnlBoundsBrokerBarrier {
    PnlBoundsBrokerBarrier {
        settlement_asset: Asset::new("USD").unwrap(),
        lower_bound: lower.map(|bound| bound.parse().unwrap()),
        upper_bound: upper.map(|bound| bound.parse().unwrap()),
    }
}

fn broker(bounds: Bounds) -> PnlBoundsKillSwitchPolicy {
    PnlBoundsKillSwitchPolicy::new().broker_barriers([barrier(bounds)])
}

fn own(account_id: AccountId, bounds: Bounds, initial: &str) -> PnlBoundsAccountAssetBarrier {
    PnlBoundsAccountAssetBarrier {
        barrier: barrier(bounds),
        account_id,
        initial_pnl: initial.parse().unwrap(),
    }
}

fn engine(policies: impl IntoIterator<Item = PnlBoundsKillSwitchPolicy>) -> Machine {
    let mut builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::new());
    for policy in policies {
        builder = builder.builtin(policy);
    }
    builder.build().unwrap()
}

/// A report about `A/USD`; what is empty is absent.
fn report(account: AccountId, pnl: &str, fee: &str, has_trade: bool) -> ExecutionReport {
    let trade = Trade::new("1".parse().unwrap(), "1".parse().unwrap());
    ExecutionReport {
        operation: ExecutionReportOperation {
            instrument: "A/USD".parse().ok(),
            account_id: Some(account),
            side: Some(Side::Buy),
        },
        financial_impact: Some(FinancialImpact {
            pnl: pnl.parse().ok(),
            fee: fee.parse().ok(),
        }),
        fill: has_trade.then(|| ExecutionReportFillDetails {
            last_trade: Some(trade),
            ..Default::default()
        }),
        ..ExecutionReport::default()
    }
}

/// The causes that a report adds: code and reason.
fn told(engine: &Machine, report: &ExecutionReport) -> Vec<(RejectCode, String)> {
    let result = engine.apply_execution_report(report).unwrap();
    assert!(result.failures.is_empty());
    let cause = |cause: &openpit::pretrade::BlockCause| (cause.code(), cause.reason().to_owned());
    result.account_blocks.iter().map(cause).collect()
}

fn settle(engine: &Machine, account: AccountId, pnl: &str, fee: &str) -> Vec<RejectCode> {
    let causes = told(engine, &report(account, pnl, fee, true));
    causes.into_iter().map(|(code, _)| code).collect()
}

fn order(account: AccountId, instrument: &str) -> Order {
    let (quantity, price) = ("1".parse().unwrap(), "1".parse().unwrap());
    Order::limit(
        instrument.parse().unwrap(),
        account,
        Side::Buy,
        quantity,
        price,
    )
}

/// Code and reason of the reject of an order, if it is rejected.
fn rejected(engine: &Machine, account: AccountId) -> Option<(RejectCode, String)> {
    match engine.start_pre_trade(order(account, "A/USD")) {
        Ok(_) => None,
        Err(StartError::Rejected(rejected)) => {
            let reject = &rejected.rejects[0];
            Some((reject.code(), reject.reason().to_string()))
        }
        Err(other) => panic!("{other}"),
    }
}

fn code(engine: &Machine, account: AccountId) -> Option<RejectCode> {
    rejected(engine, account).map(|(code, _)| code)
}

#[test]
fn bounds_are_inclusive_and_a_cost_lowers_the_pnl() {
    let engine = engine([broker((Some("-10"), Some("5")))]);
    assert_eq!(
        settle(&engine, ACCOUNT, "-9", "1"),
        [],
        "-9 - 1 is the bound"
    );
    assert_eq!(
        settle(&engine, ACCOUNT, "0", "-15"),
        [],
        "a rebate raises it to 5"
    );
    assert_eq!(code(&engine, ACCOUNT), None);
    assert_eq!(
        told(&engine, &report(ACCOUNT, "1e-28", "0", true)),
        [(
            PnlKillSwitchTriggered,
            "realized pnl: observed `5.0000000000000000000000000001`, lower bound `-10`, upper \
             bound `5`"
                .to_owned()
        )]
    );
    assert_eq!(code(&engine, ACCOUNT), Some(AccountBlocked));
}

#[test]
fn broker_bounds_hold_for_each_account_not_for_the_sum() {
    let engine = engine([broker((Some("-10"), None))]);
    for account in [ACCOUNT, OTHER] {
        assert_eq!(settle(&engine, account, "-10", "0"), []);
    }
    assert_eq!(
        settle(&engine, ACCOUNT, "-1", "0"),
        [PnlKillSwitchTriggered]
    );
    assert_eq!(code(&engine, ACCOUNT), Some(AccountBlocked));
    assert_eq!(code(&engine, OTHER), None);
}

#[test]
fn unblocking_does_not_re_arm_and_more_reports_add_no_more_causes() {
    let engine = engine([broker((Some("-10"), None))]);
    assert_eq!(
        settle(&engine, ACCOUNT, "-11", "0"),
        [PnlKillSwitchTriggered]
    );
    for _ in 0..3 {
        assert_eq!(
            settle(&engine, ACCOUNT, "-1", "0"),
            [],
            "blocked for that already"
        );
    }
    assert_eq!(engine.accounts().blocked().unwrap().len(), 1);
    engine.accounts().unblock_all(ACCOUNT).unwrap();
    assert_eq!(
        rejected(&engine, ACCOUNT),
        Some((
            PnlKillSwitchTriggered,
            "realized pnl out of bounds on `broker` axis".to_owned()
        ))
    );
    let again = told(&engine, &report(ACCOUNT, "-1", "0", true));
    assert_eq!(again.len(), 1, "still outside: blocked again");
    assert!(
        again[0].1.contains("observed `-11`"),
        "with what it left: {again:?}"
    );
    engine.accounts().unblock_all(ACCOUNT).unwrap();
    assert_eq!(
        settle(&engine, ACCOUNT, "5", "0"),
        [],
        "-10 is within again"
    );
    assert_eq!(code(&engine, ACCOUNT), None);
    let third = told(&engine, &report(ACCOUNT, "-2", "0", true));
    assert!(third[0].1.contains("observed `-12`"), "{third:?}");
}

#[test]
fn an_overflow_blocks_and_stays_rejected() {
    let engine = engine([broker((None, Some(MAX)))]);
    assert_eq!(settle(&engine, ACCOUNT, MAX, "0"), []);
    assert_eq!(
        told(&engine, &report(ACCOUNT, "1", "0", true)),
        [(
            ArithmeticOverflow,
            format!("realized pnl: observed overflow, lower bound none, upper bound `{MAX}`")
        )]
    );
    // No later pnl brings it back: the sum is no longer known.
    assert_eq!(settle(&engine, ACCOUNT, "-5", "0"), []);
    engine.accounts().unblock_all(ACCOUNT).unwrap();
    assert_eq!(code(&engine, ACCOUNT), Some(ArithmeticOverflow));
    assert_eq!(settle(&engine, ACCOUNT, "-5", "0"), [ArithmeticOverflow]);
}

#[test]
fn what_overflows_only_in_between_is_exact() {
    let engine = engine([broker((None, Some(MAX)))]);
    assert_eq!(settle(&engine, ACCOUNT, MAX, "0"), []);
    assert_eq!(settle(&engine, ACCOUNT, "0.5", "0.5"), []);
    assert_eq!(settle(&engine, ACCOUNT, MAX, MAX), []);
    assert_eq!(settle(&engine, ACCOUNT, "5", "5"), []);
    assert_eq!(code(&engine, ACCOUNT), None);
}

#[test]
fn an_account_that_starts_outside_starts_blocked() {
    let policy = PnlBoundsKillSwitchPolicy::new()
        .broker_barriers([barrier((Some("-10"), None))])
        .account_asset_barriers([
            own(ACCOUNT, (Some("-20"), None), "-11"),
            own(OTHER, (None, Some("5")), "5"),
        ]);
    let engine = engine([policy]);
    assert_eq!(
        code(&engine, ACCOUNT),
        Some(AccountBlocked),
        "by the broker's"
    );
    assert_eq!(code(&engine, OTHER), None, "5 is the bound");
    assert_eq!(
        settle(&engine, ACCOUNT, "-1", "0"),
        [],
        "blocked for that already"
    );
    assert_eq!(
        settle(&engine, ACCOUNT, "-8", "1"),
        [],
        "beyond its own bounds too, but the first breach is the broker's"
    );
    assert_eq!(settle(&engine, OTHER, "0", "-1"), [PnlKillSwitchTriggered]);
    assert_eq!(engine.accounts().blocked().unwrap().len(), 2);
}

#[test]
fn a_breach_on_another_axis_is_a_new_cause() {
    let policy = PnlBoundsKillSwitchPolicy::new()
        .broker_barriers([barrier((Some("-20"), None))])
        .account_asset_barriers([own(ACCOUNT, (Some("-10"), None), "0")]);
    let engine = engine([policy]);
    assert_eq!(
        settle(&engine, ACCOUNT, "-11", "0"),
        [PnlKillSwitchTriggered]
    );
    assert_eq!(
        settle(&engine, ACCOUNT, "-10", "0"),
        [PnlKillSwitchTriggered]
    );
    engine.accounts().unblock_all(ACCOUNT).unwrap();
    assert!(rejected(&engine, ACCOUNT).unwrap().1.contains("`broker`"));
    assert_eq!(
        settle(&engine, ACCOUNT, "10", "0"),
        [PnlKillSwitchTriggered]
    );
    engine.accounts().unblock_all(ACCOUNT).unwrap();
    assert!(
        rejected(&engine, ACCOUNT)
            .unwrap()
            .1
            .contains("`account_asset`")
    );
}

#[test]
fn several_instances_have_totals_and_causes_of_their_own() {
    let engine = engine([
        broker((Some("-10"), None)).named("soft"),
        broker((Some("-20"), None)).named("hard"),
    ]);
    assert_eq!(
        settle(&engine, ACCOUNT, "-15", "0"),
        [PnlKillSwitchTriggered]
    );
    let result = engine.apply_execution_report(&report(ACCOUNT, "-15", "0", true));
    let blocks = result.unwrap().account_blocks;
    assert_eq!(blocks.len(), 1);
    assert_eq!(blocks[0].source(), "hard");
}

#[test]
fn totals_are_of_one_settlement_asset() {
    let engine = engine([broker((Some("-10"), None))]);
    let mut euros = report(ACCOUNT, "-1000", "5", true);
    euros.operation.instrument = "A/EUR".parse().ok();
    assert_eq!(told(&engine, &euros), []);
    assert_eq!(settle(&engine, ACCOUNT, "-10", "0"), []);
    assert_eq!(code(&engine, ACCOUNT), None);
    // What no bound concerns may lack pnl and fee.
    euros.financial_impact = None;
    assert_eq!(told(&engine, &euros), []);
    assert!(engine.start_pre_trade(order(ACCOUNT, "A/EUR")).is_ok());
}

#[test]
fn a_trade_without_pnl_or_fee_blocks_and_counts_what_is_there() {
    for (pnl, fee, field) in [("", "1", "pnl"), ("-1", "", "fee"), ("", "", "pnl")] {
        let engine = engine([broker((Some("-10"), None))]);
        let reason = format!("report of a trade lacks `report.financial_impact.{field}`");
        assert_eq!(
            told(&engine, &report(ACCOUNT, pnl, fee, true)),
            [(MissingRequiredField, reason)]
        );
        assert_eq!(code(&engine, ACCOUNT), Some(AccountBlocked));
    }
    let engine = engine([broker((Some("-10"), None))]);
    assert_eq!(
        settle(&engine, ACCOUNT, "-11", ""),
        [MissingRequiredField, PnlKillSwitchTriggered],
        "a breach is told beside what the report lacks"
    );
}

#[test]
fn without_a_trade_what_is_absent_is_zero() {
    let engine = engine([broker((Some("-10"), None))]);
    for (pnl, fee) in [("", ""), ("-4", ""), ("", "6")] {
        assert_eq!(told(&engine, &report(ACCOUNT, pnl, fee, false)), []);
    }
    assert_eq!(code(&engine, ACCOUNT), None, "-10 in all");
    let funding = report(ACCOUNT, "", "1e-9", false);
    assert_eq!(told(&engine, &funding)[0].0, PnlKillSwitchTriggered);
}

#[test]
fn pnl_of_no_instrument_blocks() {
    for (has_trade, what) in [(true, "trade"), (false, "pnl")] {
        let engine = engine([broker((Some("-10"), None))]);
        let mut lacking = report(ACCOUNT, "1", "0", has_trade);
        lacking.operation.instrument = None;
        let reason = format!("report of a {what} lacks `report.operation.instrument`");
        assert_eq!(told(&engine, &lacking), [(MissingRequiredField, reason)]);
        lacking.financial_impact = None;
        lacking.fill = None;
        assert_eq!(told(&engine, &lacking), [], "nothing happened");
    }
    let engine = engine([broker((Some("-10"), None))]);
    let mut order = order(ACCOUNT, "A/USD");
    order.operation.instrument = None;
    let Err(StartError::Rejected(rejected)) = engine.start_pre_trade(order) else {
        panic!("an order of no instrument passed");
    };
    assert_eq!(rejected.rejects[0].code(), MissingRequiredField);
}

#[test]
fn bounds_without_zero_reject_from_the_start() {
    let engine = engine([broker((Some("1"), None))]);
    assert_eq!(code(&engine, ACCOUNT), Some(PnlKillSwitchTriggered));
    assert_eq!(settle(&engine, ACCOUNT, "1", "0"), []);
    assert_eq!(code(&engine, ACCOUNT), None);
}

#[test]
fn a_report_does_not_allocate_in_steady_state() {
    let policy = broker((Some("-1000000"), Some("1000000"))).account_asset_barriers([own(
        ACCOUNT,
        (Some("-1000000"), None),
        "5",
    )]);
    let engine = engine([policy]);
    let reports = [ACCOUNT, OTHER].map(|account| report(account, "0.25", "-0.125", true));
    let run = || {
        for report in &reports {
            engine.apply_execution_report(report).unwrap();
        }
    };
    run();
    let counted = allocation_counter::measure(|| (0..1_000).for_each(|_| run()));
    assert_eq!(counted.count_total, 0, "allocations: {counted:?}");
}

/// Numbers near every edge: small ones, and the largest coefficients at any scale.
fn number() -> impl Strategy<Value = Decimal> {
    let coefficient = prop_oneof![
        3 => -1_000i128..1_000,
        1 => Just((1i128 << 96) - 1),
        1 => Just(-((1i128 << 96) - 1)),
        2 => -(1i128 << 96) + 1..1i128 << 96,
    ];
    (coefficient, prop_oneof![Just(0u32), Just(28), 0u32..29])
        .prop_map(|(coefficient, scale)| Decimal::from_i128_with_scale(coefficient, scale))
}

/// The number in units of 1e-28.
fn units(number: Decimal) -> BigInt {
    BigInt::from(number.mantissa()) * BigInt::from(10).pow(28 - number.scale())
}

fn fits(mut units: BigInt) -> bool {
    let (ten, zero) = (BigInt::from(10), BigInt::ZERO);
    for _ in 0..28 {
        if &units % &ten != zero {
            break;
        }
        units /= &ten;
    }
    // The most that is left of a number that fits is its coefficient.
    units.magnitude().bits() <= 96
}

/// The total fits; no two of total, pnl and fee have a sum that does.
#[test]
fn what_is_in_between_need_not_fit() {
    let engine = engine([broker((Some("0"), None))]);
    let least = "-7.9228162514264337593543950335";
    let steps = [
        (least, "0"),
        (least, "0"),
        (
            "0.9083681582703388543980219451",
            "-7.0155588563265467707718200251",
        ),
    ];
    for (pnl, fee) in steps {
        engine
            .apply_execution_report(&report(ACCOUNT, pnl, fee, true))
            .unwrap();
        engine.accounts().unblock_all(ACCOUNT).unwrap();
        assert_eq!(code(&engine, ACCOUNT), Some(PnlKillSwitchTriggered));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn sums_are_exact_or_an_overflow(
        steps in prop::collection::vec((number(), number()), 1..6),
        lower in number(),
    ) {
        let bound = lower.to_string().leak();
        let engine = engine([broker((Some(bound), None))]);
        let mut sum = Some(BigInt::ZERO);
        for (pnl, fee) in steps {
            let report = report(ACCOUNT, &pnl.to_string(), &fee.to_string(), true);
            engine.apply_execution_report(&report).unwrap();
            engine.accounts().unblock_all(ACCOUNT).unwrap();
            sum = sum.map(|sum| sum + units(pnl) - units(fee)).filter(|sum| fits(sum.clone()));
            let expected = match &sum {
                None => Some(ArithmeticOverflow),
                Some(sum) if *sum < units(lower) => Some(PnlKillSwitchTriggered),
                Some(_) => None,
            };
            prop_assert_eq!(code(&engine, ACCOUNT), expected, "{:?}", sum);
        }
    }
}
