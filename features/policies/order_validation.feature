# SPDX-License-Identifier: Apache-2.0
Feature: Order validation
  No venue takes an order without an instrument, a side and a size; neither does the desk.

  Background:
    Given order validation

  @L-1
  Scenario Outline: A complete order passes
    When account 7 submits an order to <order>
    Then the order passes the start stage

    Examples:
      | order                                |
      | buy 100 AAPL/USD at 185              |
      | sell 0.00000001 BTC/USD at market    |
      | buy 5000 USD worth of AAPL/USD at 50 |
      | buy 1 POWER/EUR at -12.5             |

  @L-1 @L-1.1 @R-3
  Scenario Outline: The first field that is missing is named
    When an order is submitted with:
      | field      | value        |
      | account    | 7            |
      | instrument | <instrument> |
      | side       | <side>       |
      | quantity   | <quantity>   |
    Then the order is rejected:
      | policy          | code                 | scope | reason                 | details |
      | OrderValidation | MissingRequiredField | order | required field missing | <path>  |

    Examples:
      | instrument | side | quantity | path                         |
      |            |      |          | order.operation.instrument   |
      |            | buy  | 100      | order.operation.instrument   |
      | AAPL/USD   |      | 100      | order.operation.side         |
      | AAPL/USD   |      |          | order.operation.side         |
      | AAPL/USD   | buy  |          | order.operation.trade_amount |

  @L-1.2 @R-4
  Scenario Outline: An order for nothing is rejected
    When account 7 submits an order to buy <amount> AAPL/USD at 185
    Then the order is rejected:
      | policy          | code              | scope | reason               |
      | OrderValidation | InvalidFieldValue | order | trade amount is zero |
    And the reject details are:
      """
      field `order.operation.trade_amount`: observed `0`, allowed: more than `0`
      """

    Examples:
      | amount         |
      | 0              |
      | 0 USD worth of |
      | -0.00          |
