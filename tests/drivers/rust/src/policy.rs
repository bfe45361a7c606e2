// SPDX-License-Identifier: Apache-2.0
//! A policy that does what its script says, through the crate's public policy interface.

use openpit::core::{ExecutionReport, Order};
use openpit::engine::{Error, StartError};
use openpit::param::AccountId;
use openpit::pretrade::{
    AccountBlock, Context, Finalization, Hooks, Mutation, PolicyDecision, PolicyFailure,
    PolicyReject, PolicyReport, PreTradePolicy, RejectCode, RejectScope, Tokens,
};
use serde_json::{Value, json};

use crate::answers::{Fault, text};
use crate::records::{self, order_data, report_data};
use crate::{session, stages};

/// A scripted policy. Its script is a list of rules: in which hook, for which account, do what.
#[derive(Debug)]
pub struct Scripted {
    name: String,
    rules: Vec<Value>,
    /// The number of the engine that it will belong to.
    engine: u64,
    mutations: Tokens<String>,
}

type Done = Result<(), PolicyFailure>;

impl Scripted {
    /// The policy of a script.
    pub fn new(data: &Value, engine: u64) -> Result<Self, Fault> {
        Ok(Self {
            name: text(data, "name")?.to_owned(),
            rules: data["rules"].as_array().cloned().unwrap_or_default(),
            engine,
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

    fn note(&self, hook: &str, ctx: &Context<'_>, more: (&str, Value)) {
        let emitted: Vec<String> = ctx
            .mutations()
            .map(|one| format!("{}/{}", one.policy, one.kind))
            .collect();
        let mut entry = json!({
            "policy": self.name, "hook": hook, "at": ctx.at().to_string(),
            "account": ctx.account_id().map(|account| account.to_string()),
            "mutations": emitted,
        });
        entry[more.0] = more.1;
        session::note(entry);
    }

    /// What every hook can do.
    fn act(&self, hook: &str, rule: &Value) -> Done {
        match rule["do"].as_str().unwrap_or_default() {
            "panic" => panic!("scripted panic"),
            "raise" | "nonsense" => Err(PolicyFailure::new("scripted failure")),
            "call_engine" => {
                let error = self.call_engine(rule).err();
                let seen = error.as_ref().map(|error| error.kind().as_str());
                session::note(json!({
                    "policy": self.name, "hook": hook, "call": rule["call"], "error": seen,
                }));
                match error {
                    Some(error) if rule["catch"] != json!(true) => Err(error.into()),
                    _ => Ok(()),
                }
            }
            "drop" => {
                stages::drop_reservation(rule["reservation"].as_u64().unwrap_or_default());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn call_engine(&self, rule: &Value) -> Result<(), Error> {
        // The engine is found again by number: a policy cannot hold the engine that holds it.
        let Ok(engine) = session::engine(self.engine) else {
            return Ok(());
        };
        let refused = |error| match error {
            StartError::Refused(error) => Err(error),
            StartError::Rejected(_) => Ok(()),
        };
        let account = AccountId::from_int(7);
        match rule["call"].as_str().unwrap_or_default() {
            "start" => engine.start_pre_trade(Order::default()).map_or_else(refused, |_| Ok(())),
            "place" => engine.execute_pre_trade(Order::default()).map_or_else(refused, |_| Ok(())),
            "report" => {
                let mut report = ExecutionReport::default();
                report.operation.account_id = Some(account);
                engine.apply_execution_report(&report).map(drop)
            }
            "block" => engine.accounts().block(account, "from a callback").map(drop),
            "blocked" => engine.accounts().blocked().map(drop),
            "digest" => engine.decisions_digest().map(drop),
            "close" => engine.close(),
            _ => engine.decisions().map(drop),
        }
    }
}

fn code(rule: &Value) -> Result<RejectCode, PolicyFailure> {
    Ok(rule["code"].as_str().unwrap_or_default().parse()?)
}

fn owned(rule: &Value, key: &str) -> String {
    rule[key].as_str().unwrap_or_default().to_owned()
}

fn reject(rule: &Value) -> Result<PolicyReject, PolicyFailure> {
    let made = PolicyReject::new(code(rule)?, owned(rule, "reason"), owned(rule, "details"))
        .with_user_data(owned(rule, "user_data").parse().unwrap_or_default());
    Ok(if rule["scope"] == "account" { made.with_scope(RejectScope::Account) } else { made })
}

fn block(rule: &Value) -> Result<AccountBlock, PolicyFailure> {
    Ok(AccountBlock::new(code(rule)?, owned(rule, "reason")))
}

impl PreTradePolicy for Scripted {
    fn name(&self) -> &str {
        &self.name
    }

    fn hooks(&self) -> Hooks {
        let has = |hook: &str| self.rules.iter().any(|rule| rule["hook"] == hook);
        Hooks {
            start: has("start"),
            main: has("main"),
            report: has("report"),
        }
    }

    fn check_pre_trade_start(
        &self,
        ctx: &Context<'_>,
        order: &Order,
    ) -> Result<Vec<PolicyReject>, PolicyFailure> {
        self.note("start", ctx, ("record", order_data(order)));
        let mut rejects = Vec::new();
        for rule in self.rules("start", ctx) {
            match rule["do"].as_str() {
                Some("reject") => rejects.push(reject(rule)?),
                _ => self.act("start", rule)?,
            }
        }
        Ok(rejects)
    }

    fn perform_pre_trade_check(
        &self,
        ctx: &Context<'_>,
        order: &Order,
    ) -> Result<PolicyDecision, PolicyFailure> {
        self.note("main", ctx, ("record", order_data(order)));
        let (mut rejects, mut mutations, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        let mut nonsense = false;
        for rule in self.rules("main", ctx) {
            match rule["do"].as_str() {
                Some("reject") => rejects.push(reject(rule)?),
                Some("emit") => mutations.push(self.mutations.insert(owned(rule, "label"))),
                Some("block") => blocks.push(block(rule)?),
                Some("nonsense") => nonsense = true,
                _ => self.act("main", rule)?,
            }
        }
        // Nonsense that the types allow: a reject without a reason.
        let mut decision = if rejects.is_empty() && !nonsense {
            PolicyDecision::accept()
        } else {
            PolicyDecision::reject(rejects)
        };
        for token in mutations {
            decision = decision.with_mutation(Mutation::custom(token));
        }
        Ok(blocks.into_iter().fold(decision, PolicyDecision::with_account_block))
    }

    fn apply_execution_report(
        &self,
        ctx: &Context<'_>,
        report: &ExecutionReport,
    ) -> Result<PolicyReport, PolicyFailure> {
        self.note("report", ctx, ("record", report_data(report)));
        let mut answer = PolicyReport::nothing();
        for rule in self.rules("report", ctx) {
            match rule["do"].as_str() {
                Some("block") => answer = answer.with_account_block(block(rule)?),
                _ => self.act("report", rule)?,
            }
        }
        Ok(answer)
    }

    fn finalize(&self, ctx: &Context<'_>, token: u64, side: Finalization) -> Done {
        let hook = match side {
            Finalization::Commit => "commit",
            Finalization::Rollback => "rollback",
        };
        let label = self.mutations.take(token).unwrap_or_else(|| "finalized twice".to_owned());
        self.note(hook, ctx, ("label", json!(label)));
        for rule in self.rules(hook, ctx) {
            if rule["label"].is_null() || rule["label"] == label {
                self.act(hook, rule)?;
            }
        }
        Ok(())
    }
}
