// SPDX-License-Identifier: Apache-2.0
//! Collects every fault of one text, each at its place, and writes them in order of line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use crate::engine::ConfigFault;

/// What a fault is about; decides whether it stands when the text has syntax errors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// TOML itself.
    Syntax,
    /// Something that is there and wrong.
    Present,
    /// Something that is not there: after a syntax error it may be there and unread.
    Absent,
}

struct Fault {
    offset: usize,
    line: usize,
    kind: Kind,
    text: String,
}

/// Every fault found so far in one text.
pub(super) struct Faults {
    /// The byte offset at which each line starts.
    starts: Vec<usize>,
    faults: Vec<Fault>,
}

impl Faults {
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            faults: Vec::new(),
        }
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    pub fn count(&self) -> usize {
        self.faults.len()
    }

    /// An error that the TOML parser found.
    pub fn syntax(&mut self, offset: usize, what: impl fmt::Display) {
        self.push(offset, Kind::Syntax, format!("syntax: {what}"));
    }

    /// Something at a key is wrong.
    pub fn add(&mut self, offset: usize, key: &str, what: impl fmt::Display) {
        self.push(
            offset,
            Kind::Present,
            format!("key `{}`: {what}", shown(key)),
        );
    }

    /// Something that must be there is not.
    pub fn missing(&mut self, offset: usize, key: &str, what: impl fmt::Display) {
        self.push(
            offset,
            Kind::Absent,
            format!("key `{}`: {what}", shown(key)),
        );
    }

    fn push(&mut self, offset: usize, kind: Kind, text: String) {
        let line = self.line(offset);
        self.faults.push(Fault {
            offset,
            line,
            kind,
            text,
        });
    }

    /// All faults in order of their place. What the parser could not read is reported once, as
    /// syntax: not again as a bad value of the same line, and not as something missing.
    pub fn into_sorted(mut self) -> Vec<ConfigFault> {
        let broken: BTreeSet<usize> = self
            .faults
            .iter()
            .filter(|fault| fault.kind == Kind::Syntax)
            .map(|fault| fault.line)
            .collect();
        if !broken.is_empty() {
            self.faults.retain(|fault| match fault.kind {
                Kind::Syntax => true,
                Kind::Present => !broken.contains(&fault.line),
                Kind::Absent => false,
            });
        }
        self.faults.sort_by_key(|fault| fault.offset);
        // The parser says one thing once for each bracket that is open.
        self.faults
            .dedup_by(|next, fault| next.offset == fault.offset && next.text == fault.text);
        let text = |fault: Fault| ConfigFault::new(format!("line {}: {}", fault.line, fault.text));
        self.faults.into_iter().map(text).collect()
    }
}

/// Text from the file as a fault repeats it: on one line, at most 64 characters.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    const SHOWN_CHARS: usize = 64;
    if text.len() <= SHOWN_CHARS && !text.chars().any(char::is_control) {
        return text.into();
    }
    let mut short = String::new();
    for (place, c) in text.chars().enumerate() {
        if place == SHOWN_CHARS {
            short.push_str("...");
            break;
        }
        if c.is_control() {
            short.extend(c.escape_default());
        } else {
            short.push(c);
        }
    }
    short.into()
}

/// Names in backticks with commas between: what a fault says is allowed.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
