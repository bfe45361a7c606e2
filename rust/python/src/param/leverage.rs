// SPDX-License-Identifier: Apache-2.0
//! `Leverage`: how many times the margin a position may be.

use openpit::param as core;
use pyo3::prelude::*;

super::number_type::decimal_class!(
    /// A leverage: 1 to 3000 in steps of 0.1, exactly (V).
    ///
    /// Takes an ``int``, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a ``str``,
    /// exactly or with a ``ParamError`` (V-2): ``out_of_range``, or ``off_step`` between two
    /// steps. Immutable, hashable, ordered, picklable (V-7).
    ///
    /// >>> Leverage("10.50")
    /// Leverage('10.5')
    /// >>> Leverage.MIN < Leverage(2.5) < Leverage.MAX
    /// True
    Leverage,
    "leverage",
    OutOfRange
);

#[pymethods]
impl Leverage {
    /// The smallest leverage, 1.
    #[classattr]
    const MIN: Self = Self(core::Leverage::MIN);

    /// The largest leverage, 3000.
    #[classattr]
    const MAX: Self = Self(core::Leverage::MAX);
}
