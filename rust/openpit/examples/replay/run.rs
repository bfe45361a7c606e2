// SPDX-License-Identifier: Apache-2.0
//! Drives an engine with order flow: what each row becomes, and what is counted on the way.

use std::collections::{BTreeMap, HashMap};

use openpit::core::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    FinancialImpact, Instrument, Order, OrderIdentity, OrderOperation,
};
use openpit::engine::{ExecuteError, FinalizeError, StartError};
use openpit::param::{AccountId, ClientOrderId, ExecutionId, ParamError, Trade, TradeAmount};
use openpit::pretrade::Rejected;

use super::Replayed;
use super::fault::Fault;
use super::flow::{Event, Impact, Row};

/// What the replay did; rejects by (policy, code).
#[derive(Default)]
pub struct Tally {
    pub orders: u64,
    pub accepted: u64,
    pub reports: u64,
    pub not_sent: u64,
    pub rejects: BTreeMap<(String, String), u64>,
}

/// Sends rows to an engine. A `new` is start, execute, commit; `exec` and `cancel` are reports;
/// the later rows of a rejected order are counted, not sent.
pub struct Replayer<'e> {
    engine: &'e Replayed,
    path: String,
    accounts: HashMap<String, AccountId>,
    instruments: HashMap<String, Instrument>,
    /// Of each open order the count of its fills; of a rejected one none.
    fills: HashMap<String, Option<u64>>,
    pub tally: Tally,
}

impl<'e> Replayer<'e> {
    pub fn new(engine: &'e Replayed, path: &str) -> Self {
        Self {
            engine,
            path: path.to_owned(),
            accounts: HashMap::new(),
            instruments: HashMap::new(),
            fills: HashMap::new(),
            tally: Tally::default(),
        }
    }

    /// Sends one row at its recorded time.
    pub fn send(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        if row.event == Event::New {
            return self.order(row);
        }
        match self.fills.get(row.order_id).copied().flatten() {
            Some(fills) => self.report(row, fills)?,
            None => self.tally.not_sent += 1,
        }
        if row.leaves.is_zero() {
            self.fills.remove(row.order_id);
        }
        Ok(())
    }

    fn order(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        self.tally.orders += 1;
        let order = self
            .built_order(row)
            .map_err(|error| self.refused(row, &error))?;
        let rejected = match self.engine.start_pre_trade_at(order, row.ts) {
            Ok(request) => match request.execute() {
                Ok(reservation) => {
                    reservation
                        .commit()
                        .map_err(FinalizeError::into_error)
                        .map_err(|error| self.refused(row, &error))?;
                    self.tally.accepted += 1;
                    self.fills.insert(row.order_id.to_owned(), Some(0));
                    return Ok(());
                }
                Err(ExecuteError::Rejected(rejected)) => rejected,
                Err(ExecuteError::Refused { error, .. }) => return Err(self.refused(row, &error)),
            },
            Err(StartError::Rejected(rejected)) => rejected,
            Err(StartError::Refused(error)) => return Err(self.refused(row, &error)),
        };
        self.count_rejects(&rejected);
        self.fills.insert(row.order_id.to_owned(), None);
        Ok(())
    }

    fn count_rejects(&mut self, rejected: &Rejected) {
        for reject in &rejected.rejects {
            let key = (reject.policy().to_owned(), reject.code().to_string());
            *self.tally.rejects.entry(key).or_default() += 1;
        }
    }

    fn built_order(&mut self, row: &Row<'_>) -> Result<Order, ParamError> {
        Ok(Order {
            operation: OrderOperation {
                instrument: Some(self.instrument(row.instrument)?),
                account_id: Some(self.account(row.account)?),
                side: Some(row.side),
                trade_amount: Some(TradeAmount::Quantity(row.quantity)),
                price: row.price,
            },
            identity: Some(OrderIdentity {
                client_order_id: ClientOrderId::new(row.order_id)?,
            }),
            ..Order::default()
        })
    }

    fn report(&mut self, row: &Row<'_>, fills: u64) -> Result<(), Fault> {
        let report = self
            .built_report(row, fills)
            .map_err(|error| self.refused(row, &error))?;
        self.engine
            .apply_execution_report_at(&report, row.ts)
            .map_err(|error| self.refused(row, &error))?;
        self.tally.reports += 1;
        Ok(())
    }

    fn built_report(&mut self, row: &Row<'_>, fills: u64) -> Result<ExecutionReport, ParamError> {
        let mut last_trade = None;
        let mut execution_id = None;
        if let (Event::Exec, Some(price)) = (row.event, row.price) {
            let fills = fills + 1;
            self.fills.insert(row.order_id.to_owned(), Some(fills));
            last_trade = Some(Trade::new(price, row.quantity));
            execution_id = Some(ExecutionId::new(&format!("{}:{fills}", row.order_id))?);
        }
        Ok(ExecutionReport {
            operation: ExecutionReportOperation {
                instrument: Some(self.instrument(row.instrument)?),
                account_id: Some(self.account(row.account)?),
                side: Some(row.side),
            },
            financial_impact: row
                .impact
                .map(|Impact { pnl, fee }| FinancialImpact { pnl, fee }),
            fill: Some(ExecutionReportFillDetails {
                last_trade,
                leaves_quantity: Some(row.leaves),
                is_final: row.leaves.is_zero(),
            }),
            identity: Some(ExecutionReportIdentity {
                client_order_id: ClientOrderId::new(row.order_id)?,
                execution_id,
            }),
            ..ExecutionReport::default()
        })
    }

    fn instrument(&mut self, text: &str) -> Result<Instrument, ParamError> {
        if let Some(known) = self.instruments.get(text) {
            return Ok(known.clone());
        }
        let instrument: Instrument = text.parse()?;
        self.instruments.insert(text.to_owned(), instrument.clone());
        Ok(instrument)
    }

    fn account(&mut self, name: &str) -> Result<AccountId, ParamError> {
        if let Some(known) = self.accounts.get(name) {
            return Ok(*known);
        }
        let account = AccountId::from_string(name)?;
        self.accounts.insert(name.to_owned(), account);
        Ok(account)
    }

    /// The row as the flow's reader let it pass, and the engine did not.
    fn refused(&self, row: &Row<'_>, error: &dyn std::error::Error) -> Fault {
        Fault::of_file(&self.path, error.to_string()).in_line(row.line)
    }
}
