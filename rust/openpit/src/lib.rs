// SPDX-License-Identifier: Apache-2.0
//! Embeddable pre-trade risk engine.
#![forbid(unsafe_code)]

pub mod param;
