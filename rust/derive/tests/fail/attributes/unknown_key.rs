// SPDX-License-Identifier: Apache-2.0
//! A misspelt capability, a key with a value, an empty list and two keys on one field.

use openpit::RequestFields;
use openpit::param::{Price, Side};

#[derive(RequestFields)]
struct Ticket {
    #[openpit(sied)]
    side: Side,
    #[openpit(order_price = 1)]
    price: Price,
    #[openpit()]
    desk: String,
    #[openpit(pnl, fee)]
    both: Price,
}

fn main() {}
