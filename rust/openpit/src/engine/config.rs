// SPDX-License-Identifier: Apache-2.0
//! What is wrong with an engine's configuration: every fault at once (P-1).

use std::error::Error;
use std::fmt;

/// One fault of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    text: String,
}

impl ConfigFault {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    pub(crate) fn policy(policy: &str, text: impl fmt::Display) -> Self {
        Self::new(format!("policy `{policy}`: {text}"))
    }

    /// What is wrong and what is allowed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Every fault of a configuration: those of limits texts first, then policy by policy.
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::Engine;
/// use openpit::pretrade::policies::{OrderValidation, RateLimitPolicy};
///
/// let errors = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
///     .no_sync()
///     .builtin(OrderValidation::new())
///     .builtin(OrderValidation::new())
///     .builtin(RateLimitPolicy::new())
///     .build()
///     .unwrap_err();
/// assert_eq!(errors.faults().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors {
    faults: Vec<ConfigFault>,
}

impl ConfigErrors {
    pub(crate) const fn new(faults: Vec<ConfigFault>) -> Self {
        Self { faults }
    }

    /// The faults; never empty.
    #[must_use]
    pub fn faults(&self) -> &[ConfigFault] {
        &self.faults
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for ConfigErrors {}
