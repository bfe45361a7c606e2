// SPDX-License-Identifier: Apache-2.0
//! The macro that makes a class over a numeric id of the core.

use openpit::param::{ParamError, ParamErrorKind};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};

use super::input::Input;
use crate::engine::param_error;
use crate::text::wrong_type;

/// The number of an `int`, refused if the id's type does not hold it.
pub fn from_int<T: TryFrom<i128>>(
    value: &Bound<'_, PyAny>,
    type_name: &'static str,
    allowed: &str,
) -> PyResult<T> {
    let input = match value.cast::<PyInt>() {
        Ok(int) if !value.is_instance_of::<PyBool>() => Input::int(int)?,
        _ => return Err(wrong_type(value, type_name, allowed)),
    };
    let shown = match input {
        Input::Int(int) => match T::try_from(int) {
            Ok(id) => return Ok(id),
            Err(_) => int.to_string(),
        },
        Input::HugeInt(shown) => shown,
        _ => return Err(wrong_type(value, type_name, allowed)),
    };
    let kind = match shown.starts_with('-') {
        true => ParamErrorKind::Negative,
        false => ParamErrorKind::Overflow,
    };
    let error = ParamError::new(type_name, kind, &shown);
    Err(param_error(value.py(), &error))
}

/// Makes one class.
macro_rules! id_class {
    ($(#[$doc:meta])* $name:ident, $type_name:literal) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, ord, hash, module = "openpit.param")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub openpit::param::$name);

        $crate::record::value_methods!($name);

        const _: () = {
            use openpit::param::$name as Core;
            use pyo3::prelude::*;
            use $crate::param::id_type as support;

            #[pymethods]
            impl $name {
                /// The id with this number, which is an ``int`` that its type holds.
                #[staticmethod]
                fn from_int(value: &Bound<'_, PyAny>) -> PyResult<Self> {
                    let number = support::from_int(value, $type_name, "`int`")?;
                    Ok(Self(Core::from_int(number)))
                }

                /// The id of what ``to_json_value`` gives, or of an ``int`` (V-6.12).
                #[staticmethod]
                fn from_json_value(value: &Bound<'_, PyAny>) -> PyResult<Self> {
                    $crate::param::json::read(value).map(Self)
                }

                /// The digits, as JSON carries them: a number in JSON would be a float.
                fn to_json_value(&self) -> String {
                    self.0.to_string()
                }

                /// The number.
                #[getter]
                fn value(&self) -> u64 {
                    self.0.as_int().into()
                }

                fn __int__(&self) -> u64 {
                    self.value()
                }

                fn __str__(&self) -> String {
                    self.0.to_string()
                }

                fn __repr__(&self) -> String {
                    format!(concat!(stringify!($name), ".from_int({})"), self.0)
                }

                fn __reduce__<'py>(
                    slf: &Bound<'py, Self>,
                ) -> PyResult<(Bound<'py, PyAny>, (u64,))> {
                    let make = slf.get_type().getattr(pyo3::intern!(slf.py(), "from_int"))?;
                    Ok((make, (slf.get().value(),)))
                }
            }
        };
    };
}

pub(crate) use id_class;
