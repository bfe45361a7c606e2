// SPDX-License-Identifier: Apache-2.0
//! Replays recorded order flow through the limits of a TOML file.
//!
//! `cargo run --release --features limits --example replay -- FLOW.csv[.gz] --limits LIMITS.toml`
//!
//! The same flow and limits give the same decision log, and so the same digest, as the Python
//! package's `openpit replay` and Go's `cmd/openpit-replay`.

mod fault;
mod flow;
mod lines;
mod run;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use openpit::core::{AccountAdjustment, ExecutionReport, Order};
use openpit::engine::sync::{Checked, Mode};
use openpit::engine::{Engine, ManualClock};
use openpit::limits::policy_types;

use fault::Fault;
use lines::plain;
use run::{Replayer, Tally};

const DECISIONS: &str = "decisions.jsonl";
const DIGEST: &str = "decisions.sha256";
const EXIT_BAD_INPUT: u8 = 2;
const PNL_BOUNDS: &str = "pnl_bounds_killswitch";
/// Lines of the decision log are fetched after this many rows, so that memory stays flat.
const DRAIN_ROWS: u64 = 4096;

/// Replays recorded order flow through pre-trade limits.
#[derive(Parser)]
struct Arguments {
    /// The order flow: CSV, plain or gzip.
    #[arg(value_name = "FLOW.csv[.gz]")]
    flow: String,
    /// The policies, in the order in which they run.
    #[arg(long, value_name = "LIMITS.toml")]
    limits: String,
    /// The engine's sync policy; the decisions are the same.
    #[arg(long, value_enum, default_value_t = Sync::Local)]
    sync: Sync,
    /// Write the decision log and its digest into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What the engine promises of threads.
#[derive(Clone, Copy, ValueEnum)]
enum Sync {
    Local,
    Account,
    Full,
}

/// The engine of a replay, whose sync policy is known at run time.
type Replayed = Engine<Order, ExecutionReport, AccountAdjustment, Checked>;

fn main() -> ExitCode {
    match replay(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                eprintln!("replay: {fault}");
            }
            ExitCode::from(EXIT_BAD_INPUT)
        }
    }
}

fn replay(arguments: &Arguments) -> Result<(), Vec<String>> {
    let path = &arguments.flow;
    let engine = build_engine(path, &arguments.limits, arguments.sync)?;
    let mut log = Log::new(arguments.out.clone()).map_err(one)?;
    let mut replayer = Replayer::new(&engine, path);
    let began = Instant::now();
    let mut rows = 0_u64;
    flow::read(path, |row| {
        replayer.send(row)?;
        rows += 1;
        if rows.is_multiple_of(DRAIN_ROWS) {
            log.write(&drained(&engine, path)?)?;
        }
        Ok(())
    })
    .map_err(one)?;
    log.write(&drained(&engine, path).map_err(one)?)
        .map_err(one)?;
    let seconds = began.elapsed().as_secs_f64();
    let digest = engine.decisions_digest().map_err(one)?;
    log.finish(&digest).map_err(one)?;
    print!("{}", summary(&replayer.tally, seconds, &digest));
    Ok(())
}

fn build_engine(flow_path: &str, limits_path: &str, sync: Sync) -> Result<Replayed, Vec<String>> {
    let limits = fs::read_to_string(limits_path)
        .map_err(|error| Fault::of_file(limits_path, format!("cannot be read: {}", plain(&error))))
        .map_err(one)?;
    let survey = flow::survey(flow_path).map_err(one)?;
    let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
        .checked(match sync {
            Sync::Local => Mode::Local,
            Sync::Account => Mode::Account,
            Sync::Full => Mode::Full,
        })
        .clock(ManualClock::new())
        .limits(&limits, &survey.accounts)
        .record_decisions()
        .build()
        .map_err(|errors| {
            errors
                .faults()
                .iter()
                .map(|fault| format!("`{limits_path}` {fault}"))
                .collect::<Vec<_>>()
        })?;
    if !survey.has_impact && policy_types(&limits).contains(&PNL_BOUNDS) {
        let reason = format!(
            "`{PNL_BOUNDS}` needs the pnl and fee of fills, and flow `{flow_path}` has none"
        );
        let allowed = "a flow with the columns `pnl`, `fee`";
        return Err(one(Fault::of_file(limits_path, reason).allowed(allowed)));
    }
    Ok(engine)
}

fn one(error: impl ToString) -> Vec<String> {
    vec![error.to_string()]
}

fn drained(engine: &Replayed, path: &str) -> Result<Vec<String>, Fault> {
    engine
        .decisions()
        .map_err(|error| Fault::of_file(path, error.to_string()))
}

/// Where the decision log goes; nowhere without a folder.
struct Log {
    folder: Option<PathBuf>,
    file: Option<BufWriter<File>>,
}

impl Log {
    fn new(folder: Option<PathBuf>) -> Result<Self, Fault> {
        let Some(folder) = folder else {
            return Ok(Self {
                folder: None,
                file: None,
            });
        };
        let path = folder.join(DECISIONS);
        let file = fs::create_dir_all(&folder)
            .and_then(|()| File::create(&path))
            .map_err(|error| unwritable(&path, &error))?;
        Ok(Self {
            folder: Some(folder),
            file: Some(BufWriter::new(file)),
        })
    }

    fn write(&mut self, lines: &[String]) -> Result<(), Fault> {
        let (Some(folder), Some(file)) = (&self.folder, &mut self.file) else {
            return Ok(());
        };
        lines
            .iter()
            .try_for_each(|line| writeln!(file, "{line}"))
            .map_err(|error| unwritable(&folder.join(DECISIONS), &error))
    }

    /// Writes the digest in the form that `sha256sum --check` reads.
    fn finish(self, digest: &str) -> Result<(), Fault> {
        let (Some(folder), Some(mut file)) = (self.folder, self.file) else {
            return Ok(());
        };
        file.flush()
            .and_then(|()| fs::write(folder.join(DIGEST), format!("{digest}  {DECISIONS}\n")))
            .map_err(|error| unwritable(&folder, &error))
    }
}

fn unwritable(path: &std::path::Path, error: &std::io::Error) -> Fault {
    Fault::of_file(
        &path.display().to_string(),
        format!("cannot be written: {}", plain(error)),
    )
}

fn summary(tally: &Tally, seconds: f64, digest: &str) -> String {
    let mut lines = vec![
        ("orders".to_owned(), tally.orders.to_string()),
        ("accepted".to_owned(), tally.accepted.to_string()),
        (
            "rejected".to_owned(),
            (tally.orders - tally.accepted).to_string(),
        ),
    ];
    for ((policy, code), count) in &tally.rejects {
        lines.push((format!("  {policy} {code}"), count.to_string()));
    }
    let per_second = tally.orders as f64 / seconds.max(f64::MIN_POSITIVE);
    lines.extend([
        ("execution reports".to_owned(), tally.reports.to_string()),
        ("rows not sent".to_owned(), tally.not_sent.to_string()),
        ("seconds".to_owned(), format!("{seconds:.2}")),
        ("orders per second".to_owned(), format!("{per_second:.0}")),
        ("digest".to_owned(), digest.to_owned()),
    ]);
    let width = lines
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    lines
        .iter()
        .map(|(name, value)| format!("{name:width$}  {value}\n"))
        .collect()
}
