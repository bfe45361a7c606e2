// SPDX-License-Identifier: Apache-2.0
//! Money that moves.

use super::PositionSize;
use super::number_type::number_type;

number_type!(
    /// A cash flow in the settlement asset: an inflow is positive, an outflow negative.
    CashFlow,
    "cash_flow",
    signed = true
);

impl CashFlow {
    /// The same amount as a change of a balance: an inflow is an increase (V-5).
    #[must_use]
    pub const fn to_position_size(self) -> PositionSize {
        PositionSize::kept(self.0)
    }
}
