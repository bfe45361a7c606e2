// SPDX-License-Identifier: Apache-2.0
//! A client's own order and report types: around a ready-made one, with a note that only the
//! client's own policy reads.

use openpit::engine::ManualClock;
use openpit::pretrade::{
    Context, Hooks, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport, PreTradePolicy,
};
use openpit::{AccountAdjustment, Engine, ExecutionReport, Order, RequestFields};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, text};
use crate::records::{order, order_data, report, report_data};
use crate::session;

#[derive(RequestFields)]
struct Ticket {
    #[openpit(inner)]
    order: Order,
    note: String,
}

#[derive(RequestFields)]
struct Fill {
    #[openpit(inner)]
    report: ExecutionReport,
    note: String,
}

struct Reader;

impl Reader {
    fn note(hook: &str, note: &str, record: Value) {
        session::note(json!({ "hook": hook, "note": note, "record": record }));
    }
}

impl PreTradePolicy<Ticket, Fill> for Reader {
    fn name(&self) -> &str {
        "reader"
    }

    fn hooks(&self) -> Hooks {
        Hooks::ALL
    }

    fn check_pre_trade_start(
        &self,
        _: &Context<'_>,
        ticket: &Ticket,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        Self::note("start", &ticket.note, order_data(&ticket.order));
        Ok(Vec::new())
    }

    fn perform_pre_trade_check(
        &self,
        _: &Context<'_>,
        ticket: &Ticket,
    ) -> Result<PolicyDecision, PolicyFailure> {
        Self::note("main", &ticket.note, order_data(&ticket.order));
        Ok(PolicyDecision::accept())
    }

    fn apply_execution_report(
        &self,
        _: &Context<'_>,
        fill: &Fill,
    ) -> Result<PolicyReport, PolicyFailure> {
        Self::note("report", &fill.note, report_data(&fill.report));
        Ok(PolicyReport::nothing())
    }
}

/// Submits an order and a report that carry a note; the answer is what the policy saw.
pub fn submit(request: &Value) -> Answer {
    let note = text(request, "note")?;
    let engine = Engine::builder::<Ticket, Fill, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::default())
        .pre_trade(Reader)
        .build()?;
    let ticket = Ticket {
        order: order(&request["order"])?,
        note: note.to_owned(),
    };
    let fill = Fill {
        report: report(&request["report"])?,
        note: note.to_owned(),
    };
    let placed = engine.execute_pre_trade(ticket);
    let Ok(reservation) = placed else {
        return Err(Fault::driver("the order was not accepted"));
    };
    reservation.commit().map_err(|failed| failed.into_error())?;
    engine.apply_execution_report(&fill)?;
    Ok(session::take_trace())
}
