// SPDX-License-Identifier: Apache-2.0
//! Nothing says what the order is composed of.

use openpit::RequestFields;

#[derive(RequestFields)]
struct DeskOrder {
    desk: String,
}

fn main() {}
