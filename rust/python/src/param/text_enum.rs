// SPDX-License-Identifier: Apache-2.0
//! Enums of the core that are text enums in Python: read by a member or by its text (V-6).

use std::str::FromStr;

use openpit::param::{
    ParamError, PositionEffect, PositionMode, PositionSide, RoundingStrategy, Side,
};
use openpit::pretrade::KillSwitchAction;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

use crate::classes::{self, PythonClass};
use crate::engine::param_error;
use crate::text::{text, wrong_type};

/// An enum of the core, and its class in Python.
pub trait TextEnum: Copy + FromStr<Err = ParamError> + 'static {
    /// How arguments and error texts name it.
    const NAME: &'static str;
    const ALL: &'static [Self];
    /// Its class, and its members in the order of `ALL`: each is one object.
    fn class() -> (&'static PythonClass, &'static [PyOnceLock<Py<PyAny>>]);
    fn as_text(self) -> &'static str;
    /// Where it stands in `ALL`.
    fn index(self) -> usize;
}

/// The value of a member or its text, for a keyword that a `TypeError` names (E-3).
pub fn read<T: TextEnum>(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<T> {
    // Members are the common case.
    for (index, known) in T::ALL.iter().enumerate() {
        if at::<T>(value.py(), index)?.is(value) {
            return Ok(*known);
        }
    }
    if !value.is_instance_of::<PyString>() {
        let allowed = format!("`{}` or `str`", T::class().0.name());
        return Err(wrong_type(value, argument, &allowed));
    }
    parse(value)
}

/// The value of an optional keyword.
pub fn read_option<T: TextEnum>(
    value: Option<&Bound<'_, PyAny>>,
    argument: &str,
) -> PyResult<Option<T>> {
    value.map(|value| read(value, argument)).transpose()
}

/// The member of a value.
pub fn member<T: TextEnum>(py: Python<'_>, value: T) -> PyResult<&Bound<'_, PyAny>> {
    at::<T>(py, value.index())
}

fn at<T: TextEnum>(py: Python<'_>, index: usize) -> PyResult<&Bound<'_, PyAny>> {
    let (class, members) = T::class();
    let member = members[index].get_or_try_init(py, || {
        Ok::<_, PyErr>(class.get(py)?.call1((T::ALL[index].as_text(),))?.unbind())
    })?;
    Ok(member.bind(py))
}

fn parse<T: TextEnum>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    text(value, T::NAME)?
        .parse()
        .map_err(|error| param_error(value.py(), &error))
}

macro_rules! text_enums {
    ($($name:ident: $type_name:literal, $class:ident;)*) => {
        $(impl TextEnum for $name {
            const NAME: &'static str = $type_name;
            const ALL: &'static [Self] = &Self::ALL;

            fn class() -> (&'static PythonClass, &'static [PyOnceLock<Py<PyAny>>]) {
                static MEMBERS: [PyOnceLock<Py<PyAny>>; $name::ALL.len()] =
                    [const { PyOnceLock::new() }; $name::ALL.len()];
                (&classes::$class, &MEMBERS)
            }

            fn as_text(self) -> &'static str {
                self.as_str()
            }

            fn index(self) -> usize {
                self as usize - $name::ALL[0] as usize
            }
        })*

        /// The canonical text of a text that names a member of this class, or a ``ParamError``.
        #[pyfunction]
        #[pyo3(name = "_enum_text")]
        pub fn enum_text(class_name: &str, value: &Bound<'_, PyAny>) -> PyResult<&'static str> {
            match class_name {
                $(stringify!($name) => parse::<$name>(value).map($name::as_str),)*
                _ => Err(PyTypeError::new_err("no enum of the core has this name")),
            }
        }
    };
}

text_enums! {
    Side: "side", SIDE;
    RoundingStrategy: "rounding_strategy", ROUNDING_STRATEGY;
    PositionSide: "position_side", POSITION_SIDE;
    PositionEffect: "position_effect", POSITION_EFFECT;
    PositionMode: "position_mode", POSITION_MODE;
    KillSwitchAction: "kill_switch_action", KILL_SWITCH_ACTION;
}
