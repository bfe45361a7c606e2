// SPDX-License-Identifier: Apache-2.0
//! limits.toml: every fault with its line and key, all at once (P-1); no panic on any text; the
//! same decisions as policies that are built by hand.
#![cfg(feature = "limits")]

mod any_text;
mod equivalence;
mod faults;
mod model;
mod notional;
mod pnl;

use openpit::{AccountAdjustment, Engine, ExecutionReport, Order};

/// Limits on every axis of every built-in.
const SAMPLE: &str = include_str!("../../../../tests/data/limits.toml");

/// The faults of a text whose `each_*` tables expand over two accounts.
fn faults_of(text: &str) -> Vec<String> {
    faults_over(text, &["ACC001", "ACC002"])
}

fn faults_over(text: &str, accounts: &[&str]) -> Vec<String> {
    let builder = Engine::builder::<Order, ExecutionReport, AccountAdjustment>().no_sync();
    match builder.limits(text, accounts).build() {
        Ok(_) => Vec::new(),
        Err(errors) => errors
            .faults()
            .iter()
            .map(|fault| fault.text().to_owned())
            .collect(),
    }
}
