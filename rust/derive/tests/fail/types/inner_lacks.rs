// SPDX-License-Identifier: Apache-2.0
//! A wrapper lacks what its inner type lacks.

use openpit::core::HasPnl;
use openpit::{Order, RequestFields};

#[derive(RequestFields)]
struct DeskOrder {
    #[openpit(inner)]
    order: Order,
}

fn profit(report: &impl HasPnl) {
    let _ = report.pnl();
}

fn main() {
    let order = Order::default();
    profit(&DeskOrder { order });
}
