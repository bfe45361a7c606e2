// SPDX-License-Identifier: Apache-2.0
//! Which engines the calling thread is inside of: a call from a callback is found whichever
//! account it is for (P-9), and before it could wait for itself.

use std::cell::RefCell;

thread_local!(static ENGINES: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) });

/// The time that a thread spends in a call of an engine.
#[derive(Debug)]
pub(super) struct Inside {
    is_listed: bool,
}

impl Inside {
    /// Enters; the thread leaves when the value is dropped.
    #[inline]
    pub fn new(engine: usize) -> Self {
        // At the very end of a thread its list is gone, and no callback runs there.
        let listed = ENGINES.try_with(|engines| engines.borrow_mut().push(engine));
        Self {
            is_listed: listed.is_ok(),
        }
    }
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        if self.is_listed {
            let _ = ENGINES.try_with(|engines| engines.borrow_mut().pop());
        }
    }
}

/// Whether the calling thread is inside a call of an engine.
#[inline]
pub(in crate::engine) fn is_inside(engine: usize) -> bool {
    ENGINES
        .try_with(|engines| engines.borrow().contains(&engine))
        .unwrap_or_default()
}
