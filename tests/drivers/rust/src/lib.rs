// SPDX-License-Identifier: Apache-2.0
//! The conformance suite's driver for the Rust crate: one entry, a JSON request in, a JSON answer
//! out. `tests/drivers/base.py` says what the requests are. Scenarios reach it as a Python module
//! (feature `python`), the golden cases of `tests/golden.rs` without Python.
//!
//! It uses the crate's public interface only, with a Local engine, which is `!Send`: the session
//! lives in a thread-local, so every call has to come from one thread.

mod adjustments;
mod admin;
mod answers;
mod batches;
pub mod compile_fail;
mod config;
mod configure;
mod deeds;
mod groups;
mod json;
mod mutations;
mod own;
mod policy;
#[cfg(feature = "python")]
mod python;
mod records;
mod session;
mod stages;
mod threads;
mod values;
mod wild;

use serde_json::{Value, json};

use answers::{Answer, Fault};

/// What a request does, by the name in its `op`.
fn dispatch(request: &Value) -> Answer {
    match answers::text(request, "op")? {
        "reset" => Ok(session::reset()),
        "value" => values::apply(request),
        "values" => values::many(request),
        "to_json" => values::to_json(request),
        "from_json" => json::many(request),
        "unset" => values::unset(request),
        "broken" => values::broken(request),
        "same" => values::same(request),
        "record" => adjustments::show(request),
        "same_records" => adjustments::same(request),
        "own_records" => own::submit(request),
        "own_batch" => own::apply_batch(request),
        "tables" => Ok(values::tables()),
        "build" => config::build(request),
        "start" => stages::start(request),
        "execute" => stages::execute(request),
        "place" => stages::place(request),
        "dry_run" => configure::dry_run(request),
        "configure" => configure::configure(request),
        "reset_notional_limit" => configure::reset_notional_limit(request),
        "armed" => configure::armed(request),
        "finalize" => stages::finalize(request),
        "close_reservation" => stages::close_reservation(request),
        "leave" | "drop" => stages::drop_handle(request),
        "change_order" => stages::change_order(request),
        "report" => stages::report(request),
        "block" => admin::block(request),
        "unblock" => admin::unblock(request),
        "unblock_all" => admin::unblock_all(request),
        "blocked" => admin::blocked(request),
        "adjust" => batches::adjust(request),
        "balances" => batches::balances(request),
        "register_group" => groups::register(request),
        "unregister_group" => groups::unregister(request),
        "group_of" => groups::of(request),
        "state" => admin::state(request),
        "state_digest" => admin::state_digest(request),
        "holds" => mutations::holds(request),
        "decisions" => admin::decisions(request),
        "digest" => admin::digest(request),
        "drops" => admin::drops(request),
        "close" => admin::close(request),
        "threads" => threads::play(request),
        "trace" => Ok(session::take_trace()),
        other => Err(Fault::driver(format!("no operation `{other}`"))),
    }
}

/// Answers one request: `ok` with what it gave, or `error` with the typed error as data.
pub fn answer(request: &Value) -> Value {
    match dispatch(request) {
        Ok(value) => json!({ "ok": value }),
        Err(fault) => json!({ "error": fault.into_value() }),
    }
}

/// Keeps scripted panics out of the test's output: they are part of the scenario.
pub fn quiet_scripted_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let text = info.payload().downcast_ref::<String>();
        let is_scripted = info.payload().is::<wild::Untellable>()
            || text.is_some_and(|text| text == deeds::PANIC);
        if !is_scripted {
            usual(info);
        }
    }));
}
