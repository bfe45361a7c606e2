// SPDX-License-Identifier: Apache-2.0
//! Every account's home. A Local engine has one for all; else each account has its own, found
//! through shards that are locked for the look-up only.

use std::ops::Deref;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::clock::Timeline;
use super::commons::Commons;
use super::home::{GuardOf, Home, is_parallel};
use super::sync::{Brief, Mode, SyncPolicy, is_inside};
use super::{Error, ThreadingKind};
use crate::param::AccountId;

/// So many that two threads rarely meet at one.
const SHARDS: usize = 64;

/// The homes of an engine.
pub(super) enum Homes<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    One(S::Shared<Home<O, R, A, S>>),
    Many(Box<Many<O, R, A, S>>),
}

type HomeOf<O, R, A, S> = <S as SyncPolicy>::Shared<Home<O, R, A, S>>;
type ByAccount<O, R, A, S> = HashMap<AccountId, HomeOf<O, R, A, S>, FixedState>;

/// Two lines of a processor's cache apart, so that look-ups of one do not slow another.
#[repr(align(128))]
struct Shard<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    homes: S::Brief<ByAccount<O, R, A, S>>,
}

/// One home for each account.
pub(super) struct Many<O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    commons: S::Shared<Commons<O, R, A, S>>,
    /// What a new account's time starts from.
    timeline: Timeline,
    /// Of calls without an account.
    nobody: HomeOf<O, R, A, S>,
    shards: Box<[Shard<O, R, A, S>]>,
    /// Whether a call on the whole engine runs: no new account may slip past it.
    is_whole: Mutex<bool>,
    ended: Condvar,
}

/// Where a call goes: to the only home there is, or to its account's own.
pub(super) enum Found<'a, O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    Only(&'a HomeOf<O, R, A, S>),
    Own(HomeOf<O, R, A, S>),
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Found<'_, O, R, A, S> {
    /// The home for a handle to hold on to.
    #[inline]
    pub fn shared(self) -> HomeOf<O, R, A, S> {
        match self {
            Self::Only(home) => home.clone(),
            Self::Own(home) => home,
        }
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Deref for Found<'_, O, R, A, S> {
    type Target = Home<O, R, A, S>;

    #[inline]
    fn deref(&self) -> &Home<O, R, A, S> {
        match self {
            Self::Only(home) => home,
            Self::Own(home) => home,
        }
    }
}

/// One account in the hands of a call on the whole engine.
pub(super) struct Taken<'a, O: 'static, R: 'static, A: 'static, S: SyncPolicy> {
    pub home: &'a Home<O, R, A, S>,
    pub machine: GuardOf<'a, O, R, A, S>,
}

/// The time of a call on the whole engine.
struct Whole<'a> {
    is_whole: &'a Mutex<bool>,
    ended: &'a Condvar,
}

impl Drop for Whole<'_> {
    fn drop(&mut self) {
        *self.is_whole.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.ended.notify_all();
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Homes<O, R, A, S> {
    pub fn new(commons: S::Shared<Commons<O, R, A, S>>, timeline: Timeline) -> Self {
        let nobody = S::share(Home::new(None, commons.clone(), timeline.clone()));
        if !is_parallel(commons.mode) {
            return Self::One(nobody);
        }
        let shard = |_| Shard {
            homes: S::brief(HashMap::with_hasher(FixedState::default())),
        };
        Self::Many(Box::new(Many {
            commons,
            timeline,
            nobody,
            shards: (0..SHARDS).map(shard).collect(),
            is_whole: Mutex::new(false),
            ended: Condvar::new(),
        }))
    }

    /// The home of an account that was seen before.
    pub fn known(&self, account: Option<AccountId>) -> Option<HomeOf<O, R, A, S>> {
        match (self, account) {
            (Self::One(home), _) => Some(home.clone()),
            (Self::Many(many), None) => Some(many.nobody.clone()),
            (Self::Many(many), Some(id)) => many.shard(id).homes.lock().get(&id).cloned(),
        }
    }

    /// Every home, by account.
    pub fn all(&self) -> Vec<HomeOf<O, R, A, S>> {
        match self {
            Self::One(home) => vec![home.clone()],
            Self::Many(many) => many.all(),
        }
    }

    /// Runs a call on the whole engine: on every account at once, by account.
    pub fn whole<T>(
        &self,
        run: impl FnOnce(&mut [Taken<'_, O, R, A, S>]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (result, homes) = match self {
            Self::One(home) => {
                let machine = home.enter_whole()?;
                (run(&mut [Taken { home, machine }]), vec![home.clone()])
            }
            Self::Many(many) => {
                let _whole = many.begin_whole()?;
                let homes = many.all();
                let take = |home| Home::claim(home).map(|machine| Taken { home, machine });
                let taken: Result<Vec<_>, Error> = homes.iter().map(|home| take(home)).collect();
                let result = taken.and_then(|mut taken| run(&mut taken));
                (result, homes)
            }
        };
        for home in homes {
            home.settle();
        }
        result
    }
}

impl<O: 'static, R: 'static, A: 'static, S: SyncPolicy> Many<O, R, A, S> {
    #[inline]
    fn shard(&self, account: AccountId) -> &Shard<O, R, A, S> {
        // Ids are often consecutive, or alike in their low bits: the product mixes them all.
        let mixed = account.as_int().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        &self.shards[usize::try_from(mixed).unwrap_or_default() % SHARDS]
    }

    /// The home of an account's calls; on first sight it is made.
    #[inline]
    pub fn find(&self, account: Option<AccountId>) -> Result<HomeOf<O, R, A, S>, Error> {
        let Some(account) = account else {
            return Ok(self.nobody.clone());
        };
        let known = self.shard(account).homes.lock().get(&account).cloned();
        match known {
            Some(home) => Ok(home),
            None => self.make(account),
        }
    }

    #[cold]
    fn make(&self, account: AccountId) -> Result<HomeOf<O, R, A, S>, Error> {
        let _is_whole = self.no_whole()?;
        let make = || {
            S::share(Home::new(
                Some(account),
                self.commons.clone(),
                self.timeline.clone(),
            ))
        };
        let mut homes = self.shard(account).homes.lock();
        Ok(homes.entry(account).or_insert_with(make).clone())
    }

    /// Waits until no call on the whole engine runs, or is refused as the mode says.
    fn no_whole(&self) -> Result<MutexGuard<'_, bool>, Error> {
        if is_inside(self.commons.token()) {
            return Err(Error::Reentrancy);
        }
        let mut is_whole = self.is_whole.lock().unwrap_or_else(PoisonError::into_inner);
        while *is_whole {
            if self.commons.mode == Mode::Account {
                return Err(Error::Threading(ThreadingKind::AccountBusy));
            }
            is_whole = self
                .ended
                .wait(is_whole)
                .unwrap_or_else(PoisonError::into_inner);
        }
        Ok(is_whole)
    }

    fn begin_whole(&self) -> Result<Whole<'_>, Error> {
        *self.no_whole()? = true;
        Ok(Whole {
            is_whole: &self.is_whole,
            ended: &self.ended,
        })
    }

    fn all(&self) -> Vec<HomeOf<O, R, A, S>> {
        let mut homes = vec![self.nobody.clone()];
        for shard in &self.shards {
            homes.extend(shard.homes.lock().values().cloned());
        }
        // One order for all: two calls that take several accounts cannot wait for each other.
        homes.sort_unstable_by_key(|home| home.account);
        homes
    }
}
