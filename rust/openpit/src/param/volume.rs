// SPDX-License-Identifier: Apache-2.0
//! The money size of an order.

super::number_type::number_type!(
    /// The money size of an order in the settlement asset, zero or more.
    Volume,
    "volume",
    signed = false
);
