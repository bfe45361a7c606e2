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
      Then <answer>

      Examples:
        | quantity     | price  | answer                                                                         |
        | 500          | 200    | the order passes the start stage                                               |
        | 500.00000001 | 1      | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit            |
        | 500          | 200.01 | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit       |
        | 501          | 200    | the order is rejected by "OrderSizeLimit" with OrderExceedsLimit               |
        | 500          | -200   | the order passes the start stage                                               |
        | 500          | -201   | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit       |

    @L-3.5 @L-3.6 @R-4
    Scenario Outline: Reason and details say which cap, what was observed and the limit
      Given an order size limit:
        | axis   | quantity | notional |
        | broker | 500      | 100000   |
      When account 7 submits an order to buy <order>
      Then the order is rejected by "OrderSizeLimit" with <code>
      And the reject says "<reason>"
      And the reject details are "<details>"

      Examples:
        | order                                  | code                      | reason                                                     | details                                                                                |
        | 501 AAPL/USD at 1                      | OrderQtyExceedsLimit      | order quantity exceeds limit on `broker` axis              | quantity: observed `501`, limit `500`                                                  |
        | 400 AAPL/USD at 250.01                 | OrderNotionalExceedsLimit | order notional exceeds limit on `broker` axis              | notional: observed `100004`, limit `100000`                                            |
        | 501 AAPL/USD at 200                    | OrderExceedsLimit         | order quantity and notional exceed limits on `broker` axis | quantity: observed `501`, limit `500`; notional: observed `100200`, limit `100000`     |
        | 1001 USD worth of AAPL/USD at 2        | OrderQtyExceedsLimit      | order quantity exceeds limit on `broker` axis              | volume: observed `1001`, limit `500` x abs(`2`)                                        |
        | 100001 USD worth of AAPL/USD at -300   | OrderNotionalExceedsLimit | order notional exceeds limit on `broker` axis              | notional: observed `100001`, limit `100000`                                            |
        | 100001 USD worth of AAPL/USD at -0.5   | OrderExceedsLimit         | order quantity and notional exceed limits on `broker` axis | volume: observed `100001`, limit `500` x abs(`-0.5`); notional: observed `100001`, limit `100000` |

    @L-3.1
    Scenario Outline: A quantity cap needs no price
      Given an order size limit:
        | axis   | quantity |
        | broker | 500      |
      When account 7 submits an order to buy <quantity> AAPL/USD at market
      Then <answer>

      Examples:
        | quantity | answer                                                              |
        | 500      | the order passes the start stage                                    |
        | 501      | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit |

    @L-3.2
    Scenario Outline: What cannot be computed without a price is rejected
      Given an order size limit:
        | axis   | <cap> |
        | broker | 500   |
      When account 7 submits an order to buy <amount> AAPL/USD at market
      Then the order is rejected:
        | policy         | code                        | scope | reason                         | details                                 |
        | OrderSizeLimit | OrderValueCalculationFailed | order | order value cannot be computed | field `order.operation.price` is absent |

      Examples:
        | cap      | amount         | # why                              |
        | notional | 1              | a quantity's money needs a price   |
        | quantity | 1 USD worth of | a volume's quantity needs a price  |

    @L-3
    Scenario Outline: A notional cap on a money order needs no price
      Given an order size limit:
        | axis   | notional |
        | broker | 500      |
      When account 7 submits an order to buy <volume> USD worth of AAPL/USD at market
      Then <answer>

      Examples:
        | volume | answer                                                                   |
        | 500    | the order passes the start stage                                         |
        | 500.01 | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit |

    @L-3.3
    Scenario Outline: A quantity cap on a money order multiplies, it never divides
      Given an order size limit:
        | axis   | quantity |
        | broker | <cap>    |
      When account 7 submits an order to buy <volume> USD worth of AAPL/USD at <price>
      Then <answer>

      Examples:
        | cap | volume                        | price | answer                                                              |
        | 1   | 3                             | 3     | the order passes the start stage                                    |
        | 1   | 3.000000000000000000000000001 | 3     | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit |
        | 3   | 1                             | 0     | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit |
        | 3   | 9                             | -3    | the order passes the start stage                                    |

    @V-4a
    Scenario Outline: A notional that does not fit exactly is rounded up, never down
      Given an order size limit:
        | axis   | notional                        |
        | broker | <cap> |
      When account 7 submits an order to buy <quantity> AAPL/USD at <price>
      Then <answer>

      Examples:
        | cap                            | quantity         | price           | answer                                                                   |
        | 0                              | 0.00000000000001 | 0.0000000000000001 | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit |
        | 0.0000000000000000000000000001 | 0.00000000000001 | 0.0000000000000001 | the order passes the start stage                                         |

    @V-4a.1
    Scenario: A notional that overflows is rejected
      Given an order size limit:
        | axis   | notional |
        | broker | 500      |
      When account 7 submits an order to buy 79228162514264337593543950335 AAPL/USD at 2
      Then the order is rejected by "OrderSizeLimit" with ArithmeticOverflow

  Rule: Three axes

    @L-3.8 @L-3.11
    Scenario Outline: A quantity cap looks at the underlying, a notional cap at the settlement asset
      Given an order size limit:
        | axis   | <cap> | asset   | account   |
        | <axis> | 10    | <asset> | <account> |
      When account <by> submits an order to buy 11 AAPL/USD at 1
      Then <answer>

      Examples: by asset
        | axis  | cap      | asset | account | by | answer                                                                   |
        | asset | quantity | AAPL  |         | 7  | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit      |
        | asset | quantity | USD   |         | 7  | the order passes the start stage                                         |
        | asset | notional | USD   |         | 7  | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit |
        | asset | notional | AAPL  |         | 7  | the order passes the start stage                                         |

      Examples: by account and asset
        | axis            | cap      | asset | account | by | answer                                                                   |
        | account + asset | quantity | AAPL  | 7       | 7  | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit      |
        | account + asset | quantity | AAPL  | 7       | 8  | the order passes the start stage                                         |
        | account + asset | notional | USD   | 7       | 7  | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit |
        | account + asset | notional | USD   | 8       | 7  | the order passes the start stage                                         |

    @L-3.9
    Scenario Outline: An account's own cap replaces the asset's for the metric that it has
      Given an order size limit:
        | axis            | quantity | notional | asset | account |
        | asset           | 10       |          | AAPL  |         |
        | asset           |          | 1000     | USD   |         |
        | account + asset | 50       |          | AAPL  | 7       |
      When account <by> submits an order to buy <quantity> AAPL/USD at <price>
      Then <answer>

      Examples:
        | by | quantity | price | answer                                                                   |
        | 8  | 11       | 1     | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit      |
        | 7  | 11       | 1     | the order passes the start stage                                         |
        | 7  | 51       | 1     | the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit      |
        | 7  | 11       | 100   | the order is rejected by "OrderSizeLimit" with OrderNotionalExceedsLimit |

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
        | axis            | quantity   | notional   | asset | account |
        | account + asset | <own>      |            | AAPL  | 7       |
        | asset           |            | <asset>    | USD   |         |
        | broker          | <broker>   |            |       |         |
      When account 7 submits an order to buy 100 AAPL/USD at 1
      Then the order is rejected by "OrderSizeLimit" with <code>
      And the reject says "<reason>"

      Examples:
        | broker | asset | own | code                      | reason                                               |
        | 1      | 1     | 1   | OrderQtyExceedsLimit      | order quantity exceeds limit on `broker` axis        |
        | 100    | 1     | 1   | OrderNotionalExceedsLimit | order notional exceeds limit on `asset` axis         |
        | 100    | 100   | 1   | OrderQtyExceedsLimit      | order quantity exceeds limit on `account_asset` axis |

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
        | fault                                                                                                               |
        | policy `OrderSizeLimit`: barrier without a limit: allowed is at least one of `max_quantity`, `max_notional` |

    @L-3.8
    Scenario: There is at least one barrier
      Given an order size limit without barriers
      When the engine is built
      Then the configuration is refused for:
        | fault                                                                                          |
        | policy `OrderSizeLimit`: no barrier: allowed is at least one of `broker`, `asset`, `account_asset` |

    @L-3.8
    Scenario Outline: A key stands once in an axis
      Given an order size limit:
        | axis   | quantity | asset   | account   |
        | <axis> | 10       | <asset> | <account> |
        | <axis> | 20       | <asset> | <account> |
      When the engine is built
      Then the configuration is refused for:
        | fault   |
        | <fault> |

      Examples:
        | axis            | asset | account | fault                                                                                       |
        | broker          |       |         | policy `OrderSizeLimit`: `broker` barrier 2 has the key of an earlier one: allowed is one for each key            |
        | asset           | USD   |         | policy `OrderSizeLimit`: `asset` barrier 2 has the key of an earlier one: allowed is one for each key              |
        | account + asset | USD   | 7       | policy `OrderSizeLimit`: `account_asset` barrier 2 has the key of an earlier one: allowed is one for each key |

  @L-3
  Scenario: A size limit never blocks
    Given an order size limit:
      | axis   | quantity |
      | broker | 500      |
    When account 7 submits an order to buy 501 AAPL/USD at 1
    Then the order is rejected by "OrderSizeLimit" with OrderQtyExceedsLimit
    And nothing is blocked
