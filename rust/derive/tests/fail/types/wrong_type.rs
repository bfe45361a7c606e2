// SPDX-License-Identifier: Apache-2.0
//! A field that is not the value that its key stands for.

use openpit::RequestFields;

#[derive(RequestFields)]
struct Ticket {
    #[openpit(side)]
    side: String,
}

fn main() {}
