// SPDX-License-Identifier: Apache-2.0
//! The decision log (D-1): one canonical JSON line for each call that decides or changes state.
//! `spec/determinism.md` defines it; this is the only place that writes it.

use std::borrow::Cow;
use std::fmt::Display;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::adjustment_lines::{AdjustmentLine, BalanceLine, PolicyAdjustmentLine};
use super::data::Data;
use super::{BlockScope, CallbackFailure};
use crate::core::Instrument;
use crate::param::{
    AccountGroupId, AccountId, Asset, ClientOrderId, ExecutionId, Fee, Leverage, Pnl,
    PositionEffect, PositionSide, Price, Quantity, Side, Trade, TradeAmount, Volume,
};
use crate::pretrade::{BlockCause, Mutation, PolicyName, Reject};

/// An order's fields as the decision log shows them (D-1). An absent field is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OrderFields<'a> {
    /// What is traded.
    pub instrument: Option<&'a Instrument>,
    /// Buy or sell.
    pub side: Option<Side>,
    /// How much.
    pub trade_amount: Option<TradeAmount>,
    /// The limit price.
    pub price: Option<Price>,
    /// Which position is meant.
    pub position_side: Option<PositionSide>,
    /// Whether the order may only make a position smaller.
    pub reduce_only: bool,
    /// Whether the order closes the whole position.
    pub close_position: bool,
    /// How many times the margin the position may be.
    pub leverage: Option<Leverage>,
    /// The asset that secures the position.
    pub collateral_asset: Option<&'a Asset>,
    /// Whether the venue may borrow what the order lacks.
    pub auto_borrow: bool,
    /// The client's id of the order.
    pub client_order_id: Option<&'a ClientOrderId>,
}

/// A report's fields as the decision log shows them (D-1). An absent field is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportFields<'a> {
    /// What was traded.
    pub instrument: Option<&'a Instrument>,
    /// Buy or sell.
    pub side: Option<Side>,
    /// Realized profit.
    pub pnl: Option<Pnl>,
    /// Fee, a cost is positive.
    pub fee: Option<Fee>,
    /// The trade that the report tells of.
    pub last_trade: Option<Trade>,
    /// What is left open of the order.
    pub leaves_quantity: Option<Quantity>,
    /// Whether this is the last report of the order.
    pub is_final: bool,
    /// Whether the execution opened or closed a position.
    pub position_effect: Option<PositionEffect>,
    /// Which position it changed.
    pub position_side: Option<PositionSide>,
    /// The client's id of the order.
    pub client_order_id: Option<&'a ClientOrderId>,
    /// The venue's id of the execution.
    pub execution_id: Option<&'a ExecutionId>,
}

/// An order type whose fields the decision log can show: needed only to record decisions.
pub trait RecordOrder {
    /// The fields to show.
    fn order_fields(&self) -> OrderFields<'_>;
}

/// A report type whose identity and content the engine can read: it applies each execution once
/// (P-10) and shows the fields in the decision log.
///
/// A type without such fields implements it as it is: every report then counts as a new one.
///
/// ```
/// struct Tick;
///
/// impl openpit::engine::RecordReport for Tick {}
/// ```
pub trait RecordReport {
    /// The fields to show; none unless told.
    fn report_fields(&self) -> ReportFields<'_> {
        ReportFields::default()
    }
}

/// The log of one engine: lines not drained yet, and the digest of all lines ever.
#[derive(Debug, Default)]
pub(super) struct DecisionLog {
    lines: Vec<String>,
    digest: Sha256,
}

impl DecisionLog {
    pub fn write(&mut self, line: &Line<'_>) {
        // Serialising to a string fails for no value that a line can hold.
        let text = serde_json::to_string(line).unwrap_or_default();
        self.digest.update(text.as_bytes());
        self.digest.update(b"\n");
        self.lines.push(text);
    }

    pub fn drain(&mut self) -> Vec<String> {
        std::mem::take(&mut self.lines)
    }

    /// The SHA-256 of every byte written so far, in lower-case hexadecimal.
    pub fn digest(&self) -> String {
        hexadecimal(&self.digest.clone().finalize())
    }
}

/// Bytes in lower-case hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One line; the field order here is the canonical one.
#[derive(Debug, Default, Serialize)]
pub(super) struct Line<'a> {
    pub call: &'static str,
    #[serde(serialize_with = "text")]
    pub at: i64,
    #[serde(skip_serializing_if = "is_false")]
    pub late: bool,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub account: Shown<AccountId>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub group: Shown<AccountGroupId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Data>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportLine<'a>>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub batch: Shown<u64>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub index: Shown<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<AdjustmentLine<'a>>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub request: Shown<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<&'static str>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pub reservation: Shown<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    pub duplicate: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub anomalies: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<BalanceLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mutations: Vec<MutationLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejects: Vec<RejectLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<PolicyAdjustmentLine<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub releases: &'a [ReleaseLine],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub blocks: &'a [BlockLine],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub unblocks: &'a [BlockLine],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<FailureLine<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct OrderLine<'a> {
    // Two keys: joined by a slash, assets that have one in their name could be confused.
    #[serde(skip_serializing_if = "Shown::is_absent")]
    underlying: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    settlement: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    side: Shown<Side>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    quantity: Shown<Quantity>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    volume: Shown<Volume>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    price: Shown<Price>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    position_side: Shown<PositionSide>,
    #[serde(skip_serializing_if = "is_false")]
    reduce_only: bool,
    #[serde(skip_serializing_if = "is_false")]
    close_position: bool,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    leverage: Shown<Leverage>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    collateral_asset: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "is_false")]
    auto_borrow: bool,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    client_order_id: Shown<&'a ClientOrderId>,
}

#[derive(Debug, Serialize)]
pub(super) struct ReportLine<'a> {
    // Two keys: joined by a slash, assets that have one in their name could be confused.
    #[serde(skip_serializing_if = "Shown::is_absent")]
    underlying: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    settlement: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    side: Shown<Side>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    pnl: Shown<Pnl>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    fee: Shown<Fee>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    last_price: Shown<Price>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    last_quantity: Shown<Quantity>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    leaves_quantity: Shown<Quantity>,
    #[serde(skip_serializing_if = "is_false")]
    is_final: bool,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    position_effect: Shown<PositionEffect>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    position_side: Shown<PositionSide>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    client_order_id: Shown<&'a ClientOrderId>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    execution_id: Shown<&'a ExecutionId>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct MutationLine<'a> {
    policy: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    asset: Shown<&'a Asset>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    amount: Shown<Volume>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'static str>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    account: Shown<AccountId>,
    #[serde(skip_serializing_if = "Shown::is_absent")]
    group: Shown<AccountGroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rollback: Option<&'static str>,
}

impl<'a> MutationLine<'a> {
    pub fn new(policy: &'a str, mutation: &'a Mutation) -> Self {
        let kind = mutation.kind().as_str();
        let line = Self {
            policy,
            kind,
            ..Self::default()
        };
        match mutation {
            Mutation::Custom { .. } => line,
            Mutation::ReserveNotional(reserve) => Self {
                asset: Shown(Some(&reserve.settlement_asset)),
                amount: Shown(Some(reserve.amount)),
                ..line
            },
            Mutation::SetKillSwitch(switch) => Self {
                scope: Some(switch.scope.as_str()),
                account: Shown(switch.scope.account()),
                group: Shown(switch.scope.group()),
                code: Some(switch.code.as_str()),
                reason: Some(&switch.reason),
                commit: Some(switch.on_commit.as_str()),
                rollback: Some(switch.on_rollback.as_str()),
                ..line
            },
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct RejectLine<'a> {
    policy: &'a str,
    code: &'static str,
    scope: &'static str,
    reason: Cow<'a, str>,
    details: Cow<'a, str>,
}

/// A block that came into force, or ended, during a call.
#[derive(Debug)]
pub(super) struct BlockLine {
    /// What is blocked, where that is not the line's own account.
    pub scope: Option<BlockScope>,
    pub cause: BlockCause,
}

impl Serialize for BlockLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.scope {
            None => {}
            Some(BlockScope::Engine) => map.serialize_entry("scope", "engine")?,
            Some(BlockScope::Group(group)) => map.serialize_entry("group", &group.to_string())?,
            Some(BlockScope::Account(account)) => {
                map.serialize_entry("account", &account.to_string())?;
            }
        }
        map.serialize_entry("policy", self.cause.source())?;
        map.serialize_entry("code", self.cause.code().as_str())?;
        map.serialize_entry("reason", self.cause.reason())?;
        map.end()
    }
}

/// Open notional that a report hook released.
#[derive(Debug, Serialize)]
pub(super) struct ReleaseLine {
    #[serde(serialize_with = "text")]
    pub policy: PolicyName,
    #[serde(serialize_with = "text")]
    pub asset: Asset,
    #[serde(serialize_with = "text")]
    pub amount: Volume,
}

#[derive(Debug, Serialize)]
pub(super) struct FailureLine<'a> {
    policy: &'a str,
    hook: &'static str,
}

impl<'a> From<OrderFields<'a>> for OrderLine<'a> {
    fn from(fields: OrderFields<'a>) -> Self {
        let (quantity, volume) = match fields.trade_amount {
            Some(TradeAmount::Quantity(quantity)) => (Some(quantity), None),
            Some(TradeAmount::Volume(volume)) => (None, Some(volume)),
            None => (None, None),
        };
        Self {
            underlying: Shown(fields.instrument.map(Instrument::underlying)),
            settlement: Shown(fields.instrument.map(Instrument::settlement)),
            side: Shown(fields.side),
            quantity: Shown(quantity),
            volume: Shown(volume),
            price: Shown(fields.price),
            position_side: Shown(fields.position_side),
            reduce_only: fields.reduce_only,
            close_position: fields.close_position,
            leverage: Shown(fields.leverage),
            collateral_asset: Shown(fields.collateral_asset),
            auto_borrow: fields.auto_borrow,
            client_order_id: Shown(fields.client_order_id),
        }
    }
}

impl<'a> From<ReportFields<'a>> for ReportLine<'a> {
    fn from(fields: ReportFields<'a>) -> Self {
        Self {
            underlying: Shown(fields.instrument.map(Instrument::underlying)),
            settlement: Shown(fields.instrument.map(Instrument::settlement)),
            side: Shown(fields.side),
            pnl: Shown(fields.pnl),
            fee: Shown(fields.fee),
            last_price: Shown(fields.last_trade.map(|trade| trade.price)),
            last_quantity: Shown(fields.last_trade.map(|trade| trade.quantity)),
            leaves_quantity: Shown(fields.leaves_quantity),
            is_final: fields.is_final,
            position_effect: Shown(fields.position_effect),
            position_side: Shown(fields.position_side),
            client_order_id: Shown(fields.client_order_id),
            execution_id: Shown(fields.execution_id),
        }
    }
}

pub(super) fn reject_lines(rejects: &[Reject]) -> Vec<RejectLine<'_>> {
    fn line(reject: &Reject) -> RejectLine<'_> {
        RejectLine {
            policy: reject.policy(),
            code: reject.code().as_str(),
            scope: reject.scope().as_str(),
            reason: reject.reason(),
            details: reject.details(),
        }
    }
    rejects.iter().map(line).collect()
}

pub(super) fn failure_lines(failures: &[CallbackFailure]) -> Vec<FailureLine<'_>> {
    fn line(failure: &CallbackFailure) -> FailureLine<'_> {
        FailureLine {
            policy: failure.policy(),
            hook: failure.hook().as_str(),
        }
    }
    failures.iter().map(line).collect()
}

fn text<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// A value that stands as its text, as every number must; an absent one is left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown<T>(pub Option<T>);

impl<T> Shown<T> {
    pub const fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> Default for Shown<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }
}

// serde calls it with a reference.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if signature"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}
