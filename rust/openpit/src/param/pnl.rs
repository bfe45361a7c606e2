// SPDX-License-Identifier: Apache-2.0
//! Profit and loss.

super::number_type::number_type!(
    /// Profit and loss: a profit is positive, a loss negative.
    Pnl,
    "pnl",
    signed = true
);
