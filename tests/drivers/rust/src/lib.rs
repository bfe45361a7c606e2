// SPDX-License-Identifier: Apache-2.0
//! The conformance suite's driver for the Rust crate: one entry, a JSON request in, a JSON answer
//! out. `tests/drivers/base.py` says what the requests are.
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
mod records;
mod session;
mod stages;
mod values;

use pyo3::prelude::*;
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
        "drop" => stages::drop_handle(request),
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
        "trace" => Ok(session::take_trace()),
        other => Err(Fault::driver(format!("no operation `{other}`"))),
    }
}

/// The Python module.
#[pymodule]
mod openpit_conformance_rust {
    #[allow(
        clippy::wildcard_imports,
        reason = "the macro's module sees nothing else"
    )]
    use super::*;

    /// Keeps scripted panics out of the test's output: they are part of the scenario.
    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let text = info.payload().downcast_ref::<String>();
            if text.is_none_or(|text| text != deeds::PANIC) {
                usual(info);
            }
        }));
        Ok(())
    }

    /// Answers one request; both are JSON texts.
    #[pyfunction]
    fn call(request: &str) -> String {
        let answer = serde_json::from_str(request)
            .map_err(|error| Fault::driver(error.to_string()))
            .and_then(|request| dispatch(&request));
        match answer {
            Ok(value) => json!({ "ok": value }),
            Err(fault) => json!({ "error": fault.into_value() }),
        }
        .to_string()
    }
}
