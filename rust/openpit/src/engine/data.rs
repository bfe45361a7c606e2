// SPDX-License-Identifier: Apache-2.0
//! Canonical data: text, lists and maps with sorted keys. Numbers are text, so that no reader
//! rounds them; a map's order never hangs on a library's settings.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Serialize, Serializer};

/// One piece of state or configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    Text(String),
    List(Vec<Data>),
    Map(BTreeMap<String, Data>),
}

impl Data {
    /// A value by its canonical text.
    pub fn text(value: impl Display) -> Self {
        Self::Text(value.to_string())
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// A map; entries without a value are left out.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Option<Self>)>) -> Self {
        let present = |(key, value): (K, Option<Self>)| value.map(|value| (key.into(), value));
        Self::Map(entries.into_iter().filter_map(present).collect())
    }

    /// None of a list or map without entries.
    pub fn unless_empty(self) -> Option<Self> {
        let is_empty = match &self {
            Self::Text(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        };
        (!is_empty).then_some(self)
    }
}

/// The text of a value, if there is one.
pub fn shown(value: Option<impl Display>) -> Option<Data> {
    value.map(Data::text)
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Map(entries) => entries.serialize(serializer),
        }
    }
}

impl Display for Data {
    /// Compact JSON.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Serialising to a string fails for no value that this can hold.
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}
