// SPDX-License-Identifier: Apache-2.0
//! Faults that only a binding can find, with the text that the core gives them (E-2).

use openpit::param::{ParamError, ParamErrorKind};

use crate::door::door;
use crate::outcome::{Done, OpenpitOutcome};
use crate::text::Slice;

/// Types whose faults a binding may find where the core cannot look: in JSON, in a column of a
/// data base, in an enum of the binding's own.
const REFUSABLE: [&str; 30] = [
    "price",
    "quantity",
    "volume",
    "pnl",
    "fee",
    "notional",
    "cash_flow",
    "position_size",
    "leverage",
    "asset",
    "client_order_id",
    "execution_id",
    "account_id",
    "account_group_id",
    "side",
    "rounding_strategy",
    "position_side",
    "position_effect",
    "position_mode",
    "trade_amount_kind",
    "adjustment_amount_kind",
    "trade_amount",
    "adjustment_amount",
    "trade",
    "instrument",
    "order",
    "execution_report",
    "account_adjustment",
    "adjustment_operation",
    "flag",
];

/// Refuses a value that the binding found to be wrong by itself, such as a number in JSON where a
/// text is needed: always an error, of the kind (`OPENPIT_PARAM_ERROR_KIND_*`) and with the text
/// that it has everywhere (E-2).
///
/// # Safety
/// `type_name` is valid for `type_name_len` bytes, `input` for `input_len`; `outcome` is null or an
/// outcome that nobody else uses during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openpit_refuse(
    kind: u32,
    type_name: *const u8,
    type_name_len: usize,
    input: *const u8,
    input_len: usize,
    outcome: *mut OpenpitOutcome,
) -> u32 {
    let type_name = Slice {
        data: type_name,
        len: type_name_len,
    };
    let input = Slice {
        data: input,
        len: input_len,
    };
    let run = || {
        // SAFETY: the caller's promise.
        let (type_name, input) = unsafe { (type_name.lossy(), input.lossy()) };
        let known = REFUSABLE.into_iter().find(|name| *name == type_name);
        let Some(known) = known else {
            return Err(
                ParamError::new("type_name", ParamErrorKind::UnknownName, &type_name).into(),
            );
        };
        let found = ParamErrorKind::ALL
            .into_iter()
            .find(|one| u32::from(one.number()) == kind)
            .ok_or_else(|| {
                let shown = kind.to_string();
                ParamError::new("param_error_kind", ParamErrorKind::UnknownName, &shown)
            })?;
        Err::<Done, _>(ParamError::new(known, found, &input).into())
    };
    // SAFETY: the caller's promise.
    unsafe { door(outcome, run) }
}
