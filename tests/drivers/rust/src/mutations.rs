// SPDX-License-Identifier: Apache-2.0
//! Typed mutations and what the engine keeps of them: what a rule emits, releases and reads.

use openpit::engine::{BlockScope, Hold};
use openpit::param::{AccountGroupId, AccountId, Asset, Volume};
use openpit::pretrade::{
    Context, KillSwitch, KillSwitchAction, Mutation, PolicyFailure, ReserveNotional,
};
use serde_json::{Value, json};

use crate::answers::{Answer, handle};
use crate::deeds::{code, owned};
use crate::records;
use crate::session;

fn account(rule: &Value, ctx: &Context<'_>) -> Result<AccountId, PolicyFailure> {
    let named = records::account(rule, "for_account").ok().flatten();
    named
        .or(ctx.account_id())
        .ok_or_else(|| PolicyFailure::new("no account"))
}

/// An asset and an amount of a rule.
pub fn amount(rule: &Value) -> Result<(Asset, Volume), PolicyFailure> {
    Ok((
        owned(rule, "asset").parse()?,
        owned(rule, "amount").parse()?,
    ))
}

/// The reservation that a rule states.
pub fn reserve(rule: &Value, ctx: &Context<'_>) -> Result<Mutation, PolicyFailure> {
    let (asset, volume) = amount(rule)?;
    let mut made = ReserveNotional::new(account(rule, ctx)?, asset, volume);
    if let Some(limit) = rule["asset_limit"].as_str() {
        made = made.with_asset_limit(limit.parse()?);
    }
    if let Some(limit) = rule["account_asset_limit"].as_str() {
        made = made.with_account_asset_limit(limit.parse()?);
    }
    Ok(made.into())
}

fn action(rule: &Value, key: &str, usual: KillSwitchAction) -> KillSwitchAction {
    match rule[key].as_str() {
        Some("keep") => KillSwitchAction::Keep,
        Some("block") => KillSwitchAction::Block,
        Some("unblock") => KillSwitchAction::Unblock,
        _ => usual,
    }
}

/// The kill switch that a rule states.
pub fn kill_switch(rule: &Value, ctx: &Context<'_>) -> Result<Mutation, PolicyFailure> {
    let scope = match rule["scope"].as_str() {
        Some("engine") => BlockScope::Engine,
        Some("group") => BlockScope::Group(AccountGroupId::from_digits(&owned(rule, "group"))?),
        _ => BlockScope::Account(account(rule, ctx)?),
    };
    let made = KillSwitch::new(scope, code(rule)?, owned(rule, "reason"))
        .on_commit(action(rule, "on_commit", KillSwitchAction::Block))
        .on_rollback(action(rule, "on_rollback", KillSwitchAction::Keep));
    Ok(made.into())
}

/// Notes what the context tells of reserved notional.
pub fn read(
    policy: &str,
    hook: &str,
    rule: &Value,
    ctx: &Context<'_>,
) -> Result<(), PolicyFailure> {
    let asset: Asset = owned(rule, "asset").parse()?;
    let (own, total) = (ctx.own_holding(&asset), ctx.total_holding(&asset));
    session::note(json!({
        "policy": policy, "hook": hook, "holding": asset.as_str(),
        "own_held": own.held.to_string(), "own_open": own.open.to_string(),
        "own_used": own.used.to_string(), "total_used": total.used.to_string(),
        "total_held": total.held.to_string(), "total_open": total.open.to_string(),
    }));
    Ok(())
}

/// Reserved notional, in the engine's order.
pub fn holds(request: &Value) -> Answer {
    let holds = session::engine(handle(request, "engine")?)?.holds()?;
    let one = |hold: Hold| {
        json!({
            "account": hold.account_id.to_string(), "asset": hold.settlement_asset.as_str(),
            "policy": &*hold.policy, "held": hold.holding.held.to_string(),
            "open": hold.holding.open.to_string(), "used": hold.holding.used.to_string(),
        })
    };
    Ok(holds.into_iter().map(one).collect())
}
