// SPDX-License-Identifier: Apache-2.0
//! Units of the underlying.

super::number_type::number_type!(
    /// A quantity: units of the underlying, zero or more.
    Quantity,
    "quantity",
    signed = false
);
