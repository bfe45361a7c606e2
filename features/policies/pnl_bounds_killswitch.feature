# SPDX-License-Identifier: Apache-2.0
Feature: Pnl bounds kill switch
  An account whose realized profit, fees taken off, leaves its bounds stops trading, until somebody
  looks at it and its total is within again.

  @L-4 @L-4.1 @L-4.8 @L-4.14
  Scenario: A loss below the bound blocks the account
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -996.60  |
      | fee        | 3.40     |
    Then the report gives no account blocks
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | 0        |
      | fee        | 0.01     |
    Then the report gives the account blocks:
      | policy              | code                   |
      | PnlBoundsKillSwitch | PnlKillSwitchTriggered |
    And the reasons of the account blocks are:
      """
      realized pnl: observed `-1000.01`, lower bound `-1000`, upper bound none
      """
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "PnlBoundsKillSwitch" with AccountBlocked
    When account 8 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted

  @L-4.1 @L-4.10
  Scenario: Unblocking alone does not re-arm the account
    Given a pnl kill switch named "day loss":
      | axis   | asset | lower | upper |
      | broker | USD   | -1000 | 5000  |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | 5000.01  |
    And every block of account 7 is lifted
    And account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected with:
      | policy  | day loss                                                                  |
      | code    | PnlKillSwitchTriggered                                                    |
      | scope   | account                                                                   |
      | reason  | realized pnl out of bounds on `broker` axis                               |
      | details | realized pnl: observed `5000.01`, lower bound `-1000`, upper bound `5000` |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -0.01    |
    And account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted

  @L-4.6
  Scenario: The same bounds hold for each account, not for their sum
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -600     |
    And an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 8        |
      | pnl        | -600     |
    Then nothing is blocked

  @L-4.6
  Scenario: Bounds count one settlement asset
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/EUR |
      | account    | 7        |
      | pnl        | -2000    |
    Then nothing is blocked

  @L-4.3
  Scenario Outline: An account begins with the pnl that it is given
    Given a pnl kill switch:
      | axis            | asset | account | lower | initial pnl |
      | account + asset | USD   | 7       | -1000 | <initial>   |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then "PnlBoundsKillSwitch" answers "<answer>"

    Examples:
      | initial  | answer         |
      | -1000    | passes         |
      | -1000.01 | AccountBlocked |

  @L-4.6
  Scenario: An account's own bounds hold beside the broker's
    Given a pnl kill switch:
      | axis            | asset | account | lower | initial pnl |
      | broker          | USD   |         | -500  |             |
      | account + asset | USD   | 7       | -1000 | 0           |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -501     |
    Then the report gives the account blocks:
      | policy              | code                   |
      | PnlBoundsKillSwitch | PnlKillSwitchTriggered |
    And the reasons of the account blocks are:
      """
      realized pnl: observed `-501`, lower bound `-500`, upper bound none
      """

  @L-4.5 @L-4.12
  Scenario Outline: A trade that lacks its pnl or its fee blocks the account
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field         | value    |
      | instrument    | AAPL/USD |
      | account       | 7        |
      | pnl           | <pnl>    |
      | fee           | <fee>    |
      | last_price    | 185      |
      | last_quantity | 40       |
    Then the report gives the account blocks:
      | policy              | code                 | reason                             |
      | PnlBoundsKillSwitch | MissingRequiredField | report of a trade lacks `<lacked>` |

    Examples:
      | pnl | fee | lacked                      |
      |     | 1   | report.financial_impact.pnl |
      | 1   |     | report.financial_impact.fee |

  @L-4.9
  Scenario: More reports of a breach add no more causes
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -1001    |
    And an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -500     |
    Then the report gives no account blocks
    And the blocks are:
      | scope   | account | source              | code                   |
      | account | 7       | PnlBoundsKillSwitch | PnlKillSwitchTriggered |

  @L-4.13
  Scenario: A trade of no instrument blocks the account
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field         | value |
      | account       | 7     |
      | pnl           | 1     |
      | fee           | 1     |
      | last_price    | 185   |
      | last_quantity | 40    |
    Then the report gives the account blocks:
      | policy              | code                 |
      | PnlBoundsKillSwitch | MissingRequiredField |
    And the reasons of the account blocks are:
      """
      report of a trade lacks `report.operation.instrument`
      """

  @L-4.5
  Scenario: Without a trade what is absent counts as zero
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report for account 7 arrives
    Then nothing is blocked

  @L-4.4 @L-4.11
  Scenario: A sum that does not fit blocks the account
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -1000 |
    When an execution report arrives with:
      | field      | value                         |
      | instrument | AAPL/USD                      |
      | account    | 7                             |
      | pnl        | 79228162514264337593543950335 |
    And an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | 1        |
    Then the blocks are:
      | scope   | account | source              | code               |
      | account | 7       | PnlBoundsKillSwitch | ArithmeticOverflow |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -100     |
    And every block of account 7 is lifted
    And account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "PnlBoundsKillSwitch" with ArithmeticOverflow

  @L-4 @P-10.5
  Scenario: An execution that is told twice counts once
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an execution report arrives with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | pnl             | -60      |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    And an execution report arrives with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | pnl             | -60      |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then nothing is blocked

  @L-4.2 @L-4.7 @P-1.3
  Scenario: Faults of the bounds are told together
    Given a pnl kill switch:
      | axis   | asset | lower | upper |
      | broker | USD   | 1     | 0     |
      | broker | USD   | 1     |       |
      | broker | EUR   |       |       |
    And a pnl kill switch without barriers
    When the engine is built
    Then the configuration is refused for:
      """
      policy `PnlBoundsKillSwitch`: barrier without a bound: allowed is at least one of
        `lower_bound`, `upper_bound`
      policy `PnlBoundsKillSwitch`: lower bound `1` is above upper bound `0`: allowed is at most the
        upper
      policy `PnlBoundsKillSwitch`: `broker` barrier 2 has the key of an earlier one: allowed is one
        for each key
      policy `PnlBoundsKillSwitch`: no barrier: allowed is at least one of `broker`, `account_asset`
      policy 2: name `PnlBoundsKillSwitch` is the name of policy 1 too: allowed is a unique name
      """

  @L-4.2
  Scenario: A lower bound may be the upper one
    Given a pnl kill switch:
      | axis   | asset | lower | upper |
      | broker | USD   | 0     | 0     |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted

  @L-4.9
  Scenario: While the total stays outside, its breach is the one with which it left
    Given a pnl kill switch:
      | axis            | asset | account | lower | upper |
      | broker          | USD   |         | -50   | 50    |
      | account + asset | USD   | 7       | -100  |       |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -60      |
    Then the reasons of the account blocks are:
      """
      realized pnl: observed `-60`, lower bound `-50`, upper bound `50`
      """
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -10      |
    Then the report gives no account blocks
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the reject details are:
      """
      PnlKillSwitchTriggered: realized pnl: observed `-60`, lower bound `-50`, upper bound `50`
      """
    When every block of account 7 is lifted
    And an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | 70       |
    And an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | 51       |
    Then the reasons of the account blocks are:
      """
      realized pnl: observed `51`, lower bound `-50`, upper bound `50`
      """

  @L-4.13
  Scenario Outline: A trade or a pnl of no instrument blocks the account
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an execution report arrives with:
      | field         | value      |
      | account       | 7          |
      | last_price    | <price>    |
      | last_quantity | <quantity> |
      | pnl           | <pnl>      |
      | fee           | <fee>      |
    Then the report gives the account blocks:
      | policy              | code                 |
      | PnlBoundsKillSwitch | MissingRequiredField |
    And the reasons of the account blocks are:
      """
      report of a <what> lacks `report.operation.instrument`
      """

    Examples:
      | price | quantity | pnl | fee | what  |
      | 5     | 1        |     |     | trade |
      |       |          | 5   |     | pnl   |
      |       |          |     | 1   | pnl   |

  @L-4.13
  Scenario: A report of neither needs no instrument
    Given a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an execution report arrives with:
      | field    | value |
      | account  | 7     |
      | is_final | true  |
    Then the report gives no account blocks

  @L-4.9
  Scenario: A breach of another axis is a new cause
    Given a pnl kill switch:
      | axis            | asset | account | lower |
      | broker          | USD   |         | -100  |
      | account + asset | USD   | 7       | -50   |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -60      |
    Then the reasons of the account blocks are:
      """
      realized pnl: observed `-60`, lower bound `-50`, upper bound none
      """
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | pnl        | -50      |
    Then the reasons of the account blocks are:
      """
      realized pnl: observed `-110`, lower bound `-100`, upper bound none
      """

  @L-4.2 @L-4.7
  Scenario: A barrier whose key another has is checked too
    Given a pnl kill switch:
      | axis            | asset | account | lower | upper |
      | broker          | USD   |         | -1    |       |
      | broker          | USD   |         | 2     | 1     |
      | account + asset | USD   | 7       | -1    |       |
      | account + asset | USD   | 7       | -1    |       |
    When the engine is built
    Then the configuration is refused for:
      """
      policy `PnlBoundsKillSwitch`: lower bound `2` is above upper bound `1`: allowed is at most the
        upper
      policy `PnlBoundsKillSwitch`: `broker` barrier 2 has the key of an earlier one: allowed is one
        for each key
      policy `PnlBoundsKillSwitch`: `account_asset` barrier 2 has the key of an earlier one: allowed
        is one for each key
      """
