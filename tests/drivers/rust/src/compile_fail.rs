// SPDX-License-Identifier: Apache-2.0
//! Misuse that Rust refuses to compile: the Rust pass of the scenarios tagged
//! `@rust-compile-fail`. `tests/conftest.py` looks for the scenario's number in a heading here;
//! `cargo test` proves that the code does not compile, with the error code that it should have.
