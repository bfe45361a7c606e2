// SPDX-License-Identifier: Apache-2.0
//! The macros that make a Python class over a number type of the core.

use openpit::param::ParamError;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::classes::DECIMAL;
use crate::engine::param_error;

/// A value, or Python's `NotImplemented` where an operator does not apply to the other side.
pub fn or_not_implemented<'py, T>(py: Python<'py>, value: Option<T>) -> PyResult<Py<PyAny>>
where
    T: IntoPyObject<'py>,
{
    match value {
        Some(value) => value.into_py_any(py),
        None => Ok(py.NotImplemented()),
    }
}

/// The `decimal.Decimal` of a canonical text.
pub fn to_decimal<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    DECIMAL.get(py)?.call1((text,))
}

/// `format(number, spec)`: an empty spec is the canonical text; else a spec for fixed notation
/// (`f`), whose precision rounds half-even in the core.
pub fn format_number(
    spec: &Bound<'_, PyString>,
    canonical: String,
    to_fixed: impl FnOnce(u8) -> String,
) -> PyResult<String> {
    let py = spec.py();
    let Ok(spec) = spec.to_str() else {
        return Err(bad_spec(&spec.to_string_lossy()));
    };
    let Some(fixed) = spec.strip_suffix('f') else {
        return match spec.chars().last() {
            None => Ok(canonical),
            Some('0'..='9' | ',' | '<' | '>' | '^' | '+') if !spec.contains('.') => {
                pad(py, &canonical, &format!("{spec}f"))
            }
            _ => Err(bad_spec(spec)),
        };
    };
    let precision = fixed.rsplit_once('.').map(|(_, digits)| digits);
    match precision {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            let decimals = digits.parse::<u8>().map_err(|_| bad_spec(spec))?;
            let text = to_fixed(decimals);
            if fixed.len() == digits.len() + 1 {
                return Ok(text);
            }
            pad(py, &text, spec)
        }
        _ => pad(py, &canonical, spec),
    }
}

/// Width, alignment, sign and grouping of digits that are already rounded: Python's own rules.
fn pad(py: Python<'_>, digits: &str, spec: &str) -> PyResult<String> {
    to_decimal(py, digits)?
        .call_method1(intern!(py, "__format__"), (spec,))?
        .extract()
}

#[cold]
fn bad_spec(spec: &str) -> PyErr {
    let shown: String = spec.chars().take(64).collect();
    PyValueError::new_err(format!(
        "format `{shown}` is unknown: allowed is `[[fill]align][sign][width][,][.decimals]f` with \
         at most `255` decimals"
    ))
}

/// The exception of a value error.
pub fn raise<T>(py: Python<'_>, result: Result<T, ParamError>) -> PyResult<T> {
    result.map_err(|error| param_error(py, &error))
}

/// The repr of a value that its class makes from text.
pub fn repr_text(py: Python<'_>, class: &str, text: &str) -> PyResult<String> {
    Ok(format!("{class}({})", PyString::new(py, text).repr()?))
}

/// Makes the class of a number: every door that makes a value, and its text (V-2, V-7).
macro_rules! decimal_class {
    ($(#[$doc:meta])* $name:ident, $type_name:literal, $too_large:ident) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, ord, hash, module = "openpit.param")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub openpit::param::$name);

        $crate::record::value_methods!($name);
        $crate::param::number_type::decimal_doors!($name, $type_name, $too_large);
        $crate::param::number_type::decimal_text!($name);
    };
}

/// Everything that makes a value, exactly or with an error.
macro_rules! decimal_doors {
    ($name:ident, $type_name:literal, $too_large:ident) => {
        const _: () = {
            use openpit::param as core;
            use pyo3::prelude::*;
            use pyo3::types::{PyBool, PyFloat, PyInt, PyString, PyType};
            use $crate::param::input::Input;
            use $crate::param::number_type as support;
            use $crate::text::wrong_type;

            impl $name {
                /// How arguments and error texts name it.
                pub const TYPE_NAME: &'static str = $type_name;

                /// The value of any input that the class takes.
                pub fn read(value: &Bound<'_, PyAny>) -> PyResult<core::$name> {
                    // Text first: to see that something is text costs the least.
                    if !value.is_instance_of::<PyString>()
                        && let Ok(same) = value.cast::<Self>()
                    {
                        return Ok(same.get().0);
                    }
                    Self::from_input(value.py(), Input::number(value, Self::TYPE_NAME)?)
                }

                fn from_input(py: Python<'_>, input: Input<'_>) -> PyResult<core::$name> {
                    use core::ParamErrorKind as Kind;
                    let refused = |kind, input: &str| {
                        Err(core::ParamError::new(Self::TYPE_NAME, kind, input))
                    };
                    let result = match input {
                        Input::Int(int) => core::$name::from_int(int),
                        Input::HugeInt(text) => refused(Kind::$too_large, &text),
                        Input::Float(float) => core::$name::from_float(float),
                        Input::Text(text) => core::$name::from_string(text),
                        Input::Decimal(text) => core::$name::from_string(&text),
                        Input::NotFinite(text) => refused(Kind::NotFinite, text),
                    };
                    support::raise(py, result)
                }
            }

            #[pymethods]
            impl $name {
                #[new]
                #[pyo3(signature = (value, /))]
                fn new(value: &Bound<'_, PyAny>) -> PyResult<Self> {
                    Self::read(value).map(Self)
                }

                /// The value of a ``decimal.Decimal``, exactly (V-2).
                #[classmethod]
                fn from_decimal(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    if !$crate::classes::DECIMAL.made(value)? {
                        return Err(wrong_type(value, "value", "`decimal.Decimal`"));
                    }
                    Self::from_input(value.py(), Input::decimal(value)?).map(Self)
                }

                /// The value that the text states, exactly: ``[+-]digits[.digits]`` and an
                /// exponent (V-2).
                #[classmethod]
                fn from_string(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    match value.cast::<PyString>() {
                        Ok(text) => {
                            Self::from_input(value.py(), Input::string(text, Self::TYPE_NAME)?)
                                .map(Self)
                        }
                        Err(_) => Err(wrong_type(value, "value", "`str`")),
                    }
                }

                /// The value of an ``int`` of any size (V-2).
                #[classmethod]
                fn from_int(_cls: &Bound<'_, PyType>, value: &Bound<'_, PyAny>) -> PyResult<Self> {
                    match value.cast::<PyInt>() {
                        Ok(int) if !value.is_instance_of::<PyBool>() => {
                            Self::from_input(value.py(), Input::int(int)?).map(Self)
                        }
                        _ => Err(wrong_type(value, "value", "`int`")),
                    }
                }

                /// The value of a ``float`` by its shortest repr: 0.1 is 0.1 (V-2).
                #[classmethod]
                fn from_float(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    match value.cast::<PyFloat>() {
                        Ok(float) => {
                            Self::from_input(value.py(), Input::Float(float.value())).map(Self)
                        }
                        Err(_) => Err(wrong_type(value, "value", "`float`")),
                    }
                }

                /// The value of its text in JSON, or of an ``int`` of 64 bits; never of a float or
                /// a larger ``int``, whose digits other JSON libraries lose (V-6.12).
                #[classmethod]
                fn from_json_value(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    $crate::param::json::read(value).map(Self)
                }
            }
        };
    };
}

/// Everything that reads a value.
macro_rules! decimal_text {
    ($name:ident) => {
        const _: () = {
            use pyo3::prelude::*;
            use pyo3::types::{PyString, PyType};
            use $crate::param::number_type as support;

            #[pymethods]
            impl $name {
                /// The number as a ``decimal.Decimal``.
                #[getter]
                fn decimal<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    support::to_decimal(py, &self.0.to_string())
                }

                /// The canonical text, as JSON carries it: a number in JSON would be a float.
                fn to_json_value(&self) -> String {
                    self.0.to_string()
                }

                fn __str__(&self) -> String {
                    self.0.to_string()
                }

                fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                    support::repr_text(py, stringify!($name), &self.0.to_string())
                }

                fn __format__(&self, format_spec: &Bound<'_, PyString>) -> PyResult<String> {
                    let canonical = self.0.to_string();
                    support::format_number(format_spec, canonical, |decimals| {
                        self.0.to_fixed(decimals)
                    })
                }

                fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyType>, (String,)) {
                    (slf.get_type(), (slf.get().0.to_string(),))
                }
            }
        };
    };
}

/// Makes one number class.
macro_rules! number_class {
    ($(#[$doc:meta])* $name:ident, $type_name:literal) => {
        $crate::param::number_type::decimal_class!($(#[$doc])* $name, $type_name, Overflow);
        $crate::param::number_type::number_rounded_doors!($name, $type_name);
        $crate::param::number_type::number_operations!($name, $type_name);
    };
}

/// The doors that round first and check the sign then (V-3).
macro_rules! number_rounded_doors {
    ($name:ident, $type_name:literal) => {
        const _: () = {
            use openpit::param as core;
            use pyo3::prelude::*;
            use pyo3::types::{PyFloat, PyType};
            use $crate::classes::DECIMAL;
            use $crate::param::input::Input;
            use $crate::param::number_type as support;
            use $crate::param::rounding::rounding;
            use $crate::text::{text, wrong_type};

            #[pymethods]
            impl $name {
                /// The value of a ``decimal.Decimal``, rounded to ``scale`` digits after the
                /// point first and checked for its sign then (V-3).
                #[classmethod]
                fn from_decimal_rounded(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                    scale: &Bound<'_, PyAny>,
                    strategy: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    if !DECIMAL.made(value)? {
                        return Err(wrong_type(value, "value", "`decimal.Decimal`"));
                    }
                    let (scale, strategy) = rounding(scale, strategy, $type_name)?;
                    let result = match Input::decimal(value)? {
                        Input::Decimal(text) => {
                            core::$name::from_string_rounded(&text, scale, strategy)
                        }
                        other => return Self::from_input(value.py(), other).map(Self),
                    };
                    support::raise(value.py(), result).map(Self)
                }

                /// The value that the text states, rounded to ``scale`` digits after the point
                /// first and checked for its sign then (V-3).
                #[classmethod]
                fn from_string_rounded(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                    scale: &Bound<'_, PyAny>,
                    strategy: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    let (scale, strategy) = rounding(scale, strategy, $type_name)?;
                    let text = text(value, $type_name)?;
                    let result = core::$name::from_string_rounded(text, scale, strategy);
                    support::raise(value.py(), result).map(Self)
                }

                /// The value of a ``float``'s shortest repr, rounded to ``scale`` digits after
                /// the point first and checked for its sign then (V-3).
                #[classmethod]
                fn from_float_rounded(
                    _cls: &Bound<'_, PyType>,
                    value: &Bound<'_, PyAny>,
                    scale: &Bound<'_, PyAny>,
                    strategy: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    let (scale, strategy) = rounding(scale, strategy, $type_name)?;
                    let float = value
                        .cast::<PyFloat>()
                        .map_err(|_| wrong_type(value, "value", "`float`"))?;
                    let result = core::$name::from_float_rounded(float.value(), scale, strategy);
                    support::raise(value.py(), result).map(Self)
                }
            }
        };
    };
}

/// Arithmetic, exact but for division (V-4).
macro_rules! number_operations {
    ($name:ident, $type_name:literal) => {
        const _: () = {
            use openpit::param as core;
            use pyo3::prelude::*;
            use $crate::param::input::{self, is_zero};
            use $crate::param::number_type as support;
            use $crate::param::rounding::rounding;

            #[pymethods]
            impl $name {
                /// Zero.
                #[classattr]
                const ZERO: Self = Self(core::$name::ZERO);

                /// NumPy leaves operators to this class. It would make a ``float`` of a
                /// ``float32`` first: 0.1 would come as 0.10000000149011612 (V-2).
                #[classattr]
                fn __array_ufunc__() -> Option<bool> {
                    None
                }

                /// Divides and rounds to ``scale`` digits after the point (V-4).
                fn div_rounded(
                    &self,
                    divisor: &Bound<'_, PyAny>,
                    scale: &Bound<'_, PyAny>,
                    strategy: &Bound<'_, PyAny>,
                ) -> PyResult<Self> {
                    let py = divisor.py();
                    let (scale, strategy) = rounding(scale, strategy, $type_name)?;
                    let divisor = input::divisor(divisor, $type_name)?;
                    support::raise(py, self.0.checked_div_rounded(divisor, scale, strategy))
                        .map(Self)
                }

                /// What is left after the truncated division; has the sign of the value (V-4).
                fn remainder(&self, divisor: &Bound<'_, PyAny>) -> PyResult<Self> {
                    let py = divisor.py();
                    let divisor = input::divisor(divisor, $type_name)?;
                    support::raise(py, self.0.checked_rem(divisor)).map(Self)
                }

                fn __add__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                    let sum = match other.cast::<Self>() {
                        Ok(other) => {
                            let sum = self.0.checked_add(other.get().0);
                            Some(Self(support::raise(py, sum)?))
                        }
                        Err(_) => None,
                    };
                    support::or_not_implemented(py, sum)
                }

                /// ``sum()`` starts with the integer zero; no other number can be added (V-5.7).
                fn __radd__(
                    slf: &Bound<'_, Self>,
                    other: &Bound<'_, PyAny>,
                ) -> PyResult<Py<PyAny>> {
                    let sum = is_zero(other).then(|| slf.clone());
                    support::or_not_implemented(slf.py(), sum)
                }

                fn __sub__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                    let difference = match other.cast::<Self>() {
                        Ok(other) => {
                            let difference = self.0.checked_sub(other.get().0);
                            Some(Self(support::raise(py, difference)?))
                        }
                        Err(_) => None,
                    };
                    support::or_not_implemented(py, difference)
                }

                fn __neg__(&self, py: Python<'_>) -> PyResult<Self> {
                    support::raise(py, self.0.checked_neg()).map(Self)
                }

                fn __mul__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
                    let Some(factor) = input::factor(other, $type_name)? else {
                        return Ok(py.NotImplemented());
                    };
                    let product = support::raise(py, self.0.checked_mul(factor))?;
                    support::or_not_implemented(py, Some(Self(product)))
                }

                fn __rmul__(
                    &self,
                    py: Python<'_>,
                    other: &Bound<'_, PyAny>,
                ) -> PyResult<Py<PyAny>> {
                    self.__mul__(py, other)
                }

                fn __truediv__(
                    &self,
                    py: Python<'_>,
                    other: &Bound<'_, PyAny>,
                ) -> PyResult<Py<PyAny>> {
                    let Some(divisor) = input::factor(other, $type_name)? else {
                        return Ok(py.NotImplemented());
                    };
                    let quotient = support::raise(py, self.0.checked_div(divisor))?;
                    support::or_not_implemented(py, Some(Self(quotient)))
                }

                fn __bool__(&self) -> bool {
                    !self.0.is_zero()
                }
            }
        };
    };
}

pub(crate) use {
    decimal_class, decimal_doors, decimal_text, number_class, number_operations,
    number_rounded_doors,
};
