// SPDX-License-Identifier: Apache-2.0
//! What becomes of the notional that an order reserved (L-6): held, open, used, done. The engine
//! keeps one record for each order of each policy that tracks orders.

use std::collections::BTreeMap;

use super::ReportFields;
use super::data::{Data, shown};
use super::executions::{Anomaly, Seen};
use super::holds::HoldStep;
use crate::core::Instrument;
use crate::param::decimal::{self, share};
use crate::param::{
    AccountId, Asset, ClientOrderId, Decimal, Price, Quantity, Side, Trade, Volume,
};
use crate::pretrade::finding::Finding;
use crate::pretrade::{AccountBlock, RejectCode, ReserveNotional};

/// Decimals that a released share keeps at least, where the sums allow it.
const SHARE_DECIMALS: u32 = 8;

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Reserved, neither committed nor reported.
    Held,
    /// Committed or reported.
    Open,
    /// Filled, cancelled or unknown from the start: kept so that late events are recognised.
    Done,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Open => "open",
            Self::Done => "done",
        }
    }
}

/// What is known of one order.
#[derive(Debug, Clone)]
struct Record {
    instrument: Option<Instrument>,
    side: Option<Side>,
    stage: Stage,
    /// Reserved and not yet released.
    left: Volume,
    /// Units that are not filled yet; none of an order for a volume.
    quantity: Option<Quantity>,
    /// Decimals of what was reserved.
    decimals: u32,
    /// Whether its reservation is neither committed nor rolled back: a report may end it before.
    is_reserved: bool,
    /// A reset came while it was reserved: the record goes when the reservation does, so that its
    /// end never meets a new order of the same id.
    is_forgotten: bool,
}

/// Names an order of one policy.
type OrderKey = (usize, AccountId, ClientOrderId);

/// What an order's policy must know to track it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TrackedOrder {
    pub client_order_id: ClientOrderId,
    pub instrument: Instrument,
    pub side: Option<Side>,
    /// None of an order for a volume.
    pub quantity: Option<Quantity>,
}

/// What a report left to tell.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub anomalies: Vec<Anomaly>,
    pub duplicate: bool,
    pub block: Option<AccountBlock>,
}

/// The orders of every policy that tracks them.
#[derive(Debug, Default)]
pub(crate) struct OrderNotional {
    records: BTreeMap<OrderKey, Record>,
}

impl OrderNotional {
    /// Holds an order's notional: one step with the test of every limit.
    pub fn hold(
        &mut self,
        policy: usize,
        reserve: &ReserveNotional,
        order: &TrackedOrder,
        holds: &mut HoldStep<'_>,
    ) -> Result<(), Finding> {
        let id = order.client_order_id.clone();
        let key = (policy, reserve.account_id, id);
        if self.records.contains_key(&key) {
            let id = key.2;
            return Err(Finding::DuplicateOrder { id });
        }
        holds.take(policy, reserve)?;
        let record = Record {
            instrument: Some(order.instrument.clone()),
            side: order.side,
            stage: Stage::Held,
            left: reserve.amount,
            quantity: order.quantity,
            decimals: reserve.amount.to_parts().1,
            is_reserved: true,
            is_forgotten: false,
        };
        self.records.insert(key, record);
        Ok(())
    }

    /// Whether the order is known.
    pub fn knows(&self, policy: usize, account: AccountId, id: &ClientOrderId) -> bool {
        self.records.contains_key(&(policy, account, id.clone()))
    }

    /// Whether a report has opened or ended the order while it was held.
    pub fn is_reported(&self, policy: usize, account: AccountId, id: &ClientOrderId) -> bool {
        let record = self.records.get(&(policy, account, id.clone()));
        record.is_none_or(|record| record.stage != Stage::Held)
    }

    /// Commit: held becomes open; nothing if a report already did that.
    pub fn commit(
        &mut self,
        policy: usize,
        reserve: &ReserveNotional,
        id: &ClientOrderId,
        holds: &mut HoldStep<'_>,
    ) {
        if let Some(record) = self.record(policy, reserve.account_id, id)
            && record.stage == Stage::Held
        {
            record.stage = Stage::Open;
            holds.commit(policy, reserve);
        }
        self.finalized(policy, reserve.account_id, id);
    }

    /// Rollback: held is released and the id is free again; nothing after a report.
    pub fn rollback(
        &mut self,
        policy: usize,
        reserve: &ReserveNotional,
        id: &ClientOrderId,
        holds: &mut HoldStep<'_>,
    ) {
        if self.is_reported(policy, reserve.account_id, id) {
            return self.finalized(policy, reserve.account_id, id);
        }
        self.records
            .remove(&(policy, reserve.account_id, id.clone()));
        holds.rollback(policy, reserve);
    }

    /// Nobody will finalize the order any more.
    fn finalized(&mut self, policy: usize, account: AccountId, id: &ClientOrderId) {
        let Some(record) = self.record(policy, account, id) else {
            return;
        };
        record.is_reserved = false;
        if record.is_forgotten {
            self.records.remove(&(policy, account, id.clone()));
        }
    }

    fn record(
        &mut self,
        policy: usize,
        account: AccountId,
        id: &ClientOrderId,
    ) -> Option<&mut Record> {
        self.records.get_mut(&(policy, account, id.clone()))
    }

    /// A report, as one policy's orders see it.
    pub fn report(
        &mut self,
        policy: usize,
        account: AccountId,
        fields: &ReportFields<'_>,
        seen: Seen,
        holds: &mut HoldStep<'_>,
    ) -> Told {
        let mut told = Told::default();
        let (trade, is_final) = match seen {
            Seen::Conflict => return told,
            // The execution is known; that the order ended with it may be new.
            Seen::Same if !fields.is_final => return told,
            Seen::Same => (None, true),
            Seen::New => (fields.last_trade, fields.is_final),
        };
        let Some(id) = fields.client_order_id else {
            if trade.is_some() {
                told.unknown(policy, account, fields.instrument, trade, holds);
            }
            return told;
        };
        let Some(record) = self.record(policy, account, id) else {
            told.unknown(policy, account, fields.instrument, trade, holds);
            let record = Record {
                instrument: fields.instrument.cloned(),
                side: fields.side,
                stage: Stage::Done,
                left: Volume::ZERO,
                quantity: None,
                decimals: 0,
                is_reserved: false,
                is_forgotten: false,
            };
            self.records.insert((policy, account, id.clone()), record);
            return told;
        };
        if record.is_other(fields) {
            told.anomalies.push(Anomaly::ReportMismatch);
            return told;
        }
        let Some(asset) = record.asset() else {
            // Only an order that was unknown from the start has no instrument.
            told.unknown(policy, account, fields.instrument, trade, holds);
            return told;
        };
        let mut step = Step {
            policy,
            account,
            asset: &asset,
            holds,
            told: &mut told,
        };
        record.open(&mut step);
        match (record.stage, trade) {
            (Stage::Done, Some(trade)) => {
                step.told.anomalies.push(Anomaly::FillAfterFinal);
                step.take_up(trade);
            }
            (Stage::Done, None) => step.told.duplicate = is_final && seen == Seen::New,
            (_, Some(trade)) => record.fill(trade, fields.leaves_quantity, &mut step),
            (_, None) if !is_final => record.cut(fields.leaves_quantity, &mut step),
            _ => {}
        }
        if is_final {
            record.end(&mut step);
        }
        told
    }

    /// Forgets what is done, of one account or of all.
    pub fn forget_done(&mut self, policy: usize, account: Option<AccountId>) {
        self.records.retain(|(of, owner, _), record| {
            let is_meant = *of == policy && account.is_none_or(|account| *owner == account);
            if !is_meant || record.stage != Stage::Done {
                return true;
            }
            record.is_forgotten = record.is_reserved;
            record.is_reserved
        });
    }

    /// A policy's records, by account and client order id.
    pub fn data(&self, policy: usize) -> Vec<Data> {
        let own = self.records.iter().filter(|((of, ..), _)| *of == policy);
        let one = |((_, account, id), record): (&OrderKey, &Record)| {
            let instrument = record.instrument.as_ref();
            Data::map([
                ("account", shown(Some(account))),
                ("client_order_id", shown(Some(id))),
                ("stage", shown(Some(record.stage.as_str()))),
                ("underlying", shown(instrument.map(Instrument::underlying))),
                ("settlement", shown(instrument.map(Instrument::settlement))),
                ("side", shown(record.side)),
                ("left", shown(Some(record.left))),
                ("quantity", shown(record.quantity)),
            ])
        };
        own.map(one).collect()
    }
}

/// What a change of a record works on.
struct Step<'a, 'b> {
    policy: usize,
    account: AccountId,
    asset: &'a Asset,
    holds: &'a mut HoldStep<'b>,
    told: &'a mut Told,
}

impl Step<'_, '_> {
    /// Takes a fill's money up, rounded up and even past the limit.
    fn take_up(&mut self, trade: Trade) {
        let added = self
            .holds
            .take_up(self.policy, self.account, self.asset, traded_up(trade));
        if added.is_err() {
            self.told.overflow();
        }
    }

    fn release(&mut self, amount: Volume) {
        self.holds
            .release_open(self.policy, self.account, self.asset, amount);
    }

    /// Whether a share can be released without that a sum stops fitting.
    fn can_release(&self, amount: Volume) -> bool {
        self.holds
            .can_release(self.policy, self.account, self.asset, amount)
    }
}

impl Told {
    fn overflow(&mut self) {
        let reason = "used notional overflows";
        self.block = Some(AccountBlock::new(RejectCode::ArithmeticOverflow, reason));
    }

    /// A fill of an order that is not known: what it used counts all the same.
    fn unknown(
        &mut self,
        policy: usize,
        account: AccountId,
        instrument: Option<&Instrument>,
        trade: Option<Trade>,
        holds: &mut HoldStep<'_>,
    ) {
        self.anomalies.push(Anomaly::UnknownOrder);
        let Some(trade) = trade else { return };
        let Some(instrument) = instrument else {
            let reason = "report of a trade lacks `report.operation.instrument`";
            self.block = Some(AccountBlock::new(RejectCode::MissingRequiredField, reason));
            return;
        };
        let asset = instrument.settlement();
        if holds
            .take_up(policy, account, asset, traded_up(trade))
            .is_err()
        {
            self.overflow();
        }
    }
}

impl Record {
    fn asset(&self) -> Option<Asset> {
        let instrument = self.instrument.as_ref()?;
        Some(instrument.settlement().clone())
    }

    /// Whether the report speaks of another instrument or side; what it leaves out fits.
    fn is_other(&self, fields: &ReportFields<'_>) -> bool {
        let differs = |known: Option<&Instrument>, told: Option<&Instrument>| {
            known.is_some() && told.is_some() && known != told
        };
        let side = (self.side, fields.side);
        differs(self.instrument.as_ref(), fields.instrument)
            || matches!(side, (Some(known), Some(told)) if known != told)
    }

    /// Held becomes open: the venue knows the order, so its owner need not say so.
    fn open(&mut self, step: &mut Step<'_, '_>) {
        if self.stage == Stage::Held {
            self.stage = Stage::Open;
            let (policy, account) = (step.policy, step.account);
            step.holds.open(policy, account, step.asset, self.left);
        }
    }

    fn end(&mut self, step: &mut Step<'_, '_>) {
        step.release(self.left);
        self.left = Volume::ZERO;
        self.stage = Stage::Done;
    }

    /// A fill: its share is released, its money is used.
    fn fill(&mut self, trade: Trade, leaves: Option<Quantity>, step: &mut Step<'_, '_>) {
        let (filled, all) = match self.quantity {
            Some(all) => (trade.quantity.decimal(), all.decimal()),
            None => (money(trade).unwrap_or(Decimal::MAX), self.left.decimal()),
        };
        step.take_up(trade);
        if decimal::compare(filled, all).is_ge() {
            if decimal::compare(filled, all).is_gt() {
                step.told.anomalies.push(Anomaly::Overfill);
            } else if self.quantity.is_some() && leaves.is_some_and(|leaves| !leaves.is_zero()) {
                step.told.anomalies.push(Anomaly::LeavesMismatch);
            }
            self.quantity = self.quantity.map(|_| Quantity::ZERO);
            return self.end(step);
        }
        self.release_share(filled, all, step);
        if let Some(all) = self.quantity {
            let rest = all.checked_sub(trade.quantity).unwrap_or(Quantity::ZERO);
            self.quantity = Some(rest);
            if leaves.is_some_and(|leaves| leaves != rest) {
                step.told.anomalies.push(Anomaly::LeavesMismatch);
            }
        }
    }

    /// The venue cut the order without a trade.
    fn cut(&mut self, leaves: Option<Quantity>, step: &mut Step<'_, '_>) {
        let Some(leaves) = leaves else { return };
        let Some(all) = self.quantity else {
            if leaves.is_zero() {
                self.end(step);
            }
            return;
        };
        if leaves > all {
            step.told.anomalies.push(Anomaly::LeavesMismatch);
        } else if leaves.is_zero() {
            self.quantity = Some(leaves);
            self.end(step);
        } else if let Ok(gone) = all.checked_sub(leaves)
            && !gone.is_zero()
        {
            self.release_share(gone.decimal(), all.decimal(), step);
            self.quantity = Some(leaves);
        }
    }

    /// Releases `left * part / of`, rounded down.
    fn release_share(&mut self, part: Decimal, of: Decimal, step: &mut Step<'_, '_>) {
        let share = |decimals| {
            let share = share::share_down(self.left.decimal(), part, of, decimals);
            Volume::new(share.ok()?).ok()
        };
        // The sums hold numbers with as many decimals as were reserved, so that many always fit.
        let fits =
            |amount: &Volume| self.left.checked_sub(*amount).is_ok() && step.can_release(*amount);
        let amount = share(self.decimals.max(SHARE_DECIMALS))
            .filter(fits)
            .or_else(|| share(self.decimals).filter(fits))
            .unwrap_or(Volume::ZERO);
        if let Ok(left) = self.left.checked_sub(amount) {
            step.release(amount);
            self.left = left;
        }
    }
}

/// A trade's money, exactly.
fn money(Trade { price, quantity }: Trade) -> Option<Decimal> {
    decimal::mul_exact(decimal::abs(price.decimal()), quantity.decimal()).ok()
}

/// A trade's money, rounded up (V-4a); none if it overflows.
fn traded_up(Trade { price, quantity }: Trade) -> Option<Volume> {
    notional_up(price, quantity)
}

/// What so many units at a price are worth, rounded up (V-4a); none if it overflows.
pub(crate) fn notional_up(price: Price, quantity: Quantity) -> Option<Volume> {
    let product = decimal::mul_up(decimal::abs(price.decimal()), quantity.decimal());
    product.ok().and_then(|product| Volume::new(product).ok())
}
