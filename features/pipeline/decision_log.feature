# SPDX-License-Identifier: Apache-2.0
Feature: The decision log
  One line for each decision, the same bytes in every language, so that a day can be audited and
  two systems compared by one digest.

  @D-1 @D-1.1 @D-1.4
  Scenario: An order's way from start to its execution report
    Given order validation
    And the policy "credit" that:
      | in     | does    | what |
      | main   | emits   | cash |
      | report | accepts |      |
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 1s
    And request 1 is executed at time 2s
    And reservation 1 is committed at time 3s
    And an execution report arrives at time 4s with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | pnl             | 0        |
      | fee             | -1.20    |
      | last_price      | 184.90   |
      | last_quantity   | 100      |
      | leaves_quantity | 0        |
      | is_final        | true     |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    And the engine is closed
    Then the decision log is "one_order.jsonl"
    And the digest covers the whole decision log

  @D-1 @D-1.1 @O-1.5 @O-2.2
  Scenario: Every field of an order and of a report
    When an order is submitted with:
      | field            | value    |
      | instrument       | BTC/USD  |
      | account          | 7        |
      | side             | sell     |
      | quantity         | 0.50     |
      | price            | 62000.50 |
      | position_side    | short    |
      | reduce_only      | true     |
      | close_position   | true     |
      | leverage         | 10.50    |
      | collateral_asset | USDC     |
      | auto_borrow      | true     |
      | client_order_id  | A-17     |
    And an order is submitted with:
      | field            | value    |
      | account          | 7        |
      | reduce_only      | false    |
      | leverage         | 3        |
    And an execution report arrives with:
      | field           | value     |
      | instrument      | BTC/USD   |
      | account         | 7         |
      | side            | sell      |
      | pnl             | -50       |
      | fee             | 3.40      |
      | last_price      | 62000.50  |
      | last_quantity   | 0.25      |
      | leaves_quantity | 0.25      |
      | is_final        | true      |
      | position_effect | close     |
      | position_side   | short     |
      | client_order_id | A-17      |
      | execution_id    | A-17:1    |
    Then the decision log is "every_field.jsonl"

  @D-1 @D-1.1
  Scenario: Rejects of both stages, with texts that need escaping
    Given a rate limit named "burst":
      | axis    | orders | within | account |
      | account | 1      | 1s     | 7       |
    And an order size limit:
      | axis   | quantity | notional |
      | broker | 500      | 100000   |
    And the policy "desk “A”" that:
      | in   | for account | does                | what                                   |
      | main | 8           | rejects the account | Custom: "quoted" \\: ünïcode € `x`     |
      | main | 8           | rejects             | InsufficientFunds: no money: limit `1` |
    When account 7 places an order to buy 100 AAPL/USD at 185 at time 1s
    And account 7 places an order to buy 100 AAPL/USD at 185 at time 1.5s
    And account 9 places an order to sell 501 AAPL/USD at 200 at time 2s
    And account 9 places an order to sell 100001 USD worth of AAPL/USD at 300 at time 2s
    And account 8 places an order to buy 1 AAPL/USD at 10 at time 2s
    Then the decision log is "rejects.jsonl"
    And the digest covers the whole decision log

  @D-1 @D-1.3 @D-1.7
  Scenario: Blocks, failures, a drop and the end
    Given the policy "credit" that:
      | in       | for account | does   | what                             |
      | main     |             | emits  | cash                             |
      | commit   | 8           | panics | cash                             |
      | rollback | 9           | panics | cash                             |
      | report   |             | blocks | PnlKillSwitchTriggered: day loss |
    When account 7 places an order to buy 100 AAPL/USD at 185 at time 1s
    And account 8 places an order to buy 100 AAPL/USD at 185 at time 2s
    And account 9 places an order to buy 100 AAPL/USD at 185 at time 3s
    And account 9 places an order to buy 100 AAPL/USD at 185 at time 3s
    And reservation 1 is dropped
    And the engine answers its next call
    And reservation 2 is committed at time 4s
    Then the call's callbacks fail in "credit commit"
    When reservation 3 is rolled back at time 5s
    Then the call's callbacks fail in "credit rollback"
    When an execution report for account 7 arrives at time 4s
    And the engine is blocked for "fat finger"
    And the block "fat finger" of the engine is lifted
    And account 8 is blocked for "margin call"
    And every block of account 8 is lifted
    And account 7 places an order to buy 100 AAPL/USD at 185 at time 6s
    And the engine is closed
    Then the call's callbacks fail in "credit rollback"
    And the decision log is "blocks_and_failures.jsonl"
    And the digest covers the whole decision log

  @D-1.2
  Scenario: Refused calls and reads leave no line
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    And account 7 submits an order to buy 100 AAPL/USD at 185 at time 1s
    Then the call is refused as "time" of kind "earlier"
    When the engine answers its next call
    Then the decision log tells:
      | call  | at         |
      | start | 5000000000 |

  @D-1.5
  Scenario: An engine that does not record has an empty log, of which the digest is that of nothing
    Given decisions are not recorded
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the decision log is empty
    And the digest covers the whole decision log

  @D-1.4 @D-1.6
  Scenario: The digest covers lines that were taken out before
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the decision log tells:
      | call    |
      | start   |
      | execute |
    When reservation 1 is committed
    And the engine is closed
    Then the digest covers the whole decision log
    And the decision log tells:
      | call    |
      | start   |
      | execute |
      | commit  |
      | close   |

  @D-3
  Scenario: Accounts and assets come out in one order, whatever order they came in
    Given account 18446744073709551615 is blocked for "audit"
    And account 0 is blocked for "audit"
    And account 9 is blocked for "audit"
    And account 10 is blocked for "audit"
    Then the blocks are:
      | scope   | account              | source | code           | reason |
      | account | 0                    | engine | AccountBlocked | audit  |
      | account | 9                    | engine | AccountBlocked | audit  |
      | account | 10                   | engine | AccountBlocked | audit  |
      | account | 18446744073709551615 | engine | AccountBlocked | audit  |
