# SPDX-License-Identifier: Apache-2.0
Feature: Execution reports as records
  A report is plain data in five parts: which order, what the execution did to the account's money,
  to the order and to the position, and its identity. Every part but the first may be absent.

  @O-2 @O-2.2 @O-5.2
  Scenario: A report has every field that it was made with
    When an execution report is made with:
      | field           | value    |
      | instrument      | BTC/USD  |
      | account         | 99224416 |
      | side            | sell     |
      | pnl             | -50      |
      | fee             | 3.4      |
      | last_price      | 62000.5  |
      | last_quantity   | 0.25     |
      | leaves_quantity | 0        |
      | is_final        | true     |
      | position_effect | close    |
      | position_side   | short    |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then it shows what it was made with

  @O-2 @O-2.1 @O-2.2
  Scenario Outline: Each field may be there alone
    When an execution report is made with:
      | field   | value   |
      | <field> | <value> |
    Then it shows what it was made with

    Examples:
      | field           | value   |
      | instrument      | SPX/USD |
      | account         | 0       |
      | side            | buy     |
      | pnl             | 0       |
      | fee             | -0.25   |
      | leaves_quantity | 40      |
      | is_final        | true    |
      | position_effect | open    |
      | position_effect | close   |
      | position_side   | long    |
      | client_order_id | A-17    |

  @O-4.3 @V-6 @V-6.10
  Scenario Outline: A value that is not one never makes a report
    When an execution report is made with:
      | field   | value   |
      | <field> | <value> |
    Then the record is refused as "<kind>" because of "<type>"

    Examples:
      | field           | value | kind         | type            |
      | position_effect | long  | unknown_name | position_effect |
      | position_side   | open  | unknown_name | position_side   |
      | leaves_quantity | -1    | negative     | quantity        |

  @O-4.4 @rust-compile-fail
  Scenario: An execution's id says nothing without its order's
    When an execution report is made with:
      | field        | value  |
      | account      | 7      |
      | execution_id | A-17:1 |
    Then the record is refused because it lacks "report.identity.client_order_id"

  @O-2 @O-2.2 @V-7.3
  Scenario Outline: Reports that differ in one field are two values
    When two execution reports are made with:
      | field           | one   | other   |
      | account         | 7     | 7       |
      | pnl             | 1.50  | 1.5     |
      | client_order_id | A     | A       |
      | <field>         | <one> | <other> |
    Then they are two values and two keys

    Examples:
      | field           | one    | other  |
      | fee             | 1      | -1     |
      | fee             | 0      |        |
      | leaves_quantity | 0      |        |
      | is_final        | true   |        |
      | position_effect | open   | close  |
      | position_effect | open   |        |
      | position_side   | long   | short  |
      | execution_id    | A-17:1 | A-17:2 |

  @O-2 @O-2.2 @V-7.3
  Scenario: Reports of equal fields are one value, however they were written
    When two execution reports are made with:
      | field           | one    | other |
      | account         | 7      | 7     |
      | pnl             | -50.00 | -50   |
      | fee             | 34e-1  | 3.4   |
      | position_effect | close  | close |
    Then they are one value and one key

  @O-2 @O-2.2
  Scenario: A control sees every field of every group
    Given the policy "desk" that:
      | in     | does    |
      | report | accepts |
    When an execution report arrives with:
      | field           | value    |
      | instrument      | BTC/USD  |
      | account         | 7        |
      | side            | sell     |
      | pnl             | -50.00   |
      | fee             | 3.40     |
      | last_price      | 62000.50 |
      | last_quantity   | 0.25     |
      | leaves_quantity | 0.25     |
      | is_final        | true     |
      | position_effect | close    |
      | position_side   | short    |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then the policy "desk" saw in "report":
      | field           | value    |
      | instrument      | BTC/USD  |
      | account         | 7        |
      | side            | sell     |
      | pnl             | -50      |
      | fee             | 3.4      |
      | last_price      | 62000.5  |
      | last_quantity   | 0.25     |
      | leaves_quantity | 0.25     |
      | is_final        | true     |
      | position_effect | close    |
      | position_side   | short    |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |

  @V-1.6 @O-2
  Scenario Outline: A positive fee is a cost, a negative one a rebate
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -53   |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -50      |
      | fee        | <fee>    |
    And account 7 submits an order to buy 100 AAPL/USD at 185
    Then "<policy>" answers "<answer>"

    Examples:
      | fee  | policy              | answer         | # what it is |
      | 3.4  | PnlBoundsKillSwitch | AccountBlocked | a cost       |
      | 3    | PnlBoundsKillSwitch | passes         | a cost       |
      | -3.4 | PnlBoundsKillSwitch | passes         | a rebate     |
