// SPDX-License-Identifier: Apache-2.0
//! An order cannot be composed around two others, nor a capability have two fields.

use openpit::param::Side;
use openpit::{Order, RequestFields};

#[derive(RequestFields)]
struct Pair {
    #[openpit(inner)]
    buy: Order,
    #[openpit(inner)]
    sell: Order,
    #[openpit(side)]
    side: Side,
    #[openpit(side)]
    other_side: Side,
}

fn main() {}
