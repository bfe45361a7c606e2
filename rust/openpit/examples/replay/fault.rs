// SPDX-License-Identifier: Apache-2.0
//! What a file given to the replay can have wrong.

use std::fmt;

const SHOWN_CHARACTERS: usize = 64;

/// A file that cannot be used as it is: where, what stood there, what is wrong, what is allowed.
/// Boxed, since results carry it on the way of every row.
#[derive(Debug, Clone)]
pub struct Fault(Box<Parts>);

#[derive(Debug, Clone, Default)]
struct Parts {
    path: String,
    line: Option<u64>,
    column: Option<&'static str>,
    value: Option<String>,
    reason: String,
    allowed: Option<String>,
}

impl Fault {
    /// A fault of the whole file.
    pub fn of_file(path: &str, reason: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            path: path.to_owned(),
            reason: reason.into(),
            ..Parts::default()
        }))
    }

    /// The same fault, of a line.
    pub fn in_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    /// The same fault, of a column.
    pub fn in_column(mut self, column: &'static str) -> Self {
        self.0.column = Some(column);
        self
    }

    /// The same fault with the text that stood there.
    pub fn with_value(mut self, value: impl Into<String>) -> Self {
        self.0.value = Some(value.into());
        self
    }

    /// The same fault with what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.0.allowed = Some(allowed.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0.path)?;
        if let Some(line) = self.0.line {
            write!(f, " line {line}")?;
        }
        if let Some(column) = self.0.column {
            write!(f, ", column `{column}`")?;
        }
        f.write_str(": ")?;
        if let Some(value) = &self.0.value {
            write!(f, "{} ", shown(value))?;
        }
        f.write_str(&self.0.reason)?;
        if let Some(allowed) = &self.0.allowed {
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
