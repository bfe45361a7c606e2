// SPDX-License-Identifier: Apache-2.0
//! Account groups.

use openpit::param::{AccountGroupId, AccountId};
use serde_json::{Value, json};

use crate::answers::{Answer, Fault, handle};
use crate::records;
use crate::session;

/// The group of a request, if it names one.
pub fn group(request: &Value) -> Result<Option<AccountGroupId>, Fault> {
    let text = request["group"].as_str();
    Ok(text.map(AccountGroupId::from_digits).transpose()?)
}

fn needed(request: &Value) -> Result<AccountGroupId, Fault> {
    group(request)?.ok_or_else(|| Fault::driver("`group` is missing"))
}

fn accounts(request: &Value) -> Result<Vec<AccountId>, Fault> {
    let listed = request["accounts"].as_array().into_iter().flatten();
    let one = |account: &Value| {
        let data = json!({ "account": account });
        let missing = || Fault::driver("`accounts` has none");
        records::account(&data, "account")?.ok_or_else(missing)
    };
    listed.map(one).collect()
}

/// Puts accounts into a group.
pub fn register(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let (group, accounts) = (needed(request)?, accounts(request)?);
    engine.accounts().register_group(group, &accounts)?;
    Ok(Value::Null)
}

/// Takes accounts out of a group.
pub fn unregister(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let (group, accounts) = (needed(request)?, accounts(request)?);
    engine.accounts().unregister_group(group, &accounts)?;
    Ok(Value::Null)
}

/// An account's group.
pub fn of(request: &Value) -> Answer {
    let engine = session::engine(handle(request, "engine")?)?;
    let missing = || Fault::driver("`account` is missing");
    let account = records::account(request, "account")?.ok_or_else(missing)?;
    let group = engine.accounts().group_of(account);
    Ok(json!({ "group": group.to_string() }))
}
