// SPDX-License-Identifier: Apache-2.0
//! One `[[policy]]`: its type, its name, and the built-in that it describes.

use std::collections::BTreeMap;

use super::barriers::Barriers;
use super::faults::{Faults, listed, shown};
use super::limit::Limit;
use super::section::Section;
use super::{notional, pnl};
use crate::engine::ENGINE;
use crate::param::AccountId;
use crate::pretrade::policies::{
    NotionalLimitPolicy, OrderSizeAccountAssetBarrier, OrderSizeAssetBarrier,
    OrderSizeBrokerBarrier, OrderSizeLimit, OrderSizeLimitPolicy, OrderValidation,
    PnlBoundsKillSwitchPolicy, RateLimit, RateLimitAccountAssetBarrier, RateLimitAccountBarrier,
    RateLimitAssetBarrier, RateLimitBrokerBarrier, RateLimitPolicy,
};

/// A built-in that a `[[policy]]` describes.
pub(super) enum Policy {
    OrderValidation(OrderValidation),
    RateLimit(RateLimitPolicy),
    OrderSizeLimit(OrderSizeLimitPolicy),
    PnlBoundsKillSwitch(PnlBoundsKillSwitchPolicy),
    NotionalLimit(NotionalLimitPolicy),
    /// The table has faults; its name, if it has a good one, still counts as taken.
    Faulty(Option<String>),
}

#[derive(Clone, Copy)]
enum Type {
    OrderValidation,
    RateLimit,
    OrderSizeLimit,
    PnlBoundsKillSwitch,
    NotionalLimit,
}

const TYPES: [(&str, Type, &str); 5] = [
    ("order_validation", Type::OrderValidation, "OrderValidation"),
    ("rate_limit", Type::RateLimit, "RateLimit"),
    ("order_size_limit", Type::OrderSizeLimit, "OrderSizeLimit"),
    (
        "pnl_bounds_killswitch",
        Type::PnlBoundsKillSwitch,
        "PnlBoundsKillSwitch",
    ),
    ("notional_limit", Type::NotionalLimit, "NotionalLimit"),
];

/// The type of that text as the table has it.
pub(super) fn known_type(text: &str) -> Option<&'static str> {
    TYPES.iter().map(|(key, ..)| *key).find(|key| *key == text)
}

/// Reads policies and sees to it that their names are unique.
pub(super) struct Reader<'a> {
    pub accounts: &'a [AccountId],
    pub faults: &'a mut Faults,
    /// The line of each name.
    pub names: BTreeMap<String, usize>,
}

impl Reader<'_> {
    pub fn policy(&mut self, section: &Section<'_>) -> Policy {
        let before = self.faults.count();
        let kind = self.kind(section);
        let name = self.name(section, kind.map(|(_, default)| default));
        let policy = kind.map(|(kind, _)| match kind {
            Type::OrderValidation => self.order_validation(section),
            Type::RateLimit => self.rate_limit(section),
            Type::OrderSizeLimit => self.order_size_limit(section),
            Type::PnlBoundsKillSwitch => self.pnl_bounds_killswitch(section),
            Type::NotionalLimit => self.notional_limit(section),
        });
        match (policy, name) {
            (Some(policy), Some(name)) if self.faults.count() == before => policy.named(name),
            (_, name) => Policy::Faulty(name),
        }
    }

    fn kind(&mut self, section: &Section<'_>) -> Option<(Type, &'static str)> {
        let allowed = listed(&TYPES.map(|(key, ..)| key));
        let field = section.required("type", &allowed, self.faults)?;
        let text = field.text(&allowed, self.faults)?;
        let found = TYPES.iter().find(|(key, ..)| *key == text);
        if found.is_none() {
            let what = format!(
                "unknown policy type `{}`: allowed is {allowed}",
                shown(text)
            );
            field.fault(what, self.faults);
        }
        found.map(|(_, kind, default)| (*kind, *default))
    }

    /// The policy's name if it is good: its own or the default one of its type.
    fn name(&mut self, section: &Section<'_>, default: Option<&str>) -> Option<String> {
        const ALLOWED: &str = "text, a unique name";
        let field = section.field("name");
        let (name, offset) = match &field {
            Some(field) => (field.text(ALLOWED, self.faults)?, field.offset()),
            None => (default?, section.offset()),
        };
        let what = if name.is_empty() {
            "an empty name: allowed is a unique name".to_owned()
        } else if name == ENGINE {
            format!("`{name}` is reserved: allowed is any other name")
        } else if let Some(line) = self.names.get(name) {
            let default = if field.is_none() {
                " (the default)"
            } else {
                ""
            };
            format!(
                "duplicate name `{}`{default}, first in line {line}: allowed is a unique name",
                shown(name)
            )
        } else {
            self.names.insert(name.to_owned(), self.faults.line(offset));
            return Some(name.to_owned());
        };
        self.faults.add(offset, &section.path_of("name"), what);
        None
    }

    fn order_validation(&mut self, section: &Section<'_>) -> Policy {
        section.check_keys(&["type", "name"], self.faults);
        Policy::OrderValidation(OrderValidation::new())
    }

    fn rate_limit(&mut self, section: &Section<'_>) -> Policy {
        let keys = [&["type", "name", "count_rejected"], RateLimit::AXES].concat();
        section.check_keys(&keys, self.faults);
        let count_rejected = section.field("count_rejected").is_some_and(|field| {
            let count = field.value().as_bool();
            if count.is_none() {
                field.wrong_type("`true` or `false`", self.faults);
            }
            count.unwrap_or_default()
        });
        let barriers = Barriers::<RateLimit>::read(section, self.accounts, self.faults);
        let mut policy = RateLimitPolicy::new().count_rejected(count_rejected);
        if let Some(limit) = barriers.broker {
            policy = policy.broker_barrier(RateLimitBrokerBarrier { limit });
        }
        let asset = |(settlement_asset, limit)| RateLimitAssetBarrier {
            limit,
            settlement_asset,
        };
        let account = |(account_id, limit)| RateLimitAccountBarrier { limit, account_id };
        let account_asset =
            |((account_id, settlement_asset), limit)| RateLimitAccountAssetBarrier {
                limit,
                account_id,
                settlement_asset,
            };
        Policy::RateLimit(
            policy
                .asset_barriers(barriers.assets.into_iter().map(asset))
                .account_barriers(barriers.accounts.into_iter().map(account))
                .account_asset_barriers(barriers.account_assets.into_iter().map(account_asset)),
        )
    }

    fn order_size_limit(&mut self, section: &Section<'_>) -> Policy {
        let keys = [&["type", "name"], OrderSizeLimit::AXES].concat();
        section.check_keys(&keys, self.faults);
        let barriers = Barriers::<OrderSizeLimit>::read(section, self.accounts, self.faults);
        let mut policy = OrderSizeLimitPolicy::new();
        if let Some(limit) = barriers.broker {
            policy = policy.broker_barrier(OrderSizeBrokerBarrier { limit });
        }
        let asset = |(asset, limit)| OrderSizeAssetBarrier { limit, asset };
        let account_asset = |((account_id, asset), limit)| OrderSizeAccountAssetBarrier {
            limit,
            account_id,
            asset,
        };
        Policy::OrderSizeLimit(
            policy
                .asset_barriers(barriers.assets.into_iter().map(asset))
                .account_asset_barriers(barriers.account_assets.into_iter().map(account_asset)),
        )
    }

    fn pnl_bounds_killswitch(&mut self, section: &Section<'_>) -> Policy {
        let keys = [&["type", "name"], pnl::AXES.as_slice()].concat();
        section.check_keys(&keys, self.faults);
        Policy::PnlBoundsKillSwitch(pnl::policy(section, self.accounts, self.faults))
    }

    fn notional_limit(&mut self, section: &Section<'_>) -> Policy {
        let keys = [&["type", "name"], notional::AXES.as_slice()].concat();
        section.check_keys(&keys, self.faults);
        Policy::NotionalLimit(notional::policy(section, self.accounts, self.faults))
    }
}

impl Policy {
    fn named(self, name: String) -> Self {
        match self {
            Self::OrderValidation(policy) => Self::OrderValidation(policy.named(name)),
            Self::RateLimit(policy) => Self::RateLimit(policy.named(name)),
            Self::OrderSizeLimit(policy) => Self::OrderSizeLimit(policy.named(name)),
            Self::PnlBoundsKillSwitch(policy) => Self::PnlBoundsKillSwitch(policy.named(name)),
            Self::NotionalLimit(policy) => Self::NotionalLimit(policy.named(name)),
            Self::Faulty(_) => self,
        }
    }
}
