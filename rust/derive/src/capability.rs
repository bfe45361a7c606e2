// SPDX-License-Identifier: Apache-2.0
//! One capability: a trait of `openpit::core` with one method.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(crate) use crate::capabilities::CAPABILITIES;

/// How a capability's method gives its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// By value, or nothing.
    Option,
    /// By reference, or nothing.
    Borrowed,
    /// By value.
    Plain,
}

/// A row of `spec/capabilities.toml`.
#[derive(Debug)]
pub(crate) struct Capability {
    /// The trait.
    pub name: &'static str,
    /// Its method.
    pub method: &'static str,
    /// The value's type below `openpit`, or `bool`.
    pub value: &'static str,
    pub form: Form,
    /// The field of `OrderFields` that shows it.
    pub order: Option<&'static str>,
    /// The field of `ReportFields` that shows it.
    pub report: Option<&'static str>,
}

impl Capability {
    pub fn find(method: &Ident) -> Option<&'static Self> {
        CAPABILITIES.iter().find(|known| method == known.method)
    }

    pub fn trait_path(&self) -> TokenStream {
        let name = ident(self.name);
        quote!(::openpit::core::#name)
    }

    pub fn method(&self) -> Ident {
        ident(self.method)
    }

    pub fn value_path(&self) -> TokenStream {
        match self.value.split_once("::") {
            Some((module, name)) => {
                let (module, name) = (ident(module), ident(name));
                quote!(::openpit::#module::#name)
            }
            None => {
                let name = ident(self.value);
                quote!(::core::primitive::#name)
            }
        }
    }

    /// What the method returns.
    pub fn returns(&self) -> TokenStream {
        let value = self.value_path();
        match self.form {
            Form::Option => quote!(::core::option::Option<#value>),
            Form::Borrowed => quote!(::core::option::Option<&#value>),
            Form::Plain => value,
        }
    }
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
