# SPDX-License-Identifier: Apache-2.0
Feature: Order size limit
  No single order above so many units or so much money: for the whole desk, for an asset, or for an
  account in one asset.

  Rule: The caps are inclusive and say what was exceeded

    @L-3 @L-3.4 @L-3.5 @L-3.7 @R-4
    Scenario Outline: An order equal to a cap passes, one above does not
      Given an order size limit:
        | axis   | quantity | notional |
        | broker | 500      | 100000   |
      When account 7 submits an order to buy <quantity> AAPL/USD at <price>
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | quantity     | price  | answer                    |
        | 500          | 200    | passes                    |
        | 500.00000001 | 1      | OrderQtyExceedsLimit      |
        | 500          | 200.01 | OrderNotionalExceedsLimit |
        | 501          | 200    | OrderExceedsLimit         |
        | 500          | -200   | passes                    |
        | 500          | -201   | OrderNotionalExceedsLimit |

    @L-3.5 @L-3.6 @R-4
    Scenario Outline: Reason and details say which cap, what was observed and the limit
      Given an order size limit:
        | axis   | quantity | notional |
        | broker | 500      | 100000   |
      When account 7 submits an order to buy <size> AAPL/USD at <price>
      Then the reject says "order <what> exceeds limit on `broker` axis"
      And the reject details are "<metric>: observed `<observed>`, limit <limit>"

      Examples:
        | size                | price  | what     | metric   | observed | limit            |
        | 501                 | 1      | quantity | quantity | 501      | `500`            |
        | 400                 | 250.01 | notional | notional | 100004   | `100000`         |
        | 1001 USD worth of   | 2      | quantity | volume   | 1001     | `500` x abs(`2`) |
        | 100001 USD worth of | -300   | notional | notional | 100001   | `100000`         |

    @L-3.5 @L-3.6 @R-4
    Scenario Outline: An order above both caps hears of both
      Given an order size limit:
        | axis   | quantity | notional |
        | broker | 500      | 100000   |
      When account 7 submits an order to buy <amount> AAPL/USD at <price>
      Then the order is rejected by "OrderSizeLimit" with OrderExceedsLimit
      And the reject says "order quantity and notional exceed limits on `broker` axis"
      And the reject details are:
        """
        <metric>: observed `<observed>`, limit <limit>;
          notional: observed `<notional>`, limit `100000`
        """

      Examples:
        | amount              | price | metric   | observed | limit               | notional |
        | 501                 | 200   | quantity | 501      | `500`               | 100200   |
        | 100001 USD worth of | -0.5  | volume   | 100001   | `500` x abs(`-0.5`) | 100001   |

    @L-3.1
    Scenario Outline: A quantity cap needs no price
      Given an order size limit:
        | axis   | quantity |
        | broker | 500      |
      When account 7 submits an order to buy <quantity> AAPL/USD at market
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | quantity | answer               |
        | 500      | passes               |
        | 501      | OrderQtyExceedsLimit |

    @L-3.2
    Scenario Outline: What cannot be computed without a price is rejected
      Given an order size limit:
        | axis   | <cap> |
        | broker | 500   |
      When account 7 submits an order to buy <amount> AAPL/USD at market
      Then the order is rejected with:
        | policy  | OrderSizeLimit                          |
        | code    | OrderValueCalculationFailed             |
        | scope   | order                                   |
        | reason  | order value cannot be computed          |
        | details | field `order.operation.price` is absent |

      Examples:
        | cap      | amount         | # why                             |
        | notional | 1              | a quantity's money needs a price  |
        | quantity | 1 USD worth of | a volume's quantity needs a price |

    @L-3
    Scenario Outline: A notional cap on a money order needs no price
      Given an order size limit:
        | axis   | notional |
        | broker | 500      |
      When account 7 submits an order to buy <volume> USD worth of AAPL/USD at market
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | volume | answer                    |
        | 500    | passes                    |
        | 500.01 | OrderNotionalExceedsLimit |

    @L-3.3
    Scenario Outline: A quantity cap on a money order multiplies, it never divides
      Given an order size limit:
        | axis   | quantity |
        | broker | <cap>    |
      When account 7 submits an order to buy <volume> USD worth of AAPL/USD at <price>
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | cap | volume                        | price | answer               |
        | 1   | 3                             | 3     | passes               |
        | 1   | 3.000000000000000000000000001 | 3     | OrderQtyExceedsLimit |
        | 3   | 1                             | 0     | OrderQtyExceedsLimit |
        | 3   | 9                             | -3    | passes               |

    @V-4a
    Scenario Outline: A notional that does not fit exactly is rounded up, never down
      Given an order size limit:
        | axis   | notional |
        | broker | <cap>    |
      When account 7 submits an order to buy <quantity> AAPL/USD at <price>
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | cap                            | quantity | price | answer                    |
        | 0                              | 1e-14    | 1e-16 | OrderNotionalExceedsLimit |
        | 0.0000000000000000000000000001 | 1e-14    | 1e-16 | passes                    |

    @V-4a.1 @L-3.13
    Scenario: A notional that overflows is rejected
      Given an order size limit:
        | axis   | notional |
        | broker | 500      |
      When account 7 submits an order to buy 79228162514264337593543950335 AAPL/USD at 2
      Then the order is rejected by "OrderSizeLimit" with ArithmeticOverflow
      And the reject says "order value overflows"

    @L-3.12
    Scenario: What is certain is told though the rest cannot be computed
      Given an order size limit:
        | axis   | quantity | notional |
        | broker | 500      | 100000   |
      When account 7 submits an order to buy 501 AAPL/USD at market
      Then the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit
      And the reject details are "quantity: observed `501`, limit `500`"

  Rule: Three axes

    @L-3.8 @L-3.11
    Scenario Outline: A quantity cap looks at the underlying, a notional cap at the settlement asset
      Given an order size limit:
        | axis   | <cap> | asset   | account   |
        | <axis> | 10    | <asset> | <account> |
      When account <by> submits an order to buy 11 AAPL/USD at 1
      Then "OrderSizeLimit" answers "<answer>"

      Examples: by asset
        | axis  | cap      | asset | account | by | answer                    |
        | asset | quantity | AAPL  |         | 7  | OrderQtyExceedsLimit      |
        | asset | quantity | USD   |         | 7  | passes                    |
        | asset | notional | USD   |         | 7  | OrderNotionalExceedsLimit |
        | asset | notional | AAPL  |         | 7  | passes                    |

      Examples: by account and asset
        | axis            | cap      | asset | account | by | answer                    |
        | account + asset | quantity | AAPL  | 7       | 7  | OrderQtyExceedsLimit      |
        | account + asset | quantity | AAPL  | 7       | 8  | passes                    |
        | account + asset | notional | USD   | 7       | 7  | OrderNotionalExceedsLimit |
        | account + asset | notional | USD   | 8       | 7  | passes                    |

    @L-3.9
    Scenario Outline: An account's own cap replaces the asset's for the metric that it has
      Given an order size limit:
        | axis            | quantity | notional | asset | account |
        | asset           | 10       |          | AAPL  |         |
        | asset           |          | 1000     | USD   |         |
        | account + asset | 50       |          | AAPL  | 7       |
      When account <by> submits an order to buy <quantity> AAPL/USD at <price>
      Then "OrderSizeLimit" answers "<answer>"

      Examples:
        | by | quantity | price | answer                    |
        | 8  | 11       | 1     | OrderQtyExceedsLimit      |
        | 7  | 11       | 1     | passes                    |
        | 7  | 51       | 1     | OrderQtyExceedsLimit      |
        | 7  | 11       | 100   | OrderNotionalExceedsLimit |

    @L-3.9
    Scenario: The desk's cap applies in addition, also to an account with a wider one
      Given an order size limit:
        | axis            | quantity | asset | account |
        | broker          | 100      |       |         |
        | account + asset | 500      | AAPL  | 7       |
      When account 7 submits an order to buy 101 AAPL/USD at 1
      Then the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit
      And the reject says "order quantity exceeds limit on `broker` axis"

    @L-3.10
    Scenario Outline: The first breach is told, in the order broker, asset, account + asset
      Given an order size limit:
        | axis            | quantity | notional | asset | account |
        | account + asset | <own>    |          | AAPL  | 7       |
        | asset           |          | <asset>  | USD   |         |
        | broker          | <broker> |          |       |         |
      When account 7 submits an order to buy 100 AAPL/USD at 1
      Then "OrderSizeLimit" answers "<code>"
      And the reject says "order <what> exceeds limit on `<axis>` axis"

      Examples:
        | broker | asset | own | code                      | what     | axis          |
        | 1      | 1     | 1   | OrderQtyExceedsLimit      | quantity | broker        |
        | 100    | 1     | 1   | OrderNotionalExceedsLimit | notional | asset         |
        | 100    | 100   | 1   | OrderQtyExceedsLimit      | quantity | account_asset |

    @L-3 @R-3
    Scenario Outline: What the limit needs and the order lacks is named
      Given an order size limit:
        | axis  | quantity | asset |
        | asset | 500      | AAPL  |
      When an order is submitted with:
        | field   | value   |
        | account | 7       |
        | <field> | <value> |
      Then the order is rejected:
        | policy         | code                 | details |
        | OrderSizeLimit | MissingRequiredField | <path>  |

      Examples:
        | field    | value | path                         |
        | quantity | 1     | order.operation.instrument   |
        | side     | buy   | order.operation.trade_amount |

  Rule: A limit that cannot be meant is a fault of the configuration

    @L-3 @L-3.8
    Scenario: A barrier caps something
      Given an order size limit with a broker barrier that caps nothing
      When the engine is built
      Then the configuration is refused for:
        """
        policy `OrderSizeLimit`: barrier without a limit: allowed is at least one of
          `max_quantity`, `max_notional`
        """

    @L-3.8
    Scenario: There is at least one barrier
      Given an order size limit without barriers
      When the engine is built
      Then the configuration is refused for:
        """
        policy `OrderSizeLimit`: no barrier: allowed is at least one of `broker`, `asset`,
          `account_asset`
        """

    @L-3.8
    Scenario Outline: A key stands once in an axis
      Given an order size limit:
        | axis   | quantity | asset   | account   |
        | <axis> | 10       | <asset> | <account> |
        | <axis> | 20       | <asset> | <account> |
      When the engine is built
      Then the configuration is refused for:
        """
        policy `OrderSizeLimit`: `<axis>` barrier 2 has the key of an earlier one:
          allowed is one for each key
        """

      Examples:
        | axis          | asset | account |
        | broker        |       |         |
        | asset         | USD   |         |
        | account_asset | USD   | 7       |

  @L-3
  Scenario: A size limit never blocks
    Given an order size limit:
      | axis   | quantity |
      | broker | 500      |
    When account 7 submits an order to buy 501 AAPL/USD at 1
    Then the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit
    And nothing is blocked
