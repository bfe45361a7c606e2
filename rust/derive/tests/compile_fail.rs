// SPDX-License-Identifier: Apache-2.0
//! What must not compile, and the message that says so. `TRYBUILD=overwrite` writes the messages.

#[test]
fn misuse_does_not_compile_and_the_message_says_why() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
