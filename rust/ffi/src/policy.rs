// SPDX-License-Identifier: Apache-2.0
//! A binding's own policies: one callback for all hooks.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use openpit::core::{ExecutionReport, Order};
use openpit::param::{AccountId, ParamError, ParamErrorKind};
use openpit::pretrade::{
    Context, Finalization, Hooks, MutationKind, PolicyDecision, PolicyFailure, PolicyReject,
    PolicyReport, PreTradePolicy,
};
use smallvec::SmallVec;

use crate::answer::{Answers, OpenpitAnswer};
use crate::apart::{Ask, callback};
use crate::batch::Item;
use crate::builder::{OpenpitBuilder, configure};
use crate::order::check_flags;
use crate::outcome::OpenpitOutcome;
use crate::text::Slice;

/// The start-stage check.
pub const OPENPIT_HOOK_START: u32 = 1;
/// The main-stage check.
pub const OPENPIT_HOOK_MAIN: u32 = 2;
/// Post-trade feedback.
pub const OPENPIT_HOOK_REPORT: u32 = 4;
/// The commit side of a mutation.
pub const OPENPIT_HOOK_COMMIT: u32 = 8;
/// The rollback side of a mutation.
pub const OPENPIT_HOOK_ROLLBACK: u32 = 16;

/// One adjustment of a batch.
pub const OPENPIT_HOOK_ADJUSTMENT: u32 = 32;
/// No hook: the policy says that dry runs may call its start hook (P-11).
pub const OPENPIT_HOOKS_DRY_RUN: u32 = 64;

/// A mutation of a kind that this interface does not name.
pub const OPENPIT_MUTATION_OTHER: u32 = 0;
/// The kind of a custom mutation.
pub const OPENPIT_MUTATION_CUSTOM: u32 = 1;
/// The kind of reserved notional.
pub const OPENPIT_MUTATION_RESERVE_NOTIONAL: u32 = 2;
/// The kind of a kill-switch state.
pub const OPENPIT_MUTATION_SET_KILL_SWITCH: u32 = 3;

/// A mutation that an earlier policy of the same call emitted.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct OpenpitEmitted {
    /// The policy's name, UTF-8; readable during the callback only.
    pub policy: *const u8,
    /// Bytes of the name.
    pub policy_len: usize,
    /// `OPENPIT_MUTATION_*`.
    pub kind: u32,
}

/// What a callback may read of the running call; readable during the callback only.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct OpenpitContext {
    /// The time of the call in nanoseconds since the epoch.
    pub at: i64,
    /// The account of the call.
    pub account_id: u64,
    /// 1 if the call has an account.
    pub has_account: u32,
    /// `OPENPIT_HOOK_*`: which callback it is.
    pub hook: u32,
    /// 1 if the call is a dry run (P-11).
    pub dry_run: u32,
    /// The mutation's token, for commit and rollback; for an adjustment its place in the
    /// batch, from 0.
    pub token: u64,
    /// What the caller of the engine gave with the call; null for commit and rollback.
    pub call: *mut c_void,
    /// What earlier policies emitted, for the main stage and adjustments.
    pub emitted: *const OpenpitEmitted,
    /// How many those are.
    pub emitted_len: usize,
    /// The library's own, for `openpit_context_holding`.
    pub core: *const c_void,
}

/// Calls a hook of the binding's policy with the number `policy`. It returns, or calls
/// `openpit_callback_exited` as the last thing that it does; no panic may pass through it.
pub type OpenpitPolicyCallback = Option<
    unsafe extern "C" fn(policy: u64, context: *const OpenpitContext, answer: *mut OpenpitAnswer),
>;

thread_local! {
    /// What the caller gave with the call that runs on this thread.
    static CALL: Cell<*mut c_void> = const { Cell::new(ptr::null_mut()) };
}

/// Runs a call of the engine, with its caller's pointer at hand for callbacks.
#[inline]
pub(crate) fn during<T>(call: *mut c_void, run: impl FnOnce() -> T) -> T {
    /// Puts back what an outer call on the same thread, refused or not, had set.
    struct Restore(*mut c_void);
    impl Drop for Restore {
        fn drop(&mut self) {
            CALL.set(self.0);
        }
    }
    let _restore = Restore(CALL.replace(call));
    run()
}

/// A policy whose hooks are the binding's.
#[derive(Debug)]
struct ForeignPolicy {
    name: String,
    hooks: Hooks,
    supports_dry_run: bool,
    number: u64,
    callback: unsafe extern "C" fn(u64, *const OpenpitContext, *mut OpenpitAnswer),
}

impl ForeignPolicy {
    #[inline(always)]
    fn call(
        &self,
        ctx: &Context<'_>,
        hook: u32,
        token: u64,
        call: *mut c_void,
        emitted: &[OpenpitEmitted],
    ) -> Result<Answers, PolicyFailure> {
        let account_id = ctx.account_id();
        let context = OpenpitContext {
            at: ctx.at(),
            account_id: account_id.map_or(0, AccountId::as_int),
            has_account: u32::from(account_id.is_some()),
            hook,
            dry_run: u32::from(ctx.dry_run()),
            token,
            call,
            emitted: emitted.as_ptr(),
            emitted_len: emitted.len(),
            core: ptr::from_ref(ctx).cast(),
        };
        Answers::ask(|answer| {
            callback(Ask {
                callback: self.callback,
                policy: self.number,
                context: &raw const context,
                answer,
            });
        })
    }
}

impl PreTradePolicy<Order, ExecutionReport, Item> for ForeignPolicy {
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        self.hooks
    }

    fn supports_dry_run(&self) -> bool {
        self.supports_dry_run
    }

    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        let answers = self.call(ctx, OPENPIT_HOOK_START, 0, CALL.get(), &[])?;
        answers.start()
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        _order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let emitted = emitted(ctx);
        let answers = self.call(ctx, OPENPIT_HOOK_MAIN, 0, CALL.get(), &emitted)?;
        answers.decision()
    }

    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        _report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        let answers = self.call(ctx, OPENPIT_HOOK_REPORT, 0, CALL.get(), &[])?;
        answers.report()
    }

    fn apply_account_adjustment(
        &self,
        ctx: &Context<'_>,
        _account_id: AccountId,
        item: &Item,
    ) -> Result<PolicyDecision, PolicyFailure> {
        let emitted = emitted(ctx);
        let (hook, call) = (OPENPIT_HOOK_ADJUSTMENT, CALL.get());
        self.call(ctx, hook, item.index, call, &emitted)?.decision()
    }

    fn finalize(
        &self,
        ctx: &Context<'_>,
        token: u64,
        side: Finalization,
    ) -> Result<(), PolicyFailure> {
        let hook = match side {
            Finalization::Commit => OPENPIT_HOOK_COMMIT,
            Finalization::Rollback => OPENPIT_HOOK_ROLLBACK,
        };
        self.call(ctx, hook, token, ptr::null_mut(), &[])
            .map(|_| ())
    }
}

/// What earlier policies of the call emitted.
#[inline]
fn emitted(ctx: &Context<'_>) -> SmallVec<[OpenpitEmitted; 4]> {
    let mutations = ctx.mutations();
    if mutations.len() == 0 {
        return SmallVec::new();
    }
    mutations
        .map(|mutation| OpenpitEmitted {
            policy: mutation.policy.as_ptr(),
            policy_len: mutation.policy.len(),
            kind: match mutation.kind {
                MutationKind::Custom => OPENPIT_MUTATION_CUSTOM,
                MutationKind::ReserveNotional => OPENPIT_MUTATION_RESERVE_NOTIONAL,
                MutationKind::SetKillSwitch => OPENPIT_MUTATION_SET_KILL_SWITCH,
                _ => OPENPIT_MUTATION_OTHER,
            },
        })
        .collect()
}

/// Adds the binding's own policy: its number, and which hooks (`OPENPIT_HOOK_START`, `_MAIN`,
/// `_REPORT`, `_ADJUSTMENT`) it has, with `OPENPIT_HOOKS_DRY_RUN` if it supports dry runs. Commit
/// and rollback come only for tokens that its main-stage check, or its judgement of an adjustment,
/// emitted.
///
/// # Safety
/// As every step; `name` is valid for `name_len` bytes; `callback` may be called for as long as the
/// engine is not freed, from any thread that calls the engine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_policy(
    builder: *mut OpenpitBuilder,
    name: *const u8,
    name_len: usize,
    hooks: u32,
    policy: u64,
    callback: OpenpitPolicyCallback,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let slice = Slice {
            data: name,
            len: name_len,
        };
        // SAFETY: the caller's promise.
        let name = unsafe { slice.read("policy_name") }?.to_owned();
        let known = OPENPIT_HOOK_START
            | OPENPIT_HOOK_MAIN
            | OPENPIT_HOOK_REPORT
            | OPENPIT_HOOK_ADJUSTMENT
            | OPENPIT_HOOKS_DRY_RUN;
        check_flags("hooks", hooks, known)?;
        let callback =
            callback.ok_or_else(|| ParamError::new("callback", ParamErrorKind::Unset, "null"))?;
        let policy = ForeignPolicy {
            name,
            hooks: Hooks {
                start: hooks & OPENPIT_HOOK_START != 0,
                main: hooks & OPENPIT_HOOK_MAIN != 0,
                report: hooks & OPENPIT_HOOK_REPORT != 0,
                adjustment: hooks & OPENPIT_HOOK_ADJUSTMENT != 0,
            },
            supports_dry_run: hooks & OPENPIT_HOOKS_DRY_RUN != 0,
            number: policy,
            callback,
        };
        builder.expect_callbacks();
        builder.step(|core| core.pre_trade(policy))
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}

/// Takes the place of a policy of the binding that could not be asked: the hook that failed
/// (`name`, `supports_dry_run`) and why. A fault that `build` reports (P-8.15).
///
/// # Safety
/// As every step; `hook` and `why` are valid for their lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_builder_unasked(
    builder: *mut OpenpitBuilder,
    hook: *const u8,
    hook_len: usize,
    why: *const u8,
    why_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let step = |builder: &mut OpenpitBuilder| {
        let text = |data, len, name| {
            // SAFETY: the caller's promise.
            unsafe { Slice { data, len }.read(name) }.map(str::to_owned)
        };
        let (hook, why) = (text(hook, hook_len, "hook")?, text(why, why_len, "why")?);
        builder.step(|core| core.unasked(&hook, &why))
    };
    // SAFETY: the caller's promise.
    unsafe { configure(builder, outcome, step) }
}
