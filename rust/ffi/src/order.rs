// SPDX-License-Identifier: Apache-2.0
//! The order as it crosses the border.

use openpit::core::{Order, OrderIdentity};
use openpit::param::{AccountId, ClientOrderId, ParamError, ParamErrorKind, Side, TradeAmount};

use crate::instrument::read_instrument;
use crate::number::{OpenpitNumber, read_number};
use crate::text::OpenpitText;

/// The order has an account.
pub const OPENPIT_ORDER_ACCOUNT: u32 = 1;
/// The order has a price.
pub const OPENPIT_ORDER_PRICE: u32 = 2;
/// Every flag of an order.
const FLAGS: u32 = OPENPIT_ORDER_ACCOUNT | OPENPIT_ORDER_PRICE;

/// An order, flat and without pointers. A field may be absent: a zero enum, an empty text, or
/// a flag that is not set.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenpitOrder {
    /// `OPENPIT_ORDER_*`: which of the fields without an own zero are present.
    pub flags: u32,
    /// `OPENPIT_SIDE_*`.
    pub side: u32,
    /// `OPENPIT_TRADE_AMOUNT_KIND_*`.
    pub amount_kind: u32,
    /// Must be 0.
    pub reserved: u32,
    /// The account, by flag.
    pub account_id: u64,
    /// The amount, of the kind that `amount_kind` says.
    pub amount: OpenpitNumber,
    /// The limit price, by flag.
    pub price: OpenpitNumber,
    /// The asset that is bought or sold; empty together with `settlement`, or not at all.
    pub underlying: OpenpitText,
    /// The asset that pays.
    pub settlement: OpenpitText,
    /// The client's id of the order.
    pub client_order_id: OpenpitText,
}

impl OpenpitOrder {
    /// The core's order, every field judged (V-6).
    #[inline(always)]
    pub(crate) fn read(&self) -> Result<Order, ParamError> {
        check_flags("order_flags", self.flags, FLAGS)?;
        check_flags("order_flags", self.reserved, 0)?;
        // Filled in place: an order is large, and moving one costs more than judging it.
        let mut order = Order::default();
        let operation = &mut order.operation;
        operation.instrument = read_instrument(&self.underlying, &self.settlement)?;
        if self.flags & OPENPIT_ORDER_ACCOUNT != 0 {
            operation.account_id = Some(AccountId::from_int(self.account_id));
        }
        operation.side = read_side(self.side)?;
        operation.trade_amount = read_amount(self.amount_kind, &self.amount)?;
        if self.flags & OPENPIT_ORDER_PRICE != 0 {
            operation.price = Some(read_number!(self.price, Price)?);
        }
        if let Some(client_order_id) = read_client_order_id(&self.client_order_id)? {
            order.identity = Some(OrderIdentity { client_order_id });
        }
        Ok(order)
    }
}

pub(crate) fn check_flags(name: &'static str, flags: u32, known: u32) -> Result<(), ParamError> {
    if flags & !known == 0 {
        return Ok(());
    }
    let shown = format!("{flags:#x}");
    Err(ParamError::new(name, ParamErrorKind::UnknownName, &shown))
}

pub(crate) fn read_side(number: u32) -> Result<Option<Side>, ParamError> {
    match number {
        0 => Ok(None),
        number => Side::from_number(number).map(Some),
    }
}

pub(crate) fn read_client_order_id(
    text: &OpenpitText,
) -> Result<Option<ClientOrderId>, ParamError> {
    match text.len {
        0 => Ok(None),
        _ => ClientOrderId::new(text.read("client_order_id")?).map(Some),
    }
}

fn read_amount(kind: u32, amount: &OpenpitNumber) -> Result<Option<TradeAmount>, ParamError> {
    Ok(match kind {
        0 => None,
        1 => Some(TradeAmount::Quantity(read_number!(amount, Quantity)?)),
        2 => Some(TradeAmount::Volume(read_number!(amount, Volume)?)),
        other => {
            let kind = ParamErrorKind::UnknownName;
            return Err(ParamError::new(
                "trade_amount_kind",
                kind,
                &other.to_string(),
            ));
        }
    })
}
