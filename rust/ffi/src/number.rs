// SPDX-License-Identifier: Apache-2.0
//! Numbers as they cross the border: magnitude, scale, sign.

use openpit::param::raw::Raw;
use openpit::param::{ParamError, ParamErrorKind};

/// A number: `magnitude / 10^scale`, negative if `negative` is 1. All zero is zero.
///
/// The magnitude has 128 bits, so that integer factors of any size can be told from bad ones; a
/// value of a number type has at most 96.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenpitNumber {
    /// The lower 64 bits of the magnitude.
    pub lo: u64,
    /// The upper 64 bits of the magnitude.
    pub hi: u64,
    /// Digits after the point, 0 to 28.
    pub scale: u32,
    /// 0 or 1.
    pub negative: u32,
}

impl OpenpitNumber {
    /// The parts, if sign and magnitude are those of a number.
    #[inline]
    pub(crate) fn plain(&self) -> Option<Raw> {
        let magnitude = (u128::from(self.hi) << 64 | u128::from(self.lo)).cast_signed();
        let mantissa = match (magnitude >= 0, self.negative) {
            (true, 0) => magnitude,
            (true, 1) => -magnitude,
            _ => return None,
        };
        let scale = self.scale;
        Some(Raw { mantissa, scale })
    }

    /// The parts that the core judges; sign and magnitude are checked here.
    pub(crate) fn raw(&self, type_name: &'static str) -> Result<Raw, ParamError> {
        let magnitude = u128::from(self.hi) << 64 | u128::from(self.lo);
        let signed = i128::try_from(magnitude).map_err(|_| {
            ParamError::new(type_name, ParamErrorKind::Overflow, &magnitude.to_string())
        })?;
        let mantissa = match self.negative {
            0 => signed,
            1 => -signed,
            other => {
                let kind = ParamErrorKind::InvalidFormat;
                return Err(ParamError::new(type_name, kind, &format!("sign {other}")));
            }
        };
        Ok(Raw {
            mantissa,
            scale: self.scale,
        })
    }
}

impl From<Raw> for OpenpitNumber {
    fn from(raw: Raw) -> Self {
        let magnitude = raw.mantissa.unsigned_abs();
        Self {
            lo: magnitude as u64,
            hi: (magnitude >> 64) as u64,
            scale: raw.scale,
            negative: u32::from(raw.mantissa < 0),
        }
    }
}

/// A value of a number type as it crosses.
pub(crate) fn flat(value: impl Into<Raw>) -> OpenpitNumber {
    value.into().into()
}

/// Reads a value of one number type; the door's check of sign, size and scale. Where nothing is to
/// be judged, no result passes through memory.
macro_rules! read_number {
    ($number:expr, $type:ident) => {
        match $number
            .plain()
            .and_then(|plain| openpit::param::$type::from_short(plain.mantissa, plain.scale))
        {
            Some(value) => value,
            None => {
                let raw = $number.raw(openpit::param::raw::NumberType::$type.as_str())?;
                openpit::param::$type::from_parts(raw.mantissa, raw.scale)?
            }
        }
    };
}

pub(crate) use read_number;
