// SPDX-License-Identifier: Apache-2.0
//! The exact sliding window of L-2: how many orders fell into (t - window, t].

use std::collections::VecDeque;

use super::RateLimit;
use crate::engine::Measure;
use crate::engine::data::{Data, shown};
use crate::pretrade::finding::Axis;

/// Orders counted at one time. Equal times share an entry, so a burst costs one.
#[derive(Debug, Clone, Copy)]
struct Counted {
    at: i64,
    orders: u64,
}

/// One barrier's window and its limit.
///
/// Memory is bounded by the limit: no more than `max_orders` entries can matter.
#[derive(Debug, Clone)]
pub(super) struct Window {
    limit: RateLimit,
    counted: VecDeque<Counted>,
    total: u64,
}

impl Window {
    pub fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            counted: VecDeque::new(),
            total: 0,
        }
    }

    /// Goes on from what another window of the same barrier has counted. What that one has
    /// forgotten, because it had left its window, stays forgotten.
    pub fn take_over(&mut self, old: Self) {
        self.counted = old.counted;
        self.total = old.total;
    }

    pub const fn limit(&self) -> RateLimit {
        self.limit
    }

    /// Forgets what has left the window, and judges one more order at `at`: how many orders the
    /// window would hold with it, if that is over the limit.
    #[inline]
    pub fn judge(&mut self, at: i64) -> Result<(), u64> {
        // An order exactly one window old is outside: the window is open on the left. Where the
        // left end is before all time, everything is inside.
        let left = at.checked_sub(self.limit.window_ns);
        while let Some(oldest) = self.counted.front() {
            if left.is_none_or(|left| oldest.at > left) {
                break;
            }
            self.total -= oldest.orders;
            self.counted.pop_front();
        }
        let observed = self.observed();
        if observed > self.limit.max_orders {
            Err(observed)
        } else {
            Ok(())
        }
    }

    /// How many orders the window would hold with one more. Never more than one above the limit:
    /// what counted rejects put there beyond it is not kept.
    #[inline]
    fn observed(&self) -> u64 {
        self.total.min(self.limit.max_orders).saturating_add(1)
    }

    /// What [`Window::judge`] would see and how much room is left.
    pub fn measure(&mut self, at: i64, axis: Axis) -> Measure {
        let observed = self.judge(at).err().unwrap_or_else(|| self.observed());
        let limit = self.limit.max_orders.into();
        Measure::upper("orders", axis.as_str(), Some(observed.into()), limit)
    }

    /// What is in the window at `at`; none of an empty one.
    pub fn data(&self, at: i64) -> Option<Data> {
        let left = at.checked_sub(self.limit.window_ns);
        let inside = self
            .counted
            .iter()
            .filter(|counted| left.is_none_or(|left| counted.at > left));
        let one = |counted: &Counted| {
            Data::map([
                ("at", shown(Some(counted.at))),
                ("orders", shown(Some(counted.orders))),
            ])
        };
        Data::list(inside.map(one)).unless_empty()
    }

    /// Counts one order at `at`, which must not be before the last.
    #[inline]
    pub fn count(&mut self, at: i64) {
        self.total += 1;
        match self.counted.back_mut() {
            Some(last) if last.at == at => last.orders += 1,
            _ => self.counted.push_back(Counted { at, orders: 1 }),
        }
        // Counted rejects may go over the limit; what the newest `max_orders` do not need goes.
        while let Some(oldest) = self.counted.front() {
            if self.total - oldest.orders < self.limit.max_orders.max(1) {
                break;
            }
            self.total -= oldest.orders;
            self.counted.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RateLimit, Window};

    fn window(max_orders: u64) -> Window {
        Window::new(RateLimit {
            max_orders,
            window_ns: 10,
        })
    }

    #[test]
    fn an_order_one_window_old_is_outside() {
        let mut window = window(1);
        assert_eq!(window.judge(5), Ok(()));
        window.count(5);
        assert_eq!(window.judge(14), Err(2));
        assert_eq!(window.judge(15), Ok(()));
    }

    #[test]
    fn memory_is_bounded_when_rejected_attempts_count() {
        let mut window = window(3);
        for at in 0..1_000 {
            let _ = window.judge(at);
            window.count(at);
        }
        assert!(
            window.counted.len() <= 4,
            "{} entries",
            window.counted.len()
        );
        assert!(window.judge(1_000).is_err());
    }

    #[test]
    fn the_edges_of_time_do_not_overflow() {
        let mut window = window(1);
        assert_eq!(window.judge(i64::MIN), Ok(()));
        window.count(i64::MIN);
        assert_eq!(window.judge(i64::MIN), Err(2));
        assert_eq!(window.judge(i64::MIN + 9), Err(2));
        assert_eq!(window.judge(i64::MIN + 10), Ok(()));
        assert_eq!(window.judge(i64::MAX), Ok(()));
    }
}
