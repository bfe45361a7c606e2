// SPDX-License-Identifier: Apache-2.0
//! Instruments as they cross the border: two texts. Judging and storing names costs more than
//! passing the order, so each thread remembers instruments that it has judged.

use std::cell::RefCell;

use openpit::core::Instrument;
use openpit::param::{Asset, ParamError, ParamErrorKind};

use crate::text::OpenpitText;

/// Instruments that a thread remembers.
const PLACES: usize = 64;

/// A judged instrument and the texts that it was made of.
struct Known {
    underlying: OpenpitText,
    settlement: OpenpitText,
    instrument: Instrument,
}

thread_local! {
    /// Each instrument has one place, where the last one of that place is.
    static KNOWN: RefCell<[Option<Box<Known>>; PLACES]> =
        const { RefCell::new([const { None }; PLACES]) };
}

/// Reads an instrument; none if both texts are empty.
pub(crate) fn read_instrument(
    underlying: &OpenpitText,
    settlement: &OpenpitText,
) -> Result<Option<Instrument>, ParamError> {
    let mut instrument = None;
    fill_instrument(underlying, settlement, &mut instrument)?;
    Ok(instrument)
}

/// Reads an instrument into its place, which is left alone if both texts are empty.
#[inline]
pub(crate) fn fill_instrument(
    underlying: &OpenpitText,
    settlement: &OpenpitText,
    into: &mut Option<Instrument>,
) -> Result<(), ParamError> {
    if underlying.len == 0 && settlement.len == 0 {
        return Ok(());
    }
    let place = place(underlying, settlement);
    let known = KNOWN.try_with(|known| {
        let known = known.borrow();
        let found = known[place].as_ref();
        let found = found
            .filter(|found| found.underlying.is(underlying) && found.settlement.is(settlement));
        if let Some(found) = found {
            *into = Some(found.instrument.clone());
        }
        found.is_some()
    });
    if !known.unwrap_or(false) {
        *into = Some(judge(underlying, settlement, place)?);
    }
    Ok(())
}

fn judge(
    underlying: &OpenpitText,
    settlement: &OpenpitText,
    place: usize,
) -> Result<Instrument, ParamError> {
    if underlying.len == 0 || settlement.len == 0 {
        // Half an instrument: the other half was never set, which is not an empty name (V-6.7).
        return Err(ParamError::new("asset", ParamErrorKind::Unset, "unset"));
    }
    let first = Asset::new(underlying.read("asset")?)?;
    let second = Asset::new(settlement.read("asset")?)?;
    let instrument = Instrument::new(first, second);
    let known = Known {
        underlying: *underlying,
        settlement: *settlement,
        instrument: instrument.clone(),
    };
    // Remembering is a favour: a thread that is ending does without.
    let _ = KNOWN.try_with(|places| match &mut places.borrow_mut()[place] {
        Some(old) => **old = known,
        none => *none = Some(Box::new(known)),
    });
    Ok(instrument)
}

/// A place by the first letters; a bad length reads no further than the text's own bytes.
#[inline]
fn place(underlying: &OpenpitText, settlement: &OpenpitText) -> usize {
    let mixed = underlying.head().wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ settlement.head();
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize
}
