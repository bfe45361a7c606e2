// SPDX-License-Identifier: Apache-2.0
//! Built-in policies described in a TOML file, `limits.toml` (L-1 to L-4, L-6).
//!
//! The document is one array of tables, `[[policy]]`, and the policies run in the order of the
//! file. Every policy has a `type` and may have a `name` (by default that of the built-in; unique;
//! not `engine`).
//!
//! | type | own keys | barriers | limit of a barrier |
//! |---|---|---|---|
//! | `order_validation` | - | - | - |
//! | `rate_limit` | `count_rejected` | all below, at least one | `max_orders` and `window` |
//! | `order_size_limit` | - | all but by account alone | `max_quantity`, `max_notional` or both |
//! | `pnl_bounds_killswitch` | - | see below | `lower_bound`, `upper_bound` or both |
//! | `notional_limit` | - | see below | `limit` |
//!
//! | barrier | how often | limits |
//! |---|---|---|
//! | `[policy.broker]` | once | everything |
//! | `[[policy.asset]]` | once for an `asset` | the orders of an asset |
//! | `[[policy.account]]` | once for an `account` | the orders of an account |
//! | `[policy.each_account]` | once | the orders of each account of the list |
//! | `[[policy.account_asset]]` | once for an `account` and `asset` | both together |
//! | `[[policy.each_account_asset]]` | once for an `asset` | it, for each account of the list |
//!
//! A pnl kill switch has `broker`, `account_asset` and `each_account_asset`. Its bounds are always
//! those of one settlement asset: its `[[policy.broker]]` is an array, once for an `asset`, and
//! bounds each account, not their sum (L-4.6).
//!
//! A notional limit has `broker`, `asset`, `account_asset` and `each_account_asset`, each always of
//! one settlement asset: its `[[policy.broker]]` is an array too, once for an `asset`, and limits
//! all accounts together; `[[policy.asset]]` limits each account, not their sum (L-6.4).
//!
//! - `asset` is the settlement asset; for `max_quantity` it is the underlying (L-3.11).
//! - `account` is a name, always taken through `AccountId::from_string`, also when it is digits.
//! - What a barrier of an account's own says replaces what an `each_*` barrier of the same key
//!   says; a size limit or pnl bound that it does not give stays that of the `each_*` barrier.
//! - `max_orders` is an integer, 0 or more; `window` is text, digits and a unit (`ns`, `us`, `ms`,
//!   `s`, `m`, `h`), more than zero. `max_quantity`, `max_notional`, `lower_bound`,
//!   `upper_bound`, `initial_pnl` and `limit` are text in the grammar of the values (V-2) or
//!   integers; never floats, which are not exact. Limits are inclusive.
//! - `initial_pnl` is what an account starts from, in `account_asset` and `each_account_asset`; it
//!   is zero unless given. An account that starts out of its bounds starts blocked (L-4.3).
//!
//! For editors there is a JSON Schema, `python/openpit/replay/limits.schema.json`: with a copy of
//! it beside the file, a first line `#:schema ./limits.schema.json` makes taplo and the TOML
//! extension of VS Code check keys and values while they are written.
//!
//! ```
//! use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
//!
//! let limits = r#"
//!     [[policy]]
//!     type = "order_validation"
//!
//!     [[policy]]
//!     type = "rate_limit"
//!     name = "burst"                 # all keys but `type` and the limits are optional
//!     count_rejected = true          # rejected orders count too; default false
//!     [policy.broker]
//!     max_orders = 200
//!     window = "1s"
//!     [policy.each_account]
//!     max_orders = 20
//!     window = "1s"
//!     [[policy.account]]             # in place of each_account's
//!     account = "ACC001"
//!     max_orders = 50
//!     window = "500ms"
//!
//!     [[policy]]
//!     type = "order_size_limit"
//!     [[policy.asset]]
//!     asset = "BTC"
//!     max_quantity = "0.5"
//!     [[policy.each_account_asset]]
//!     asset = "USD"
//!     max_notional = 25000
//!
//!     [[policy]]
//!     type = "pnl_bounds_killswitch"
//!     [[policy.broker]]              # for each account, not for their sum
//!     asset = "USD"
//!     lower_bound = "-50000"
//!     [[policy.account_asset]]
//!     account = "ACC001"
//!     asset = "USD"
//!     lower_bound = "-2500.50"
//!     upper_bound = 10000
//!     initial_pnl = "-120.25"
//!
//!     [[policy]]
//!     type = "notional_limit"
//!     [[policy.broker]]              # all accounts together
//!     asset = "USD"
//!     limit = 5000000
//!     [[policy.each_account_asset]]
//!     asset = "USD"
//!     limit = "250000"
//! "#;
//! let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
//!     .no_sync()
//!     .limits(limits, ["ACC001", "ACC002"])
//!     .build()?;
//! # Ok::<(), openpit::engine::ConfigErrors>(())
//! ```
//!
//! Every fault of the text is reported at once, by line and key, and says what is allowed:
//!
//! ```
//! # use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
//! let limits = r#"[[policy]]
//! type = "rate_limit"
//! [policy.broker]
//! max_orders = -1
//! window = "1x"
//! "#;
//! let errors = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
//!     .no_sync()
//!     .limits(limits, [""; 0])
//!     .build()
//!     .unwrap_err();
//! let faults: Vec<&str> = errors.faults().iter().map(|fault| fault.text()).collect();
//! assert_eq!(faults, [
//!     "line 4: key `policy[1].broker.max_orders`: `-1` is out of range: allowed is an integer \
//!      from `0` to `18446744073709551615`",
//!     "line 5: key `policy[1].broker.window`: `1x` is not a duration: allowed is digits and a \
//!      unit `ns`, `us`, `ms`, `s`, `m` or `h`, such as `1s`",
//! ]);
//! ```

mod barriers;
mod faults;
mod limit;
mod notional;
mod pnl;
mod policy;
mod section;

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use self::faults::{Faults, shown};
use self::policy::{Policy, Reader, known_type};
use self::section::Section;
use crate::core::{
    HasClientOrderId, HasFee, HasInstrument, HasLastTrade, HasOrderPrice, HasPnl, HasSide,
    HasTradeAmount,
};
use crate::engine::sync::SyncPolicy;
use crate::engine::{ConfigFault, EngineBuilder};
use crate::param::AccountId;
use crate::pretrade::policies::OrderValidation;

impl<O, R, A, S> EngineBuilder<O, R, A, S>
where
    O: HasInstrument + HasSide + HasTradeAmount + HasOrderPrice + HasClientOrderId + 'static,
    R: HasInstrument + HasPnl + HasFee + HasLastTrade + 'static,
    S: SyncPolicy,
{
    /// Adds the built-in policies that a `limits.toml` text describes, in its order; the format
    /// is in [`limits`](crate::limits).
    ///
    /// `accounts` are the names over which the `each_*` tables expand; doubles do not matter.
    /// Whatever is wrong is reported by [`build`](Self::build), all of it at once (P-1).
    ///
    /// ```
    /// use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};
    ///
    /// let limits = r#"
    ///     [[policy]]
    ///     type = "order_size_limit"
    ///     [policy.broker]
    ///     max_notional = "100000"
    /// "#;
    /// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
    ///     .no_sync()
    ///     .limits(limits, ["ACC001"])
    ///     .build()?;
    /// # Ok::<(), openpit::engine::ConfigErrors>(())
    /// ```
    pub fn limits(
        mut self,
        text: &str,
        accounts: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let (ids, bad_accounts) = account_ids(accounts);
        let (policies, mut faults) = read(text, &ids);
        faults.extend(bad_accounts);
        let earlier = self.faults.len();
        self.faults.extend(faults);
        for (place, policy) in policies.into_iter().enumerate() {
            self = match policy {
                Policy::OrderValidation(policy) => self.builtin(policy),
                Policy::RateLimit(policy) => self.builtin(policy),
                Policy::OrderSizeLimit(policy) => self.builtin(policy),
                Policy::PnlBoundsKillSwitch(policy) => self.builtin(policy),
                Policy::NotionalLimit(policy) => self.builtin(policy),
                // The build fails; what stands here keeps the places and names of the others.
                Policy::Faulty(name) => {
                    let nobodys = || format!("policy {earlier}.{place} with faults");
                    self.builtin(OrderValidation::new().named(name.unwrap_or_else(nobodys)))
                }
            };
        }
        self
    }
}

/// The types of the policies that a `limits.toml` text describes, in its order: what the policies
/// will ask of orders and reports. It finds no faults; a policy whose type is not known or cannot
/// be read is left out.
///
/// ```
/// let text = "[[policy]]\ntype = 'order_validation'\n[[policy]]\ntype = 'pnl_bounds_killswitch'";
/// let types = openpit::limits::policy_types(text);
/// assert_eq!(types, ["order_validation", "pnl_bounds_killswitch"]);
/// ```
pub fn policy_types(text: &str) -> Vec<&'static str> {
    let (document, _) = DeTable::parse_recoverable(text);
    let policies = document
        .get_ref()
        .get("policy")
        .map(|value| value.get_ref());
    let Some(DeValue::Array(policies)) = policies else {
        return Vec::new();
    };
    let text = |policy: &'_ toml::Spanned<DeValue<'_>>| {
        let kind = policy.get_ref().as_table()?.get("type")?;
        known_type(kind.get_ref().as_str()?)
    };
    policies.iter().filter_map(text).collect()
}

/// The ids of the names in their order; an id twice expands to the same barrier twice.
fn account_ids(
    accounts: impl IntoIterator<Item = impl AsRef<str>>,
) -> (Vec<AccountId>, Vec<ConfigFault>) {
    let mut ids = Vec::new();
    let mut faults = Vec::new();
    for (place, name) in accounts.into_iter().enumerate() {
        match AccountId::from_string(name.as_ref()) {
            Ok(id) => ids.push(id),
            Err(error) => {
                let text = format!("account {} of the list: {error}", place + 1);
                faults.push(ConfigFault::new(text));
            }
        }
    }
    (ids, faults)
}

/// The policies of a text in their order, and all its faults in order of line.
fn read(text: &str, accounts: &[AccountId]) -> (Vec<Policy>, Vec<ConfigFault>) {
    let mut faults = Faults::new(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let found = text.get(span.clone()).unwrap_or_default();
        faults.syntax(span.start, syntax_text(error.message(), found.trim()));
    }
    let document = Section::document(document.get_ref());
    document.check_keys(&["policy"], &mut faults);
    let sections = document.tables("policy", &mut faults);
    let empty = document
        .field("policy")
        .is_none_or(|field| field.is_empty_array());
    if empty {
        let what = "missing: allowed is at least one `[[policy]]`";
        faults.missing(0, "policy", what);
    }
    let mut reader = Reader {
        accounts,
        faults: &mut faults,
        names: BTreeMap::new(),
    };
    let policies = sections
        .iter()
        .map(|section| reader.policy(section))
        .collect();
    (policies, faults.into_sorted())
}

/// The parser's message in the form of all faults: what is wrong, where, what is allowed.
fn syntax_text(message: &str, found: &str) -> String {
    let (what, allowed) = match message.split_once(", expected ") {
        Some((what, allowed)) => (what, Some(allowed)),
        None if message == "duplicate key" => (message, Some("each key once")),
        None => (message, None),
    };
    let mut text = what.to_owned();
    if !found.is_empty() {
        text.push_str(&format!(" `{}`", shown(found)));
    }
    if let Some(allowed) = allowed {
        text.push_str(": allowed is ");
        text.push_str(allowed);
    }
    text
}
