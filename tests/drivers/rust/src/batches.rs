// SPDX-License-Identifier: Apache-2.0
//! Account adjustments in batches, and the balances that they leave.

use openpit::core::AccountAdjustment;
use openpit::engine::{AccountAdjustmentOutcome, AccountBalance, Balance, BalanceKey, BatchError};
use openpit::pretrade::{Context, PolicyFailure};
use serde_json::{Map, Value, json};

use crate::adjustments::adjustment;
use crate::answers::{self, Answer, Fault, failures, handle, time};
use crate::deeds::{Done, owned};
use crate::records::{self, put};
use crate::session;

/// What there is of an asset or a position.
pub fn balance_data(key: &BalanceKey, balance: &Balance) -> Map<String, Value> {
    let mut data = Map::new();
    match key {
        BalanceKey::Asset(asset) => put(&mut data, "asset", Some(asset)),
        BalanceKey::Position {
            instrument,
            collateral_asset,
        } => {
            put(&mut data, "instrument", Some(instrument));
            put(&mut data, "collateral_asset", Some(collateral_asset));
        }
    }
    put(&mut data, "balance", Some(balance.balance));
    put(&mut data, "held", Some(balance.held));
    put(&mut data, "incoming", Some(balance.incoming));
    put(
        &mut data,
        "average_entry_price",
        balance.average_entry_price,
    );
    put(&mut data, "mode", balance.mode);
    put(&mut data, "leverage", balance.leverage);
    data
}

/// One batch.
pub fn adjust(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let missing = || Fault::driver("`account` is missing");
    let account = records::account(request, "account")?.ok_or_else(missing)?;
    let listed = request["adjustments"].as_array().into_iter().flatten();
    let batch: Vec<AccountAdjustment> = listed.map(adjustment).collect::<Result<_, _>>()?;
    let result = match time(request)? {
        Some(at) => engine.apply_account_adjustment_at(account, &batch, at),
        None => engine.apply_account_adjustment(account, &batch),
    };
    match result {
        Ok(accepted) => {
            let one = |outcome: &AccountAdjustmentOutcome| {
                Value::from(balance_data(&outcome.key, &outcome.balance))
            };
            Ok(json!({
                "outcomes": accepted.outcomes.iter().map(one).collect::<Vec<_>>(),
                "blocks": answers::blocks(&accepted.account_blocks),
                "failures": failures(&accepted.failures),
            }))
        }
        Err(BatchError::Rejected(rejected)) => Ok(json!({
            "failed_index": rejected.failed_index.to_string(),
            "rejects": rejected.rejects.iter().map(answers::reject).collect::<Vec<_>>(),
            "failures": failures(&rejected.failures),
        })),
        Err(BatchError::Refused(error)) => Err(error.into()),
    }
}

/// What every account has, in the engine's order.
pub fn balances(request: &Value) -> Answer {
    let listed = session::engine(handle(request, "engine")?)?.balances()?;
    let one = |entry: AccountBalance| {
        let mut data = balance_data(&entry.key, &entry.balance);
        put(&mut data, "account", Some(entry.account_id));
        Value::from(data)
    };
    Ok(listed.into_iter().map(one).collect())
}

fn key(rule: &Value) -> Result<BalanceKey, PolicyFailure> {
    if rule["asset"].is_string() {
        return Ok(BalanceKey::Asset(owned(rule, "asset").parse()?));
    }
    Ok(BalanceKey::Position {
        instrument: owned(rule, "instrument").parse()?,
        collateral_asset: owned(rule, "collateral_asset").parse()?,
    })
}

/// Notes what the context tells of a balance.
pub fn read(policy: &str, hook: &str, rule: &Value, ctx: &Context<'_>) -> Done {
    let key = key(rule)?;
    let mut data = balance_data(&key, &ctx.balance(&key));
    put(&mut data, "policy", Some(policy));
    put(&mut data, "hook", Some(hook));
    session::note(data.into());
    Ok(())
}
