# SPDX-License-Identifier: Apache-2.0
Feature: Limits that cannot judge an order
  What a limit needs and does not get, or cannot compute, is a reject that names the limit and the
  field. Nothing is counted or held then.

  @R-3 @L-6.5
  Scenario Outline: The limit and the field that it lacks are named
    Given <policy> named "limit":
      | axis  | asset | <column> |
      | asset | USD   | 100      |
    When an order is placed with:
      | field           | value        |
      | account         | 7            |
      | instrument      | <instrument> |
      | side            | buy          |
      | quantity        | <size>       |
      | price           | 1            |
      | client_order_id | <id>         |
    Then the order is rejected:
      | policy | code                 | scope | reason                 | details |
      | limit  | MissingRequiredField | order | required field missing | <path>  |
    And nothing is held or open

    Examples:
      | policy              | column   | instrument | size | id | path                           |
      | an order size limit | notional |            | 1    | a  | order.operation.instrument     |
      | an order size limit | notional | AAPL/USD   |      | a  | order.operation.trade_amount   |
      | a notional limit    | limit    |            | 1    | a  | order.operation.instrument     |
      | a notional limit    | limit    | AAPL/USD   |      | a  | order.operation.trade_amount   |
      | a notional limit    | limit    | AAPL/USD   | 1    |    | order.identity.client_order_id |

  @R-3 @L-4
  Scenario: A pnl kill switch names the field that it lacks
    Given a pnl kill switch named "limit":
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an order is submitted with:
      | field    | value |
      | account  | 7     |
      | side     | buy   |
      | quantity | 1     |
    Then the order is rejected:
      | policy | code                 | scope | details                    |
      | limit  | MissingRequiredField | order | order.operation.instrument |

  @L-3.2 @L-6.6
  Scenario Outline: Without a price the limit and the field are named
    Given <policy> named "limit":
      | axis  | asset | <column> |
      | asset | USD   | 100      |
    When account 7 orders "a" to buy 1 at market
    Then the order is rejected:
      | policy | code                        | scope | details                                 |
      | limit  | OrderValueCalculationFailed | order | field `order.operation.price` is absent |
    And nothing is held or open

    Examples:
      | policy              | column   |
      | an order size limit | notional |
      | a notional limit    | limit    |

  @L-3.13 @L-6.6 @R-4
  Scenario Outline: What does not fit is a reject that names the fields
    Given <policy> named "limit":
      | axis  | asset | <column> |
      | asset | USD   | 100      |
    When account 7 orders "a" to sell 79228162514264337593543950335 at -2
    Then the order is rejected:
      | policy | code               | scope | reason                |
      | limit  | ArithmeticOverflow | order | order value overflows |
    And the reject details are:
      """
      fields `order.operation.trade_amount` x `order.operation.price`: observed
       `79228162514264337593543950335` x `-2`, limit `100`
      """
    And nothing is held or open

    Examples:
      | policy              | column   |
      | an order size limit | notional |
      | a notional limit    | limit    |

  @L-6.6 @M-2.6
  Scenario: A sum of notional that does not fit is a reject
    Given a notional limit named "limit":
      | axis  | asset | limit                         |
      | asset | USD   | 79228162514264337593543950335 |
    When account 7 orders "a" to buy 79228162514264337593543950335 at 1
    Then the order is accepted
    When account 7 orders "b" to buy 2 at 1
    Then the order is rejected with:
      | policy  | limit                                                               |
      | code    | ArithmeticOverflow                                                  |
      | reason  | reserved notional overflows                                         |
      | details | held + open + used + new: observed `2` more than fits 96 bits |
    And held, open and used are 79228162514264337593543950335, 0 and 0
