// SPDX-License-Identifier: Apache-2.0
//! What a rate limit has counted (L-2): the windows of the broker or of one account.

use super::barriers::Barriers;
use super::window::Window;
use super::{BuiltinCall, RateLimit, Slot};
use crate::engine::Measure;
use crate::engine::data::Data;
use crate::param::Asset;
use crate::pretrade::finding::{Axis, Finding};

/// The order lacks its instrument. It becomes a finding only where one is told: a finding is large,
/// and to move one that is none costs more than the windows do.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoInstrument;

impl From<NoInstrument> for Finding {
    #[cold]
    fn from(_: NoInstrument) -> Self {
        let path = "order.operation.instrument";
        Self::MissingField { path }
    }
}

/// The windows of one scope: the broker's (everything, by asset) or an account's (all, by asset).
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct RateSlot {
    whole: Option<Window>,
    assets: Box<[(Asset, Window)]>,
}

impl RateSlot {
    pub(super) fn of(
        whole: Option<&RateLimit>,
        assets: Option<&Barriers<Asset, RateLimit>>,
    ) -> Slot {
        let each = |(asset, limit): (&Asset, &RateLimit)| (asset.clone(), Window::new(*limit));
        let assets: Box<[_]> = assets
            .into_iter()
            .flat_map(Barriers::iter)
            .map(each)
            .collect();
        if whole.is_none() && assets.is_empty() {
            return Slot::Empty;
        }
        Slot::Rate(Self {
            whole: whole.copied().map(Window::new),
            assets,
        })
    }

    /// Takes over what the windows of the same barriers have counted under their old limits.
    pub(super) fn take_over(&mut self, old: Self) {
        if let (Some(new), Some(old)) = (&mut self.whole, old.whole) {
            new.take_over(old);
        }
        for (asset, old) in old.assets {
            if let Some(place) = self.place(&asset) {
                self.assets[place].1.take_over(old);
            }
        }
    }

    /// Where the window of a settlement asset is, if it has one.
    #[inline]
    fn place(&self, settlement: &Asset) -> Option<usize> {
        self.assets
            .binary_search_by(|(asset, _)| asset.cmp(settlement))
            .ok()
    }

    /// Where the window of the order's settlement asset is, if it falls into one.
    #[inline]
    pub(super) fn place_of(
        &self,
        settlement: Option<&Asset>,
    ) -> Result<Option<usize>, NoInstrument> {
        if self.assets.is_empty() {
            return Ok(None);
        }
        let settlement = settlement.ok_or(NoInstrument)?;
        Ok(self.place(settlement))
    }

    /// Whether one more order at `at` is within both windows.
    #[inline]
    fn is_within(&mut self, at: i64, place: Option<usize>) -> bool {
        let whole = self.whole.as_mut();
        whole.is_none_or(|window| window.judge(at).is_ok())
            && place.is_none_or(|place| self.assets[place].1.judge(at).is_ok())
    }

    /// The first breach of one more order at `at`, on the scope's two axes.
    pub(super) fn judge(
        &mut self,
        at: i64,
        place: Option<usize>,
        axes: [Axis; 2],
    ) -> Result<(), Finding> {
        if let Some(window) = &mut self.whole {
            judge(window, axes[0], at)?;
        }
        match place {
            Some(place) => judge(&mut self.assets[place].1, axes[1], at),
            None => Ok(()),
        }
    }

    #[inline]
    pub(super) fn count(&mut self, at: i64, place: Option<usize>) {
        if let Some(window) = &mut self.whole {
            window.count(at);
        }
        if let Some(place) = place {
            self.assets[place].1.count(at);
        }
    }

    /// What is in the windows at `at`; none if all are empty.
    pub(super) fn data(&self, at: i64) -> Option<Data> {
        let assets = self.assets.iter();
        let assets = assets.map(|(asset, window)| (asset.as_str(), window.data(at)));
        let whole = self.whole.as_ref();
        Data::map([
            ("whole", whole.and_then(|window| window.data(at))),
            ("assets", Data::map(assets).unless_empty()),
        ])
        .unless_empty()
    }

    pub(super) fn measure(
        &mut self,
        at: i64,
        place: Option<usize>,
        axes: [Axis; 2],
    ) -> Vec<Measure> {
        let whole = self
            .whole
            .as_mut()
            .map(|window| window.measure(at, axes[0]));
        let asset = place.map(|place| self.assets[place].1.measure(at, axes[1]));
        whole.into_iter().chain(asset).collect()
    }
}

#[inline]
fn judge(window: &mut Window, axis: Axis, at: i64) -> Result<(), Finding> {
    match window.judge(at) {
        Ok(()) => Ok(()),
        Err(observed) => Err(breach(window, axis, observed)),
    }
}

#[cold]
fn breach(window: &Window, axis: Axis, observed: u64) -> Finding {
    let RateLimit {
        max_orders: limit,
        window_ns,
    } = window.limit();
    Finding::Rate {
        axis,
        observed,
        limit,
        window_ns,
    }
}

const BROKER_AXES: [Axis; 2] = [Axis::Broker, Axis::Asset];
const ACCOUNT_AXES: [Axis; 2] = [Axis::Account, Axis::AccountAsset];

/// The windows of one scope in one call.
pub(super) struct Scope<'a> {
    pub slot: &'a mut RateSlot,
    pub at: i64,
    pub axes: [Axis; 2],
    /// Where the window of the order's settlement asset is.
    pub place: Result<Option<usize>, NoInstrument>,
}

impl<'a> Scope<'a> {
    /// The broker's and the account's; none where the scope has no barrier.
    #[inline]
    pub fn both(call: BuiltinCall<'a>) -> [Option<Self>; 2] {
        let scope = |slot: &'a mut Slot, at, axes| match slot {
            Slot::Rate(slot) => {
                let place = slot.place_of(call.settlement);
                Some(Self {
                    slot,
                    at,
                    axes,
                    place,
                })
            }
            _ => None,
        };
        let broker = call.broker;
        let broker = broker.and_then(|broker| scope(broker.slot, broker.at, BROKER_AXES));
        let account = call.account;
        let account = account.and_then(|slot| scope(slot, call.at, ACCOUNT_AXES));
        [broker, account]
    }

    #[inline]
    pub fn place(&self) -> Option<usize> {
        self.place.unwrap_or_default()
    }

    /// Whether one more order is within the scope's windows.
    #[inline]
    pub fn is_within(&mut self) -> bool {
        let place = self.place();
        self.slot.is_within(self.at, place)
    }

    #[inline]
    pub fn count(self) {
        let place = self.place();
        self.slot.count(self.at, place);
    }
}
