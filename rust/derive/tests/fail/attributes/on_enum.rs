// SPDX-License-Identifier: Apache-2.0
//! An enum has no one field to read.

use openpit::{Order, RequestFields};

#[derive(RequestFields)]
enum AnyOrder {
    Desk(#[openpit(inner)] Order),
}

fn main() {}
