// SPDX-License-Identifier: Apache-2.0
//! What a policy does wrong, or nearly so, in `features/pipeline/callbacks.feature`.

use std::hint::black_box;
use std::panic::panic_any;

use openpit::core::{
    AccountAdjustment, AccountAdjustmentAmount, AccountAdjustmentBalanceOperation,
    AccountAdjustmentBounds, AccountAdjustmentOperation, ExecutionReport, Order,
};
use openpit::engine::ManualClock;
use openpit::param::{AccountId, AdjustmentAmount, Side};
use openpit::pretrade::policies::OrderValidation;
use openpit::pretrade::{
    Context, Mutation, PolicyDecision, PolicyFailure, PolicyReject, PreTradePolicy, RejectCode,
    ReserveNotional,
};
use serde_json::{Value, json};

use crate::deeds::{Done, PANIC, call_engine, note_call, owned};
use crate::{session, stages};

/// What a panic carries that cannot even be let go.
#[derive(Debug)]
pub struct Untellable;

impl Drop for Untellable {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("{PANIC}");
        }
    }
}

/// What every hook can do beside what scripts usually do.
pub fn act(policy: &str, engine: u64, hook: &str, rule: &Value) -> Done {
    match rule["do"].as_str().unwrap_or_default() {
        "untellable" => panic_any(Untellable),
        "call_everything" => {
            for call in rule["calls"].as_array().into_iter().flatten() {
                let call = call.as_str().unwrap_or_default();
                let error = call_engine(engine, call).err();
                note_call(policy, hook, call, error.as_ref());
            }
            Ok(())
        }
        "finalize" => {
            let number = rule["reservation"].as_u64().unwrap_or_default();
            for call in ["commit", "rollback", "close_reservation"] {
                let error = stages::finalize_refused(number, call).err();
                note_call(policy, hook, call, error.as_ref());
            }
            Ok(())
        }
        "another_engine" => {
            let lines = use_another(0)?;
            note(policy, hook, "another engine", lines);
            Ok(())
        }
        "nest" => {
            let depth = owned(rule, "depth").parse()?;
            note(policy, hook, "engines in engines", use_another(depth)?);
            Ok(())
        }
        "recurse" => {
            note(
                policy,
                hook,
                "recursion",
                down(owned(rule, "depth").parse()?),
            );
            Ok(())
        }
        _ => Ok(()),
    }
}

fn note(policy: &str, hook: &str, call: &str, lines: usize) {
    session::note(json!({
        "policy": policy, "hook": hook, "call": call, "error": null, "lines": lines.to_string(),
    }));
}

fn down(depth: usize) -> usize {
    if depth == 0 {
        return 0;
    }
    1 + black_box(down(black_box(depth - 1)))
}

/// Builds an engine inside its hook, with the next smaller one of these, and uses it.
struct Nested(usize);

impl PreTradePolicy for Nested {
    fn name(&self) -> &str {
        "nested"
    }

    fn supports_dry_run(&self) -> bool {
        true
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        if self.0 > 0 && !ctx.dry_run() {
            use_another(self.0 - 1)?;
        }
        Ok(PolicyDecision::accept().with_mutation(Mutation::custom(0)))
    }
}

/// Builds an engine and makes every kind of call; how many lines its decision log has tells which.
fn use_another(depth: usize) -> Result<usize, PolicyFailure> {
    let engine = openpit::Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .no_sync()
        .clock(ManualClock::default())
        .record_decisions()
        .builtin(OrderValidation::new())
        .pre_trade(Nested(depth))
        .build()?;
    let account = AccountId::from_int(7);
    let order = Order::limit(
        "AAPL/USD".parse()?,
        account,
        Side::Buy,
        "100".parse()?,
        "185".parse()?,
    );
    let failed = |_| PolicyFailure::new("another engine refused");
    engine.dry_run_execute_pre_trade(&order).map_err(failed)?;
    let reservation = engine.execute_pre_trade(order).map_err(failed)?;
    reservation
        .commit()
        .map_err(|_| PolicyFailure::new("another engine did not commit"))?;
    let mut report = ExecutionReport::default();
    report.operation.account_id = Some(account);
    engine.apply_execution_report(&report)?;
    let amount = AccountAdjustmentAmount {
        balance: Some(AdjustmentAmount::Delta("5".parse()?)),
        ..AccountAdjustmentAmount::default()
    };
    let operation = AccountAdjustmentOperation::Balance(AccountAdjustmentBalanceOperation {
        asset: "USD".parse()?,
        average_entry_price: None,
    });
    let bounds = AccountAdjustmentBounds::default();
    let adjustment = AccountAdjustment::new(operation, amount, bounds)?;
    engine
        .apply_account_adjustment(account, &[adjustment])
        .map_err(|_| PolicyFailure::new("another engine did not adjust"))?;
    engine
        .accounts()
        .block(account, "from a callback of another engine")?;
    Ok(engine.decisions()?.len())
}

/// As many rejects as nobody needs.
pub fn many_rejects() -> Vec<PolicyReject> {
    vec![PolicyReject::new(RejectCode::Other, "no", ""); 100_000]
}

/// What the types allow a hook that decides to answer, and means nothing or looks odd.
pub fn garbage_decision(rule: &Value, ctx: &Context<'_>) -> Result<PolicyDecision, PolicyFailure> {
    let accepted = PolicyDecision::accept();
    let account = match (owned(rule, "what").as_str(), ctx.account_id()) {
        ("a reservation for another account", _) => AccountId::from_int(6),
        (_, Some(own)) => own,
        (_, None) => return Ok(accepted),
    };
    let (asset, amount) = ("USD".parse()?, "1".parse()?);
    Ok(match owned(rule, "what").as_str() {
        "a huge list of mutations" => {
            let many = (0..100_000).map(|_| Mutation::custom(u64::MAX));
            many.fold(accepted, PolicyDecision::with_mutation)
        }
        "a reject without reasons" => PolicyDecision::reject(Vec::new()),
        _ => accepted.with_mutation(ReserveNotional::new(account, asset, amount).into()),
    })
}
