// SPDX-License-Identifier: Apache-2.0
//! Fees and rebates.

use super::number_type::number_type;
use super::{CashFlow, Pnl, PositionSize, decimal};

number_type!(
    /// A fee: **a cost is positive**, a rebate negative.
    Fee,
    "fee",
    signed = true
);

impl Fee {
    /// What the fee does to the profit: a cost is a loss, so the sign turns (V-5).
    ///
    /// ```
    /// use openpit::param::Fee;
    ///
    /// assert_eq!(Fee::from_string("3.4")?.to_pnl().to_string(), "-3.4");
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    #[must_use]
    pub fn to_pnl(self) -> Pnl {
        Pnl::kept(decimal::neg(self.0))
    }

    /// The fee as a cash flow: a cost is an outflow, so the sign turns (V-5).
    #[must_use]
    pub fn to_cash_flow(self) -> CashFlow {
        CashFlow::kept(decimal::neg(self.0))
    }

    /// The fee as a change of a balance: a cost is a decrease, so the sign turns (V-5).
    #[must_use]
    pub fn to_position_size(self) -> PositionSize {
        PositionSize::kept(decimal::neg(self.0))
    }
}
