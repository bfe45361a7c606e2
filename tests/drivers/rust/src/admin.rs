// SPDX-License-Identifier: Apache-2.0
//! Blocks, the decision log, counters and the end of an engine.

use openpit::engine::{Block, BlockScope};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, handle, text};
use crate::groups::group;
use crate::records::account;
use crate::session::{self, with};

/// An account, a group, or the engine when there is neither.
fn scope(request: &Value) -> Result<BlockScope, Fault> {
    if let Some(account) = account(request, "account")? {
        return Ok(BlockScope::Account(account));
    }
    let group = group(request)?;
    Ok(group.map_or(BlockScope::Engine, BlockScope::Group))
}

/// Blocks a scope.
pub fn block(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let reason = text(request, "reason")?.to_owned();
    let cause = match scope(request)? {
        BlockScope::Account(account) => engine.accounts().block(account, reason)?,
        BlockScope::Group(group) => engine.accounts().block_group(group, reason)?,
        BlockScope::Engine => engine.block(reason)?,
    };
    Ok(json!({ "cause": with(|s| s.causes.add(cause)) }))
}

/// Removes one cause.
pub fn unblock(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let cause = with(|s| s.causes.get(handle(request, "cause")?).cloned())?;
    let removed = match scope(request)? {
        BlockScope::Account(account) => engine.accounts().unblock(account, &cause)?,
        BlockScope::Group(group) => engine.accounts().unblock_group(group, &cause)?,
        BlockScope::Engine => engine.unblock(&cause)?,
    };
    Ok(json!({ "removed": removed }))
}

/// Removes every cause.
pub fn unblock_all(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let removed = match scope(request)? {
        BlockScope::Account(account) => engine.accounts().unblock_all(account)?,
        BlockScope::Group(group) => engine.accounts().unblock_group_all(group)?,
        BlockScope::Engine => engine.unblock_all()?,
    };
    Ok(json!({ "removed": removed }))
}

/// Every cause of every block.
pub fn blocked(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let one = |block: Block| {
        let Block { scope, cause } = block;
        let mut data = json!({
            "source": cause.source(), "code": cause.code().as_str(), "reason": cause.reason(),
        });
        data["scope"] = scope.as_str().into();
        if let Some(account) = scope.account() {
            data["account"] = account.to_string().into();
        }
        if let Some(group) = scope.group() {
            data["group"] = group.to_string().into();
        }
        data["cause"] = with(|s| s.causes.add(cause)).into();
        data
    };
    let listed: Vec<Value> = engine.accounts().blocked()?.into_iter().map(one).collect();
    Ok(json!(listed))
}

/// The whole state, as its canonical text.
pub fn state(request: &Value) -> Answer {
    Ok(json!(session::engine(handle(request, "engine")?)?.state()?))
}

/// The digest of the state.
pub fn state_digest(request: &Value) -> Answer {
    Ok(json!(
        session::engine(handle(request, "engine")?)?.state_digest()?
    ))
}

/// The log's lines since the last time.
pub fn decisions(request: &Value) -> Answer {
    Ok(json!(
        session::engine(handle(request, "engine")?)?.decisions()?
    ))
}

/// The digest of the whole log.
pub fn digest(request: &Value) -> Answer {
    Ok(json!(
        session::engine(handle(request, "engine")?)?.decisions_digest()?
    ))
}

/// How many drops waited and how many of them are done.
pub fn drops(request: &Value) -> Answer {
    let counters = session::engine(handle(request, "engine")?)?.drops();
    let (queued, drained) = (counters.queued, counters.drained);
    Ok(json!({ "queued": queued.to_string(), "drained": drained.to_string() }))
}

/// Ends an engine.
pub fn close(request: &Value) -> Answer {
    session::engine(handle(request, "engine")?)?.close()?;
    Ok(Value::Null)
}
