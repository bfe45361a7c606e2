// SPDX-License-Identifier: Apache-2.0
//! What must not compile, and the message that says so. `TRYBUILD=overwrite` writes the messages.

use std::process::Command;

/// The rustc whose words stand in `tests/fail/types`; another one says the same in others.
const RUSTC: &str = "rustc 1.95.";

fn is_that_rustc() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    output.is_ok_and(|output| output.stdout.starts_with(RUSTC.as_bytes()))
}

#[test]
fn misuse_does_not_compile_and_the_message_says_why() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/fail/attributes/*.rs");
    if is_that_rustc() {
        cases.compile_fail("tests/fail/types/*.rs");
    }
}
