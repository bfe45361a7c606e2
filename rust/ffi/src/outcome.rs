// SPDX-License-Identifier: Apache-2.0
//! What a call returns, in memory that the caller owns.

use std::ptr;

use openpit::param::AccountId;

/// The call did what it says.
pub const OPENPIT_STATUS_OK: u32 = 0;
/// The answer is no: the bytes hold rejects, then failures.
pub const OPENPIT_STATUS_REJECTED: u32 = 1;
/// The call was refused, or callbacks failed: the bytes hold one error.
pub const OPENPIT_STATUS_ERROR: u32 = 2;
/// The configuration is wrong: the bytes hold its faults.
pub const OPENPIT_STATUS_CONFIG: u32 = 3;
/// The library itself failed: the bytes hold one text.
pub const OPENPIT_STATUS_PANIC: u32 = 4;

/// Bytes that fit into an outcome itself: those of a usual reject. More would cost every call that
/// has none, where callers clear their outcomes.
pub const OPENPIT_OUTCOME_BYTES: usize = 160;

/// The outcome of one call; written in whole, except for bytes beyond `len`.
#[repr(C)]
#[derive(Debug)]
pub struct OpenpitOutcome {
    /// `OPENPIT_STATUS_*`, the same that the function returns.
    pub status: u32,
    /// Of a report `OPENPIT_POST_TRADE_*`; of a boolean answer 1 if it is yes.
    pub flag: u32,
    /// The key of the request or reservation; 0 without one.
    pub key: u64,
    /// The account of the request or reservation, which goes with its key.
    pub account: u64,
    /// The address of the bytes if they do not fit into `bytes`, else 0. To be freed with
    /// `openpit_bytes_free`. A number, so that an outcome holds no pointer.
    pub spilled: usize,
    /// How many bytes there are, here or there.
    pub len: u64,
    /// The bytes if they fit.
    pub bytes: [u8; OPENPIT_OUTCOME_BYTES],
}

/// What a call gives, written out as its outcome.
pub(crate) trait Answer {
    /// Writes the outcome; a null pointer is a caller who does not want to know more.
    ///
    /// # Safety
    /// `out` is null or points to an outcome that nobody else uses during the call.
    unsafe fn write(self, out: *mut OpenpitOutcome) -> u32;
}

/// The call did what it says. On the way of an order there are no bytes, and moving a [`Reply`]
/// that has none costs as much as a policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    /// As wide as it is read with its neighbours.
    flag: u64,
    key: u64,
    account: u64,
}

impl Done {
    /// Nothing more to tell.
    #[inline]
    pub const fn nothing() -> Self {
        Self {
            flag: 0,
            key: 0,
            account: 0,
        }
    }

    /// It made a request or reservation.
    #[inline]
    pub fn handle((key, account): (u64, Option<AccountId>)) -> Self {
        Self {
            key,
            account: account.map_or(0, AccountId::as_int),
            ..Self::nothing()
        }
    }

    /// The answer is yes or no.
    #[inline]
    pub fn flag(flag: bool) -> Self {
        Self {
            flag: u64::from(flag),
            ..Self::nothing()
        }
    }
}

impl Answer for Done {
    #[inline]
    unsafe fn write(self, out: *mut OpenpitOutcome) -> u32 {
        if !out.is_null() {
            // SAFETY: `out` is valid for writes by the caller's promise; fields are written through
            // raw pointers, since the caller's bytes may be uninitialised.
            unsafe {
                ptr::write(&raw mut (*out).status, OPENPIT_STATUS_OK);
                ptr::write(&raw mut (*out).flag, self.flag as u32);
                ptr::write(&raw mut (*out).key, self.key);
                ptr::write(&raw mut (*out).account, self.account);
                ptr::write(&raw mut (*out).spilled, 0);
                ptr::write(&raw mut (*out).len, 0);
            }
        }
        OPENPIT_STATUS_OK
    }
}

/// An outcome before it is written out.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: u32,
    pub flag: u32,
    pub key: u64,
    pub account: u64,
    pub bytes: Vec<u8>,
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            status: OPENPIT_STATUS_OK,
            flag: 0,
            key: 0,
            account: 0,
            bytes: Vec::new(),
        }
    }
}

impl Reply {
    pub fn key(key: u64) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    pub fn flag(flag: bool) -> Self {
        Self {
            flag: u32::from(flag),
            ..Self::default()
        }
    }

    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}

impl Answer for Reply {
    #[inline]
    unsafe fn write(self, out: *mut OpenpitOutcome) -> u32 {
        let Self {
            status,
            flag,
            key,
            account,
            bytes,
        } = self;
        if out.is_null() {
            return status;
        }
        let len = bytes.len();
        // SAFETY: `out` is valid for writes by the caller's promise; fields are written through raw
        // pointers, since the caller's bytes may be uninitialised.
        unsafe {
            ptr::write(&raw mut (*out).status, status);
            ptr::write(&raw mut (*out).flag, flag);
            ptr::write(&raw mut (*out).key, key);
            ptr::write(&raw mut (*out).account, account);
            ptr::write(&raw mut (*out).len, len as u64);
        }
        let mut spilled = 0;
        if len > OPENPIT_OUTCOME_BYTES {
            let bytes = Box::into_raw(bytes.into_boxed_slice());
            spilled = bytes.cast::<u8>().expose_provenance();
        } else if len > 0 {
            // SAFETY: at most as many bytes as the field holds; a fresh vector does not overlap it.
            unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), (&raw mut (*out).bytes).cast(), len) }
        }
        // SAFETY: as above.
        unsafe { ptr::write(&raw mut (*out).spilled, spilled) }
        status
    }
}

/// Frees the spilled bytes of an outcome. 0 is nothing.
///
/// # Safety
/// `spilled` and `len` are those of one outcome, freed once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_bytes_free(spilled: usize, len: u64) {
    if spilled == 0 {
        return;
    }
    let data = ptr::with_exposed_provenance_mut::<u8>(spilled);
    // SAFETY: `Reply::write` gave out this very boxed slice, and the caller gives it back once.
    drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(data, len as usize)) });
}
