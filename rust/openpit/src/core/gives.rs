// SPDX-License-Identifier: Apache-2.0
//! What a field must be for the derive `RequestFields` to read a capability from it.

/// A field that gives a capability's value, or none.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot give a `{V}`",
    label = "allowed is `{V}` or `Option<{V}>`"
)]
pub trait Gives<V> {
    /// The value, if there is one.
    fn give(&self) -> Option<&V>;
}

impl<V> Gives<V> for V {
    fn give(&self) -> Option<&V> {
        Some(self)
    }
}

impl<V> Gives<V> for Option<V> {
    fn give(&self) -> Option<&V> {
        self.as_ref()
    }
}
