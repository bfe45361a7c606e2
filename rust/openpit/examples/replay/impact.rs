// SPDX-License-Identifier: Apache-2.0
//! Limits that bound pnl need a flow that has it.

use openpit::core::{ExecutionReport, Order};
use openpit::engine::Engine;
use openpit::param::{Price, Quantity, Side};
use openpit::pretrade::RejectCode;

use super::fault::Fault;
use super::flow::{Event, Row, Survey};
use super::run::Replayer;

/// Refuses limits that bound pnl, for a flow without pnl and fee. A trial engine tells: there a fill
/// without them blocks the account for which a bound holds.
pub fn check(
    trial: &Engine<Order, ExecutionReport>,
    survey: &Survey,
    flow_path: &str,
    limits_path: &str,
) -> Result<(), Fault> {
    let one = |error: openpit::param::ParamError| Fault::of_file(flow_path, error.to_string());
    let mut replayer = Replayer::new(trial, flow_path);
    for (place, (account, instrument)) in survey.markets.iter().enumerate() {
        let row = Row {
            line: 0,
            ts: 0,
            account,
            side: Side::Buy,
            instrument,
            quantity: Quantity::from_string("1").map_err(one)?,
            price: Some(Price::from_string("1").map_err(one)?),
            event: Event::Exec,
            order_id: &format!("trial{place}"),
            leaves: Quantity::ZERO,
            impact: None,
        };
        let result = replayer.report(&row, 0)?;
        let mut blocks = result.account_blocks.iter();
        if let Some(block) = blocks.find(|block| block.code() == RejectCode::MissingRequiredField) {
            let policy = block.source();
            let reason = format!("policy `{policy}` bounds pnl, and flow `{flow_path}` has none");
            let allowed = "a flow with the columns `pnl`, `fee`";
            return Err(Fault::of_file(limits_path, reason).allowed(allowed));
        }
    }
    Ok(())
}
