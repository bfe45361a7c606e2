// SPDX-License-Identifier: Apache-2.0
//! Time is an input (D-2): the manual clock takes it from the calls; the system clock is the one
//! place that reads one.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::error::TimeFault;
use super::{Error, TimeKind};

/// A clock that only calls move, to the time that they give.
///
/// ```
/// use openpit::core::{AccountAdjustment, ExecutionReport, Order};
/// use openpit::engine::{Engine, ManualClock};
///
/// let engine = Engine::builder::<Order, ExecutionReport, AccountAdjustment>()
///     .no_sync()
///     .clock(ManualClock::new())
///     .build()?;
/// # Ok::<(), openpit::engine::ConfigErrors>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ManualClock {
    start: i64,
    accept_late: bool,
}

impl ManualClock {
    /// A clock that stands at the epoch.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            start: 0,
            accept_late: false,
        }
    }

    /// A clock that stands at `start` nanoseconds since the epoch.
    #[must_use]
    pub const fn starting_at(start: i64) -> Self {
        Self {
            start,
            accept_late: false,
        }
    }

    /// Takes calls with an earlier time: they are applied at the last time and flagged late. For
    /// logs whose gateways stamp out of order.
    #[must_use]
    pub const fn accept_late(self) -> Self {
        Self {
            accept_late: true,
            ..self
        }
    }
}

#[derive(Debug, Clone)]
enum Source {
    System { wall: i64, started: Instant },
    Manual { accept_late: bool },
}

/// The engine's time: where it comes from and how far it has come.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    source: Source,
    last: i64,
}

/// The time at which a call takes effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub at: i64,
    pub late: bool,
}

impl Timeline {
    pub fn system() -> Self {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let wall = i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX);
        Self {
            source: Source::System {
                wall,
                started: Instant::now(),
            },
            last: wall,
        }
    }

    pub const fn manual(clock: ManualClock) -> Self {
        let ManualClock { start, accept_late } = clock;
        Self {
            source: Source::Manual { accept_late },
            last: start,
        }
    }

    pub const fn last(&self) -> i64 {
        self.last
    }

    /// The time of a call that begins something.
    #[inline]
    pub fn begin(&mut self, at: Option<i64>) -> Result<Moment, Error> {
        self.read_clock(at);
        self.follow(at)
    }

    /// The time of a report: a fact, which is taken late as well.
    #[inline]
    pub fn begin_report(&mut self, at: Option<i64>) -> Result<Moment, Error> {
        self.read_clock(at);
        self.go_to(at, true)
    }

    /// The time of a call that goes on with something: it reads no clock.
    #[inline]
    pub fn follow(&mut self, at: Option<i64>) -> Result<Moment, Error> {
        self.go_to(at, false)
    }

    #[inline]
    fn read_clock(&mut self, at: Option<i64>) {
        if let (Source::System { wall, started }, None) = (&self.source, at) {
            let elapsed = i64::try_from(started.elapsed().as_nanos()).unwrap_or(i64::MAX);
            self.last = self.last.max(wall.saturating_add(elapsed));
        }
    }

    #[inline]
    fn go_to(&mut self, at: Option<i64>, late_too: bool) -> Result<Moment, Error> {
        let Some(at) = at else {
            return Ok(Moment {
                at: self.last,
                late: false,
            });
        };
        let Source::Manual { accept_late } = self.source else {
            return Err(self.fault(TimeKind::NotManual, at));
        };
        if at >= self.last {
            self.last = at;
            return Ok(Moment { at, late: false });
        }
        if late_too || accept_late {
            return Ok(Moment {
                at: self.last,
                late: true,
            });
        }
        Err(self.fault(TimeKind::Earlier, at))
    }

    fn fault(&self, kind: TimeKind, at: i64) -> Error {
        Error::Time(TimeFault {
            kind,
            at,
            last: self.last,
        })
    }
}
