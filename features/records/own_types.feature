# SPDX-License-Identifier: Apache-2.0
Feature: Records of the desk's own
  A desk has orders, reports and adjustments of its own, with what it needs beside the fields that
  openpit knows.
  Its controls get these very objects, not copies of the part that openpit knows.

  @O-5 @O-5.1 @O-5.3 @O-6 @O-6.1 @O-6.3 @O-6.4 @O-4.1
  Scenario: A control reads what the desk's own types carry
    Given an order of the desk's own type with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | quantity        | 100      |
      | price           | 185      |
      | leverage        | 2        |
      | client_order_id | A-17     |
    And an execution report of the desk's own type with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | pnl             | -50      |
      | fee             | 3.4      |
      | position_effect | open     |
    And an account adjustment of the desk's own type with:
      | field                   | value |
      | operation.balance.asset | USD   |
      | amount.balance.delta    | 100   |
      | amount.held.absolute    | 0     |
      | bounds.balance_lower    | -1.5  |
    When they carry the note "for the ünion fund" to a control
    Then the control saw the note in "start, main, report, adjustment" and every field

  @O-6.4 @O-5 @B-2 @B-2.2
  Scenario Outline: A control rejects a batch by what only the desk's own adjustments carry
    Given an account adjustment of the desk's own type with:
      | field                   | value |
      | operation.balance.asset | USD   |
      | amount.balance.delta    | 100   |
    When a batch of them is signed "<signatures>" and reaches a control that wants signatures
    Then the control saw "<seen>", the batch failed at "<failed>" and left "<balance>"

    Examples:
      | signatures       | seen           | failed | balance |
      | ann, bob, -, eve | ann, bob, -    | 2      |         |
      | ann, bob, eve    | ann, bob, eve  |        | 300     |

  @O-5.4 @O-1.3 @rust-compile-fail
  Scenario: An engine with accounts needs the account of every order
    Given the policy "desk" that:
      | in    | does    |
      | start | accepts |
    When an order is submitted with:
      | field      | value    |
      | instrument | AAPL/USD |
      | side       | buy      |
      | quantity   | 100      |
    Then the order is rejected with:
      | policy  | engine                     |
      | code    | MissingRequiredField       |
      | scope   | order                      |
      | reason  | required field missing     |
      | details | order.operation.account_id |
