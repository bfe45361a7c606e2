// SPDX-License-Identifier: Apache-2.0
//! What a call on the engine can refuse with (E-1). A reject is not an error.

use std::error::Error as StdError;
use std::fmt;

use super::error_kind::{ErrorKind, LifecycleKind, ThreadingKind, TimeKind};
use super::{BatchRejected, ConfigErrors};
use crate::param::ParamError;
use crate::pretrade::{Hook, Rejected};

/// A call that was refused, or callbacks that failed. Except for [`Error::Callback`], the call
/// changed nothing (T-1); drops that waited for a call took effect.
///
/// ```
/// use openpit::engine::{Error, ErrorKind, LifecycleKind};
///
/// let error = Error::Lifecycle(LifecycleKind::EngineClosed);
/// assert_eq!(error.kind(), ErrorKind::Lifecycle);
/// assert_eq!(error.to_string(), "engine is closed: allowed is a call before `close`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A value is bad or missing (V-6).
    Param(ParamError),
    /// A request, reservation or engine is used after its end (P-7).
    Lifecycle(LifecycleKind),
    /// The sync policy does not allow this use (T-1).
    Threading(ThreadingKind),
    /// A callback called its own engine (P-9).
    Reentrancy,
    /// The given time is not allowed (D-2).
    Time(TimeFault),
    /// Commit or rollback callbacks failed; all the others ran (P-8).
    Callback(CallbackFailures),
    /// The engine is not configured for the call, or new limits are invalid (L-5, P-11).
    Config(ConfigErrors),
}

impl Error {
    /// The error's kind, the same in every language.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Param(_) => ErrorKind::Param,
            Self::Lifecycle(_) => ErrorKind::Lifecycle,
            Self::Threading(_) => ErrorKind::Threading,
            Self::Reentrancy => ErrorKind::Reentrancy,
            Self::Time(_) => ErrorKind::Time,
            Self::Callback(_) => ErrorKind::Callback,
            Self::Config(_) => ErrorKind::Config,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Param(error) => error.fmt(f),
            Self::Lifecycle(LifecycleKind::RequestUsed) => {
                f.write_str("request is already executed: allowed is one `execute`")
            }
            Self::Lifecycle(LifecycleKind::ReservationFinalized) => f.write_str(
                "reservation is already finalized: allowed is one `commit` or `rollback`",
            ),
            Self::Lifecycle(LifecycleKind::OrderReported) => {
                f.write_str("order of the reservation was reported: allowed is a commit, or a drop")
            }
            Self::Lifecycle(LifecycleKind::EngineClosed) => {
                f.write_str("engine is closed: allowed is a call before `close`")
            }
            Self::Threading(ThreadingKind::WrongThread) => f.write_str(
                "engine is called from another thread: `no_sync` allows the thread that built it",
            ),
            Self::Threading(ThreadingKind::Overlap) => {
                f.write_str("engine is in use by another call: `no_sync` allows one call at a time")
            }
            Self::Threading(ThreadingKind::AccountBusy) => f.write_str(
                "account is in use by another call: `account_sync` allows one call at a time for \
                 each account",
            ),
            Self::Threading(ThreadingKind::WrongProcess) => f.write_str(
                "engine is called in a forked process: allowed is the process that built it, or an \
                 engine that is built after the fork",
            ),
            Self::Reentrancy => f.write_str(
                "engine is called from its own callback: allowed is reading the callback's context",
            ),
            Self::Time(fault) => fault.fmt(f),
            Self::Callback(failures) => failures.fmt(f),
            Self::Config(errors) => errors.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Param(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ParamError> for Error {
    fn from(error: ParamError) -> Self {
        Self::Param(error)
    }
}

/// A time that a call gave and the engine does not take (D-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeFault {
    pub(crate) kind: TimeKind,
    pub(crate) at: i64,
    pub(crate) last: i64,
}

impl TimeFault {
    /// Whether the time is too early or given under the system clock.
    #[must_use]
    pub const fn kind(&self) -> TimeKind {
        self.kind
    }

    /// The given time in nanoseconds since the epoch.
    #[must_use]
    pub const fn at(&self) -> i64 {
        self.at
    }

    /// The engine's last time in nanoseconds since the epoch.
    #[must_use]
    pub const fn last(&self) -> i64 {
        self.last
    }
}

impl fmt::Display for TimeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, at, last } = self;
        match kind {
            TimeKind::NotManual => {
                write!(
                    f,
                    "time `{at}` is given under the system clock: allowed is a call without it"
                )
            }
            TimeKind::Earlier => {
                write!(
                    f,
                    "time `{at}` is earlier than the last: allowed is `{last}` or later"
                )
            }
        }
    }
}

/// One callback that failed: which policy's, and where (P-8).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallbackFailure {
    pub(crate) policy: crate::pretrade::PolicyName,
    pub(crate) hook: Hook,
    pub(crate) text: String,
}

impl CallbackFailure {
    /// The policy whose callback failed.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The callback.
    #[must_use]
    pub const fn hook(&self) -> Hook {
        self.hook
    }

    /// What the callback said of itself: its error or panic text. Not in the decision log.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for CallbackFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` of policy `{}`: {}",
            self.hook, self.policy, self.text
        )
    }
}

/// Every callback of one call that failed, together (P-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackFailures(pub Vec<CallbackFailure>);

impl fmt::Display for CallbackFailures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("callbacks failed, the others ran and their account is blocked: ")?;
        for (index, failure) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            failure.fmt(f)?;
        }
        Ok(())
    }
}

/// Why a start, or a call of both stages, gave no request or reservation: rejects or misuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartError {
    /// The answer is no (R-1).
    Rejected(Rejected),
    /// The call was refused and changed nothing.
    Refused(Error),
}

/// Why a batch of account adjustments changed nothing: a reject or misuse (B-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchError {
    /// An adjustment was rejected, and the whole batch with it.
    Rejected(BatchRejected),
    /// The call was refused.
    Refused(Error),
}

/// Why an execute gave no reservation. A refused request comes back unused.
#[derive(Debug)]
pub enum ExecuteError<T> {
    /// The answer is no (R-1); the request is consumed.
    Rejected(Rejected),
    /// The call was refused and changed nothing; the request can be executed later.
    Refused {
        /// Why.
        error: Error,
        /// The request, unused; boxed, since it holds the order.
        request: Box<T>,
    },
}

/// Why a commit or rollback did not end well.
#[derive(Debug)]
pub enum FinalizeError<T> {
    /// The reservation is finalized, and some of its callbacks failed (P-8).
    Failed(CallbackFailures),
    /// The call was refused and changed nothing; the reservation can be finalized later.
    Refused {
        /// Why.
        error: Error,
        /// The reservation, open.
        reservation: T,
    },
}

impl<T> FinalizeError<T> {
    /// The error without the handle; a refused reservation is dropped and so rolled back.
    #[must_use]
    pub fn into_error(self) -> Error {
        match self {
            Self::Failed(failures) => Error::Callback(failures),
            Self::Refused { error, .. } => error,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejected) => rejected.fmt(f),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl<T> fmt::Display for ExecuteError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejected) => rejected.fmt(f),
            Self::Refused { error, .. } => error.fmt(f),
        }
    }
}

impl<T> fmt::Display for FinalizeError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(failures) => failures.fmt(f),
            Self::Refused { error, .. } => error.fmt(f),
        }
    }
}

impl StdError for StartError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            Self::Refused(error) => Some(error),
        }
    }
}

impl<T: fmt::Debug> StdError for ExecuteError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            Self::Refused { error, .. } => Some(error),
        }
    }
}

impl<T: fmt::Debug> StdError for FinalizeError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Failed(failures) => Some(failures),
            Self::Refused { error, .. } => Some(error),
        }
    }
}

impl StdError for CallbackFailures {}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejected) => rejected.fmt(f),
            Self::Refused(error) => error.fmt(f),
        }
    }
}

impl StdError for BatchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Rejected(_) => None,
            Self::Refused(error) => Some(error),
        }
    }
}

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<Error> for StartError {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}
