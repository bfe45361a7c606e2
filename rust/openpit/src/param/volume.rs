// SPDX-License-Identifier: Apache-2.0
//! The money size of an order.

use super::number_type::number_type;
use super::{CashFlow, Notional, ParamError, Price, Quantity, RoundingStrategy};

number_type!(
    /// The money size of an order in the settlement asset, zero or more.
    Volume,
    "volume",
    signed = false
);

impl Volume {
    /// The units that this money buys: volume divided by the absolute price, rounded half-even at
    /// the largest scale that fits (V-5, V-4).
    ///
    /// ```
    /// use openpit::param::{ParamErrorKind, Volume};
    ///
    /// let volume = Volume::from_int(10)?;
    /// assert_eq!(volume.calculate_quantity("-2.5".parse()?)?.to_string(), "4");
    /// let error = volume.calculate_quantity("0".parse()?).unwrap_err();
    /// assert_eq!(error.kind(), ParamErrorKind::DivisionByZero);
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `division_by_zero` or `overflow`.
    pub fn calculate_quantity(self, price: Price) -> Result<Quantity, ParamError> {
        let quotient = Quantity::SPEC.div_abs(self.0, price.decimal());
        quotient.map(Quantity::kept)
    }

    /// The units that this money buys, rounded (V-5, V-4).
    ///
    /// # Errors
    ///
    /// `division_by_zero`, `overflow`, or `scale_out_of_range` above 28.
    pub fn calculate_quantity_rounded(
        self,
        price: Price,
        scale: u32,
        strategy: RoundingStrategy,
    ) -> Result<Quantity, ParamError> {
        let quotient = Quantity::SPEC.div_abs_rounded(self.0, price.decimal(), scale, strategy);
        quotient.map(Quantity::kept)
    }

    /// The same amount as a notional (V-5).
    #[must_use]
    pub const fn to_notional(self) -> Notional {
        Notional::kept(self.0)
    }

    /// The same amount as money that comes in: positive (V-5).
    #[must_use]
    pub const fn to_cash_flow_inflow(self) -> CashFlow {
        CashFlow::kept(self.0)
    }

    /// The same amount as money that goes out: negative (V-5).
    #[must_use]
    pub fn to_cash_flow_outflow(self) -> CashFlow {
        CashFlow::kept(super::decimal::neg(self.0))
    }
}
