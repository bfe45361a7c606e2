// SPDX-License-Identifier: Apache-2.0
//! Plain data from the crate's answers and errors.

use openpit::engine::{
    CallbackFailure, ConfigErrors, Error, ExecuteError, FinalizeError, StartError,
};
use openpit::param::ParamError;
use openpit::pretrade::{BlockCause, PolicyFailure, Reject, Rejected};
use serde_json::{Value, json};

/// Plain data, or a typed error as plain data.
pub type Answer = Result<Value, Fault>;

/// A typed error as plain data.
#[derive(Debug)]
pub struct Fault(Value);

impl Fault {
    /// A fault of the scenario, not of the crate.
    pub fn driver(text: impl Into<String>) -> Self {
        Self::of("driver", text)
    }

    /// A fault of a kind that is none of the crate's.
    pub fn of(kind: &str, text: impl Into<String>) -> Self {
        Self(json!({ "kind": kind, "text": text.into() }))
    }

    /// The same as a policy's failure: a rule of the scenario makes no sense.
    pub fn into_failure(self) -> PolicyFailure {
        PolicyFailure::new(self.0.to_string())
    }

    /// The data.
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl From<ParamError> for Fault {
    fn from(error: ParamError) -> Self {
        Self(json!({
            "kind": "param", "detail": error.kind().as_str(), "input": error.input(),
            "text": error.to_string(),
        }))
    }
}

impl From<ConfigErrors> for Fault {
    fn from(errors: ConfigErrors) -> Self {
        let faults: Vec<&str> = errors.faults().iter().map(|fault| fault.text()).collect();
        Self(json!({ "kind": "config", "faults": faults, "text": errors.to_string() }))
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let mut data = json!({ "kind": error.kind().as_str(), "text": error.to_string() });
        match &error {
            Error::Param(error) => return error.clone().into(),
            Error::Config(errors) => return errors.clone().into(),
            Error::Lifecycle(kind) => data["detail"] = kind.as_str().into(),
            Error::Threading(kind) => data["detail"] = kind.as_str().into(),
            Error::Time(fault) => data["detail"] = fault.kind().as_str().into(),
            Error::Callback(failed) => data["failures"] = failures(&failed.0),
            _ => {}
        }
        Self(data)
    }
}

/// Callbacks that failed, without their own texts, which differ by language.
pub fn failures(failures: &[CallbackFailure]) -> Value {
    let one = |f: &CallbackFailure| json!({ "policy": f.policy(), "hook": f.hook().as_str() });
    failures.iter().map(one).collect()
}

/// A reject.
pub fn reject(reject: &Reject) -> Value {
    json!({
        "policy": reject.policy(),
        "code": reject.code().as_str(),
        "number": reject.code().number().to_string(),
        "scope": reject.scope().as_str(),
        "reason": reject.reason(),
        "details": reject.details(),
        "user_data": reject.user_data().to_string(),
    })
}

/// Blocks that came into force.
pub fn blocks(blocks: &[BlockCause]) -> Value {
    let one = |block: &BlockCause| {
        json!({
            "policy": block.source(), "code": block.code().as_str(), "reason": block.reason(),
        })
    };
    blocks.iter().map(one).collect()
}

fn rejected(rejected: &Rejected) -> Value {
    let rejects: Vec<Value> = rejected.rejects.iter().map(reject).collect();
    json!({ "rejects": rejects, "failures": failures(&rejected.failures) })
}

/// A business answer is a value; misuse is an error.
pub fn of_start(error: StartError) -> Answer {
    match error {
        StartError::Rejected(answer) => Ok(rejected(&answer)),
        StartError::Refused(error) => Err(error.into()),
    }
}

/// The same for an execute; a refused request comes back.
pub fn of_execute<T>(error: ExecuteError<T>) -> (Answer, Option<T>) {
    match error {
        ExecuteError::Rejected(answer) => (Ok(rejected(&answer)), None),
        ExecuteError::Refused { error, request } => (Err(error.into()), Some(*request)),
    }
}

/// The same for a commit or rollback; a refused reservation comes back.
pub fn of_finalize<T>(error: FinalizeError<T>) -> (Fault, Option<T>) {
    match error {
        FinalizeError::Failed(failures) => (Error::Callback(failures).into(), None),
        FinalizeError::Refused { error, reservation } => (error.into(), Some(reservation)),
    }
}

/// A text of a request.
pub fn text<'a>(request: &'a Value, key: &str) -> Result<&'a str, Fault> {
    let missing = || Fault::driver(format!("`{key}` is missing"));
    request[key].as_str().ok_or_else(missing)
}

/// A number of a handle.
pub fn handle(request: &Value, key: &str) -> Result<u64, Fault> {
    let missing = || Fault::driver(format!("`{key}` is missing"));
    request[key].as_u64().ok_or_else(missing)
}

/// An integer that travels as text.
pub fn integer(request: &Value, key: &str) -> Result<i64, Fault> {
    let wrong = |_| Fault::driver(format!("`{key}` is not an integer"));
    text(request, key)?.parse().map_err(wrong)
}

/// The time of a call, if it gives one.
pub fn time(request: &Value) -> Result<Option<i64>, Fault> {
    match request["at"] {
        Value::Null => Ok(None),
        _ => integer(request, "at").map(Some),
    }
}
