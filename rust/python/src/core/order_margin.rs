// SPDX-License-Identifier: Apache-2.0
//! `OrderMargin`: how an order on margin is secured (O-1.5).

use openpit::core as records;
use pyo3::prelude::*;

use super::{flags, named_asset};
use crate::param::{Asset, Leverage};
use crate::record::{Fields, record_methods};
use crate::text::typed_option;

/// How an order on margin is secured (O-1).
///
/// ``leverage``: how many times the margin the position may be; ``collateral_asset``: the asset
/// that secures it, an ``Asset`` or its name, else a ``ParamError``; ``auto_borrow``: whether the
/// venue may borrow what the order lacks. Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> OrderMargin(leverage=Leverage("10.5"), collateral_asset="USDC").leverage
/// Leverage('10.5')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderMargin(pub records::OrderMargin);

impl OrderMargin {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "leverage", self.leverage())?
            .with(py, "collateral_asset", self.collateral_asset())?
            .with(py, "auto_borrow", self.auto_borrow().then_some(true))
    }
}

record_methods!(OrderMargin);

#[pymethods]
impl OrderMargin {
    #[new]
    #[pyo3(signature = (*, leverage=None, collateral_asset=None, auto_borrow=false))]
    fn new(
        leverage: Option<&Bound<'_, PyAny>>,
        collateral_asset: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = flags::auto_borrow)] auto_borrow: bool,
    ) -> PyResult<Self> {
        let leverage = typed_option::<Leverage>(leverage, "leverage")?;
        Ok(Self(records::OrderMargin {
            leverage: leverage.map(|leverage| leverage.get().0),
            collateral_asset: collateral_asset
                .map(|asset| named_asset(asset, "collateral_asset"))
                .transpose()?,
            auto_borrow,
        }))
    }

    /// How many times the margin the position may be.
    #[getter]
    fn leverage(&self) -> Option<Leverage> {
        self.0.leverage.map(Leverage)
    }

    /// The asset that secures the position.
    #[getter]
    fn collateral_asset(&self) -> Option<Asset> {
        self.0.collateral_asset.clone().map(Asset)
    }

    /// Whether the venue may borrow what the order lacks.
    #[getter]
    fn auto_borrow(&self) -> bool {
        self.0.auto_borrow
    }
}
