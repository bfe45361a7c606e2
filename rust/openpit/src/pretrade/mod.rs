// SPDX-License-Identifier: Apache-2.0
//! The staged pipeline's vocabulary: policies, rejects, mutations, requests and reservations (P).

mod account_block;
pub(crate) mod context;
pub(crate) mod decision;
pub(crate) mod finding;
pub(crate) mod hook;
mod kill_switch;
mod mutation;
pub mod policies;
mod policy;
pub(crate) mod reject;
mod reject_code;
mod reject_scope;
mod request;
mod reservation;
pub(crate) mod reserve_notional;

pub use account_block::{AccountBlock, BlockCause};
pub use context::{Context, EmittedMutation};
pub use decision::{PolicyDecision, PolicyFailure, PolicyReport};
pub use hook::{Hook, Hooks};
pub use kill_switch::{KillSwitch, KillSwitchAction};
pub use mutation::{Finalization, Mutation, MutationKind, Tokens};
pub use policy::PreTradePolicy;
pub use reject::{PolicyName, PolicyReject, Reject, Rejected, Text};
pub use reject_code::RejectCode;
pub use reject_scope::RejectScope;
pub use request::Request;
pub use reservation::Reservation;
pub use reserve_notional::{ReserveAxis, ReserveLimit, ReserveNotional};
