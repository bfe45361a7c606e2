// SPDX-License-Identifier: Apache-2.0
//! The way of an order: start, execute, commit or rollback, report.

use openpit::engine::{BalanceKey, Error, FinalizeError, PolicyAdjustment};
use openpit::param::TradeAmount;
use serde_json::{Value, json};

use crate::adjustments::adjustment_data;
use crate::answers::{self, Answer, Fault, failures, handle, text, time};
use crate::batches::balance_data;
use crate::records;
use crate::session::{self, Reservation, with};

/// Start stage.
pub fn start(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let order = records::order(&request["order"])?;
    let own = order.clone();
    let result = match time(request)? {
        Some(at) => engine.start_pre_trade_at(order, at),
        None => engine.start_pre_trade(order),
    };
    match result {
        Ok(made) => Ok(json!({ "request": with(|s| s.requests.add((made, own))) })),
        Err(error) => answers::of_start(error),
    }
}

/// Main stage.
pub fn execute(request: &Value) -> Answer {
    let number = handle(request, "request")?;
    let (taken, own) = with(|s| s.requests.take(number))?;
    let result = match time(request)? {
        Some(at) => taken.execute_at(at),
        None => taken.execute(),
    };
    match result {
        Ok(made) => Ok(json!({ "reservation": with(|s| s.reservations.add(made)) })),
        Err(error) => {
            let (answer, back) = answers::of_execute(error);
            if let Some(back) = back {
                with(|s| s.requests.put_back(number, (back, own)));
            }
            answer
        }
    }
}

/// Both stages in one call.
pub fn place(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let order = records::order(&request["order"])?;
    let result = match time(request)? {
        Some(at) => engine.execute_pre_trade_at(order, at),
        None => engine.execute_pre_trade(order),
    };
    match result {
        Ok(made) => Ok(json!({ "reservation": with(|s| s.reservations.add(made)) })),
        Err(error) => answers::of_start(error),
    }
}

/// Commit or rollback.
pub fn finalize(request: &Value) -> Answer {
    let number = handle(request, "reservation")?;
    let at = time(request)?;
    let commit = text(request, "side")? == "commit";
    let taken = with(|s| s.reservations.take(number))?;
    let result = match (commit, at) {
        (true, None) => taken.commit(),
        (true, Some(at)) => taken.commit_at(at),
        (false, None) => taken.rollback(),
        (false, Some(at)) => taken.rollback_at(at),
    };
    finalized(number, result)
}

/// Closes a reservation.
pub fn close_reservation(request: &Value) -> Answer {
    let number = handle(request, "reservation")?;
    finalized(number, with(|s| s.reservations.take(number))?.close())
}

/// What came of a finalization; a refused one gives the reservation back.
fn finalized(number: u64, result: Result<(), FinalizeError<Reservation>>) -> Answer {
    match result {
        Ok(()) => Ok(Value::Null),
        Err(error) => {
            let (fault, back) = answers::of_finalize(error);
            if let Some(back) = back {
                with(|s| s.reservations.put_back(number, back));
            }
            Err(fault)
        }
    }
}

/// Drops a request or a reservation, or ends the scope of one; gone already is fine, as it is for
/// every drop.
pub fn drop_handle(request: &Value) -> Answer {
    if request["reservation"].is_null() {
        let number = handle(request, "request")?;
        drop(with(|s| s.requests.take(number)));
    } else {
        drop_reservation(handle(request, "reservation")?);
    }
    Ok(Value::Null)
}

/// Drops a reservation, outside the session's borrow: its rollback may run now.
pub fn drop_reservation(number: u64) {
    drop(with(|s| s.reservations.take(number)));
}

/// Finalizes a reservation where the engine refuses it; it stays open, and so in the session.
pub fn finalize_refused(number: u64, call: &str) -> Result<(), Error> {
    let Ok(taken) = with(|s| s.reservations.take(number)) else {
        return Ok(());
    };
    let result = match call {
        "commit" => taken.commit(),
        "rollback" => taken.rollback(),
        _ => taken.close(),
    };
    match result {
        Err(FinalizeError::Refused { error, reservation }) => {
            with(|s| s.reservations.put_back(number, reservation));
            Err(error)
        }
        Err(FinalizeError::Failed(failures)) => Err(Error::Callback(failures)),
        Ok(()) => Ok(()),
    }
}

/// Changes the caller's own copy of a submitted order.
pub fn change_order(request: &Value) -> Answer {
    let number = handle(request, "request")?;
    let quantity = records::field(request, "quantity")?.map(TradeAmount::Quantity);
    with(|s| {
        let (taken, mut own) = s.requests.take(number)?;
        own.operation.trade_amount = quantity;
        s.requests.put_back(number, (taken, own));
        Ok::<(), Fault>(())
    })?;
    Ok(Value::Null)
}

/// Post-trade feedback.
pub fn report(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let report = records::report(&request["report"])?;
    let result = match time(request)? {
        Some(at) => engine.apply_execution_report_at(&report, at),
        None => engine.apply_execution_report(&report),
    }?;
    let made = |one: &PolicyAdjustment| {
        let key = BalanceKey::of(one.adjustment.operation());
        json!({
            "policy": &*one.policy, "adjustment": adjustment_data(&one.adjustment),
            "outcome": balance_data(&key, &one.balance),
        })
    };
    Ok(json!({
        "blocks": answers::blocks(&result.account_blocks),
        "late": result.late, "duplicate": result.duplicate,
        "adjustments": result.account_adjustments.iter().map(made).collect::<Vec<_>>(),
        "anomalies": result.anomalies.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "failures": failures(&result.failures),
    }))
}
