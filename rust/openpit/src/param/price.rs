// SPDX-License-Identifier: Apache-2.0
//! The price of a unit.

super::number_type::number_type!(
    /// A price: settlement asset per unit of the underlying. Any sign: spreads and power are
    /// traded below zero.
    Price,
    "price",
    signed = true
);
