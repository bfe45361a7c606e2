// SPDX-License-Identifier: Apache-2.0
//! O-5.4: an engine without accounts has no account API.

use openpit::engine::Engine;
use openpit::param::{AccountId, Side};
use openpit::{AccountAdjustment, ExecutionReport, RequestFields};

#[derive(RequestFields)]
struct Ticket {
    #[openpit(side)]
    side: Side,
}

fn main() {
    let builder = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>();
    let engine = builder.without_accounts().no_sync().build().unwrap();
    let _ = engine.accounts();
    let _ = engine.holds();
    let _ = engine.balances();
    let _ = engine.apply_account_adjustment(AccountId::from_int(7), &[]);
}
