// SPDX-License-Identifier: Apache-2.0
//! The derive `RequestFields` of [openpit](https://docs.rs/openpit): a client's own order, report
//! or adjustment type from an inner one and its own fields (O-5.3).
//!
//! Use it through openpit's feature `derive`, as `openpit::RequestFields`.

mod capabilities;
mod capability;
mod expand;
mod fields;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Gives a struct the capability traits (O-5) of an inner order, report or adjustment and of its
/// own fields.
///
/// `#[openpit(inner)]` marks the inner one: the struct has every capability that it has; for a
/// generic inner type, those that the type in hand has. `#[openpit(side)]` and so on mark a field
/// as that capability: the name of the trait in snake case without `has_`. Such a field is the
/// capability's value, or an `Option` of it, and stands above the inner one's.
///
/// `RecordOrder` and `RecordReport` come with it: from the inner one if it has them, with the own
/// fields above; without an inner one from the own fields.
///
/// ```
/// use openpit::core::{HasAccountId, HasSide, Order};
/// use openpit::param::{AccountId, Side};
/// use openpit::RequestFields;
///
/// #[derive(RequestFields)]
/// struct DeskOrder {
///     #[openpit(inner)]
///     order: Order,
///     #[openpit(account_id)]
///     book: AccountId,
///     trader: String,
/// }
///
/// let account = AccountId::from_int(1);
/// let order = DeskOrder {
///     order: Order::market("AAPL/USD".parse()?, account, Side::Sell, "100".parse()?),
///     book: AccountId::from_int(7),
///     trader: "ann".to_owned(),
/// };
/// assert_eq!(order.side(), Some(Side::Sell));
/// assert_eq!(order.account_id(), Some(AccountId::from_int(7)));
/// assert_eq!(order.trader, "ann");
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[proc_macro_derive(RequestFields, attributes(openpit))]
pub fn request_fields(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
