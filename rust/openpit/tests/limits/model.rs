// SPDX-License-Identifier: Apache-2.0
//! Random configurations, each written as a limits.toml text and built by hand.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use openpit::engine::EngineBuilder;
use openpit::engine::sync::SyncPolicy;
use openpit::param::{AccountId, Asset};
use openpit::pretrade::policies::{
    OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier, OrderSizeBrokerBarrier, OrderSizeLimit,
    OrderSizeLimitPolicy, OrderValidation, RateLimit, RateLimitAccountAssetBarrier,
    RateLimitAccountBarrier, RateLimitAssetBarrier, RateLimitBrokerBarrier, RateLimitPolicy,
};
use openpit::{AccountAdjustment, ExecutionReport, Order};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;

pub const ACCOUNTS: [&str; 3] = ["A", "B", "7"];
/// The accounts over which `each_*` expands: not all that trade.
pub const LISTED: [&str; 2] = ["A", "7"];
pub const ASSETS: [&str; 3] = ["USD", "EUR", "BTC"];

/// The barriers of one policy as the file writes them.
#[derive(Debug, Clone)]
pub struct Axes<L> {
    broker: Option<L>,
    asset: BTreeMap<&'static str, L>,
    account: BTreeMap<&'static str, L>,
    each_account: Option<L>,
    account_asset: BTreeMap<(&'static str, &'static str), L>,
    each_account_asset: BTreeMap<&'static str, L>,
}

#[derive(Debug, Clone)]
pub enum Policy {
    OrderValidation,
    RateLimit(bool, Axes<RateLimit>),
    OrderSizeLimit(Axes<OrderSizeLimit>),
}

pub fn policies() -> impl Strategy<Value = Vec<Policy>> {
    let rate = (0u64..5, 1u64..40).prop_map(|(max_orders, window_ms)| {
        RateLimit::new(max_orders, Duration::from_millis(window_ms))
    });
    let size = (0u32..6, 0u32..6).prop_filter_map("a cap at least", |(quantity, notional)| {
        let cap = |cap: u32| (cap > 0).then(|| cap.to_string());
        let limit = OrderSizeLimit {
            max_quantity: cap(quantity).map(|cap| cap.parse().unwrap()),
            max_notional: cap(notional * 10).map(|cap| cap.parse().unwrap()),
        };
        (limit != OrderSizeLimit::default()).then_some(limit)
    });
    let policy = prop_oneof![
        1 => Just(Policy::OrderValidation),
        4 => (any::<bool>(), axes(rate, true))
            .prop_map(|(count, axes)| Policy::RateLimit(count, axes)),
        4 => axes(size, false).prop_map(Policy::OrderSizeLimit),
    ];
    prop::collection::vec(policy, 1..4)
}

fn axes<L: std::fmt::Debug + Clone + 'static>(
    limit: impl Strategy<Value = L> + Clone + 'static,
    by_account: bool,
) -> impl Strategy<Value = Axes<L>> {
    let one = prop::option::of(limit.clone());
    let account = || select(ACCOUNTS.as_slice());
    let asset = || select(ASSETS.as_slice());
    let accounts = if by_account { 0..3 } else { 0..1 };
    (
        one.clone(),
        btree_map(asset(), limit.clone(), 0..3),
        btree_map(account(), limit.clone(), accounts),
        one.prop_map(move |each| each.filter(|_| by_account)),
        btree_map((account(), asset()), limit.clone(), 0..4),
        btree_map(asset(), limit, 0..3),
    )
        .prop_map(
            |(broker, asset, account, each_account, account_asset, each_account_asset)| Axes {
                broker,
                asset,
                account,
                each_account,
                account_asset,
                each_account_asset,
            },
        )
        .prop_filter("a barrier at least", |axes| {
            axes.broker.is_some()
                || axes.each_account.is_some()
                || !(axes.asset.is_empty() && axes.account.is_empty())
                || !(axes.account_asset.is_empty() && axes.each_account_asset.is_empty())
        })
}

/// The limits.toml text of the policies.
pub fn text_of(policies: &[Policy]) -> String {
    let mut text = String::new();
    for (place, policy) in policies.iter().enumerate() {
        let (kind, axes) = match policy {
            Policy::OrderValidation => ("order_validation", String::new()),
            Policy::RateLimit(count, axes) => {
                let axes = tables(axes, |limit| {
                    format!(
                        "max_orders = {}\nwindow = \"{}ns\"",
                        limit.max_orders, limit.window_ns
                    )
                });
                let count = if *count {
                    "count_rejected = true\n"
                } else {
                    ""
                };
                ("rate_limit", format!("{count}{axes}"))
            }
            Policy::OrderSizeLimit(axes) => ("order_size_limit", tables(axes, size_text)),
        };
        write!(
            text,
            "[[policy]]\ntype = \"{kind}\"\nname = \"p{place}\"\n{axes}\n"
        )
        .unwrap();
    }
    text
}

fn size_text(limit: &OrderSizeLimit) -> String {
    // Both ways to write a number: text and an integer.
    let quantity = limit
        .max_quantity
        .map(|cap| format!("max_quantity = \"{cap}.0\""));
    let notional = limit
        .max_notional
        .map(|cap| format!("max_notional = {cap}"));
    [quantity, notional]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

fn tables<L>(axes: &Axes<L>, write_limit: impl Fn(&L) -> String) -> String {
    let mut text = String::new();
    let mut table = |header: &str, key: String, limit: &L| {
        writeln!(text, "{header}\n{key}{}", write_limit(limit)).unwrap();
    };
    let account = |name: &str| format!("account = \"{name}\"\n");
    let asset = |name: &str| format!("asset = \"{name}\"\n");
    if let Some(limit) = &axes.broker {
        table("[policy.broker]", String::new(), limit);
    }
    for (name, limit) in &axes.each_account_asset {
        table("[[policy.each_account_asset]]", asset(name), limit);
    }
    for (name, limit) in &axes.asset {
        table("[[policy.asset]]", asset(name), limit);
    }
    for (name, limit) in &axes.account {
        table("[[policy.account]]", account(name), limit);
    }
    if let Some(limit) = &axes.each_account {
        table("[policy.each_account]", String::new(), limit);
    }
    for ((of, name), limit) in &axes.account_asset {
        table(
            "[[policy.account_asset]]",
            account(of) + &asset(name),
            limit,
        );
    }
    text
}

/// The same policies, built by hand.
pub fn add_by_hand<S: SyncPolicy>(
    mut builder: EngineBuilder<Order, ExecutionReport, AccountAdjustment, S>,
    policies: &[Policy],
) -> EngineBuilder<Order, ExecutionReport, AccountAdjustment, S> {
    for (place, policy) in policies.iter().enumerate() {
        let name = format!("p{place}");
        builder = match policy {
            Policy::OrderValidation => builder.builtin(OrderValidation::new().named(name)),
            Policy::RateLimit(count, axes) => {
                builder.builtin(rate_limit(axes).count_rejected(*count).named(name))
            }
            Policy::OrderSizeLimit(axes) => builder.builtin(order_size_limit(axes).named(name)),
        };
    }
    builder
}

fn asset(name: &str) -> Asset {
    Asset::new(name).unwrap()
}

fn account(name: &str) -> AccountId {
    AccountId::from_string(name).unwrap()
}

fn rate_limit(axes: &Axes<RateLimit>) -> RateLimitPolicy {
    let mut policy = RateLimitPolicy::new();
    if let Some(limit) = axes.broker {
        policy = policy.broker_barrier(RateLimitBrokerBarrier { limit });
    }
    for (name, limit) in &axes.asset {
        let settlement_asset = asset(name);
        policy = policy.asset_barriers([RateLimitAssetBarrier {
            limit: *limit,
            settlement_asset,
        }]);
    }
    for name in ACCOUNTS {
        let each = axes.each_account.filter(|_| LISTED.contains(&name));
        if let Some(limit) = axes.account.get(name).copied().or(each) {
            let account_id = account(name);
            policy = policy.account_barriers([RateLimitAccountBarrier { limit, account_id }]);
        }
    }
    for (of, name, own, each) in account_assets(axes) {
        if let Some(limit) = own.or(each) {
            policy = policy.account_asset_barriers([RateLimitAccountAssetBarrier {
                limit,
                account_id: account(of),
                settlement_asset: asset(name),
            }]);
        }
    }
    policy
}

fn order_size_limit(axes: &Axes<OrderSizeLimit>) -> OrderSizeLimitPolicy {
    let mut policy = OrderSizeLimitPolicy::new();
    if let Some(limit) = axes.broker {
        policy = policy.broker_barrier(OrderSizeBrokerBarrier { limit });
    }
    for (name, limit) in &axes.asset {
        let asset = asset(name);
        policy = policy.asset_barriers([OrderSizeAssetBarrier {
            limit: *limit,
            asset,
        }]);
    }
    for (of, name, own, each) in account_assets(axes) {
        let (own, each) = (own.unwrap_or_default(), each.unwrap_or_default());
        // A cap that the account's own barrier does not give stays that of each account.
        let limit = OrderSizeLimit {
            max_quantity: own.max_quantity.or(each.max_quantity),
            max_notional: own.max_notional.or(each.max_notional),
        };
        if limit != OrderSizeLimit::default() {
            policy = policy.account_asset_barriers([OrderSizeAccountAssetBarrier {
                limit,
                account_id: account(of),
                asset: asset(name),
            }]);
        }
    }
    policy
}

type Pair<L> = (&'static str, &'static str, Option<L>, Option<L>);

/// Of every account and asset the limit of its own and the limit of each account.
fn account_assets<L: Copy>(axes: &Axes<L>) -> Vec<Pair<L>> {
    let mut pairs = Vec::new();
    for of in ACCOUNTS {
        for name in ASSETS {
            let each = axes
                .each_account_asset
                .get(name)
                .filter(|_| LISTED.contains(&of));
            pairs.push((
                of,
                name,
                axes.account_asset.get(&(of, name)).copied(),
                each.copied(),
            ));
        }
    }
    pairs
}
