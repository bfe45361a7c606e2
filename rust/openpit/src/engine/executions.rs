// SPDX-License-Identifier: Apache-2.0
//! Each execution once (P-10): what was reported under which identity.

use std::fmt;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::ReportFields;
use super::data::{Data, shown};
use crate::core::Instrument;
use crate::param::{
    AccountId, ClientOrderId, ExecutionId, Fee, Pnl, PositionEffect, PositionSide, Quantity, Side,
    Trade,
};

/// Something about a report that does not fit what was reported before. The report is a fact all
/// the same; what it changes is said with each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Anomaly {
    /// Another content under an execution id that was reported before: nothing changes.
    ExecutionIdConflict,
    /// The order's instrument or side differ from the reported ones: nothing changes (L-6).
    ReportMismatch,
    /// No such order is known: what the fill used counts all the same (L-6).
    UnknownOrder,
    /// The order was done before: what the fill used counts all the same (L-6).
    FillAfterFinal,
    /// More was filled than was left: all of it counts as used (L-6).
    Overfill,
    /// The leaves quantity is not what the fills left: nothing is released for it (L-6).
    LeavesMismatch,
}

impl Anomaly {
    /// The anomaly's name, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExecutionIdConflict => "ExecutionIdConflict",
            Self::ReportMismatch => "ReportMismatch",
            Self::UnknownOrder => "UnknownOrder",
            Self::FillAfterFinal => "FillAfterFinal",
            Self::Overfill => "Overfill",
            Self::LeavesMismatch => "LeavesMismatch",
        }
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a report says apart from its identity and its terminal status.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    instrument: Option<Instrument>,
    side: Option<Side>,
    pnl: Option<Pnl>,
    fee: Option<Fee>,
    last_trade: Option<Trade>,
    leaves_quantity: Option<Quantity>,
    position_effect: Option<PositionEffect>,
    position_side: Option<PositionSide>,
}

/// Whether an execution was reported before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    New,
    Same,
    Conflict,
}

/// The account, none in an engine without accounts; the client order id; the execution id.
type Identity = (Option<AccountId>, ClientOrderId, ExecutionId);

/// The executions of one engine.
#[derive(Debug, Default)]
pub(super) struct Executions {
    // Seeded with a constant: no outcome may hang on a random number (D-3).
    known: HashMap<Identity, Content, FixedState>,
}

impl Executions {
    /// Every execution by account, order and its own id, with what was reported of it.
    pub fn data(&self) -> Vec<Data> {
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_unstable_by_key(|(key, _)| *key);
        known
            .into_iter()
            .map(|((account, order, execution), content)| {
                let instrument = content.instrument.as_ref();
                let trade = content.last_trade;
                Data::map([
                    ("account", shown(account.as_ref())),
                    ("client_order_id", shown(Some(order))),
                    ("execution_id", shown(Some(execution))),
                    ("underlying", shown(instrument.map(Instrument::underlying))),
                    ("settlement", shown(instrument.map(Instrument::settlement))),
                    ("side", shown(content.side)),
                    ("pnl", shown(content.pnl)),
                    ("fee", shown(content.fee)),
                    ("last_price", shown(trade.map(|trade| trade.price))),
                    ("last_quantity", shown(trade.map(|trade| trade.quantity))),
                    ("leaves_quantity", shown(content.leaves_quantity)),
                    ("position_effect", shown(content.position_effect)),
                    ("position_side", shown(content.position_side)),
                ])
            })
            .collect()
    }

    /// Compares a report with what is known under its identity and remembers a new one. A report
    /// without a full identity is always new.
    pub fn see(&mut self, account: Option<AccountId>, fields: &ReportFields<'_>) -> Seen {
        let (Some(order), Some(execution)) = (fields.client_order_id, fields.execution_id) else {
            return Seen::New;
        };
        let content = Content {
            instrument: fields.instrument.cloned(),
            side: fields.side,
            pnl: fields.pnl,
            fee: fields.fee,
            last_trade: fields.last_trade,
            leaves_quantity: fields.leaves_quantity,
            position_effect: fields.position_effect,
            position_side: fields.position_side,
        };
        match self
            .known
            .entry((account, order.clone(), execution.clone()))
        {
            Entry::Vacant(place) => {
                place.insert(content);
                Seen::New
            }
            Entry::Occupied(place) if *place.get() == content => Seen::Same,
            Entry::Occupied(_) => Seen::Conflict,
        }
    }
}
