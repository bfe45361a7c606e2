// SPDX-License-Identifier: Apache-2.0
//! A table of the file and its fields, each with its dotted path and its place in the text.

use toml::de::{DeTable, DeValue};

use super::faults::{Faults, listed, shown};

/// A table, with its dotted path as written and the place of its header.
pub(super) struct Section<'a> {
    path: String,
    offset: usize,
    table: &'a DeTable<'a>,
}

/// A key that is there, with its value.
pub(super) struct Field<'a> {
    path: String,
    offset: usize,
    value: &'a DeValue<'a>,
}

impl<'a> Section<'a> {
    /// The whole document; its path is empty.
    pub const fn document(table: &'a DeTable<'a>) -> Self {
        Self {
            path: String::new(),
            offset: 0,
            table,
        }
    }

    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The dotted path of a key in this table.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// A fault for every key that is not allowed here.
    pub fn check_keys(&self, allowed: &[&str], faults: &mut Faults) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !allowed.contains(&name) {
                let what = format!("unknown key: allowed is {}", listed(allowed));
                let path = self.path_of(&shown(name));
                faults.add(key.span().start, &path, what);
            }
        }
    }

    /// The field of a key, if it is there.
    pub fn field(&self, key: &str) -> Option<Field<'a>> {
        let (name, value) = self.table.get_key_value(key)?;
        Some(Field {
            path: self.path_of(key),
            offset: name.span().start,
            value: value.get_ref(),
        })
    }

    /// The field of a key that must be there.
    pub fn required(&self, key: &str, allowed: &str, faults: &mut Faults) -> Option<Field<'a>> {
        let field = self.field(key);
        if field.is_none() {
            let what = format!("missing: allowed is {allowed}");
            faults.missing(self.offset, &self.path_of(key), what);
        }
        field
    }

    /// The table at a key, `[path.key]`, if there is one.
    pub fn table(&self, key: &str, faults: &mut Faults) -> Option<Self> {
        let field = self.field(key)?;
        match field.value {
            DeValue::Table(table) => Some(Section {
                path: field.path,
                offset: field.offset,
                table,
            }),
            _ => {
                let allowed = format!("one table, `[{}]`", self.header(key));
                field.wrong_type(&allowed, faults);
                None
            }
        }
    }

    /// The tables at a key, `[[path.key]]`, in the order of the file.
    pub fn tables(&self, key: &str, faults: &mut Faults) -> Vec<Self> {
        let Some(field) = self.field(key) else {
            return Vec::new();
        };
        let allowed = format!("an array of tables, `[[{}]]`", self.header(key));
        let DeValue::Array(items) = field.value else {
            field.wrong_type(&allowed, faults);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let path = format!("{}[{}]", field.path, place + 1);
            let offset = item.span().start;
            let value = item.get_ref();
            match value {
                DeValue::Table(table) => tables.push(Section {
                    path,
                    offset,
                    table,
                }),
                _ => Field {
                    path,
                    offset,
                    value,
                }
                .wrong_type(&allowed, faults),
            }
        }
        tables
    }

    /// How the header of a table at a key is written: the path without places.
    fn header(&self, key: &str) -> String {
        match self.path.split_once('[') {
            None => key.to_owned(),
            Some((first, _)) => format!("{first}.{key}"),
        }
    }

    /// Something in this table is wrong that is not about one key of it.
    pub fn fault(&self, what: &str, faults: &mut Faults) {
        faults.add(self.offset, &self.path, what);
    }

    /// This table lacks something that is not one key.
    pub fn lacks(&self, what: &str, faults: &mut Faults) {
        faults.missing(self.offset, &self.path, what);
    }
}

impl<'a> Field<'a> {
    pub const fn offset(&self) -> usize {
        self.offset
    }

    pub const fn value(&self) -> &'a DeValue<'a> {
        self.value
    }

    /// Whether the value is an array without items, which says nothing.
    pub fn is_empty_array(&self) -> bool {
        self.value.as_array().is_some_and(|items| items.is_empty())
    }

    /// The value's text; another type is a fault.
    pub fn text(&self, allowed: &str, faults: &mut Faults) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type(allowed, faults);
        }
        text
    }

    /// The value is wrong.
    pub fn fault(&self, what: impl std::fmt::Display, faults: &mut Faults) {
        faults.add(self.offset, &self.path, what);
    }

    /// The value has a type that is not allowed here.
    pub fn wrong_type(&self, allowed: &str, faults: &mut Faults) {
        let name = self.value.type_str();
        let article = if name.starts_with(['a', 'i']) {
            "an"
        } else {
            "a"
        };
        self.fault(format!("{article} {name}: allowed is {allowed}"), faults);
    }
}
