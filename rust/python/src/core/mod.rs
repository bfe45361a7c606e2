// SPDX-License-Identifier: Apache-2.0
//! `openpit.core`: instrument, order, execution report, account adjustment.

mod account_adjustment;
mod adjustment_amount;
mod adjustment_bounds;
mod adjustment_operation;
mod execution_report;
mod flags;
mod instrument;
mod order;
mod order_margin;
mod order_position;
mod position_impact;

use std::hash::{DefaultHasher, Hash, Hasher};

use openpit::json::{self, FromJson};
use openpit::param;
use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use crate::classes::{ATTRIBUTES, REBUILD};
use crate::param::{Asset, asset, raise};
use crate::text::{text, wrong_type};

pub use account_adjustment::{
    AccountAdjustment, SubmittedAdjustment, adjustment_object, adjustment_record,
};
pub use adjustment_amount::AccountAdjustmentAmount;
pub use adjustment_bounds::AccountAdjustmentBounds;
pub use adjustment_operation::{
    AccountAdjustmentBalanceOperation, AccountAdjustmentPositionOperation,
};
pub use execution_report::{
    ExecutionReport, ExecutionReportFillDetails, ExecutionReportIdentity, ExecutionReportOperation,
    FinancialImpact, SubmittedReport,
};
pub use instrument::{Instrument, instrument};
pub use order::{Order, OrderIdentity, OrderOperation, SubmittedOrder};
pub use order_margin::OrderMargin;
pub use order_position::OrderPosition;
pub use position_impact::ExecutionReportPositionImpact;

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

/// Equality, hash, repr and pickling of a record that can be subclassed: by class and record, never
/// through attributes that a subclass may have replaced. Extra attributes are copied but do not
/// count as content.
macro_rules! open_record_methods {
    ($class:ident) => {
        #[pyo3::pymethods]
        impl $class {
            fn __eq__(slf: &pyo3::Bound<'_, Self>, other: &pyo3::Bound<'_, pyo3::PyAny>) -> bool {
                let same_class = slf.get_type().is(other.get_type());
                same_class
                    && other
                        .cast::<Self>()
                        .is_ok_and(|other| slf.get().record.get() == other.get().record.get())
            }

            fn __hash__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<u64> {
                Ok($crate::core::hash_of(Self::record(slf)?))
            }

            fn __repr__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                let class = slf.get_type().name()?;
                Self::fields(slf)?.repr(&class.to_string_lossy())
            }

            fn __reduce__<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<$crate::core::Pickled<'py>> {
                let keywords = Self::fields(slf)?.keywords(slf.py())?;
                $crate::core::pickled(slf.as_any(), &slf.py().get_type::<Self>(), keywords)
            }

            /// The record as JSON text, the same in every language: absent fields are left out.
            /// What a subclass adds is not in it (O-7).
            fn to_json(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                Ok(openpit::json::write(Self::record(slf)?))
            }

            /// The record of its JSON text, a ``str``. A field that nobody knows or that is there
            /// twice, and what a constructor refuses, is a ``ParamError``; so is text that is not
            /// JSON (O-7). A subclass is called with the record's keywords.
            #[classmethod]
            fn from_json<'py>(
                cls: &pyo3::Bound<'py, pyo3::types::PyType>,
                text: &pyo3::Bound<'py, pyo3::PyAny>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                let py = cls.py();
                let record = $crate::core::read_json::<openpit::core::$class>(text)?;
                let made = pyo3::Bound::new(py, Self::from(record))?;
                if cls.is(py.get_type::<Self>()) {
                    return Ok(made.into_any());
                }
                cls.call((), Some(&Self::fields(&made)?.keywords(py)?))
            }
        }
    };
}

use open_record_methods;

/// The record of its JSON text.
fn read_json<T: FromJson>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    raise(value.py(), json::read(text(value, T::NAME)?))
}

/// The asset of an argument: an `Asset` or its name.
fn named_asset(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<param::Asset> {
    if value.is_instance_of::<Asset>() || value.is_instance_of::<PyString>() {
        return asset(value);
    }
    Err(wrong_type(value, argument, "`Asset` or `str`"))
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
