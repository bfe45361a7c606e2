// SPDX-License-Identifier: Apache-2.0
//! Profit and loss.

use super::number_type::number_type;
use super::{CashFlow, PositionSize};

number_type!(
    /// Profit and loss: a profit is positive, a loss negative.
    Pnl,
    "pnl",
    signed = true
);

impl Pnl {
    /// The same amount as a cash flow: a profit is an inflow (V-5).
    #[must_use]
    pub const fn to_cash_flow(self) -> CashFlow {
        CashFlow::kept(self.0)
    }

    /// The same amount as a change of a balance: a profit is an increase (V-5).
    #[must_use]
    pub const fn to_position_size(self) -> PositionSize {
        PositionSize::kept(self.0)
    }
}
