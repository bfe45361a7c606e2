// SPDX-License-Identifier: Apache-2.0
//! The number classes: one for each kind of number; their operations make `number_type`,
//! their conversions `conversions`.

super::number_type::number_class!(
    /// A price: settlement asset per unit of the underlying (V).
    ///
    /// Any sign: spreads and power are traded below zero. Takes an ``int`` of any size, a ``float``
    /// by its shortest repr, a ``decimal.Decimal`` or a ``str``, exactly or with a ``ParamError``
    /// (V-2). Immutable, hashable, ordered, picklable (V-7).
    ///
    /// >>> Price("185.50") == Price(185.5)
    /// True
    /// >>> format(Price("185.5"), ".2f")
    /// '185.50'
    Price,
    "price"
);

super::number_type::number_class!(
    /// A quantity: units of the underlying, zero or more (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> Quantity(100) - Quantity("0.5")
    /// Quantity('99.5')
    Quantity,
    "quantity"
);

super::number_type::number_class!(
    /// A volume: the money size of an order in the settlement asset, zero or more (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> Volume("100000") / 3
    /// Volume('33333.333333333333333333333333')
    Volume,
    "volume"
);

super::number_type::number_class!(
    /// Profit and loss in the settlement asset: a profit is positive (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> -Pnl("50")
    /// Pnl('-50')
    Pnl,
    "pnl"
);

super::number_type::number_class!(
    /// A fee in the settlement asset: a cost is positive, a rebate negative (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> Fee("3.4") * 2
    /// Fee('6.8')
    Fee,
    "fee"
);

super::number_type::number_class!(
    /// A notional: absolute price times quantity in the settlement asset, zero or more (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> Notional.from_price_quantity(Price("-2.5"), Quantity(4))
    /// Notional('10')
    Notional,
    "notional"
);

super::number_type::number_class!(
    /// A cash flow in the settlement asset: an inflow is positive, an outflow negative (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> sum([CashFlow("0.1"), CashFlow("-0.3")])
    /// CashFlow('-0.2')
    CashFlow,
    "cash_flow"
);

super::number_type::number_class!(
    /// The size of a position: long is positive, short negative; also of a balance, a hold or a
    /// bound (V).
    ///
    /// Takes an ``int`` of any size, a ``float`` by its shortest repr, a ``decimal.Decimal`` or a
    /// ``str``, exactly or with a ``ParamError`` (V-2). Immutable, hashable, ordered, picklable
    /// (V-7).
    ///
    /// >>> PositionSize.from_quantity_and_side(Quantity(3), Side.SELL)
    /// PositionSize('-3')
    PositionSize,
    "position_size"
);
