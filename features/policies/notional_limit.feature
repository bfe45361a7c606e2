# SPDX-License-Identifier: Apache-2.0
Feature: Notional limit
  What is held, open, used and new never exceeds a limit; what ends is released.

  @L-6 @L-6.2 @M-2.1
  Scenario: Held, open, used and new together stay within the limit
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When account 7 orders "a" to buy 10 at 50
    Then held, open and used are 500, 0 and 0
    When reservation 1 is committed
    And order "a" of account 7 fills 4 at 50
    Then held, open and used are 0, 300 and 200
    When account 7 orders "b" to sell 2 at 100
    Then held, open and used are 200, 300 and 200
    When account 7 orders "c" to buy 3.01 at 100
    Then the order is rejected with:
      | policy  | NotionalLimit                                           |
      | code    | CreditLimitExceeded                                     |
      | scope   | order                                                   |
      | reason  | notional limit exceeded on `asset` axis                 |
      | details | held + open + used + new: observed `1001`, limit `1000` |
    And held, open and used are 200, 300 and 200
    When account 7 orders "c" to buy 3 at -100
    Then the order is accepted
    And held, open and used are 500, 300 and 200

  @L-6.1 @L-6.4
  Scenario Outline: Each axis counts what it names; the first breach is told
    Given a notional limit named "credit":
      | axis            | asset | account | limit          |
      | broker          | USD   |         | <broker>       |
      | asset           | USD   |         | <asset>        |
      | account + asset | USD   | 7       | <account 7>    |
    And account 7 orders "a" to buy 1 at 100
    When account <account> orders "b" to buy 1 at 50
    Then "credit" answers "<answer>"

    Examples:
      | broker | asset  | account 7 | account | answer              |
      | 150    | 150    | 150       | 7       | passes              |
      | 149.99 | 1000   | 1000      | 8       | CreditLimitExceeded |
      | 1000   | 149.99 | 1000      | 7       | CreditLimitExceeded |
      | 1000   | 100    | 1000      | 8       | passes              |
      | 1000   | 1000   | 149.99    | 7       | CreditLimitExceeded |
      | 150    | 100    | 100       | 8       | passes              |

  @L-6.4
  Scenario: The first breach is told in the order of the axes
    Given a notional limit:
      | axis            | asset | account | limit |
      | account + asset | USD   | 7       | 10    |
      | asset           | USD   |         | 10    |
      | broker          | USD   |         | 10    |
    When account 7 orders "a" to buy 1 at 50
    Then the reject says "notional limit exceeded on `broker` axis"

  @L-6.3
  Scenario: Nothing is summed across assets, and without a barrier nothing is tracked
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 100   |
      | asset | EUR   | 100   |
    When account 7 places an order to buy 100 AAPL/GBP at 100
    Then the order is accepted
    And nothing is held or open
    When account 7 orders "a" to buy 1 at 100
    And an order is placed with:
      | field           | value    |
      | account         | 7        |
      | instrument      | SAP/EUR  |
      | side            | buy      |
      | quantity        | 1        |
      | price           | 100      |
      | client_order_id | b        |
    Then the order is accepted
    And the holds are:
      | account | asset | policy        | held | open | used |
      | 7       | EUR   | NotionalLimit | 100  | 0    | 0    |
      | 7       | USD   | NotionalLimit | 100  | 0    | 0    |

  @L-6.5 @R-3
  Scenario: An order needs a client order id
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 100   |
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected with:
      | code    | MissingRequiredField           |
      | reason  | required field missing         |
      | details | order.identity.client_order_id |

  @L-6.5
  Scenario: An id that is known is rejected until the order is rolled back
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 100   |
    And account 7 orders "a" to buy 1 at 10
    When account 7 orders "a" to buy 1 at 10
    Then the order is rejected with:
      | code    | DuplicateClientOrderId            |
      | reason  | client order id is known already |
    And the reject details are:
      """
      field `order.identity.client_order_id`: observed `a`, allowed: an id that is new
      """
    When account 8 orders "a" to buy 1 at 10
    Then the order is accepted
    When reservation 1 is rolled back
    And account 7 orders "a" to buy 1 at 20
    Then the order is accepted
    When reservation 3 is committed
    And order "a" of account 7 fills 1 at 20
    And account 7 orders "a" to buy 1 at 20
    Then the order is rejected by "NotionalLimit" with DuplicateClientOrderId

  @L-6.6
  Scenario: A volume order reserves its volume
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When account 7 orders "v" to buy 600 USD worth
    Then held, open and used are 600, 0 and 0
    When reservation 1 is committed
    And order "v" of account 7 fills 2 at 100
    Then held, open and used are 0, 400 and 200
    When order "v" of account 7 fills 4 at 100
    Then held, open and used are 0, 0 and 600
    When order "v" of account 7 fills 1 at 1
    Then the report shows "FillAfterFinal"

  @L-6.6
  Scenario: A market order for a quantity has no notional
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When an order is placed with:
      | field           | value    |
      | account         | 7        |
      | instrument      | AAPL/USD |
      | side            | buy      |
      | quantity        | 1        |
      | client_order_id | m        |
    Then the order is rejected with:
      | code    | OrderValueCalculationFailed             |
      | reason  | order value cannot be computed          |
      | details | field `order.operation.price` is absent |

  @L-6.6 @V-4.5
  Scenario: A notional that does not fit is rounded up, and one that overflows is rejected
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When account 7 orders "a" to buy 0.000000000000001 at 0.000000000000001
    Then the order is accepted
    And held, open and used are 0.0000000000000000000000000001, 0 and 0
    When account 7 orders "b" to buy 79228162514264337593543950335 at 10
    Then the order is rejected with:
      | code   | ArithmeticOverflow    |
      | reason | order value overflows |

  @L-6.7 @P-4
  Scenario: A reject of another control gives back what was held
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And the policy "desk" that:
      | in   | does    | what                      |
      | main | rejects | ComplianceRestriction: no |
    When account 7 orders "a" to buy 1 at 10
    Then the order is rejected by "desk" with ComplianceRestriction
    And nothing is held or open
    When account 7 orders "a" to buy 1 at 10
    Then the order is rejected by "desk" with ComplianceRestriction

  @L-6.7
  Scenario Outline: What does not go on is released and its id is free
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 1 at 10
    When reservation 1 is <ended>
    Then nothing is held or open
    When account 7 orders "a" to buy 1 at 10
    Then the order is accepted

    Examples:
      | ended       |
      | rolled back |
      | dropped     |

  @L-6.8
  Scenario: A report opens what is held, and the order can be committed once, not rolled back
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    When order "a" of account 7 fills 1 at 50
    Then the report shows "nothing"
    And held, open and used are 0, 450 and 50
    When reservation 1 is rolled back
    Then the call is refused as "lifecycle" of kind "order_reported"
    And held, open and used are 0, 450 and 50
    When reservation 1 is committed
    Then the call succeeds
    And held, open and used are 0, 450 and 50

  @L-6.8
  Scenario Outline: A drop after a report does nothing
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    When order "a" of account 7 <reports>
    And reservation 1 is dropped
    Then held, open and used are 0, <open> and <used>

    Examples:
      | reports               | open | used |
      | fills 1 at 50         | 450  | 50   |
      | is confirmed          | 500  | 0    |
      | leaves 9              | 450  | 0    |
      | is final              | 0    | 0    |

  @L-6.9 @L-6.10 @L-6.11 @L-6.12
  Scenario Outline: What a report does to an open order of 10 at 50, of which 4 are filled
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 500   |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    And order "a" of account 7 fills 4 at 50
    When order "a" of account 7 <reports>
    Then the report shows "<shown>"
    And held, open and used are 0, <open> and <used>

    Examples:
      | reports                   | shown          | open | used  |
      | is confirmed              | nothing        | 300  | 200   |
      | fills 1 at 50             | nothing        | 250  | 250   |
      | fills 1 at -50            | nothing        | 250  | 250   |
      | fills 1 at 1000           | nothing        | 250  | 1200  |
      | fills 1 at 50 leaving 5   | nothing        | 250  | 250   |
      | fills 1 at 50 leaving 4   | LeavesMismatch | 250  | 250   |
      | fills 6 at 49.5           | nothing        | 0    | 497   |
      | fills 6 at 50 leaving 1   | LeavesMismatch | 0    | 500   |
      | fills 7 at 50             | Overfill       | 0    | 550   |
      | fills 1 at 50 and is final | nothing       | 0    | 250   |
      | leaves 6                  | nothing        | 300  | 200   |
      | leaves 3                  | nothing        | 150  | 200   |
      | leaves 0                  | nothing        | 0    | 200   |
      | leaves 7                  | LeavesMismatch | 300  | 200   |
      | is final                  | nothing        | 0    | 200   |

  @L-6.12 @L-6.14
  Scenario: What comes after the end
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 is final
    Then held, open and used are 0, 0 and 0
    When order "a" of account 7 is final
    Then the report shows "duplicate"
    When order "a" of account 7 fills 1 at 50
    Then the report shows "FillAfterFinal"
    And held, open and used are 0, 0 and 50

  @L-6.13 @P-10.5 @P-10.6
  Scenario: One execution counts once; its end still applies; other content is a conflict
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    And order "a" of account 7 fills 4 at 50 as "x1"
    When order "a" of account 7 fills 4 at 50 as "x1"
    Then the report shows "duplicate"
    And held, open and used are 0, 300 and 200
    When order "a" of account 7 fills 5 at 50 as "x1"
    Then the report shows "ExecutionIdConflict"
    And held, open and used are 0, 300 and 200
    When order "a" of account 7 fills 4 at 50 and is final as "x1"
    Then the report shows "duplicate"
    And held, open and used are 0, 0 and 200

  @L-6.15
  Scenario: A fill of an unknown order counts as used, and its id is known from then on
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When order "x" of account 7 fills 1 at 50
    Then the report shows "UnknownOrder"
    And held, open and used are 0, 0 and 50
    When account 7 orders "x" to buy 1 at 10
    Then the order is rejected by "NotionalLimit" with DuplicateClientOrderId
    When order "x" of account 7 fills 1 at 50
    Then the report shows "FillAfterFinal"
    And held, open and used are 0, 0 and 100

  @L-6.15
  Scenario: A fill without a client order id counts as used
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When an execution report arrives with:
      | field         | value    |
      | account       | 7        |
      | instrument    | AAPL/USD |
      | last_price    | 50       |
      | last_quantity | 2        |
    Then the report shows "UnknownOrder"
    And held, open and used are 0, 0 and 100

  @L-6.15
  Scenario: An unknown fill without an instrument blocks the account
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When an execution report arrives with:
      | field           | value |
      | account         | 7     |
      | last_price      | 50    |
      | last_quantity   | 2     |
      | client_order_id | x     |
    Then the report gives the account blocks:
      | code                 | reason                                                |
      | MissingRequiredField | report of a trade lacks `report.operation.instrument` |
    And nothing is held or open

  @L-6.15
  Scenario: In an asset without a barrier no order is unknown
    Given a notional limit:
      | axis  | asset | limit |
      | asset | EUR   | 1000  |
    When order "x" of account 7 fills 1 at 50
    Then the report shows "nothing"
    And nothing is held or open

  @L-6.16
  Scenario Outline: A report of another instrument or side changes nothing
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When an execution report arrives with:
      | field           | value        |
      | account         | 7            |
      | instrument      | <instrument> |
      | side            | <side>       |
      | last_price      | 50           |
      | last_quantity   | 1            |
      | is_final        | true         |
      | client_order_id | a            |
    Then the report shows "<shown>"
    And held, open and used are 0, <open> and <used>
    Examples:
      | instrument | side | shown          | open | used |
      | AAPL/USD   | buy  | nothing        | 0    | 50   |
      |            |      | nothing        | 0    | 50   |
      | AAPL/USD   | sell | ReportMismatch | 500  | 0    |
      | MSFT/USD   | buy  | ReportMismatch | 500  | 0    |

  @L-6.17
  Scenario: Shares are released rounded down and the rest at the end
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 3 at 1
    And reservation 1 is committed
    When order "a" of account 7 fills 1 at 0.000000000000001
    Then held, open and used are 0, 2 and 0.000000000000001
    When order "a" of account 7 fills 0.7 at 0
    Then held, open and used are 0, 1.3 and 0.000000000000001
    When account 7 orders "b" to buy 7 at 1
    And reservation 2 is committed
    And order "b" of account 7 fills 3.3 at 0
    Then held, open and used are 0, 5 and 0.000000000000001
    When order "a" of account 7 leaves 0.9
    Then held, open and used are 0, 4.6 and 0.000000000000001
    When order "a" of account 7 is final
    And order "b" of account 7 is final
    Then held, open and used are 0, 0 and 0.000000000000001

  @L-6.18
  Scenario: A used sum that overflows blocks the account
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When order "x" of account 7 fills 79228162514264337593543950335 at 10
    Then the report gives the account blocks:
      | policy        | code               | reason                  |
      | NotionalLimit | ArithmeticOverflow | used notional overflows |

  @L-6.1 @P-1 @P-1.1
  Scenario: Two limits that nobody named share the name of their type
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1     |
    And a notional limit:
      | axis  | asset | limit |
      | asset | EUR   | 1     |
    When the engine is built
    Then the configuration is refused for:
      """
      policy 2: name `NotionalLimit` is the name of policy 1 too: allowed is a unique name
      """

  @L-6.19 @P-1.3
  Scenario: Faults of the configuration
    Given a notional limit without barriers
    And a notional limit named "twice":
      | axis            | asset | account | limit |
      | broker          | USD   |         | 1     |
      | broker          | USD   |         | 2     |
      | asset           | USD   |         | 1     |
      | asset           | USD   |         | 1     |
      | account + asset | USD   | 7       | 1     |
      | account + asset | USD   | 7       | 1     |
    When the engine is built
    Then the configuration is refused for:
      """
      policy `NotionalLimit`: no barrier: allowed is at least one of `broker`, `asset`,
       `account_asset`
      policy `twice`: `broker` barrier 2 has the key of an earlier one: allowed is one for each key
      policy `twice`: `asset` barrier 2 has the key of an earlier one: allowed is one for each key
      policy `twice`: `account_asset` barrier 2 has the key of an earlier one: allowed is one for
       each key
      """

  @L-6.4 @L-6.20
  Scenario: What one account's fills used counts for all on the broker axis, until it is reset
    Given a notional limit named "credit":
      | axis   | asset | limit |
      | broker | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    And order "a" of account 7 fills 10 at 50
    When account 8 orders "b" to buy 10 at 51
    Then the order is rejected by "credit" with CreditLimitExceeded
    When account 8 orders "b" to buy 10 at 50
    Then the order is accepted
    When account 9 orders "c" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded
    When the notional limit "credit" is reset for account 7
    And account 9 orders "c" to buy 10 at 50
    Then the order is accepted

  @L-6.15
  Scenario: Two limits tell what they both see once
    Given a notional limit named "first":
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And a notional limit named "second":
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    And account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 fills 11 at 50
    Then the report shows the anomaly "Overfill"
    When order "a" of account 7 is final
    Then the report is a duplicate

  @L-6.15
  Scenario: A report without a trade that names no order is no anomaly
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 1000  |
    When an execution report for account 7 arrives
    Then the report shows "nothing"
