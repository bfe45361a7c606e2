# SPDX-License-Identifier: Apache-2.0
Feature: Limits that change at run time
  Risk tightens or loosens a limit while the desk trades: the new limits hold from the next order
  on, and what was counted stays counted.

  @L-5 @L-5.1
  Scenario: A rate limit changes and what it counted stays counted
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 2      | 1s     |
    And account 7 has placed 1 order for AAPL/USD
    When the rate limit "burst" changes to:
      | axis   | orders | within |
      | broker | 1      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded
    When the rate limit "burst" changes to:
      | axis   | orders | within |
      | broker | 2      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded

  @L-5.1
  Scenario: A key that is new counts from then on
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 9      | 1s     |
    And account 7 has placed 3 orders for AAPL/USD
    When the rate limit "burst" changes to:
      | axis            | asset | account | orders | within |
      | account         |       | 7       | 1      | 1s     |
      | asset           | USD   |         | 9      | 1s     |
      | account + asset | USD   | 7       | 9      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded

  @L-5 @L-5.1
  Scenario: An axis that is given is replaced, the others stay, an empty list takes one away
    Given an order size limit named "size":
      | axis            | asset | account | quantity |
      | broker          |       |         | 100      |
      | asset           | AAPL  |         | 50       |
      | account + asset | AAPL  | 8       | 55       |
    When the order size limit "size" changes to:
      | axis   | quantity |
      | broker | 60       |
    And account 7 places an order to buy 51 AAPL/USD at 1
    Then the order is rejected by "size" with OrderQtyExceedsLimit
    When the asset axis of the order size limit "size" is taken away
    And account 7 places an order to buy 60 AAPL/USD at 1
    Then the order is accepted
    When account 7 places an order to buy 61 AAPL/USD at 1
    Then the order is rejected by "size" with OrderQtyExceedsLimit
    When the broker axis of the order size limit "size" is taken away
    And account 7 places an order to buy 61 AAPL/USD at 1
    Then the order is accepted
    When account 8 places an order to buy 56 AAPL/USD at 1
    Then the order is rejected by "size" with OrderQtyExceedsLimit

  @L-5 @L-6
  Scenario: A notional limit changes below and above what is held
    Given a notional limit named "credit":
      | axis   | asset | limit |
      | broker | USD   | 5000  |
      | asset  | USD   | 600   |
    And account 7 orders "a" to buy 10 at 50
    When the notional limit "credit" changes to:
      | axis  | asset | limit |
      | asset | USD   | 400   |
    And account 7 orders "b" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded
    And held, open and used are 500, 0 and 0
    When the notional limit "credit" changes to:
      | axis            | asset | account | limit |
      | asset           | USD   |         | 1000  |
      | account + asset | USD   | 7       | 501   |
    And account 7 orders "b" to buy 1 at 1
    Then the order is accepted
    When account 7 orders "c" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded
    When the notional limit "credit" changes to:
      | axis            | asset | account | limit |
      | broker          | USD   |         | 501   |
      | account + asset | USD   | 7       | 9000  |
    And account 7 orders "c" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded

  @L-5 @L-6.5
  Scenario: A notional limit forgets what fills used when it is reset
    Given a notional limit named "credit":
      | axis  | asset | limit |
      | asset | USD   | 600   |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    And order "a" of account 7 fills 10 at 50
    When account 7 orders "a" to buy 1 at 1
    Then the order is rejected by "credit" with DuplicateClientOrderId
    When the notional limit "credit" is reset for account 8
    Then held, open and used are 0, 0 and 500
    When the notional limit "credit" is reset for account 7
    Then held, open and used are 0, 0 and 0
    When account 7 orders "a" to buy 12 at 50
    Then the order is accepted
    When the notional limit "credit" is reset
    Then held, open and used are 600, 0 and 0

  @L-5 @L-5.3
  Scenario: Realized pnl stays when the bounds change
    Given a pnl kill switch named "pnl":
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | -50      |
      | fee        | 0        |
    And the pnl kill switch "pnl" changes to:
      | axis   | asset | lower |
      | broker | USD   | -10   |
    Then nothing is blocked
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "pnl" with PnlKillSwitchTriggered
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | 0        |
      | fee        | 0        |
    Then the report gives the account blocks:
      | policy | code                   |
      | pnl    | PnlKillSwitchTriggered |

  @L-5.3
  Scenario: An initial pnl counts only where there is no total yet
    Given a pnl kill switch named "pnl":
      | axis   | asset | lower |
      | broker | USD   | -100  |
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | -50      |
      | fee        | 0        |
    And the pnl kill switch "pnl" changes to:
      | axis            | asset | account | lower | initial pnl |
      | account + asset | USD   | 7       | -100  | -500        |
      | account + asset | USD   | 8       | -100  | -500        |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted
    When account 8 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "pnl" with PnlKillSwitchTriggered

  @L-5 @L-5.2
  Scenario: Every fault is told at once and the old limits stay
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 0      | 1s     |
    And the state is noted
    When the rate limit "burst" changes to:
      | axis    | account | orders | within |
      | broker  |         | 9      | 1s     |
      | broker  |         | 9      | 1s     |
      | account | 7       | 9      | 1s     |
      | account | 7       | 9      | 1s     |
    Then the configuration is refused for:
      """
      policy `burst`: `broker` barrier 2 has the key of an earlier one: allowed is one for each key
      policy `burst`: `account` barrier 2 has the key of an earlier one: allowed is one for each key
      """
    And the state is as it was
    And the decision log is empty
    When the broker axis of the rate limit "burst" is taken away
    Then the configuration is refused for 1 fault
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded

  @L-5 @L-5.2 @L-6.19
  Scenario: Every fault of a notional limit is told at once and the old limits stay
    Given a notional limit named "credit":
      | axis  | asset | limit |
      | asset | USD   | 600   |
    And account 7 orders "a" to buy 10 at 50
    And the state is noted
    When the notional limit "credit" changes to:
      | axis            | asset | account | limit |
      | broker          | USD   |         | 1     |
      | broker          | USD   |         | 1     |
      | asset           | USD   |         | 1     |
      | asset           | USD   |         | 2     |
      | account + asset | USD   | 7       | 1     |
      | account + asset | USD   | 7       | 1     |
    Then the configuration is refused for:
      """
      policy `credit`: `broker` barrier 2 has the key of an earlier one: allowed is one for each key
      policy `credit`: `asset` barrier 2 has the key of an earlier one: allowed is one for each key
      policy `credit`: `account_asset` barrier 2 has the key of an earlier one: allowed is one for
       each key
      """
    And the state is as it was
    When the asset axis of the notional limit "credit" is taken away
    Then the configuration is refused for:
      """
      policy `credit`: no barrier: allowed is at least one of `broker`, `asset`, `account_asset`
      """
    And the state is as it was
    When account 7 orders "b" to buy 3 at 50
    Then the order is rejected by "credit" with CreditLimitExceeded

  @L-5 @L-6.2
  Scenario: A limit below what is open and used stops new orders only
    Given a notional limit named "credit":
      | axis   | asset | limit |
      | asset  | USD   | 600   |
    And account 7 orders "a" to buy 10 at 50
    And account 7 orders "b" to buy 1 at 50
    And reservation 1 is committed
    And order "a" of account 7 fills 4 at 50
    When the notional limit "credit" changes to:
      | axis  | asset | limit |
      | asset | USD   | 100   |
    And account 7 orders "c" to buy 1 at 0
    Then the order is rejected with:
      | code    | CreditLimitExceeded                                   |
      | details | held + open + used + new: observed `550`, limit `100` |
    When reservation 2 is committed
    Then the call succeeds
    When order "a" of account 7 fills 6 at 50
    Then the report shows "nothing"
    And held, open and used are 0, 50 and 500

  @L-5.2
  Scenario Outline: A name that no policy of the kind has
    Given order validation
    And a rate limit named "burst":
      | axis   | orders | within |
      | broker | 1      | 1s     |
    When the <axis> axis of the <kind> "<name>" is taken away
    Then the configuration is refused for:
      """
      policy `<name>` is not <text> of the engine: allowed is the name of one
      """

    Examples:
      | axis   | kind             | name            | text                |
      | broker | rate limit       | nobody          | a rate limit        |
      | broker | rate limit       | OrderValidation | a rate limit        |
      | broker | order size limit | burst           | an order size limit |
      | broker | pnl kill switch  | burst           | a pnl kill switch   |
      | asset  | notional limit   | burst           | a notional limit    |

  @L-5.2
  Scenario: Only a notional limit is reset
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 1      | 1s     |
    When the notional limit "burst" is reset
    Then the configuration is refused for:
      """
      policy `burst` is not a notional limit of the engine: allowed is the name of one
      """

  @L-5.4
  Scenario: The decision log shows all limits that are then in force
    Given a rate limit named "burst":
      | axis   | asset | orders | within |
      | broker |       | 2      | 1s     |
      | asset  | USD   | 3      | 1s     |
    When the rate limit "burst" changes to:
      | axis   | orders | within |
      | broker | 1      | 2s     |
    Then the last line of the decision log has the limits of "burst":
      """
      {"asset":{"USD":{"max_orders":"3","window_ns":"1000000000"}},
       "broker":{"max_orders":"1","window_ns":"2000000000"}}
      """

  @L-5 @P-7
  Scenario: A closed engine changes nothing
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 2      | 1s     |
    When the engine is closed
    And the broker axis of the rate limit "burst" is taken away
    Then the call is refused as "lifecycle" of kind "engine_closed"
