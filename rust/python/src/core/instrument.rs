// SPDX-License-Identifier: Apache-2.0
//! `Instrument`: what is traded.

use openpit::core as records;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::engine::param_error;
use crate::param::{Asset, asset, json};
use crate::record::value_methods;
use crate::text::{text, wrong_type};

/// An underlying asset and the asset that it settles in (V).
///
/// ``Instrument("AAPL", "USD")``, or ``Instrument.from_string("AAPL/USD")``. A bad name is a
/// ``ParamError``. Immutable, hashable, ordered, picklable (V-7).
///
/// >>> str(Instrument("AAPL", "USD"))
/// 'AAPL/USD'
#[pyclass(frozen, eq, ord, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instrument(pub records::Instrument);

/// The instrument of an `Instrument` or its text.
pub fn instrument(value: &Bound<'_, PyAny>) -> PyResult<records::Instrument> {
    if let Ok(instrument) = value.cast::<Instrument>() {
        return Ok(instrument.get().0.clone());
    }
    if !value.is_instance_of::<PyString>() {
        return Err(wrong_type(value, "instrument", "`Instrument` or `str`"));
    }
    parse(value)
}

fn parse(value: &Bound<'_, PyAny>) -> PyResult<records::Instrument> {
    text(value, "instrument")?
        .parse()
        .map_err(|error| param_error(value.py(), &error))
}

value_methods!(Instrument);

#[pymethods]
impl Instrument {
    #[new]
    fn new(underlying: &Bound<'_, PyAny>, settlement: &Bound<'_, PyAny>) -> PyResult<Self> {
        let instrument = records::Instrument::new(asset(underlying)?, asset(settlement)?);
        Ok(Self(instrument))
    }

    /// The instrument of the text ``UNDERLYING/SETTLEMENT``: exactly one slash.
    #[staticmethod]
    fn from_string(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        parse(value).map(Self)
    }

    /// The asset that is bought or sold; quantities count its units.
    #[getter]
    fn underlying(&self) -> Asset {
        Asset(self.0.underlying().clone())
    }

    /// The asset that the trade is paid in; prices, volumes, pnl and fees are in its units.
    #[getter]
    fn settlement(&self) -> Asset {
        Asset(self.0.settlement().clone())
    }

    /// The text, as JSON carries it.
    fn to_json_value(&self) -> String {
        self.0.to_string()
    }

    /// The instrument of what ``to_json_value`` gives (V-6.12).
    #[staticmethod]
    fn from_json_value(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        json::read(value).map(Self)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let quoted = |text: &str| PyString::new(py, text).repr();
        let (underlying, settlement) = (self.0.underlying(), self.0.settlement());
        Ok(format!(
            "Instrument({}, {})",
            quoted(underlying.as_str())?,
            quoted(settlement.as_str())?
        ))
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> (Bound<'py, pyo3::types::PyType>, (String, String)) {
        let instrument = &slf.get().0;
        let parts = (
            instrument.underlying().to_string(),
            instrument.settlement().to_string(),
        );
        (slf.get_type(), parts)
    }
}
