// SPDX-License-Identifier: Apache-2.0
//! The implementations that the derive writes.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Result};

use crate::capability::{CAPABILITIES, Capability, Form, ident};
use crate::fields::{Fields, Marked, Own};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let fields = Fields::of(input)?;
    let mut made = TokenStream::new();
    for capability in CAPABILITIES {
        made.extend(if let Some(own) = fields.own(capability) {
            Some(from_own(input, own))
        } else {
            fields
                .inner
                .as_ref()
                .map(|inner| from_inner(input, capability, inner))
        });
    }
    for record in [&ORDER, &REPORT] {
        made.extend(recorded(input, &fields, record));
    }
    Ok(made)
}

/// `impl Trait for Struct`, with the struct's generics and, if the inner one must have a trait
/// itself, with that bound.
///
/// The bound is for all lifetimes, so that rustc leaves one that does not hold alone: the struct
/// then lacks the trait, instead of not compiling.
fn implement(
    input: &DeriveInput,
    path: &TokenStream,
    inner: Option<&Marked<'_>>,
    body: &TokenStream,
) -> TokenStream {
    let name = &input.ident;
    let mut generics = input.generics.clone();
    if let Some(inner) = inner {
        let ty = &inner.field.ty;
        let bound = syn::parse_quote!(for<'__openpit> #ty: #path);
        generics.make_where_clause().predicates.push(bound);
    }
    let (parameters, _, clause) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters #path for #name #arguments #clause {
            #body
        }
    }
}

/// Forwards to the inner one, where it has the capability.
fn from_inner(input: &DeriveInput, capability: &Capability, inner: &Marked<'_>) -> TokenStream {
    let path = capability.trait_path();
    let (method, returns, member) = (capability.method(), capability.returns(), &inner.member);
    let body = quote! {
        #[inline]
        fn #method(&self) -> #returns {
            #path::#method(&self.#member)
        }
    };
    implement(input, &path, Some(inner), &body)
}

/// Reads the struct's own field.
fn from_own(input: &DeriveInput, own: &Own<'_>) -> TokenStream {
    let (method, returns) = (own.capability.method(), own.capability.returns());
    let value = read_own(own);
    let body = quote! {
        #[inline]
        fn #method(&self) -> #returns {
            #value
        }
    };
    implement(input, &own.capability.trait_path(), None, &body)
}

fn read_own(own: &Own<'_>) -> TokenStream {
    let (value, member) = (own.capability.value_path(), &own.from.member);
    // A field of the wrong type is reported at the type.
    let given = quote_spanned! { own.from.field.ty.span() =>
        ::openpit::core::Gives::<#value>::give(&self.#member)
    };
    let copied = quote!(::core::option::Option::<&#value>::cloned(#given));
    match own.capability.form {
        Form::Borrowed => given,
        Form::Option => copied,
        Form::Plain => quote!(::core::option::Option::unwrap_or_default(#copied)),
    }
}

/// How the engine reads a whole record.
struct Record {
    name: &'static str,
    method: &'static str,
    fields: &'static str,
    shows: fn(&Capability) -> Option<&'static str>,
}

const ORDER: Record = Record {
    name: "RecordOrder",
    method: "order_fields",
    fields: "OrderFields",
    shows: |capability| capability.order,
};

const REPORT: Record = Record {
    name: "RecordReport",
    method: "report_fields",
    fields: "ReportFields",
    shows: |capability| capability.report,
};

/// The inner one's fields, if it has them, under the struct's own.
fn recorded(input: &DeriveInput, fields: &Fields<'_>, record: &Record) -> TokenStream {
    let (name, method, kind) = (
        ident(record.name),
        ident(record.method),
        ident(record.fields),
    );
    let path = quote!(::openpit::engine::#name);
    let own = fields.own.iter().filter_map(|own| {
        let field = ident((record.shows)(own.capability)?);
        let read = (own.capability.trait_path(), own.capability.method());
        let (capability, read) = read;
        Some(quote!(#field: #capability::#read(self),))
    });
    let base = match &fields.inner {
        Some(inner) => {
            let member = &inner.member;
            quote!(#path::#method(&self.#member))
        }
        None => quote!(::core::default::Default::default()),
    };
    let body = quote! {
        fn #method(&self) -> ::openpit::engine::#kind<'_> {
            ::openpit::engine::#kind {
                #(#own)*
                ..#base
            }
        }
    };
    implement(input, &path, fields.inner.as_ref(), &body)
}
