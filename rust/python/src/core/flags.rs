// SPDX-License-Identifier: Apache-2.0
//! Flags of records: only `True` and `False`, since every object of Python is true or false.

use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::text::wrong_type;

macro_rules! flags {
    ($($name:ident),+) => {
        $(
            /// The flag of the argument of this name, or a `TypeError` that names it (E-3).
            pub fn $name(value: &Bound<'_, PyAny>) -> PyResult<bool> {
                read(value, stringify!($name))
            }
        )+
    };
}

flags!(auto_borrow, close_position, is_final, reduce_only);

fn read(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<bool> {
    let flag = value.cast::<PyBool>().map(|flag| flag.is_true());
    flag.map_err(|_| wrong_type(value, argument, "`bool`"))
}
