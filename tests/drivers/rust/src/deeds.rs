// SPDX-License-Identifier: Apache-2.0
//! What the rules of a script can say.

use openpit::core::{AccountAdjustment, ExecutionReport, Order};
use openpit::engine::{BatchError, Error, ExecuteError, StartError};
use openpit::param::{AccountGroupId, AccountId};
use openpit::pretrade::policies::{
    NotionalLimitChange, OrderSizeLimitChange, PnlBoundsChange, RateLimitChange,
};
use openpit::pretrade::{
    AccountBlock, BlockCause, PolicyFailure, PolicyReject, RejectCode, RejectScope,
};
use serde_json::{Value, json};

use crate::session::{self, Engine, with};
use crate::{stages, wild};

/// What a scripted panic says.
pub const PANIC: &str = "scripted panic";

/// Done, or failed as the language fails.
pub type Done = Result<(), PolicyFailure>;

/// What every hook can do.
pub fn act(policy: &str, engine: u64, hook: &str, rule: &Value) -> Done {
    match rule["do"].as_str().unwrap_or_default() {
        "panic" => panic!("{PANIC}"),
        "raise" | "nonsense" => Err(PolicyFailure::new("scripted failure")),
        "call_engine" => {
            let call = owned(rule, "call");
            let error = call_engine(engine, &call).err();
            note_call(policy, hook, &call, error.as_ref());
            match error {
                Some(error) if rule["catch"] != json!(true) => Err(error.into()),
                _ => Ok(()),
            }
        }
        "drop" => {
            stages::drop_reservation(rule["reservation"].as_u64().unwrap_or_default());
            Ok(())
        }
        _ => wild::act(policy, engine, hook, rule),
    }
}

/// One call of the policy's own engine. It is found again by number: a policy cannot hold the
/// engine that holds it.
pub fn call_engine(number: u64, call: &str) -> Result<(), Error> {
    let Ok(engine) = session::engine(number) else {
        return Ok(());
    };
    let refused = |error| match error {
        StartError::Refused(error) => Err(error),
        StartError::Rejected(_) => Ok(()),
    };
    let account = AccountId::from_int(7);
    match call {
        "start" => engine
            .start_pre_trade(Order::default())
            .map_or_else(refused, |_| Ok(())),
        "place" => engine
            .execute_pre_trade(Order::default())
            .map_or_else(refused, |_| Ok(())),
        "dry_run_start" => engine
            .dry_run_start_pre_trade(&Order::default())
            .or_else(refused),
        "dry_run" => engine
            .dry_run_execute_pre_trade(&Order::default())
            .or_else(refused),
        "armed" => engine.armed(account).map(drop),
        "report" => {
            let mut report = ExecutionReport::default();
            report.operation.account_id = Some(account);
            engine.apply_execution_report(&report).map(drop)
        }
        "adjust" => match engine.apply_account_adjustment(account, &[]) {
            Err(BatchError::Refused(error)) => Err(error),
            _ => Ok(()),
        },
        "balances" => engine.balances().map(drop),
        "state" => engine.state().map(drop),
        "state_digest" => engine.state_digest().map(drop),
        "holds" => engine.holds().map(drop),
        "digest" => engine.decisions_digest().map(drop),
        "verdicts" => engine.verdicts().map(drop),
        "decisions" => engine.decisions().map(drop),
        "close" => engine.close(),
        "drops" => {
            let _ = engine.drops();
            Ok(())
        }
        _ => admin_call(&engine, call).unwrap_or_else(|| handle_call(&engine, call)),
    }
}

/// A call that changes limits, or of a request or reservation: they come back, being refused.
fn handle_call(engine: &Engine, call: &str) -> Result<(), Error> {
    let change = engine.configure();
    match call {
        "configure" => change.rate_limit("burst", RateLimitChange::default()),
        "configure_order_size" => change.order_size_limit("burst", OrderSizeLimitChange::default()),
        "configure_pnl_bounds" => change.pnl_bounds_killswitch("burst", PnlBoundsChange::default()),
        "configure_notional" => change.notional_limit("burst", NotionalLimitChange::default()),
        "reset_notional" => change.reset_notional_limit("burst", None),
        "execute" => {
            let Ok((request, own)) = with(|s| s.requests.take(1)) else {
                return Ok(());
            };
            match request.execute() {
                Err(ExecuteError::Refused { error, request }) => {
                    with(|s| s.requests.put_back(1, (*request, own)));
                    Err(error)
                }
                _ => Ok(()),
            }
        }
        _ => stages::finalize_refused(1, call),
    }
}

/// A cause that the engine never gave; only engines make causes.
fn cause_of_another() -> Result<BlockCause, Error> {
    let builder = openpit::Engine::builder::<Order, ExecutionReport, AccountAdjustment>();
    builder
        .no_sync()
        .build()
        .map_err(Error::Config)?
        .block("nobody gave it")
}

/// A call of an admin handle, if it is one.
fn admin_call(engine: &Engine, call: &str) -> Option<Result<(), Error>> {
    let (accounts, account) = (engine.accounts(), AccountId::from_int(7));
    let group = AccountGroupId::from_int(3);
    let cause = match cause_of_another() {
        Ok(cause) => cause,
        Err(error) => return Some(Err(error)),
    };
    Some(match call {
        "block" => accounts.block(account, "from a callback").map(drop),
        "unblock" => accounts.unblock(account, &cause).map(drop),
        "unblock_all" => accounts.unblock_all(account).map(drop),
        "blocked" => accounts.blocked().map(drop),
        "register_group" => accounts.register_group(group, &[account]),
        "unregister_group" => accounts.unregister_group(group, &[account]),
        "group_of" => {
            let _ = accounts.group_of(account);
            Ok(())
        }
        "block_group" => accounts.block_group(group, "from a callback").map(drop),
        "unblock_group" => accounts.unblock_group(group, &cause).map(drop),
        "unblock_group_all" => accounts.unblock_group_all(group).map(drop),
        "block_engine" => engine.block("from a callback").map(drop),
        "unblock_engine" => engine.unblock(&cause).map(drop),
        "unblock_engine_all" => engine.unblock_all().map(drop),
        _ => return None,
    })
}

/// Notes what a call of the engine was refused with.
pub fn note_call(policy: &str, hook: &str, call: &str, error: Option<&Error>) {
    let seen = error.map(|error| error.kind().as_str());
    let mut noted = json!({ "policy": policy, "hook": hook, "call": call, "error": seen });
    if let Some(error) = error {
        noted["text"] = error.to_string().into();
    }
    session::note(noted);
}

/// The code of a rule.
pub fn code(rule: &Value) -> Result<RejectCode, PolicyFailure> {
    Ok(rule["code"].as_str().unwrap_or_default().parse()?)
}

/// A text of a rule.
pub fn owned(rule: &Value, key: &str) -> String {
    rule[key].as_str().unwrap_or_default().to_owned()
}

/// The reject that a rule states.
pub fn reject(rule: &Value) -> Result<PolicyReject, PolicyFailure> {
    let made = PolicyReject::new(code(rule)?, owned(rule, "reason"), owned(rule, "details"))
        .with_user_data(owned(rule, "user_data").parse().unwrap_or_default());
    Ok(if rule["scope"] == "account" {
        made.with_scope(RejectScope::Account)
    } else {
        made
    })
}

/// The reject of an order that lacks the field that a rule needs.
pub fn require(rule: &Value, record: &Value) -> Option<PolicyReject> {
    let path = owned(rule, "field");
    let field = path.rsplit('.').next().unwrap_or_default();
    let code = RejectCode::MissingRequiredField;
    record[field]
        .is_null()
        .then(|| PolicyReject::new(code, "required field missing", path))
}

/// The block that a rule states.
pub fn block(rule: &Value) -> Result<AccountBlock, PolicyFailure> {
    Ok(AccountBlock::new(code(rule)?, owned(rule, "reason")))
}
