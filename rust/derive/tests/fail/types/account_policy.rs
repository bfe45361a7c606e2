// SPDX-License-Identifier: Apache-2.0
//! O-5.4: a policy that reads the account does not compile for an order type without one.

use openpit::core::HasAccountId;
use openpit::param::Side;
use openpit::pretrade::PreTradePolicy;
use openpit::{AccountAdjustment, Engine, ExecutionReport, RequestFields};

#[derive(RequestFields)]
struct Ticket {
    #[openpit(side)]
    side: Side,
}

struct OneAccount;

impl<O: HasAccountId, R, A> PreTradePolicy<O, R, A> for OneAccount {
    fn name(&self) -> &str {
        "OneAccount"
    }
}

fn main() {
    let builder = Engine::builder::<Ticket, ExecutionReport, AccountAdjustment>();
    let _ = builder.without_accounts().no_sync().pre_trade(OneAccount);
}
