// SPDX-License-Identifier: Apache-2.0
//! A policy reads what the order type does not have.

use openpit::core::HasOrderPrice;
use openpit::param::AccountId;
use openpit::pretrade::PreTradePolicy;
use openpit::{AccountAdjustment, Engine, ExecutionReport, RequestFields};

#[derive(RequestFields)]
struct Ticket {
    #[openpit(account_id)]
    account: AccountId,
}

struct PriceBand;

impl<O: HasOrderPrice, R, A> PreTradePolicy<O, R, A> for PriceBand {
    fn name(&self) -> &str {
        "PriceBand"
    }
}

fn main() {
    let builder = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>().no_sync();
    let _ = builder.pre_trade(PriceBand);
}
