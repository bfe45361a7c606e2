// SPDX-License-Identifier: Apache-2.0
//! A client's own order, report and adjustment types: around a ready-made one, with a note that
//! only the client's own policy reads.

use std::cell::RefCell;
use std::rc::Rc;

use openpit::engine::{BatchError, ManualClock};
use openpit::param::AccountId;
use openpit::pretrade::{
    Context, Hooks, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport, PreTradePolicy,
    RejectCode,
};
use openpit::{AccountAdjustment, Engine, ExecutionReport, Order, RequestFields};
use serde_json::{Value, json};

use crate::adjustments::{adjustment, adjustment_data};
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

#[derive(RequestFields)]
struct Deposit {
    #[openpit(inner)]
    adjustment: AccountAdjustment,
    note: String,
}

struct Reader;

impl Reader {
    fn note(hook: &str, note: &str, record: Value) {
        session::note(json!({ "hook": hook, "note": note, "record": record }));
    }
}

impl PreTradePolicy<Ticket, Fill, Deposit> for Reader {
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

    fn apply_account_adjustment(
        &self,
        _: &Context<'_>,
        _: AccountId,
        deposit: &Deposit,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let record = adjustment_data(&deposit.adjustment);
        Self::note("adjustment", &deposit.note, record);
        Ok(PolicyDecision::accept())
    }
}

/// Submits records that carry a note; the answer is what the policy saw.
pub fn submit(request: &Value) -> Answer {
    let note = text(request, "note")?;
    let engine = Engine::builder::<Ticket, Fill, Deposit>()
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
    let deposit = Deposit {
        adjustment: adjustment(&request["adjustment"])?,
        note: note.to_owned(),
    };
    if engine
        .apply_account_adjustment(ACCOUNT, &[deposit])
        .is_err()
    {
        return Err(Fault::driver("the adjustment was not accepted"));
    }
    Ok(session::take_trace())
}

/// The account that batches adjust.
const ACCOUNT: AccountId = AccountId::from_int(7);

/// Rejects adjustments that nobody signed.
struct Signatures(Rc<RefCell<Vec<String>>>);

impl PreTradePolicy<Order, ExecutionReport, Deposit> for Signatures {
    fn name(&self) -> &str {
        "signatures"
    }

    fn hooks(&self) -> Hooks {
        Hooks::ALL
    }

    fn apply_account_adjustment(
        &self,
        _: &Context<'_>,
        _: AccountId,
        deposit: &Deposit,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.0.borrow_mut().push(deposit.note.clone());
        if deposit.note == "-" {
            let code = RejectCode::ComplianceRestriction;
            let reject = PolicyReject::new(code, "not signed", "");
            return Ok(PolicyDecision::reject(vec![reject]));
        }
        Ok(PolicyDecision::accept())
    }
}

/// Applies a batch of adjustments that carry notes.
pub fn apply_batch(request: &Value) -> Answer {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let engine = Engine::builder::<Order, ExecutionReport, Deposit>()
        .no_sync()
        .clock(ManualClock::default())
        .pre_trade(Signatures(Rc::clone(&seen)))
        .build()?;
    let mut batch = Vec::new();
    for note in request["notes"].as_array().into_iter().flatten() {
        batch.push(Deposit {
            adjustment: adjustment(&request["adjustment"])?,
            note: note.as_str().unwrap_or_default().to_owned(),
        });
    }
    let failed = match engine.apply_account_adjustment(ACCOUNT, &batch) {
        Ok(_) => None,
        Err(BatchError::Rejected(rejected)) => Some(rejected.failed_index),
        Err(BatchError::Refused(error)) => return Err(error.into()),
    };
    let mut answer = json!({ "seen": *seen.borrow() });
    if let Some(index) = failed {
        answer["failed_index"] = index.to_string().into();
    }
    for left in engine.balances()? {
        answer["balance"] = left.balance.balance.to_string().into();
    }
    Ok(answer)
}
