// SPDX-License-Identifier: Apache-2.0
//! Which engines the calling thread is inside of: a call from a callback is found whichever
//! account it is for (P-9), and before it could wait for itself.

use std::cell::{Cell, RefCell};

thread_local! {
    /// The engine whose call began last; 0 outside of any.
    static LAST: Cell<usize> = const { Cell::new(0) };
    /// Those whose callbacks called on, the outermost first.
    static OUTER: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// The time that a thread spends in a call of an engine.
#[derive(Debug)]
pub(super) struct Inside {
    /// The engine whose callback called; none if this one was entered already, as by a call on
    /// all accounts, which enters it for each.
    outer: Option<usize>,
}

impl Inside {
    /// Enters; the thread leaves when the value is dropped.
    #[inline]
    pub fn new(engine: usize) -> Self {
        let outer = LAST.replace(engine);
        if outer == engine {
            return Self { outer: None };
        }
        if outer != 0 {
            // At the very end of a thread the list is gone, and no callback runs there.
            let _ = OUTER.try_with(|engines| engines.borrow_mut().push(outer));
        }
        Self { outer: Some(outer) }
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        let Some(outer) = self.outer else { return };
        LAST.set(outer);
        if outer != 0 {
            let _ = OUTER.try_with(|engines| engines.borrow_mut().pop());
        }
    }
}

/// Whether the calling thread is inside a call of an engine.
#[inline]
pub(in crate::engine) fn is_inside(engine: usize) -> bool {
    let last = LAST.get();
    last != 0 && (last == engine || is_outer(engine))
}

#[cold]
fn is_outer(engine: usize) -> bool {
    let found = OUTER.try_with(|engines| engines.borrow().contains(&engine));
    found.unwrap_or_default()
}
