// SPDX-License-Identifier: Apache-2.0
//! A share of an amount: `whole * part / of`, rounded down and never more than fits.

use ethnum::U256;
use rust_decimal::Decimal;

use super::{Kind, exact, parts, wide};

/// `whole * part / of` of values that are not negative, rounded down to `scale` digits after the
/// point. The caller has checked that `of` is not zero and the scale is at most 28.
pub(crate) fn share_down(
    whole: Decimal,
    part: Decimal,
    of: Decimal,
    scale: u32,
) -> Result<Decimal, Kind> {
    let (whole, part, of) = (parts(whole), parts(part), parts(of));
    let divisor = U256::from(of.coefficient);
    let product = wide::product(whole.coefficient, part.coefficient);
    // The quotient at `scale` is product / divisor * 10^(up - down).
    let (up, down) = (scale + of.scale, whole.scale + part.scale);
    let mut quotient = product / divisor;
    if up >= down {
        let mut rest = product % divisor;
        for _ in down..up {
            // A rest has 96 bits, so ten of it fit.
            rest *= 10;
            let longer = quotient.checked_mul(U256::from(10_u8));
            quotient = longer.ok_or(Kind::Overflow)? + rest / divisor;
            rest %= divisor;
        }
    } else {
        for _ in up..down {
            // Floor of a floor: one division of the whole number would give the same.
            quotient /= 10;
        }
    }
    let coefficient = u128::try_from(quotient).map_err(|_| Kind::Overflow)?;
    exact(false, coefficient, scale)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, share_down};

    fn share(whole: &str, part: &str, of: &str, scale: u32) -> String {
        let of_text = |text: &str| text.parse::<Decimal>().expect("a number");
        share_down(of_text(whole), of_text(part), of_text(of), scale)
            .expect("a share")
            .to_string()
    }

    #[test]
    fn shares_are_rounded_down() {
        assert_eq!(share("100", "1", "3", 0), "33");
        assert_eq!(share("100", "1", "3", 8), "33.33333333");
        assert_eq!(share("0.5", "10", "100", 8), "0.05");
        assert_eq!(share("0.00000001", "0.3", "0.7", 8), "0");
        assert_eq!(share("1", "2", "2", 0), "1");
    }

    #[test]
    fn the_largest_coefficients_do_not_overflow_in_between() {
        let largest = Decimal::MAX.to_string();
        assert_eq!(share(&largest, &largest, &largest, 0), largest);
        let small = "0.0000000000000000000000000001";
        assert_eq!(share(small, small, &largest, 28), "0");
        assert_eq!(share(small, &largest, &largest, 28), small);
    }
}
