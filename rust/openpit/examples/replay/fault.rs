// SPDX-License-Identifier: Apache-2.0
//! What a file given to the replay can have wrong.

use std::fmt;

const SHOWN_CHARACTERS: usize = 64;

/// A file that cannot be used as it is: where, what stood there, what is wrong, what is allowed.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    pub path: String,
    pub line: Option<u64>,
    pub column: Option<&'static str>,
    pub value: Option<String>,
    pub reason: String,
    pub allowed: Option<String>,
}

impl Fault {
    /// A fault of the whole file.
    pub fn of_file(path: &str, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
            ..Self::default()
        }
    }

    /// A fault of a whole line.
    pub fn of_line(path: &str, line: u64, reason: &str, allowed: &str) -> Self {
        Self {
            line: Some(line),
            allowed: Some(allowed.to_owned()),
            ..Self::of_file(path, reason)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ", column `{column}`")?;
        }
        f.write_str(": ")?;
        if let Some(value) = &self.value {
            write!(f, "{} ", shown(value))?;
        }
        f.write_str(&self.reason)?;
        if let Some(allowed) = &self.allowed {
            write!(f, ": allowed is {allowed}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}

/// The value in backticks, cut to 64 characters, control characters made visible.
fn shown(value: &str) -> String {
    let cut: String = value.chars().take(SHOWN_CHARACTERS).collect();
    let dots = if cut.len() < value.len() { "..." } else { "" };
    let visible: String = cut
        .chars()
        .flat_map(|c| {
            if c.is_control() {
                c.escape_default().collect()
            } else {
                vec![c]
            }
        })
        .collect();
    format!("`{visible}{dots}`")
}
