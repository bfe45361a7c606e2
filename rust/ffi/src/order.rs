// SPDX-License-Identifier: Apache-2.0
//! The order as it crosses the border.

use openpit::core::{Order, OrderIdentity, OrderMargin, OrderPosition};
use openpit::param::{
    AccountId, Asset, ClientOrderId, Leverage, ParamError, ParamErrorKind, PositionSide, Side,
    TradeAmount,
};

use crate::instrument::fill_instrument;
use crate::number::{OpenpitNumber, read_number};
use crate::text::OpenpitText;

/// The order has an account.
pub const OPENPIT_ORDER_ACCOUNT: u32 = 1;
/// The order has a price.
pub const OPENPIT_ORDER_PRICE: u32 = 2;
/// The order has a position: `position_side`, and the two flags that follow.
pub const OPENPIT_ORDER_POSITION: u32 = 4;
/// The order may only make a position smaller.
pub const OPENPIT_ORDER_REDUCE_ONLY: u32 = 8;
/// The order closes the whole position.
pub const OPENPIT_ORDER_CLOSE_POSITION: u32 = 16;
/// The order is on margin: `leverage`, `collateral_asset`, and the flag that follows.
pub const OPENPIT_ORDER_MARGIN: u32 = 32;
/// The venue may borrow what the order lacks.
pub const OPENPIT_ORDER_AUTO_BORROW: u32 = 64;
/// Every flag of an order.
const FLAGS: u32 = 127;
/// Flags that mean nothing without `OPENPIT_ORDER_POSITION`.
const OF_POSITION: u32 = OPENPIT_ORDER_REDUCE_ONLY | OPENPIT_ORDER_CLOSE_POSITION;
/// Flags of the groups that few orders have.
const GROUPS: u32 = FLAGS & !(OPENPIT_ORDER_ACCOUNT | OPENPIT_ORDER_PRICE);

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
    /// `OPENPIT_POSITION_SIDE_*`, of the position.
    pub position_side: u16,
    /// Leverage in tenths, of the margin: 105 is 10.5, 0 is none.
    pub leverage: u16,
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
    /// The asset that secures the position, of the margin.
    pub collateral_asset: OpenpitText,
}

impl OpenpitOrder {
    /// The core's order, every field judged (V-6).
    pub(crate) fn read(&self) -> Result<Order, ParamError> {
        let mut order = Order::default();
        self.fill(&mut order)?;
        Ok(order)
    }

    /// Writes every field into an empty order: what has just been written in parts and is moved as
    /// a whole makes the processor wait, once for each field.
    #[inline(always)]
    pub(crate) fn fill(&self, order: &mut Order) -> Result<(), ParamError> {
        check_flags("order_flags", self.flags, FLAGS)?;
        let operation = &mut order.operation;
        fill_instrument(
            &self.underlying,
            &self.settlement,
            &mut operation.instrument,
        )?;
        if self.flags & OPENPIT_ORDER_ACCOUNT != 0 {
            operation.account_id = Some(AccountId::from_int(self.account_id));
        }
        operation.side = read_side(self.side)?;
        operation.trade_amount = match self.amount_kind {
            0 => None,
            1 => Some(TradeAmount::Quantity(read_number!(self.amount, Quantity))),
            2 => Some(TradeAmount::Volume(read_number!(self.amount, Volume))),
            other => return Err(unknown_kind(other)),
        };
        if self.flags & OPENPIT_ORDER_PRICE != 0 {
            operation.price = Some(read_number!(self.price, Price));
        }
        if self.client_order_id.len != 0 {
            let client_order_id = self.client_order_id.read("client_order_id")?;
            let client_order_id = ClientOrderId::new(client_order_id)?;
            order.identity = Some(OrderIdentity { client_order_id });
        }
        if self.flags & GROUPS != 0 {
            self.read_groups(order)?;
        }
        Ok(())
    }

    /// The groups that few orders have.
    #[cold]
    fn read_groups(&self, order: &mut Order) -> Result<(), ParamError> {
        let has = |flag| self.flags & flag != 0;
        if has(OPENPIT_ORDER_POSITION) {
            order.position = Some(OrderPosition {
                position_side: read_position_side(self.position_side)?,
                reduce_only: has(OPENPIT_ORDER_REDUCE_ONLY),
                close_position: has(OPENPIT_ORDER_CLOSE_POSITION),
            });
        } else {
            check_flags("order_flags", self.flags, FLAGS & !OF_POSITION)?;
        }
        if has(OPENPIT_ORDER_MARGIN) {
            order.margin = Some(OrderMargin {
                leverage: read_leverage(self.leverage)?,
                collateral_asset: read_asset(&self.collateral_asset)?,
                auto_borrow: has(OPENPIT_ORDER_AUTO_BORROW),
            });
        } else {
            check_flags(
                "order_flags",
                self.flags,
                FLAGS & !OPENPIT_ORDER_AUTO_BORROW,
            )?;
        }
        Ok(())
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

pub(crate) fn read_position_side(number: u16) -> Result<Option<PositionSide>, ParamError> {
    match number {
        0 => Ok(None),
        number => PositionSide::try_from(number).map(Some),
    }
}

/// Leverage crosses in its own steps; none is 0.
pub(crate) fn read_leverage(tenths: u16) -> Result<Option<Leverage>, ParamError> {
    match tenths {
        0 => Ok(None),
        tenths => Leverage::from_parts(tenths.into(), 1).map(Some),
    }
}

/// A leverage in its steps; 0 is none.
pub(crate) fn tenths(leverage: Option<Leverage>) -> u16 {
    let (mantissa, scale) = leverage.map_or((0, 1), Leverage::to_parts);
    let tenths = if scale == 0 { mantissa * 10 } else { mantissa };
    u16::try_from(tenths).unwrap_or(0)
}

pub(crate) fn read_asset(name: &OpenpitText) -> Result<Option<Asset>, ParamError> {
    match name.len {
        0 => Ok(None),
        _ => Asset::new(name.read("asset")?).map(Some),
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

#[cold]
fn unknown_kind(number: u32) -> ParamError {
    let kind = ParamErrorKind::UnknownName;
    ParamError::new("trade_amount_kind", kind, &number.to_string())
}
