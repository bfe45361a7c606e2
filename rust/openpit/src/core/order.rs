// SPDX-License-Identifier: Apache-2.0
//! The ready-made order record (O-1).

use super::Instrument;
use super::capability::{
    HasAccountId, HasAutoBorrow, HasClientOrderId, HasClosePosition, HasCollateralAsset,
    HasInstrument, HasLeverage, HasOrderPrice, HasPositionSide, HasReduceOnly, HasSide,
    HasTradeAmount,
};
use crate::engine::{OrderFields, RecordOrder};
use crate::param::{
    AccountId, Asset, ClientOrderId, Leverage, PositionSide, Price, Quantity, Side, TradeAmount,
};

/// What an order asks for. A field may be absent: a policy that needs it rejects with
/// `MissingRequiredField` (R-3); no price makes a market order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OrderOperation {
    /// What is traded.
    pub instrument: Option<Instrument>,
    /// The account that trades.
    pub account_id: Option<AccountId>,
    /// Buy or sell.
    pub side: Option<Side>,
    /// How much: a quantity of the underlying or a volume of the settlement asset.
    pub trade_amount: Option<TradeAmount>,
    /// The limit price in the settlement asset per unit; none for a market order.
    pub price: Option<Price>,
}

/// What an order means to do with a position (O-1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OrderPosition {
    /// Which position is meant, where an account keeps long and short apart.
    pub position_side: Option<PositionSide>,
    /// Whether the order may only make a position smaller.
    pub reduce_only: bool,
    /// Whether the order closes the whole position.
    pub close_position: bool,
}

/// How an order on margin is secured (O-1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OrderMargin {
    /// How many times the margin the position may be.
    pub leverage: Option<Leverage>,
    /// The asset that secures the position.
    pub collateral_asset: Option<Asset>,
    /// Whether the venue may borrow what the order lacks.
    pub auto_borrow: bool,
}

/// The identity of an order across its reports.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderIdentity {
    /// The client's own id of the order, at most 64 bytes.
    pub client_order_id: ClientOrderId,
}

/// An order as a trading system submits it, before it may reach a venue.
///
/// ```
/// use openpit::core::Order;
/// use openpit::param::{AccountId, Side};
///
/// let order = Order::limit(
///     "AAPL/USD".parse()?,
///     AccountId::from_int(99224416),
///     Side::Buy,
///     "100".parse()?,
///     "185".parse()?,
/// );
/// assert_eq!(order.operation.side, Some(Side::Buy));
/// # Ok::<(), openpit::param::ParamError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Order {
    /// What the order asks for.
    pub operation: OrderOperation,
    /// What the order means to do with a position.
    pub position: Option<OrderPosition>,
    /// How an order on margin is secured.
    pub margin: Option<OrderMargin>,
    /// The client's id of the order, if it has one.
    pub identity: Option<OrderIdentity>,
}

impl Order {
    /// A limit order for a quantity at a price.
    #[must_use]
    pub fn limit(
        instrument: Instrument,
        account_id: AccountId,
        side: Side,
        quantity: Quantity,
        price: Price,
    ) -> Self {
        let mut order = Self::market(instrument, account_id, side, quantity);
        order.operation.price = Some(price);
        order
    }

    /// A market order: a limit order without a price.
    ///
    /// ```
    /// use openpit::core::Order;
    /// use openpit::param::{AccountId, Side};
    ///
    /// let account = AccountId::from_int(1);
    /// let order = Order::market("AAPL/USD".parse()?, account, Side::Sell, "100".parse()?);
    /// assert_eq!(order.operation.price, None);
    /// # Ok::<(), openpit::param::ParamError>(())
    /// ```
    #[must_use]
    pub fn market(
        instrument: Instrument,
        account_id: AccountId,
        side: Side,
        quantity: Quantity,
    ) -> Self {
        Self {
            operation: OrderOperation {
                instrument: Some(instrument),
                account_id: Some(account_id),
                side: Some(side),
                trade_amount: Some(TradeAmount::Quantity(quantity)),
                price: None,
            },
            ..Self::default()
        }
    }

    /// The same order with a client order id.
    #[must_use]
    pub fn with_client_order_id(mut self, client_order_id: ClientOrderId) -> Self {
        self.identity = Some(OrderIdentity { client_order_id });
        self
    }
}

impl HasAccountId for Order {
    fn account_id(&self) -> Option<AccountId> {
        self.operation.account_id
    }
}

impl HasClientOrderId for Order {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        self.identity
            .as_ref()
            .map(|identity| &identity.client_order_id)
    }
}

impl HasInstrument for Order {
    fn instrument(&self) -> Option<&Instrument> {
        self.operation.instrument.as_ref()
    }
}

impl HasOrderPrice for Order {
    fn order_price(&self) -> Option<Price> {
        self.operation.price
    }
}

impl HasSide for Order {
    fn side(&self) -> Option<Side> {
        self.operation.side
    }
}

impl HasTradeAmount for Order {
    fn trade_amount(&self) -> Option<TradeAmount> {
        self.operation.trade_amount
    }
}

impl HasPositionSide for Order {
    fn position_side(&self) -> Option<PositionSide> {
        let position = self.position.as_ref();
        position.and_then(|position| position.position_side)
    }
}

impl HasReduceOnly for Order {
    fn reduce_only(&self) -> bool {
        let position = self.position.as_ref();
        position.is_some_and(|position| position.reduce_only)
    }
}

impl HasClosePosition for Order {
    fn close_position(&self) -> bool {
        let position = self.position.as_ref();
        position.is_some_and(|position| position.close_position)
    }
}

impl HasLeverage for Order {
    fn leverage(&self) -> Option<Leverage> {
        self.margin.as_ref().and_then(|margin| margin.leverage)
    }
}

impl HasCollateralAsset for Order {
    fn collateral_asset(&self) -> Option<&Asset> {
        let margin = self.margin.as_ref();
        margin.and_then(|margin| margin.collateral_asset.as_ref())
    }
}

impl HasAutoBorrow for Order {
    fn auto_borrow(&self) -> bool {
        self.margin
            .as_ref()
            .is_some_and(|margin| margin.auto_borrow)
    }
}

impl RecordOrder for Order {
    fn order_fields(&self) -> OrderFields<'_> {
        OrderFields {
            instrument: self.instrument(),
            side: self.side(),
            trade_amount: self.trade_amount(),
            price: self.order_price(),
            position_side: self.position_side(),
            reduce_only: self.reduce_only(),
            close_position: self.close_position(),
            leverage: self.leverage(),
            collateral_asset: self.collateral_asset(),
            auto_borrow: self.auto_borrow(),
            client_order_id: self.client_order_id(),
        }
    }
}
