// SPDX-License-Identifier: Apache-2.0
//! The staged pipeline: policies, rejects, mutations, requests and reservations (P).

mod adjustment_result;
mod context;
mod decision;
mod kill_switch;
mod mutation;
pub mod policies;
mod policy;
mod reject;
mod request;
mod reservation;
mod reserve_notional;

pub use adjustment_result::PolicyAccountAdjustmentResult;
pub use context::{Context, HookArgs};
pub use decision::{PolicyDecision, each, items};
pub use mutation::Mutation;
pub use policy::{NotMade, PolicyHooks, PythonPolicy};
pub use reject::{reject_code, reject_code_member, rejects_tuple};
pub use request::{Request, StartResult};
pub use reservation::{ExecuteResult, Reservation};
pub use reserve_notional::volume;
