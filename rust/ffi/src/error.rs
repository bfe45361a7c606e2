// SPDX-License-Identifier: Apache-2.0
//! What a call refuses with, packed for the caller.

use openpit::engine::{ConfigErrors, Error, StartError};
use openpit::param::{ParamError, ParamErrorKind};
use openpit::pretrade::Rejected;

use crate::outcome::{
    OPENPIT_STATUS_CONFIG, OPENPIT_STATUS_ERROR, OPENPIT_STATUS_PANIC, OPENPIT_STATUS_REJECTED,
    Reply,
};
use crate::wire::Writer;

/// A call's bad end; it becomes a [`Reply`].
#[derive(Debug)]
pub(crate) struct Fault(pub Reply);

impl Fault {
    fn new(status: u32, writer: Writer) -> Self {
        Self(Reply {
            status,
            bytes: writer.bytes,
            ..Reply::default()
        })
    }

    /// The library itself failed.
    #[cold]
    pub fn panic(text: &str) -> Self {
        let mut writer = Writer::default();
        writer.text(text);
        Self::new(OPENPIT_STATUS_PANIC, writer)
    }

    /// Every fault of a configuration.
    #[cold]
    pub fn config(texts: &[impl AsRef<str>]) -> Self {
        let mut writer = Writer::default();
        writer.texts(texts);
        Self::new(OPENPIT_STATUS_CONFIG, writer)
    }

    /// A pointer that must not be null.
    #[cold]
    pub fn null(name: &'static str) -> Self {
        ParamError::new(name, ParamErrorKind::Unset, "null").into()
    }
}

impl From<Error> for Fault {
    #[cold]
    fn from(error: Error) -> Self {
        let error = match error {
            Error::Config(errors) => return errors.into(),
            other => other,
        };
        let mut writer = Writer::default();
        writer.u16(error.kind().number());
        let (sub, at, last) = match &error {
            Error::Param(error) => (error.kind().number(), 0, 0),
            Error::Lifecycle(kind) => (kind.number(), 0, 0),
            Error::Threading(kind) => (kind.number(), 0, 0),
            Error::Time(fault) => (fault.kind().number(), fault.at(), fault.last()),
            _ => (0, 0, 0),
        };
        writer.u16(sub);
        writer.i64(at);
        writer.i64(last);
        writer.text(&error.to_string());
        let (type_name, input) = match &error {
            Error::Param(error) => (error.type_name(), error.input()),
            _ => ("", ""),
        };
        writer.text(type_name);
        writer.text(input);
        match &error {
            Error::Callback(failures) => writer.failures(&failures.0),
            _ => writer.failures(&[]),
        }
        Self::new(OPENPIT_STATUS_ERROR, writer)
    }
}

impl From<ParamError> for Fault {
    #[cold]
    fn from(error: ParamError) -> Self {
        Error::Param(error).into()
    }
}

impl From<Rejected> for Fault {
    #[cold]
    fn from(rejected: Rejected) -> Self {
        let mut writer = Writer::default();
        writer.rejects(&rejected.rejects);
        writer.failures(&rejected.failures);
        Self::new(OPENPIT_STATUS_REJECTED, writer)
    }
}

impl From<StartError> for Fault {
    #[cold]
    fn from(error: StartError) -> Self {
        match error {
            StartError::Rejected(rejected) => rejected.into(),
            StartError::Refused(error) => error.into(),
        }
    }
}

impl From<ConfigErrors> for Fault {
    #[cold]
    fn from(errors: ConfigErrors) -> Self {
        let texts: Vec<&str> = errors.faults().iter().map(|fault| fault.text()).collect();
        Self::config(&texts)
    }
}
