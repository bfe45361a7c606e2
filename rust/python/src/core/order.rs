// SPDX-License-Identifier: Apache-2.0
//! `Order` and its parts (O-1). The record is filled by `__init__`, once: so a subclass may have
//! its own, and one that forgets `super().__init__` is found.

use std::sync::OnceLock;

use openpit::core as records;
use openpit::core::{
    HasAccountId, HasClientOrderId, HasInstrument, HasOrderPrice, HasSide, HasTradeAmount,
};
use openpit::engine::{OrderFields, RecordOrder};
use openpit::param::{self, ClientOrderId};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};

use super::instrument::{Instrument, instrument};
use super::order_margin::OrderMargin;
use super::order_position::OrderPosition;
use super::{already_initialised, not_initialised, open_record_methods};
use crate::param::{AccountId, Price, Quantity, TradeAmount, account_id, enum_member, raise};
use crate::record::{Fields, record_methods};
use crate::text::{text, typed, typed_option};

/// What an order asks for (O-1).
///
/// Keyword only; every field may be absent: a policy that needs it rejects with
/// ``MissingRequiredField``, and no price makes a market order. Immutable, hashable,
/// picklable (V-7).
///
/// >>> OrderOperation(price=Price("185")).price
/// Price('185')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderOperation(pub records::OrderOperation);

impl OrderOperation {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default()
            .with(py, "instrument", self.instrument())?
            .with(py, "account_id", self.account_id())?
            .with(py, "side", self.side(py)?)?
            .with(py, "trade_amount", self.trade_amount())?
            .with(py, "price", self.price())
    }
}

record_methods!(OrderOperation);

#[pymethods]
impl OrderOperation {
    #[new]
    #[pyo3(signature = (
        *, instrument=None, account_id=None, side=None, trade_amount=None, price=None
    ))]
    fn new(
        instrument: Option<&Bound<'_, PyAny>>,
        account_id: Option<&Bound<'_, PyAny>>,
        side: Option<&Bound<'_, PyAny>>,
        trade_amount: Option<&Bound<'_, PyAny>>,
        price: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(records::OrderOperation {
            instrument: typed_option::<Instrument>(instrument, "instrument")?
                .map(|instrument| instrument.get().0.clone()),
            account_id: account_id.map(crate::param::account_id).transpose()?,
            side: crate::param::enum_option(side, "side")?,
            trade_amount: trade_amount.map(crate::param::trade_amount).transpose()?,
            price: typed_option::<Price>(price, "price")?.map(|price| price.get().0),
        }))
    }

    /// What is traded.
    #[getter]
    fn instrument(&self) -> Option<Instrument> {
        self.0.instrument.clone().map(Instrument)
    }

    /// The account that trades.
    #[getter]
    fn account_id(&self) -> Option<AccountId> {
        self.0.account_id.map(AccountId)
    }

    /// Buy or sell: a ``Side``.
    #[getter]
    fn side<'py>(&self, py: Python<'py>) -> PyResult<Option<&'py Bound<'py, PyAny>>> {
        self.0.side.map(|side| enum_member(py, side)).transpose()
    }

    /// How much: a quantity of the underlying or a volume of the settlement asset.
    #[getter]
    fn trade_amount(&self) -> Option<TradeAmount> {
        self.0.trade_amount.map(TradeAmount)
    }

    /// The limit price in the settlement asset per unit; ``None`` for a market order.
    #[getter]
    fn price(&self) -> Option<Price> {
        self.0.price.map(Price)
    }
}

/// The identity of an order across its reports (O-1).
///
/// ``client_order_id``: the client's own id of the order, 1 to 64 bytes of UTF-8 without control
/// characters; else a ``ParamError``. Keyword only. Immutable, hashable, picklable (V-7).
///
/// >>> OrderIdentity(client_order_id="A-17")
/// OrderIdentity(client_order_id='A-17')
#[pyclass(frozen, eq, hash, module = "openpit.core")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderIdentity(pub records::OrderIdentity);

impl OrderIdentity {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Fields<'py>> {
        Fields::default().with(py, "client_order_id", Some(self.client_order_id()))
    }
}

record_methods!(OrderIdentity);

#[pymethods]
impl OrderIdentity {
    #[new]
    #[pyo3(signature = (*, client_order_id))]
    fn new(client_order_id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let client_order_id = read_client_order_id(client_order_id)?;
        Ok(Self(records::OrderIdentity { client_order_id }))
    }

    /// The client's own id of the order.
    #[getter]
    fn client_order_id(&self) -> &str {
        self.0.client_order_id.as_str()
    }
}

/// The id of a `str`.
pub fn read_client_order_id(value: &Bound<'_, PyAny>) -> PyResult<ClientOrderId> {
    raise(
        value.py(),
        ClientOrderId::new(text(value, "client_order_id")?),
    )
}

/// An order as a trading system submits it, before it may reach a venue (O-1).
///
/// Keyword only. ``Order.limit`` and ``Order.market`` are shorthands. Immutable, hashable,
/// picklable; equal to an order of the same class with equal parts (V-7). A subclass may add
/// attributes: custom policies get the very same object (O-6), and copies and pickles keep them,
/// but they do not count in equality. Its ``__init__`` must call ``super().__init__``, else the
/// order is refused with a ``TypeError``.
///
/// >>> order = Order.limit("AAPL/USD", account=1, side="BUY", quantity="100", price="185")
/// >>> order.operation.price
/// Price('185')
#[pyclass(frozen, subclass, module = "openpit.core")]
pub struct Order {
    record: OnceLock<records::Order>,
    /// The operation as an object, made when it is first read.
    operation: PyOnceLock<Py<OrderOperation>>,
}

impl Order {
    fn holding(record: OnceLock<records::Order>) -> Self {
        Self {
            record,
            operation: PyOnceLock::new(),
        }
    }

    fn fields<'py>(slf: &Bound<'py, Self>) -> PyResult<Fields<'py>> {
        let py = slf.py();
        Fields::default()
            .with(py, "operation", Some(Self::operation(slf)?))?
            .with(py, "position", Self::position(slf)?)?
            .with(py, "margin", Self::margin(slf)?)?
            .with(py, "identity", Self::identity(slf)?)
    }

    /// The record, or the error of a subclass that did not call `super().__init__`.
    fn record<'a>(slf: &'a Bound<'_, Self>) -> PyResult<&'a records::Order> {
        slf.get().record.get().ok_or_else(|| not_initialised(slf))
    }

    /// An order of the class `cls` from a record.
    fn make<'py>(cls: &Bound<'py, PyType>, record: records::Order) -> PyResult<Bound<'py, PyAny>> {
        let py = cls.py();
        if cls.is(py.get_type::<Self>()) {
            return Ok(Bound::new(py, Self::from(record))?.into_any());
        }
        let keywords = PyDict::new(py);
        keywords.set_item(intern!(py, "operation"), OrderOperation(record.operation))?;
        if let Some(identity) = record.identity {
            keywords.set_item(intern!(py, "identity"), OrderIdentity(identity))?;
        }
        cls.call((), Some(&keywords))
    }
}

impl From<records::Order> for Order {
    fn from(record: records::Order) -> Self {
        Self::holding(OnceLock::from(record))
    }
}

open_record_methods!(Order);

#[pymethods]
impl Order {
    #[new]
    #[pyo3(
        signature = (*args, **kwargs),
        text_signature = "(*, operation, position=None, margin=None, identity=None)"
    )]
    fn new(args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        // A subclass may have arguments of its own; `__init__` judges them.
        let _ = (args, kwargs);
        Self::holding(OnceLock::new())
    }

    #[pyo3(signature = (*, operation, position=None, margin=None, identity=None))]
    fn __init__(
        slf: &Bound<'_, Self>,
        operation: &Bound<'_, PyAny>,
        position: Option<&Bound<'_, PyAny>>,
        margin: Option<&Bound<'_, PyAny>>,
        identity: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let operation = typed::<OrderOperation>(operation, "operation")?;
        let position = typed_option::<OrderPosition>(position, "position")?;
        let margin = typed_option::<OrderMargin>(margin, "margin")?;
        let identity = typed_option::<OrderIdentity>(identity, "identity")?;
        let record = records::Order {
            operation: operation.get().0.clone(),
            position: position.map(|position| position.get().0.clone()),
            margin: margin.map(|margin| margin.get().0.clone()),
            identity: identity.map(|identity| identity.get().0.clone()),
        };
        let order = slf.get();
        order
            .record
            .set(record)
            .map_err(|_| already_initialised(slf))?;
        let _ = order.operation.set(slf.py(), operation.clone().unbind());
        Ok(())
    }

    /// A limit order for a quantity at a price, from values or what makes them.
    ///
    /// ``instrument``: ``Instrument`` or ``"UNDERLYING/SETTLEMENT"``; ``account``: ``AccountId``
    /// or its number; ``side``: ``Side`` or its text; ``quantity`` and ``price``: what ``Quantity``
    /// and ``Price`` take. Raises ``ParamError`` for a bad value.
    #[classmethod]
    #[pyo3(signature = (instrument, *, account, side, quantity, price, client_order_id=None))]
    fn limit<'py>(
        cls: &Bound<'py, PyType>,
        instrument: &Bound<'py, PyAny>,
        account: &Bound<'py, PyAny>,
        side: &Bound<'py, PyAny>,
        quantity: &Bound<'py, PyAny>,
        price: &Bound<'py, PyAny>,
        client_order_id: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut record = shorthand(instrument, account, side, quantity, client_order_id)?;
        record.operation.price = Some(Price::read(price)?);
        Self::make(cls, record)
    }

    /// A market order: a limit order without a price. Takes what ``Order.limit`` takes.
    #[classmethod]
    #[pyo3(signature = (instrument, *, account, side, quantity, client_order_id=None))]
    fn market<'py>(
        cls: &Bound<'py, PyType>,
        instrument: &Bound<'py, PyAny>,
        account: &Bound<'py, PyAny>,
        side: &Bound<'py, PyAny>,
        quantity: &Bound<'py, PyAny>,
        client_order_id: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let record = shorthand(instrument, account, side, quantity, client_order_id)?;
        Self::make(cls, record)
    }

    /// What the order asks for.
    #[getter]
    fn operation<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, OrderOperation>> {
        let py = slf.py();
        let record = Self::record(slf)?;
        let make = || Py::new(py, OrderOperation(record.operation.clone()));
        let operation = slf.get().operation.get_or_try_init(py, make)?;
        Ok(operation.bind(py).clone())
    }

    /// What the order means to do with a position.
    #[getter]
    fn position(slf: &Bound<'_, Self>) -> PyResult<Option<OrderPosition>> {
        Ok(Self::record(slf)?.position.clone().map(OrderPosition))
    }

    /// How an order on margin is secured.
    #[getter]
    fn margin(slf: &Bound<'_, Self>) -> PyResult<Option<OrderMargin>> {
        Ok(Self::record(slf)?.margin.clone().map(OrderMargin))
    }

    /// The client's id of the order, if it has one.
    #[getter]
    fn identity(slf: &Bound<'_, Self>) -> PyResult<Option<OrderIdentity>> {
        Ok(Self::record(slf)?.identity.clone().map(OrderIdentity))
    }
}

fn shorthand(
    instrument: &Bound<'_, PyAny>,
    account: &Bound<'_, PyAny>,
    side: &Bound<'_, PyAny>,
    quantity: &Bound<'_, PyAny>,
    client_order_id: Option<&Bound<'_, PyAny>>,
) -> PyResult<records::Order> {
    let operation = records::OrderOperation {
        instrument: Some(self::instrument(instrument)?),
        account_id: Some(account_id(account)?),
        side: Some(crate::param::enum_value(side, "side")?),
        trade_amount: Some(param::TradeAmount::Quantity(Quantity::read(quantity)?)),
        price: None,
    };
    let client_order_id = client_order_id.map(read_client_order_id).transpose()?;
    let identity =
        client_order_id.map(|client_order_id| records::OrderIdentity { client_order_id });
    Ok(records::Order {
        operation,
        identity,
        ..records::Order::default()
    })
}

/// A Python order inside the engine: read in place, never copied (O-4, O-6).
pub struct SubmittedOrder(Py<Order>);

impl SubmittedOrder {
    /// The order, whose record is known to be filled.
    pub fn new(order: &Bound<'_, Order>) -> PyResult<Self> {
        Order::record(order)?;
        Ok(Self(order.clone().unbind()))
    }

    /// The very object that was submitted.
    pub const fn object(&self) -> &Py<Order> {
        &self.0
    }

    fn record(&self) -> Option<&records::Order> {
        self.0.get().record.get()
    }
}

impl HasAccountId for SubmittedOrder {
    #[inline]
    fn account_id(&self) -> Option<param::AccountId> {
        self.record()?.account_id()
    }
}

impl HasClientOrderId for SubmittedOrder {
    fn client_order_id(&self) -> Option<&ClientOrderId> {
        self.record()?.client_order_id()
    }
}

impl HasInstrument for SubmittedOrder {
    #[inline]
    fn instrument(&self) -> Option<&records::Instrument> {
        self.record()?.instrument()
    }
}

impl HasOrderPrice for SubmittedOrder {
    #[inline]
    fn order_price(&self) -> Option<param::Price> {
        self.record()?.order_price()
    }
}

impl HasSide for SubmittedOrder {
    #[inline]
    fn side(&self) -> Option<param::Side> {
        self.record()?.side()
    }
}

impl HasTradeAmount for SubmittedOrder {
    #[inline]
    fn trade_amount(&self) -> Option<param::TradeAmount> {
        self.record()?.trade_amount()
    }
}

impl RecordOrder for SubmittedOrder {
    fn order_fields(&self) -> OrderFields<'_> {
        self.record()
            .map_or_else(OrderFields::default, RecordOrder::order_fields)
    }
}
