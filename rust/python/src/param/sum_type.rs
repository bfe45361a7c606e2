// SPDX-License-Identifier: Apache-2.0
//! The macro that makes a class over an amount that is one of two kinds.

/// Makes one class: its doc, its name, how error texts name it and its kind, and its two kinds.
macro_rules! sum_class {
    (
        $(#[$doc:meta])* $name:ident, $type_name:literal, $kind_name:literal,
        $($kind:ident: $text:literal $number:ident),*
    ) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, hash, module = "openpit.param")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub openpit::param::$name);

        $crate::record::value_methods!($name);

        const _: () = {
            use openpit::param::$name as Core;
            use pyo3::prelude::*;
            use pyo3::{Bound, IntoPyObjectExt};
            use $crate::param::number_type::repr_text;

            impl $name {
                fn number_text(&self) -> String {
                    match self.0 {
                        $(Core::$kind(value) => value.to_string(),)*
                    }
                }
            }

            #[pymethods]
            impl $name {
                /// What a `case` pattern takes by position.
                #[classattr]
                fn __match_args__() -> (&'static str, &'static str) {
                    ("kind", "value")
                }

                /// Which of the two it is: the name of the call that makes it.
                #[getter]
                fn kind(&self) -> &'static str {
                    match self.0 {
                        $(Core::$kind(_) => $text,)*
                    }
                }

                /// How much, as a value of its own class.
                #[getter]
                fn value(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                    match self.0 {
                        $(Core::$kind(value) => $number(value).into_py_any(py),)*
                    }
                }

                /// The kind and the number as JSON carries them: ``{kind: "5"}``.
                fn to_json_value<'py>(
                    &self,
                    py: Python<'py>,
                ) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
                    let object = pyo3::types::PyDict::new(py);
                    object.set_item(self.kind(), self.number_text())?;
                    Ok(object)
                }

                /// The amount of what ``to_json_value`` gives; the number may be an ``int`` of
                /// 64 bits (V-6.12).
                #[staticmethod]
                fn from_json_value(value: &Bound<'_, PyAny>) -> PyResult<Self> {
                    $crate::param::json::read(value).map(Self)
                }

                fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                    let maker = format!(concat!(stringify!($name), ".{}"), self.kind());
                    repr_text(py, &maker, &self.number_text())
                }

                fn __reduce__<'py>(
                    slf: &Bound<'py, Self>,
                ) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                    let make = slf.get_type().getattr(slf.get().kind())?;
                    Ok((make, (slf.get().number_text(),)))
                }
            }
        };
    };
}

pub(crate) use sum_class;
