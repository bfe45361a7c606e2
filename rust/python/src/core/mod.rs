// SPDX-License-Identifier: Apache-2.0
//! `openpit.core`: instrument, order, execution report.

mod execution_report;
mod instrument;
mod order;

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::classes::{ATTRIBUTES, REBUILD};

pub use execution_report::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    FinancialImpact, SubmittedReport,
};
pub use instrument::Instrument;
pub use order::{Order, OrderIdentity, OrderOperation, SubmittedOrder};

/// What `__reduce__` of a record that can be subclassed gives: a function, its arguments, and the
/// subclass's own attributes.
type Pickled<'py> = (
    Bound<'py, PyAny>,
    (Bound<'py, PyType>, Bound<'py, PyType>, Bound<'py, PyDict>),
    Bound<'py, PyAny>,
);

/// Pickles by the base class's keywords, so that a subclass may have any constructor.
fn pickled<'py>(
    record: &Bound<'py, PyAny>,
    base: &Bound<'py, PyType>,
    keywords: Bound<'py, PyDict>,
) -> PyResult<Pickled<'py>> {
    let attributes = ATTRIBUTES.get(record.py())?.call1((record,))?;
    let args = (base.clone(), record.get_type(), keywords);
    Ok((REBUILD.get(record.py())?.clone(), args, attributes))
}

/// A hash by value, the same in every process.
fn hash_of(record: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.hash(&mut hasher);
    hasher.finish()
}

#[cold]
fn not_initialised<T: PyClass>(record: &Bound<'_, T>) -> PyErr {
    let class = class_name(record);
    PyTypeError::new_err(format!(
        "`{class}` is not initialised: allowed is an `__init__` that calls `super().__init__`"
    ))
}

#[cold]
fn already_initialised<T: PyClass>(record: &Bound<'_, T>) -> PyErr {
    let class = class_name(record);
    PyTypeError::new_err(format!(
        "`{class}` is already initialised: allowed is one `__init__`"
    ))
}

fn class_name<T: PyClass>(record: &Bound<'_, T>) -> String {
    record
        .as_any()
        .get_type()
        .name()
        .map_or_else(|_| "record".to_owned(), |name| name.to_string())
}
