# SPDX-License-Identifier: Apache-2.0
Feature: The engine's state
  All that a later answer can hang on can be read as plain data, and compared: between engines,
  between languages, before and after.

  @D-4 @D-4.1
  Scenario: A new engine's state
    Then the state is "state_new.json"
    And the state's text is canonical

  @D-4 @D-4.1 @D-4.2
  Scenario: Everything at once, the same in every language
    Given order validation
    And a rate limit:
      | axis    | account | orders | within |
      | broker  |         | 100    | 1s     |
      | account | 7       | 5      | 1m     |
    And a pnl kill switch:
      | axis   | asset | lower |
      | broker | USD   | -50.5 |
    And a notional limit:
      | axis  | asset | limit   |
      | asset | USD   | 1000.50 |
    And the policy "desk" that:
      | in   | does     | what    |
      | main | emits    | custom  |
      | main | reserves | 100 EUR |
    And accounts 7, 8 are put into group 5
    And group 5 is blocked for "night"
    And account 9 is blocked for "margin "call" ä"
    When every block of group 5 is lifted
    And account 7 is adjusted at time 1s by:
      | what            | balance | held | price | mode    | leverage |
      | USD             | +100    | +0.5 |       |         |          |
      | AAPL/USD by USD | -3      |      | 185.5 | netting | 10       |
    And an order is placed with:
      | field           | value    |
      | account         | 7        |
      | instrument      | AAPL/USD |
      | side            | buy      |
      | quantity        | 3        |
      | price           | 100      |
      | client_order_id | A-1      |
    And reservation 1 is committed at time 2s
    And an order is placed with:
      | field           | value    |
      | account         | 8        |
      | instrument      | AAPL/USD |
      | side            | sell     |
      | volume          | 200      |
      | client_order_id | B-1      |
    And an execution report arrives at time 3s with:
      | field           | value    |
      | account         | 7        |
      | instrument      | AAPL/USD |
      | side            | buy      |
      | pnl             | -20      |
      | fee             | 0.5      |
      | last_price      | 99       |
      | last_quantity   | 1        |
      | leaves_quantity | 2        |
      | client_order_id | A-1      |
      | execution_id    | x1       |
    Then the report shows "nothing"
    And the state is "state_full.json"
    And the state's text is canonical
    And the digest covers the state's text

  @D-4
  Scenario Outline: What changes something is another state
    Given a rate limit:
      | axis   | orders | within |
      | broker | 100    | 1s     |
    And the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    When the state is noted
    And <what happens>
    Then the state is another one

    Examples:
      | what happens                                                     |
      | account 7 submits an order to buy 100 AAPL/USD at 1              |
      | account 7 places an order to buy 100 AAPL/USD at 1               |
      | account 7 is blocked for "margin call"                           |
      | the engine is blocked for "halt"                                 |
      | group 5 is blocked for "lunch"                                   |
      | account 7 is put into group 5                                    |
      | an execution report for account 7 arrives at time 1s             |

  @D-4
  Scenario: Reads, refused calls and a batch that is taken back leave the state as it was
    Given the policy "desk" that:
      | in         | for account | does     | what                          |
      | adjustment |             | reserves | 100 USD                       |
      | adjustment |             | emits    | entry                         |
      | adjustment |             | blocks the account on commit | RiskLimitExceeded: no |
      | adjustment | 8           | rejects  | ComplianceRestriction: no     |
    And account 7 is adjusted at time 1s by:
      | what | balance |
      | USD  | +5      |
    When the state is noted
    And account 8 is adjusted by:
      | what            | balance | price | mode    |
      | USD             | +5      |       |         |
      | AAPL/USD by USD | +5      | 185   | netting |
    Then the batch is rejected at item 0 by "desk" with ComplianceRestriction
    And the state is as it was
    When account 8 is adjusted at time 0s by:
      | what | balance |
      | USD  | +5      |
    Then the call is refused as "time" of kind "earlier"
    And the state is as it was

  @D-4.1
  Scenario: What an order leaves when it is rolled back is its count
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the state has the "open":
      """
      {"account":"7","mutations":[{"amount":"100","asset":"USD","kind":"reserve_notional",
       "policy":"credit"}],"reservation":"1"}
      """
    And the state has the "holds":
      """
      {"account":"7","asset":"USD","held":"100","open":"0","policy":"credit","used":"0"}
      """
    When reservation 1 is rolled back
    Then the state has no "open"
    And the state has no "holds"

  @P-7.6 @D-4
  Scenario: A closed engine's state can still be read, and nothing is held or open in it
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And account 8 places an order to buy 100 AAPL/USD at 1
    And reservation 2 is committed
    And the engine is closed
    Then the state has no "open"
    And the state has the "holds":
      """
      {"account":"8","asset":"USD","held":"0","open":"100","policy":"credit","used":"0"}
      """
    And the digest covers the state's text

  @D-4 @D-4.1
  Scenario: Accounts by number and assets by name, in whatever order they came
    Given a notional limit:
      | axis   | asset | limit |
      | broker | USD   | 1000  |
      | broker | EUR   | 1000  |
      | broker | CHF   | 1000  |
    And the policy "desk" that:
      | in   | does     | what  |
      | main | reserves | 1 USD |
    When account 100 orders "b" to buy 1 at 5
    And account 9 orders "z" to buy 1 at 4
    And account 9 orders "a" to buy 1 at 3
    And an order is placed with:
      | field           | value   |
      | account         | 9       |
      | instrument      | SAP/EUR |
      | side            | buy     |
      | volume          | 2       |
      | client_order_id | m       |
    And an order is placed with:
      | field           | value   |
      | account         | 10      |
      | instrument      | ABB/CHF |
      | side            | buy     |
      | volume          | 1       |
      | client_order_id | m       |
    And account 10 is blocked for "b"
    And account 9 is blocked for "a"
    And accounts 100, 9, 10 are put into group 5
    And account 10 is adjusted by:
      | what | balance |
      | USD  | +1      |
      | EUR  | +1      |
    And account 9 is adjusted by:
      | what | balance |
      | JPY  | +1      |
    Then the state has the "holds":
      """
      {"account":"9","asset":"EUR","held":"2","open":"0","policy":"NotionalLimit","used":"0"}
      {"account":"9","asset":"USD","held":"7","open":"0","policy":"NotionalLimit","used":"0"}
      {"account":"9","asset":"USD","held":"3","open":"0","policy":"desk","used":"0"}
      {"account":"10","asset":"CHF","held":"1","open":"0","policy":"NotionalLimit","used":"0"}
      {"account":"10","asset":"USD","held":"1","open":"0","policy":"desk","used":"0"}
      {"account":"100","asset":"USD","held":"5","open":"0","policy":"NotionalLimit","used":"0"}
      {"account":"100","asset":"USD","held":"1","open":"0","policy":"desk","used":"0"}
      """
    And the state has the "balances":
      """
      {"account":"9","asset":"JPY","balance":"1","held":"0","incoming":"0"}
      {"account":"10","asset":"EUR","balance":"1","held":"0","incoming":"0"}
      {"account":"10","asset":"USD","balance":"1","held":"0","incoming":"0"}
      """
    And the state has the "groups":
      """
      {"account":"9","group":"5"}
      {"account":"10","group":"5"}
      {"account":"100","group":"5"}
      """
    And the state has the "blocks":
      """
      {"account":"9","code":"AccountBlocked","policy":"engine","reason":"a","scope":"account"}
      {"account":"10","code":"AccountBlocked","policy":"engine","reason":"b","scope":"account"}
      """
    And the orders of "NotionalLimit" in the state are "9 a, 9 m, 9 z, 10 m, 100 b"
    And the state's text is canonical
    And the digest covers the state's text

  @D-4 @D-4.2
  Scenario Outline: Whichever way the same state was reached, it is the same text
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When account <first> is blocked for "margin call"
    And account <second> is blocked for "margin call"
    And accounts <first>, <second> are put into group 5
    And order "x" of account <first> fills 1 at 5
    And order "x" of account <second> fills 1 at 5
    Then the state is "state_two_ways.json"

    Examples:
      | first | second |
      | 7     | 8      |
      | 8     | 7      |

  @D-4 @D-4.1
  Scenario: Lists are in order, whatever order their entries came in
    Given accounts 9, 7, 8, 42, 3, 100, 11 are put into group 5
    And account 1 places an order to buy 1 AAPL/USD at 1
    And account 2 places an order to buy 1 AAPL/USD at 1
    And reservation 1 is committed
    And account 3 places an order to buy 1 AAPL/USD at 1
    When order "b" of account 7 fills 1 at 1 as "2"
    And order "b" of account 7 fills 1 at 2 as "1"
    And order "a" of account 7 fills 1 at 3 as "1"
    And order "c" of account 6 fills 1 at 4 as "1"
    Then the state has the "groups":
      """
      {"account":"3","group":"5"}
      {"account":"7","group":"5"}
      {"account":"8","group":"5"}
      {"account":"9","group":"5"}
      {"account":"11","group":"5"}
      {"account":"42","group":"5"}
      {"account":"100","group":"5"}
      """
    And the state has the "open":
      """
      {"account":"2","mutations":[],"reservation":"2"}
      {"account":"3","mutations":[],"reservation":"3"}
      """
    And the executions of the state are "6 c 1, 7 a 1, 7 b 1, 7 b 2"
