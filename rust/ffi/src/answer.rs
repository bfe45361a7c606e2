// SPDX-License-Identifier: Apache-2.0
//! What a binding's callback answers: numbers in place, texts pushed into a sink.

use std::ffi::c_void;
use std::ptr;

use openpit::core::AccountAdjustment;
use openpit::param::{Asset, Volume};
use openpit::pretrade::{
    AccountBlock, Mutation, PolicyDecision, PolicyFailure, PolicyReject, PolicyReport, RejectCode,
    RejectScope,
};

use crate::door::quiet_door;
use crate::outcome::{OPENPIT_STATUS_ERROR, OPENPIT_STATUS_OK};
use crate::text::Slice;

/// Tokens that fit into an answer itself.
pub const OPENPIT_ANSWER_TOKENS: usize = 4;

/// Pushes a reject: code, scope, number (user data), reason, details.
pub const OPENPIT_PUSH_REJECT: u32 = 1;
/// Pushes a block of the call's account: code, reason.
pub const OPENPIT_PUSH_BLOCK: u32 = 2;
/// Pushes the token of a custom mutation, after those in place: number.
pub const OPENPIT_PUSH_MUTATION: u32 = 3;
/// Pushes why the callback failed (P-8): reason.
pub const OPENPIT_PUSH_FAILURE: u32 = 4;

/// Where a callback answers. Untouched, it accepts and has nothing to say.
#[repr(C)]
#[derive(Debug)]
pub struct OpenpitAnswer {
    /// 1 if a main-stage check rejects; its rejects are pushed.
    pub rejected: u32,
    /// Tokens in place.
    pub token_count: u32,
    /// The first mutations, if they are custom, in order; what is pushed comes after them.
    pub tokens: [u64; OPENPIT_ANSWER_TOKENS],
    /// The library's own: what was pushed.
    pub sink: *mut c_void,
}

/// What was pushed.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    rejects: Vec<PolicyReject>,
    blocks: Vec<AccountBlock>,
    mutations: Vec<Mutation>,
    releases: Vec<(Asset, Volume)>,
    adjustments: Vec<AccountAdjustment>,
    failure: Option<String>,
}

impl Sink {
    pub fn mutate(&mut self, mutation: Mutation) {
        self.mutations.push(mutation);
    }

    pub fn release(&mut self, settlement_asset: Asset, amount: Volume) {
        self.releases.push((settlement_asset, amount));
    }

    pub fn adjust(&mut self, adjustment: AccountAdjustment) {
        self.adjustments.push(adjustment);
    }

    /// Whether there is what only a report hook may ask for.
    fn has_report(&self) -> bool {
        !self.releases.is_empty() || !self.adjustments.is_empty()
    }

    fn fail(&mut self, text: String) {
        self.failure.get_or_insert(text);
    }

    fn push(&mut self, kind: u32, code: u32, scope: u32, number: u64, reason: &str, details: &str) {
        match kind {
            OPENPIT_PUSH_REJECT => match (reject_code(code), reject_scope(scope)) {
                (Ok(code), Ok(scope)) => self.rejects.push(
                    PolicyReject::new(code, reason.to_owned(), details.to_owned())
                        .with_scope(scope)
                        .with_user_data(number),
                ),
                (Err(text), _) | (_, Err(text)) => self.fail(text),
            },
            OPENPIT_PUSH_BLOCK => match reject_code(code) {
                Ok(code) => self.blocks.push(AccountBlock::new(code, reason.to_owned())),
                Err(text) => self.fail(text),
            },
            OPENPIT_PUSH_MUTATION => self.mutate(Mutation::custom(number)),
            OPENPIT_PUSH_FAILURE => self.fail(reason.to_owned()),
            other => self.fail(format!("answer of kind `{other}`: allowed are `1` to `4`")),
        }
    }
}

pub(crate) fn reject_code(number: u32) -> Result<RejectCode, String> {
    let found = RejectCode::ALL
        .into_iter()
        .find(|code| u32::from(code.number()) == number);
    found.ok_or_else(|| match number {
        0 => "reject code is unset: allowed is one of the table".to_owned(),
        _ => format!("reject code `{number}` is unknown: allowed is one of the table"),
    })
}

fn reject_scope(number: u32) -> Result<RejectScope, String> {
    let found = RejectScope::ALL
        .into_iter()
        .find(|scope| u32::from(scope.number()) == number);
    found.ok_or_else(|| match number {
        0 => "reject scope is unset: allowed are `order`, `account`".to_owned(),
        _ => format!("reject scope `{number}` is unknown: allowed are `order`, `account`"),
    })
}

/// An answer with what was pushed, which usually is nothing.
#[derive(Debug)]
pub(crate) struct Answers {
    sink: Option<Box<Sink>>,
    rejected: bool,
    tokens: [u64; OPENPIT_ANSWER_TOKENS],
    token_count: u32,
}

impl Answers {
    /// Lets a callback answer.
    #[inline(always)]
    pub fn ask(callback: impl FnOnce(*mut OpenpitAnswer)) -> Result<Self, PolicyFailure> {
        let mut answer = OpenpitAnswer {
            rejected: 0,
            token_count: 0,
            tokens: [0; OPENPIT_ANSWER_TOKENS],
            sink: ptr::null_mut(),
        };
        callback(&raw mut answer);
        let sink = if answer.sink.is_null() {
            None
        } else {
            // SAFETY: `with_sink` made it of a box, and the callback leaves it alone.
            Some(unsafe { Box::from_raw(answer.sink.cast::<Sink>()) })
        };
        if let Some(text) = sink.as_ref().and_then(|sink| sink.failure.as_deref()) {
            return Err(PolicyFailure::new(text));
        }
        if answer.rejected > 1 || answer.token_count as usize > OPENPIT_ANSWER_TOKENS {
            return Err(PolicyFailure::new(
                "answer is not one: allowed are its own values",
            ));
        }
        Ok(Self {
            sink,
            rejected: answer.rejected == 1,
            tokens: answer.tokens,
            token_count: answer.token_count,
        })
    }

    pub fn start(self) -> Result<Vec<PolicyReject>, PolicyFailure> {
        let has_tokens = self.token_count > 0;
        let sink = pushed(self.sink);
        let has_changes = !sink.mutations.is_empty() || sink.has_report();
        let is_misplaced = self.rejected || has_tokens || has_changes || !sink.blocks.is_empty();
        misplaced(is_misplaced, "rejects")?;
        Ok(sink.rejects)
    }

    #[inline(always)]
    pub fn decision(mut self) -> Result<PolicyDecision, PolicyFailure> {
        if let Some(sink) = self.sink.take() {
            return self.pushed_decision(*sink);
        }
        let mut decision = if self.rejected {
            PolicyDecision::reject(Vec::new())
        } else {
            PolicyDecision::accept()
        };
        for token in &self.tokens[..self.token_count as usize] {
            decision = decision.with_mutation(Mutation::custom(*token));
        }
        Ok(decision)
    }

    fn pushed_decision(self, sink: Sink) -> Result<PolicyDecision, PolicyFailure> {
        let has_stray_rejects = !self.rejected && !sink.rejects.is_empty();
        misplaced(
            has_stray_rejects || sink.has_report(),
            "mutations, blocks, and rejects of a decision that rejects",
        )?;
        let mut decision = if self.rejected {
            PolicyDecision::reject(sink.rejects)
        } else {
            PolicyDecision::accept()
        };
        for token in &self.tokens[..self.token_count as usize] {
            decision = decision.with_mutation(Mutation::custom(*token));
        }
        for mutation in sink.mutations {
            decision = decision.with_mutation(mutation);
        }
        for block in sink.blocks {
            decision = decision.with_account_block(block);
        }
        Ok(decision)
    }

    pub fn report(self) -> Result<PolicyReport, PolicyFailure> {
        let has_tokens = self.token_count > 0;
        let sink = pushed(self.sink);
        let has_mutations = has_tokens || !sink.mutations.is_empty();
        let has_rejects = self.rejected || !sink.rejects.is_empty();
        misplaced(
            has_mutations || has_rejects,
            "blocks, releases and adjustments",
        )?;
        let mut report = PolicyReport::nothing();
        for (settlement_asset, amount) in sink.releases {
            report = report.with_release(settlement_asset, amount);
        }
        for adjustment in sink.adjustments {
            report = report.with_account_adjustment(adjustment);
        }
        for block in sink.blocks {
            report = report.with_account_block(block);
        }
        Ok(report)
    }
}

#[inline]
fn pushed(sink: Option<Box<Sink>>) -> Sink {
    sink.map(|sink| *sink).unwrap_or_default()
}

/// An answer of another hook than the one that was asked is nonsense (P-8).
#[inline]
fn misplaced(is_misplaced: bool, allowed: &str) -> Result<(), PolicyFailure> {
    if is_misplaced {
        let text = format!("answer is that of another hook: allowed are {allowed}");
        return Err(PolicyFailure::new(text));
    }
    Ok(())
}

/// Adds to a callback's answer. What cannot be read makes the callback fail (P-8), and the status
/// tells.
///
/// # Safety
/// `answer` is null or the callback's own, unchanged in `sink`.
pub(crate) unsafe fn with_sink(
    answer: *mut OpenpitAnswer,
    push: impl FnOnce(&mut Sink) -> Result<(), String>,
) -> u32 {
    let mut status = OPENPIT_STATUS_ERROR;
    let run = || {
        if answer.is_null() {
            return;
        }
        // SAFETY: the callback's own answer, which nobody else uses until the callback returns.
        let place = unsafe { &mut (*answer).sink };
        if place.is_null() {
            *place = Box::into_raw(Box::<Sink>::default()).cast();
        }
        // SAFETY: a box's contents, made here, which `Answers::ask` takes back.
        let sink = unsafe { &mut *place.cast::<Sink>() };
        match push(sink) {
            Ok(()) => status = OPENPIT_STATUS_OK,
            Err(text) => sink.fail(text),
        }
    };
    match quiet_door(run) {
        OPENPIT_STATUS_OK => status,
        panicked => panicked,
    }
}

/// Adds to a callback's answer what has a text or found no place; `kind` is one of
/// `OPENPIT_PUSH_*`. Only inside the callback that was given the answer.
///
/// # Safety
/// `answer` is the callback's own, unchanged in `sink`; `reason` is valid for `reason_len` bytes,
/// `details` for `details_len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_answer_push(
    answer: *mut OpenpitAnswer,
    kind: u32,
    code: u32,
    scope: u32,
    number: u64,
    reason: *const u8,
    reason_len: usize,
    details: *const u8,
    details_len: usize,
) -> u32 {
    let push = |sink: &mut Sink| {
        let reason = Slice {
            data: reason,
            len: reason_len,
        };
        let details = Slice {
            data: details,
            len: details_len,
        };
        // SAFETY: the caller's promise.
        let (reason, details) = unsafe { (reason.lossy(), details.lossy()) };
        sink.push(kind, code, scope, number, &reason, &details);
        Ok(())
    };
    // SAFETY: the caller's promise.
    unsafe { with_sink(answer, push) }
}
