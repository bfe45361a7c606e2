// SPDX-License-Identifier: Apache-2.0
//! Reads the order-flow format and holds every row to the format's rules, the same ones as the
//! Python package's `openpit.replay.flow`, where they are written down.

use std::collections::{HashMap, HashSet};

use csv::{ReaderBuilder, StringRecord, Terminator};
use openpit::param::{Fee, Pnl, Price, Quantity, Side};

use super::fault::Fault;
use super::lines::{self, plain};

/// The last two, what an execution realized: a flow has both or neither.
const COLUMNS: [&str; 10] = [
    "ts",
    "account",
    "side",
    "instrument",
    "qty",
    "price",
    "event",
    "order_id",
    "pnl",
    "fee",
];
const TS: usize = 0;
const ACCOUNT: usize = 1;
const SIDE: usize = 2;
const INSTRUMENT: usize = 3;
const QTY: usize = 4;
const PRICE: usize = 5;
const EVENT: usize = 6;
const ORDER_ID: usize = 7;
const PNL: usize = 8;
const FEE: usize = 9;
/// Without the columns of what an execution realized.
const WIDTH: usize = PNL;
const MAX_NAME_BYTES: usize = 64;
/// An execution is `ORDER_ID:n`, and that id too has at most 64 bytes: room for nine digits.
const MAX_ORDER_ID_BYTES: usize = MAX_NAME_BYTES - ":999999999".len();
const PLAIN: &str = "plain decimal text `[-]digits[.digits]` of 96 bits and at most 28 decimals";

/// What a row does to its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    New,
    Exec,
    Cancel,
}

impl Event {
    const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Exec => "exec",
            Self::Cancel => "cancel",
        }
    }
}

/// What an execution realized; none is not known.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    pub pnl: Option<Pnl>,
    pub fee: Option<Fee>,
}

/// One row that keeps the rules; `leaves` is what the order still asks for after it.
pub struct Row<'a> {
    pub line: u64,
    pub ts: i64,
    pub account: &'a str,
    pub side: Side,
    pub instrument: &'a str,
    pub quantity: Quantity,
    pub price: Option<Price>,
    pub event: Event,
    pub order_id: &'a str,
    pub leaves: Quantity,
    /// None without the columns `pnl` and `fee`.
    pub impact: Option<Impact>,
}

/// Hands each row of the flow to `take`; ends at the first fault.
pub fn read(path: &str, mut take: impl FnMut(&Row<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .from_reader(lines::open(path)?);
    let mut record = StringRecord::new();
    let mut checker = Checker::new(path);
    while reader
        .read_record(&mut record)
        .map_err(|error| of_csv(path, error))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        if checker.is_header_due {
            checker.header(&record)?;
        } else {
            take(&checker.row(line, &record)?)?;
        }
    }
    if checker.is_header_due {
        let allowed = format!("the header `{}` and rows", COLUMNS[..WIDTH].join(","));
        return Err(Fault::of_file(path, "the file is empty").allowed(allowed));
    }
    Ok(())
}

/// What a first pass over a flow learns.
#[derive(Debug, Default)]
pub struct Survey {
    /// In order of appearance.
    pub accounts: Vec<String>,
    /// Whether the flow has the columns `pnl` and `fee`.
    pub has_impact: bool,
}

/// Reads the whole flow once, so that every fault is found before anything is replayed.
pub fn survey(path: &str) -> Result<Survey, Fault> {
    let mut seen = HashSet::new();
    let mut survey = Survey::default();
    let mut rows = 0_u64;
    read(path, |row| {
        rows += 1;
        survey.has_impact = row.impact.is_some();
        if !seen.contains(row.account) {
            seen.insert(row.account.to_owned());
            survey.accounts.push(row.account.to_owned());
        }
        Ok(())
    })?;
    if rows == 0 {
        let allowed = "at least one row below the header";
        return Err(Fault::of_file(path, "has no rows").allowed(allowed));
    }
    Ok(survey)
}

struct Open {
    leaves: Quantity,
    account: Box<str>,
    side: Side,
    instrument: Box<str>,
}

/// The rules that span rows: time, and what each order has left (none: done, its id is used).
struct Checker<'p> {
    path: &'p str,
    is_header_due: bool,
    width: usize,
    line: u64,
    last_ts: i64,
    accounts: HashSet<String>,
    instruments: HashSet<String>,
    orders: HashMap<String, Option<Open>>,
}

impl<'p> Checker<'p> {
    fn new(path: &'p str) -> Self {
        Self {
            path,
            is_header_due: true,
            width: WIDTH,
            line: 0,
            last_ts: 0,
            accounts: HashSet::new(),
            instruments: HashSet::new(),
            orders: HashMap::new(),
        }
    }

    fn header(&mut self, record: &StringRecord) -> Result<(), Fault> {
        self.is_header_due = false;
        if let Some(width) = [WIDTH, COLUMNS.len()]
            .into_iter()
            .find(|width| record.iter().eq(COLUMNS[..*width].iter().copied()))
        {
            self.width = width;
            return Ok(());
        }
        let (columns, more) = COLUMNS.split_at(WIDTH);
        let allowed = format!("`{}` or that and `,{}`", columns.join(","), more.join(","));
        Err(Fault::of_file(self.path, "is not the header")
            .in_line(1)
            .with_value(joined(record))
            .allowed(allowed))
    }

    fn row<'a>(&mut self, line: u64, record: &'a StringRecord) -> Result<Row<'a>, Fault> {
        self.line = line;
        if record.len() != self.width {
            let noun = if record.len() == 1 { "field" } else { "fields" };
            let reason = format!("has {} {noun}", record.len());
            return Err(Fault::of_file(self.path, reason)
                .in_line(line)
                .with_value(joined(record))
                .allowed(format!("{} fields", self.width)));
        }
        let ts = self.time(&record[TS])?;
        let account = self.account(&record[ACCOUNT])?;
        let side = match &record[SIDE] {
            "buy" => Side::Buy,
            "sell" => Side::Sell,
            other => return Err(self.bad(SIDE, other, "is not a side", "`buy`, `sell`")),
        };
        let instrument = self.instrument(&record[INSTRUMENT])?;
        let quantity = self.quantity(&record[QTY])?;
        let event = match &record[EVENT] {
            "new" => Event::New,
            "exec" => Event::Exec,
            "cancel" => Event::Cancel,
            other => {
                let allowed = "`new`, `exec`, `cancel`";
                return Err(self.bad(EVENT, other, "is not an event", allowed));
            }
        };
        let price = self.price(&record[PRICE], event)?;
        let order_id = &record[ORDER_ID];
        let asked = Open {
            leaves: quantity,
            account: account.into(),
            side,
            instrument: instrument.into(),
        };
        let leaves = match event {
            Event::New => self.new_order(order_id, asked)?,
            Event::Exec | Event::Cancel => self.take_off(order_id, &asked, record)?,
        };
        let impact = self.impact(record, event)?;
        Ok(Row {
            line,
            ts,
            account,
            side,
            instrument,
            quantity,
            price,
            event,
            order_id,
            leaves,
            impact,
        })
    }

    fn impact(&self, record: &StringRecord, event: Event) -> Result<Option<Impact>, Fault> {
        if self.width == WIDTH {
            return Ok(None);
        }
        Ok(Some(Impact {
            pnl: self.realized(record, PNL, event, |text| Pnl::from_string(text).ok())?,
            fee: self.realized(record, FEE, event, |text| Fee::from_string(text).ok())?,
        }))
    }

    fn realized<T>(
        &self,
        record: &StringRecord,
        column: usize,
        event: Event,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let text = &record[column];
        if text.is_empty() {
            return Ok(None);
        }
        if event != Event::Exec {
            let reason = format!("is not of a `{}`", event.as_str());
            return Err(self.bad(column, text, &reason, "empty, but for an `exec`"));
        }
        let parsed = if is_plain(text) { parse(text) } else { None };
        let allowed = format!("{PLAIN}, or empty");
        parsed
            .map(Some)
            .ok_or_else(|| self.bad(column, text, "is not a number", &allowed))
    }

    fn time(&mut self, text: &str) -> Result<i64, Fault> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let parsed = if digits {
            text.parse::<i64>().ok()
        } else {
            None
        };
        let Some(ts) = parsed else {
            let allowed = format!("an integer from `0` to `{}`", i64::MAX);
            return Err(self.bad(TS, text, "is not a time", &allowed));
        };
        if ts < self.last_ts {
            let allowed = format!("`{}` or later", self.last_ts);
            return Err(self.bad(TS, text, "goes back in time", &allowed));
        }
        self.last_ts = ts;
        Ok(ts)
    }

    fn account<'a>(&mut self, text: &'a str) -> Result<&'a str, Fault> {
        if !self.accounts.contains(text) {
            self.check_name(ACCOUNT, text, MAX_NAME_BYTES)?;
            self.accounts.insert(text.to_owned());
        }
        Ok(text)
    }

    fn instrument<'a>(&mut self, text: &'a str) -> Result<&'a str, Fault> {
        if self.instruments.contains(text) {
            return Ok(text);
        }
        let is_named = text
            .split_once('/')
            .is_some_and(|(underlying, settlement)| {
                is_name(underlying, MAX_NAME_BYTES)
                    && is_name(settlement, MAX_NAME_BYTES)
                    && !settlement.contains('/')
            });
        if !is_named {
            let allowed = format!(
                "`UNDERLYING/SETTLEMENT`, each {}",
                name_allowed(MAX_NAME_BYTES)
            );
            return Err(self.bad(INSTRUMENT, text, "is not an instrument", &allowed));
        }
        self.instruments.insert(text.to_owned());
        Ok(text)
    }

    fn quantity(&self, text: &str) -> Result<Quantity, Fault> {
        let parsed = if is_plain(text) {
            Quantity::from_string(text).ok()
        } else {
            None
        };
        parsed
            .filter(|quantity| !quantity.is_zero())
            .ok_or_else(|| {
                self.bad(
                    QTY,
                    text,
                    "is not a quantity",
                    &format!("{PLAIN}, more than `0`"),
                )
            })
    }

    fn price(&self, text: &str, event: Event) -> Result<Option<Price>, Fault> {
        if text.is_empty() {
            if event == Event::Exec {
                let allowed = "the price of the trade, for an `exec`";
                return Err(self.bad(PRICE, text, "is empty", allowed));
            }
            return Ok(None);
        }
        let parsed = if is_plain(text) {
            Price::from_string(text).ok()
        } else {
            None
        };
        match parsed {
            Some(price) => Ok(Some(price)),
            None => Err(self.bad(PRICE, text, "is not a price", &format!("{PLAIN}, or empty"))),
        }
    }

    fn new_order(&mut self, order_id: &str, asked: Open) -> Result<Quantity, Fault> {
        if self.orders.contains_key(order_id) {
            let allowed = "a new id for each `new`";
            return Err(self.bad(ORDER_ID, order_id, "has a `new` already", allowed));
        }
        self.check_name(ORDER_ID, order_id, MAX_ORDER_ID_BYTES)?;
        let leaves = asked.leaves;
        self.orders.insert(order_id.to_owned(), Some(asked));
        Ok(leaves)
    }

    fn take_off(
        &mut self,
        order_id: &str,
        row: &Open,
        record: &StringRecord,
    ) -> Result<Quantity, Fault> {
        let more = "is more than the order has left";
        let order = match self.orders.get(order_id) {
            None => {
                let allowed = "the id of an earlier `new`";
                return Err(self.bad(ORDER_ID, order_id, "has no `new` before it", allowed));
            }
            Some(None) => {
                return Err(self.bad(QTY, &record[QTY], more, "nothing: it is done"));
            }
            Some(Some(order)) => order,
        };
        let other = "is not that of the order's `new`";
        if row.account != order.account {
            let allowed = format!("`{}`", order.account);
            return Err(self.bad(ACCOUNT, &record[ACCOUNT], other, &allowed));
        }
        if row.side != order.side {
            let allowed = if order.side == Side::Buy {
                "`buy`"
            } else {
                "`sell`"
            };
            return Err(self.bad(SIDE, &record[SIDE], other, allowed));
        }
        if row.instrument != order.instrument {
            let allowed = format!("`{}`", order.instrument);
            return Err(self.bad(INSTRUMENT, &record[INSTRUMENT], other, &allowed));
        }
        if row.leaves > order.leaves {
            let allowed = format!("at most `{}`", order.leaves);
            return Err(self.bad(QTY, &record[QTY], more, &allowed));
        }
        let Ok(leaves) = order.leaves.checked_sub(row.leaves) else {
            let reason = "leaves more digits than a quantity has";
            return Err(self.bad(QTY, &record[QTY], reason, PLAIN));
        };
        if let Some(entry) = self.orders.get_mut(order_id) {
            if leaves.is_zero() {
                *entry = None;
            } else if let Some(order) = entry {
                order.leaves = leaves;
            }
        }
        Ok(leaves)
    }

    fn check_name(&self, column: usize, text: &str, max_bytes: usize) -> Result<(), Fault> {
        if is_name(text, max_bytes) {
            return Ok(());
        }
        Err(self.bad(column, text, "is not a name", &name_allowed(max_bytes)))
    }

    fn bad(&self, column: usize, value: &str, reason: &str, allowed: &str) -> Fault {
        Fault::of_file(self.path, reason)
            .in_line(self.line)
            .in_column(COLUMNS[column])
            .with_value(value)
            .allowed(allowed)
    }
}

fn of_csv(path: &str, error: csv::Error) -> Fault {
    let line = error.position().map_or(1, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) => {
            let guarded = error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<Fault>());
            guarded.cloned().unwrap_or_else(|| {
                Fault::of_file(path, format!("cannot be read: {}", plain(&error)))
            })
        }
        other => Fault::of_file(path, format!("is no CSV: {other:?}")).in_line(line),
    }
}

fn joined(record: &StringRecord) -> String {
    record.iter().collect::<Vec<_>>().join(",")
}

fn name_allowed(max_bytes: usize) -> String {
    format!("1 to {max_bytes} bytes without blanks around or control characters")
}

fn is_name(text: &str, max_bytes: usize) -> bool {
    !text.is_empty()
        && text.len() <= max_bytes
        && text == text.trim()
        && !text.chars().any(char::is_control)
}

/// Digits with an optional sign and an optional point between digits: no exponent, no blank.
fn is_plain(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(unsigned),
    }
}
