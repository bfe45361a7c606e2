// SPDX-License-Identifier: Apache-2.0
//! What Python gives as a number, made exact (V-2): `int` of any size, `float` by its shortest
//! repr, `decimal.Decimal`, `str`. `bool` is never a number.

use openpit::param::{Factor, ParamError, ParamErrorKind};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString};

use crate::classes::DECIMAL;
use crate::engine::param_error;
use crate::text::wrong_type;

const NUMBERS: &str = "`int`, `float`, `decimal.Decimal` or `str`";
const FACTORS: &str = "`int`, `float` or `decimal.Decimal`";

/// A number as it came in, not yet judged.
pub enum Input<'a> {
    Int(i128),
    /// The digits of an `int` beyond 128 bits.
    HugeInt(String),
    Float(f64),
    Text(&'a str),
    /// The text of a finite decimal.
    Decimal(String),
    /// A decimal that is `nan`, `inf` or `-inf`.
    NotFinite(&'static str),
}

impl<'a> Input<'a> {
    /// Any number or its text.
    pub fn number(value: &'a Bound<'_, PyAny>, type_name: &'static str) -> PyResult<Self> {
        if let Ok(string) = value.cast::<PyString>() {
            return Self::string(string, type_name);
        }
        Self::numeric(value)?.ok_or_else(|| wrong_type(value, type_name, NUMBERS))
    }

    /// A text, which is in no number's grammar if it is not UTF-8.
    pub fn string(string: &'a Bound<'_, PyString>, type_name: &'static str) -> PyResult<Self> {
        string.to_str().map(Self::Text).map_err(|_| {
            let shown = string.to_string_lossy();
            let error = ParamError::new(type_name, ParamErrorKind::InvalidFormat, &shown);
            param_error(string.py(), &error)
        })
    }

    fn numeric(value: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        if value.is_instance_of::<PyBool>() {
            return Ok(None);
        }
        if let Ok(int) = value.cast::<PyInt>() {
            return Self::int(int).map(Some);
        }
        if let Ok(float) = value.cast::<PyFloat>() {
            return Ok(Some(Self::Float(float.value())));
        }
        if DECIMAL.made(value)? {
            return Self::decimal(value).map(Some);
        }
        Ok(None)
    }

    /// An integer of any size.
    pub fn int(int: &Bound<'_, PyInt>) -> PyResult<Self> {
        if let Ok(small) = int.extract::<i64>() {
            return Ok(Self::Int(small.into()));
        }
        let int = &exact(int)?;
        match int.extract::<i128>() {
            Ok(wide) => Ok(Self::Int(wide)),
            // Python itself refuses the text of a very long integer, but not of that decimal.
            Err(_) => {
                let text = DECIMAL.get(int.py())?.call1((int,))?.str()?;
                Ok(Self::HugeInt(text.to_str()?.to_owned()))
            }
        }
    }

    /// A decimal, through its own text and not a subclass's.
    pub fn decimal(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = value.py();
        let class = DECIMAL.get(py)?;
        let text = if value.get_type().is(class) {
            value.str()?
        } else {
            class
                .call_method1(intern!(py, "__str__"), (value,))?
                .cast_into::<PyString>()?
        };
        let text = text.to_str()?;
        Ok(match text.trim_start_matches('-').as_bytes().first() {
            Some(b'0'..=b'9') => Self::Decimal(text.to_owned()),
            Some(b'I') if text.starts_with('-') => Self::NotFinite("-inf"),
            Some(b'I') => Self::NotFinite("inf"),
            _ => Self::NotFinite("nan"),
        })
    }
}

/// Whether it is the integer zero, with which `sum()` starts.
pub fn is_zero(value: &Bound<'_, PyAny>) -> bool {
    value.is_exact_instance_of::<PyInt>() && value.extract::<i64>().is_ok_and(|int| int == 0)
}

/// The integer itself: a subclass may have operators of its own, by which larger ones are read.
fn exact<'py>(int: &Bound<'py, PyInt>) -> PyResult<Bound<'py, PyInt>> {
    if int.is_exact_instance_of::<PyInt>() {
        return Ok(int.clone());
    }
    let py = int.py();
    let itself = py
        .get_type::<PyInt>()
        .call_method1(intern!(py, "__pos__"), (int,))?;
    itself.cast_into().map_err(PyErr::from)
}

/// A factor or divisor, a plain number without a unit, of any size; none if `value` is no number:
/// then the operator does not apply (V-4.6).
pub fn factor(value: &Bound<'_, PyAny>, type_name: &'static str) -> PyResult<Option<Factor>> {
    let Some(input) = Input::numeric(value)? else {
        return Ok(None);
    };
    let made = match &input {
        Input::Int(int) => return Ok(Some(Factor::from(*int))),
        Input::Float(float) => Factor::from_float(*float),
        Input::HugeInt(text) | Input::Decimal(text) => Factor::from_string(text),
        Input::Text(text) => Factor::from_string(text),
        Input::NotFinite(text) => {
            let kind = ParamErrorKind::NotFinite;
            Err(ParamError::new(type_name, kind, text))
        }
    };
    made.map(Some).map_err(|error| {
        let error = ParamError::new(type_name, error.kind(), error.input());
        param_error(value.py(), &error)
    })
}

/// The divisor, or a `TypeError`.
pub fn divisor(value: &Bound<'_, PyAny>, type_name: &'static str) -> PyResult<Factor> {
    factor(value, type_name)?.ok_or_else(|| wrong_type(value, "divisor", FACTORS))
}

/// The scale of a rounded form: an `int`; what is not 0 to 28 is a param error, not a type error.
pub fn scale(value: &Bound<'_, PyAny>, type_name: &'static str) -> PyResult<u32> {
    let int = match value.cast::<PyInt>() {
        Ok(int) if !value.is_instance_of::<PyBool>() => int,
        _ => return Err(wrong_type(value, "scale", "`int`")),
    };
    let shown = match Input::int(int)? {
        Input::Int(scale) => match u32::try_from(scale) {
            Ok(scale) => return Ok(scale),
            Err(_) => scale.to_string(),
        },
        Input::HugeInt(text) => text,
        _ => return Err(wrong_type(value, "scale", "`int`")),
    };
    let error = ParamError::new(type_name, ParamErrorKind::ScaleOutOfRange, &shown);
    Err(param_error(value.py(), &error))
}
