// SPDX-License-Identifier: Apache-2.0
//! O-5.4: an engine needs the account of its orders and reports, unless it is built without.

use openpit::param::Side;
use openpit::{AccountAdjustment, Engine, ExecutionReport, RequestFields};

#[derive(RequestFields)]
struct Ticket {
    #[openpit(side)]
    side: Side,
}

fn main() {
    let _ = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>().no_sync();
}
