// SPDX-License-Identifier: Apache-2.0
//! A policy that does what its script says, through the crate's public policy interface.

use openpit::core::{AccountAdjustment, ExecutionReport, Order};
use openpit::param::AccountId;
use openpit::pretrade::{
    Context, Finalization, Hooks, Mutation, PolicyDecision, PolicyFailure, PolicyReject,
    PolicyReport, PreTradePolicy, Tokens,
};
use serde_json::{Value, json};

use crate::adjustments::{adjustment, adjustment_data};
use crate::answers::{Fault, text};
use crate::batches;
use crate::deeds::{Done, act, block, owned, reject, require};
use crate::mutations;
use crate::records::{self, order_data, report_data};
use crate::session;
use crate::wild;

/// A scripted policy. Its script is a list of rules: in which hook, for which account, do what.
#[derive(Debug)]
pub struct Scripted {
    name: String,
    rules: Vec<Value>,
    /// The number of the engine that it will belong to.
    engine: u64,
    supports_dry_run: bool,
    mutations: Tokens<String>,
}

impl Scripted {
    /// The policy of a script.
    pub fn new(data: &Value, engine: u64) -> Result<Self, Fault> {
        Ok(Self {
            name: text(data, "name")?.to_owned(),
            rules: data["rules"].as_array().cloned().unwrap_or_default(),
            engine,
            supports_dry_run: data["supports_dry_run"] == json!(true),
            mutations: Tokens::new(),
        })
    }

    fn rules(&self, hook: &str, ctx: &Context<'_>) -> impl Iterator<Item = &Value> {
        let account = ctx.account_id();
        self.rules.iter().filter(move |rule| {
            let wanted = records::account(rule, "account").ok().flatten();
            rule["hook"] == hook && (wanted.is_none() || wanted == account)
        })
    }

    /// Does what the rules of a hook of the build say; true if they answer nonsense.
    fn describe(&self, hook: &str) -> bool {
        let mut nonsense = false;
        for rule in self.rules.iter().filter(|rule| rule["hook"] == hook) {
            nonsense |= rule["do"] == "nonsense";
            // These hooks have no way to fail but to panic.
            let _ = act(&self.name, self.engine, hook, rule);
        }
        nonsense
    }

    fn note(&self, hook: &str, ctx: &Context<'_>, record: Value) {
        let emitted: Vec<String> = ctx
            .mutations()
            .map(|one| format!("{}/{}", one.policy, one.kind))
            .collect();
        let mut noted = json!({
            "policy": self.name, "hook": hook, "at": ctx.at().to_string(),
            "account": ctx.account_id().map(|account| account.to_string()),
            "mutations": emitted, "record": record,
        });
        if ctx.dry_run() {
            noted["dry_run"] = "true".into();
        }
        session::note(noted);
    }
}

impl Scripted {
    fn act(&self, hook: &str, rule: &Value, ctx: &Context<'_>) -> Done {
        match rule["do"].as_str() {
            Some("read_holding") => mutations::read(&self.name, hook, rule, ctx),
            Some("read_balance") => batches::read(&self.name, hook, rule, ctx),
            _ => act(&self.name, self.engine, hook, rule),
        }
    }

    /// What the rules of a hook that decides say of a record.
    fn decide(
        &self,
        hook: &str,
        ctx: &Context<'_>,
        record: &Value,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.note(hook, ctx, record.clone());
        let (mut rejects, mut emitted, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        let mut nonsense = false;
        for rule in self.rules(hook, ctx) {
            match rule["do"].as_str() {
                Some("reject") => rejects.push(reject(rule)?),
                Some("require") => rejects.extend(require(rule, record)),
                Some("emit") => {
                    let token = self.mutations.insert(owned(rule, "label"));
                    emitted.push(Mutation::custom(token));
                }
                Some("reserve") => emitted.push(mutations::reserve(rule, ctx)?),
                Some("set_kill_switch") => emitted.push(mutations::kill_switch(rule, ctx)?),
                Some("block") => blocks.push(block(rule)?),
                Some("nonsense") => nonsense = true,
                Some("garbage") => return wild::garbage_decision(rule, ctx),
                _ => self.act(hook, rule, ctx)?,
            }
        }
        // Nonsense that the types allow: a reject without a reason.
        let mut decision = if rejects.is_empty() && !nonsense {
            PolicyDecision::accept()
        } else {
            PolicyDecision::reject(rejects)
        };
        for mutation in emitted {
            decision = decision.with_mutation(mutation);
        }
        Ok(blocks
            .into_iter()
            .fold(decision, PolicyDecision::with_account_block))
    }
}

impl PreTradePolicy for Scripted {
    fn name(&self) -> &str {
        if self.describe("name") {
            return "";
        }
        &self.name
    }

    fn hooks(&self) -> Hooks {
        if self.describe("hooks") {
            return Hooks::NONE;
        }
        let has = |hook: &str| self.rules.iter().any(|rule| rule["hook"] == hook);
        Hooks {
            start: has("start"),
            main: has("main"),
            report: has("report"),
            adjustment: has("adjustment"),
        }
    }

    fn supports_dry_run(&self) -> bool {
        self.describe("supports_dry_run");
        self.supports_dry_run
    }

    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        let record = order_data(order);
        self.note("start", ctx, record.clone());
        let mut rejects = Vec::new();
        for rule in self.rules("start", ctx) {
            match rule["do"].as_str() {
                Some("reject") => rejects.push(reject(rule)?),
                Some("require") => rejects.extend(require(rule, &record)),
                Some("garbage") => return Ok(wild::many_rejects()),
                _ => self.act("start", rule, ctx)?,
            }
        }
        Ok(rejects)
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.decide("main", ctx, &order_data(order))
    }

    fn apply_account_adjustment(
        &self,
        ctx: &Context<'_>,
        _account_id: AccountId,
        adjustment: &AccountAdjustment,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.decide("adjustment", ctx, &adjustment_data(adjustment))
    }

    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        self.note("report", ctx, report_data(report));
        let mut answer = PolicyReport::nothing();
        for rule in self.rules("report", ctx) {
            match rule["do"].as_str() {
                Some("block") => answer = answer.with_account_block(block(rule)?),
                Some("release") => {
                    let (asset, amount) = mutations::amount(rule)?;
                    answer = answer.with_release(asset, amount);
                }
                Some("adjust") => {
                    let made = adjustment(&rule["adjustment"]).map_err(Fault::into_failure)?;
                    answer = answer.with_account_adjustment(made);
                }
                _ => self.act("report", rule, ctx)?,
            }
        }
        Ok(answer)
    }

    fn finalize(&self, ctx: &Context<'_>, token: u64, side: Finalization) -> Done {
        let hook = match side {
            Finalization::Commit => "commit",
            Finalization::Rollback => "rollback",
        };
        let label = self
            .mutations
            .take(token)
            .unwrap_or_else(|| "finalized twice".to_owned());
        session::note(json!({
            "policy": self.name, "hook": hook, "label": label,
            "account": ctx.account_id().map(|account| account.to_string()),
        }));
        for rule in self.rules(hook, ctx) {
            if rule["label"].is_null() || rule["label"] == label {
                self.act(hook, rule, ctx)?;
            }
        }
        Ok(())
    }
}
