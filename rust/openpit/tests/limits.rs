// SPDX-License-Identifier: Apache-2.0
//! limits.toml: smoke.
#![cfg(feature = "limits")]
use openpit::{Engine, ExecutionReport, Order};

#[test]
fn the_sample_builds() {
    let text = include_str!("../../../tests/data/limits.toml");
    Engine::builder::<Order, ExecutionReport>()
        .no_sync()
        .limits(text, ["Camilla"])
        .build()
        .unwrap();
}
