# SPDX-License-Identifier: Apache-2.0
Feature: Limits that cannot judge an order
  What a limit needs and does not get, or cannot compute, is a reject that names the limit and the
  field. Nothing is counted or held then.

  @R-3 @L-3.2 @L-4 @L-6.5 @L-6.6
  Scenario Outline: The limit and the field that it lacks are named
    Given <policy> named "limit":
      | axis   | asset | <column> |
      | <axis> | USD   | 100      |
    When an order is placed with:
      | field           | value        |
      | account         | 7            |
      | instrument      | <instrument> |
      | side            | buy          |
      | quantity        | <quantity>   |
      | price           | <price>      |
      | client_order_id | <id>         |
    Then the order is rejected:
      | policy | code   | scope |
      | limit  | <code> | order |
    And the reject details are:
      """
      <details>
      """
    And nothing is held or open

    Examples: The fields of the operation
      | policy              | axis   | column   | instrument | quantity | price | id | code                        | details                                 |
      | an order size limit | asset  | notional |            | 1        | 1     | a  | MissingRequiredField        | order.operation.instrument              |
      | an order size limit | asset  | notional | AAPL/USD   |          | 1     | a  | MissingRequiredField        | order.operation.trade_amount            |
      | an order size limit | asset  | notional | AAPL/USD   | 1        |       | a  | OrderValueCalculationFailed | field `order.operation.price` is absent |
      | a pnl kill switch   | broker | upper    |            | 1        | 1     | a  | MissingRequiredField        | order.operation.instrument              |
      | a notional limit    | asset  | limit    |            | 1        | 1     | a  | MissingRequiredField        | order.operation.instrument              |
      | a notional limit    | broker | limit    | AAPL/USD   |          | 1     | a  | MissingRequiredField        | order.operation.trade_amount            |
      | a notional limit    | asset  | limit    | AAPL/USD   | 1        |       | a  | OrderValueCalculationFailed | field `order.operation.price` is absent |
      | a notional limit    | asset  | limit    | AAPL/USD   | 1        | 1     |    | MissingRequiredField        | order.identity.client_order_id          |

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
