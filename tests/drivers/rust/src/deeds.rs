// SPDX-License-Identifier: Apache-2.0
//! What the rules of a script can say.

use openpit::core::{ExecutionReport, Order};
use openpit::engine::{BatchError, Error, StartError};
use openpit::param::AccountId;
use openpit::pretrade::policies::RateLimitChange;
use openpit::pretrade::{AccountBlock, PolicyFailure, PolicyReject, RejectCode, RejectScope};
use serde_json::{Value, json};

use crate::{session, stages};

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
            let error = call_engine(engine, rule).err();
            let seen = error.as_ref().map(|error| error.kind().as_str());
            let mut noted =
                json!({ "policy": policy, "hook": hook, "call": rule["call"], "error": seen });
            if let Some(error) = &error {
                noted["text"] = error.to_string().into();
            }
            session::note(noted);
            match error {
                Some(error) if rule["catch"] != json!(true) => Err(error.into()),
                _ => Ok(()),
            }
        }
        "drop" => {
            stages::drop_reservation(rule["reservation"].as_u64().unwrap_or_default());
            Ok(())
        }
        _ => Ok(()),
    }
}

fn call_engine(number: u64, rule: &Value) -> Result<(), Error> {
    // The engine is found again by number: a policy cannot hold the engine that holds it.
    let Ok(engine) = session::engine(number) else {
        return Ok(());
    };
    let refused = |error| match error {
        StartError::Refused(error) => Err(error),
        StartError::Rejected(_) => Ok(()),
    };
    let account = AccountId::from_int(7);
    match rule["call"].as_str().unwrap_or_default() {
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
        "configure" => {
            let change = RateLimitChange::default();
            engine.configure().rate_limit("burst", change)
        }
        "armed" => engine.armed(account).map(drop),
        "report" => {
            let mut report = ExecutionReport::default();
            report.operation.account_id = Some(account);
            engine.apply_execution_report(&report).map(drop)
        }
        "block" => engine
            .accounts()
            .block(account, "from a callback")
            .map(drop),
        "blocked" => engine.accounts().blocked().map(drop),
        "adjust" => match engine.apply_account_adjustment(account, &[]) {
            Err(BatchError::Refused(error)) => Err(error),
            _ => Ok(()),
        },
        "balances" => engine.balances().map(drop),
        "state" => engine.state().map(drop),
        "state_digest" => engine.state_digest().map(drop),
        "holds" => engine.holds().map(drop),
        "digest" => engine.decisions_digest().map(drop),
        "close" => engine.close(),
        _ => engine.decisions().map(drop),
    }
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
