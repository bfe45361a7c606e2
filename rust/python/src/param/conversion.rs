// SPDX-License-Identifier: Apache-2.0
//! The macro that makes one conversion of a number class: convert, call, map the error.

/// `always`: no input can fail; `exact`: exactly or an error; `divided`: rounds half-even, and a
/// second form takes scale and strategy.
macro_rules! conversion {
    ($doc:literal, always $name:ident.$call:ident() -> $result:ident) => {
        #[pyo3::pymethods]
        impl $name {
            #[doc = concat!($doc, " (V-5).")]
            fn $call(&self) -> $result {
                $result(self.0.$call())
            }
        }
    };
    (
        $doc:literal, exact $name:ident.$call:ident($argument:ident: $type:ident) -> $result:ident
    ) => {
        #[pyo3::pymethods]
        impl $name {
            #[doc = concat!($doc, "; exactly or with a ``ParamError`` (V-5).")]
            fn $call(&self, $argument: &Bound<'_, PyAny>) -> PyResult<$result> {
                let value = typed::<$type>($argument, stringify!($argument))?.get().0;
                raise($argument.py(), self.0.$call(value)).map($result)
            }
        }
    };
    (
        $doc:literal,
        divided $name:ident.$call:ident($argument:ident: $type:ident) -> $result:ident,
        $rounded:ident
    ) => {
        #[pyo3::pymethods]
        impl $name {
            #[doc = concat!($doc, ", half-even at the largest scale that fits (V-5).")]
            fn $call(&self, $argument: &Bound<'_, PyAny>) -> PyResult<$result> {
                let value = typed::<$type>($argument, stringify!($argument))?.get().0;
                raise($argument.py(), self.0.$call(value)).map($result)
            }

            #[doc = concat!($doc, ", rounded to ``scale`` digits after the point (V-5).")]
            fn $rounded(
                &self,
                $argument: &Bound<'_, PyAny>,
                scale: &Bound<'_, PyAny>,
                strategy: &Bound<'_, PyAny>,
            ) -> PyResult<$result> {
                let value = typed::<$type>($argument, stringify!($argument))?.get().0;
                let (scale, strategy) = rounding(scale, strategy, <$result>::TYPE_NAME)?;
                raise($argument.py(), self.0.$rounded(value, scale, strategy)).map($result)
            }
        }
    };
}

pub(super) use conversion;
