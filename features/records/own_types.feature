# SPDX-License-Identifier: Apache-2.0
Feature: Records of the desk's own
  A desk has orders and reports of its own, with what it needs beside the fields that openpit knows.
  Its controls get these very objects, not copies of the part that openpit knows.

  @O-5 @O-5.1 @O-5.3 @O-6 @O-6.1 @O-6.3 @O-4.1
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
    When both carry the note "for the ünion fund" to a control
    Then the control saw the note in "start, main, report" and every field

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
