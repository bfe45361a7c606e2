// SPDX-License-Identifier: Apache-2.0
//! What the attributes of a struct's fields say.

use syn::{Data, DeriveInput, Error, Field, Ident, Index, Member, Result};

use crate::capability::{CAPABILITIES, Capability};

/// A field and what it gives.
pub(crate) struct Marked<'a> {
    pub member: Member,
    pub field: &'a Field,
}

/// A field that is a capability's value.
pub(crate) struct Own<'a> {
    pub capability: &'static Capability,
    pub from: Marked<'a>,
}

/// What a struct is composed of.
pub(crate) struct Fields<'a> {
    pub inner: Option<Marked<'a>>,
    pub own: Vec<Own<'a>>,
}

impl<'a> Fields<'a> {
    /// Reads the attributes; every fault is reported at its place.
    pub fn of(input: &'a DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            let text = "`RequestFields` is for a struct: allowed is a struct with an `inner` field \
                        or fields that are capabilities";
            return Err(Error::new(input.ident.span(), text));
        };
        let mut found = Self {
            inner: None,
            own: Vec::new(),
        };
        let mut faults: Option<Error> = None;
        for (place, field) in data.fields.iter().enumerate() {
            if let Err(fault) = found.read(place, field) {
                match &mut faults {
                    Some(faults) => faults.combine(fault),
                    None => faults = Some(fault),
                }
            }
        }
        match faults {
            Some(faults) => Err(faults),
            None if found.inner.is_none() && found.own.is_empty() => {
                let text = format!("no field is marked: {}", allowed());
                Err(Error::new(input.ident.span(), text))
            }
            None => Ok(found),
        }
    }

    pub fn own(&self, capability: &Capability) -> Option<&Own<'a>> {
        let mut own = self.own.iter();
        own.find(|own| own.capability.method == capability.method)
    }

    fn read(&mut self, place: usize, field: &'a Field) -> Result<()> {
        let mut marks = 0;
        for attribute in &field.attrs {
            if !attribute.path().is_ident("openpit") {
                continue;
            }
            let before = marks;
            attribute.parse_nested_meta(|meta| {
                marks += 1;
                if marks > 1 {
                    return Err(meta.error("a second key on one field: allowed is one"));
                }
                match meta.path.get_ident() {
                    Some(key) => self.mark(key, place, field),
                    None => Err(meta.error(allowed())),
                }
            })?;
            if marks == before {
                return Err(Error::new_spanned(
                    attribute,
                    format!("no key: {}", allowed()),
                ));
            }
        }
        Ok(())
    }

    fn mark(&mut self, key: &Ident, place: usize, field: &'a Field) -> Result<()> {
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(place)),
        };
        let from = Marked { member, field };
        if key == "inner" {
            if self.inner.is_some() {
                let text = "a second `inner` field: allowed is one";
                return Err(Error::new(key.span(), text));
            }
            self.inner = Some(from);
            return Ok(());
        }
        let Some(capability) = Capability::find(key) else {
            let text = format!("unknown key `{key}`: {}", allowed());
            return Err(Error::new(key.span(), text));
        };
        if self.own(capability).is_some() {
            let text = format!("a second field for `{key}`: allowed is one");
            return Err(Error::new(key.span(), text));
        }
        self.own.push(Own { capability, from });
        Ok(())
    }
}

fn allowed() -> String {
    let names = CAPABILITIES
        .iter()
        .map(|known| format!("`{}`", known.method));
    let names: Vec<_> = names.collect();
    format!(
        "allowed is `#[openpit(inner)]`, or one of {}",
        names.join(", ")
    )
}
