// SPDX-License-Identifier: Apache-2.0
//! What all values and records share in Python (V-7): repr, copying, pickling by keywords.

use pyo3::BoundObject;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::classes::{NEWOBJ_EX, Reduced};

/// The fields of a record that are present, in the order of its constructor.
#[derive(Default)]
pub struct Fields<'py>(Vec<(&'static str, Bound<'py, PyAny>)>);

impl<'py> Fields<'py> {
    /// Adds a field if it is present.
    pub fn with<T: IntoPyObject<'py>>(
        mut self,
        py: Python<'py>,
        name: &'static str,
        value: Option<T>,
    ) -> PyResult<Self>
    where
        PyErr: From<T::Error>,
    {
        if let Some(value) = value {
            let value = value.into_pyobject(py)?.into_any().into_bound();
            self.0.push((name, value));
        }
        Ok(self)
    }

    /// An expression that makes the record again.
    pub fn repr(&self, class: &str) -> PyResult<String> {
        let mut text = format!("{class}(");
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(name);
            text.push('=');
            text.push_str(&value.repr()?.to_string_lossy());
        }
        text.push(')');
        Ok(text)
    }

    /// The fields as keywords.
    pub fn keywords(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let keywords = PyDict::new(py);
        for (name, value) in &self.0 {
            keywords.set_item(name, value)?;
        }
        Ok(keywords)
    }

    /// How `pickle` and `copy` make the record again: through its constructor (V-6).
    pub fn reduce(&self, record: &Bound<'py, PyAny>) -> PyResult<Reduced<'py>> {
        let py = record.py();
        let keywords = self.keywords(py)?;
        let args = (record.get_type(), PyTuple::empty(py), keywords).into_pyobject(py)?;
        Ok((NEWOBJ_EX.get(py)?.clone(), args))
    }
}

/// Copying of an immutable value: the value itself.
macro_rules! value_methods {
    ($class:ident) => {
        #[pyo3::pymethods]
        impl $class {
            fn __copy__(slf: pyo3::Py<Self>) -> pyo3::Py<Self> {
                slf
            }

            fn __deepcopy__(
                slf: pyo3::Py<Self>,
                memo: &pyo3::Bound<'_, pyo3::PyAny>,
            ) -> pyo3::Py<Self> {
                let _ = memo;
                slf
            }
        }
    };
}

/// Copying, repr and pickling of a final record that has `fields`.
macro_rules! record_methods {
    ($class:ident) => {
        $crate::record::value_methods!($class);

        #[pyo3::pymethods]
        impl $class {
            fn __repr__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                self.fields(py)?.repr(stringify!($class))
            }

            fn __reduce__<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<$crate::classes::Reduced<'py>> {
                slf.get().fields(slf.py())?.reduce(slf.as_any())
            }
        }
    };
}

pub(crate) use {record_methods, value_methods};
