// SPDX-License-Identifier: Apache-2.0
//! Fees and rebates.

super::number_type::number_type!(
    /// A fee: **a cost is positive**, a rebate negative.
    Fee,
    "fee",
    signed = true
);
