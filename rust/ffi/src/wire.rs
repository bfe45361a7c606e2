// SPDX-License-Identifier: Apache-2.0
//! How lists and texts are packed into an outcome's bytes: little-endian numbers, and texts as a
//! 32-bit length and UTF-8. Empty lists at the end of an outcome take no bytes.

use openpit::core::AccountAdjustment;
use openpit::engine::{
    Anomaly, Balance, BalanceKey, Block, BlockScope, CallbackFailure, Hold, Measure,
    PolicyAdjustment, Verdict,
};
use openpit::param::raw::Raw;
use openpit::pretrade::{BlockCause, Reject};

use crate::adjustment::OpenpitAdjustment;
use crate::balance::OpenpitBalance;
use crate::holding::OpenpitHolding;
use crate::number::OpenpitNumber;
use crate::post_trade;
use crate::text::OpenpitText;
use crate::verdict;

/// Bytes under construction.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn i64(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A count; nothing that the engine returns has four billion of anything.
    pub fn count(&mut self, count: usize) {
        self.u32(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text.as_ref());
        }
    }

    pub fn rejects(&mut self, rejects: &[Reject]) {
        self.count(rejects.len());
        for reject in rejects {
            self.u16(reject.code().number());
            self.u16(reject.scope().number());
            self.u64(reject.user_data());
            self.text(reject.policy());
            self.text(&reject.reason());
            self.text(&reject.details());
        }
    }

    pub fn cause(&mut self, cause: &BlockCause) {
        self.u16(cause.code().number());
        self.text(cause.source());
        self.text(cause.reason());
    }

    pub fn causes(&mut self, causes: &[BlockCause]) {
        self.count(causes.len());
        for cause in causes {
            self.cause(cause);
        }
    }

    /// `OPENPIT_SCOPE_*`, then the number of the account or group.
    pub fn blocks(&mut self, blocks: &[Block]) {
        self.count(blocks.len());
        for block in blocks {
            let (scope, account) = match block.scope {
                BlockScope::Engine => (0, 0),
                BlockScope::Account(account) => (1, account.as_int()),
                BlockScope::Group(group) => (2, group.as_int().into()),
            };
            self.u16(scope);
            self.u64(account);
            self.cause(&block.cause);
        }
    }

    pub fn failures(&mut self, failures: &[CallbackFailure]) {
        self.count(failures.len());
        for failure in failures {
            self.text(failure.policy());
            self.text(failure.hook().as_str());
            self.text(failure.text());
        }
    }

    pub fn anomalies(&mut self, anomalies: &[Anomaly]) {
        self.count(anomalies.len());
        for anomaly in anomalies {
            self.u32(post_trade::anomaly(*anomaly));
        }
    }

    pub fn number(&mut self, number: OpenpitNumber) {
        self.u64(number.lo);
        self.u64(number.hi);
        self.u32(number.scale);
        self.u32(number.negative);
    }

    pub fn holds(&mut self, holds: &[Hold]) {
        self.count(holds.len());
        for hold in holds {
            self.u64(hold.account_id.as_int());
            self.text(hold.settlement_asset.as_str());
            self.text(&hold.policy);
            let holding = OpenpitHolding::from(hold.holding);
            for number in [holding.held, holding.open, holding.used] {
                self.number(number);
            }
        }
    }

    /// An asset and two empty texts; or the collateral asset, and the two of the instrument.
    pub fn balance_key(&mut self, key: &BalanceKey) {
        let (asset, instrument) = match key {
            BalanceKey::Asset(asset) => (asset, None),
            BalanceKey::Position {
                instrument,
                collateral_asset,
            } => (collateral_asset, Some(instrument)),
        };
        self.text(asset.as_str());
        self.text(instrument.map_or("", |one| one.underlying().as_str()));
        self.text(instrument.map_or("", |one| one.settlement().as_str()));
    }

    /// The fields of [`OpenpitBalance`], in their order.
    pub fn balance(&mut self, balance: &Balance) {
        let flat = OpenpitBalance::from(balance);
        for number in [
            flat.balance,
            flat.held,
            flat.incoming,
            flat.average_entry_price,
        ] {
            self.number(number);
        }
        self.u32(flat.flags);
        self.u16(flat.mode);
        self.u16(flat.leverage);
    }

    pub fn policy_adjustments(&mut self, adjustments: &[PolicyAdjustment]) {
        self.count(adjustments.len());
        for one in adjustments {
            self.text(&one.policy);
            self.adjustment(&one.adjustment);
            self.balance(&one.balance);
        }
    }

    /// The fields of [`OpenpitAdjustment`], in their order.
    fn adjustment(&mut self, adjustment: &AccountAdjustment) {
        let flat = OpenpitAdjustment::from(adjustment);
        self.u32(flat.flags);
        for number in [
            flat.operation,
            flat.mode,
            flat.leverage,
            flat.balance_kind,
            flat.held_kind,
            flat.incoming_kind,
        ] {
            self.u16(number);
        }
        for number in [
            flat.average_entry_price,
            flat.balance,
            flat.held,
            flat.incoming,
            flat.balance_upper,
            flat.balance_lower,
            flat.held_upper,
            flat.held_lower,
            flat.incoming_upper,
            flat.incoming_lower,
        ] {
            self.number(number);
        }
        for text in [flat.asset, flat.underlying, flat.settlement] {
            self.inline(&text);
        }
    }

    fn inline(&mut self, text: &OpenpitText) {
        let bytes = &text.bytes[..usize::from(text.len)];
        self.count(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// An account is a flag and its number, an absent client order id an empty text.
    pub fn verdicts(&mut self, verdicts: &[Verdict]) {
        self.count(verdicts.len());
        for verdict in verdicts {
            self.i64(verdict.at);
            self.u32(u32::from(verdict.account_id.is_some()));
            self.u64(verdict.account_id.map_or(0, |account| account.as_int()));
            let id = verdict.client_order_id.as_ref();
            self.text(id.map_or("", |id| id.as_str()));
            self.u32(verdict::stage(verdict.stage));
            self.text(&verdict.policy);
            self.count(verdict.codes.len());
            for code in &verdict.codes {
                self.u16(code.number());
            }
            self.count(verdict.measures.len());
            for measure in &verdict.measures {
                self.measure(measure);
            }
        }
    }

    fn measure(&mut self, measure: &Measure) {
        self.text(measure.metric);
        self.text(measure.axis);
        for value in [measure.observed, Some(measure.limit), measure.headroom] {
            self.u32(u32::from(value.is_some()));
            self.number(Raw::from(value.unwrap_or_default()).into());
        }
    }
}
