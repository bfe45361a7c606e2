# SPDX-License-Identifier: Apache-2.0
Feature: Kill switches that an order sets
  A control can say what is to be blocked, or freed, once its order goes on or does not. Each
  touches only its own cause. Whoever runs the desk can block from anywhere, at any time.

  @M-3 @K-2.6
  Scenario Outline: A switch acts on the side that it names, and on no other
    Given the policy "once" that:
      | in   | does     | what                               |
      | main | <switch> | RiskLimitExceeded: one order a day |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then nothing is blocked
    When reservation 1 is <finalized>
    Then the blocks are:
      | scope   | account   | source | code              | reason          |
      | <scope> | <account> | once   | RiskLimitExceeded | one order a day |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "once" with AccountBlocked

    Examples:
      | switch                         | finalized   | scope   | account |
      | blocks the account on commit   | committed   | account | 7       |
      | blocks the account on rollback | rolled back | account | 7       |
      | blocks the engine on commit    | committed   | engine  |         |
      | blocks the engine on rollback  | rolled back | engine  |         |

  @M-3
  Scenario Outline: The other side does nothing
    Given the policy "once" that:
      | in   | does     | what                               |
      | main | <switch> | RiskLimitExceeded: one order a day |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is <finalized>
    Then nothing is blocked

    Examples:
      | switch                         | finalized   |
      | blocks the account on commit   | rolled back |
      | blocks the account on rollback | committed   |

  @M-3 @P-6.2
  Scenario: A dropped reservation takes the rollback side
    Given the policy "once" that:
      | in   | does                           | what                               |
      | main | blocks the account on rollback | RiskLimitExceeded: one order a day |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is dropped
    And the engine answers its next call
    Then the blocks are:
      | scope   | account | source | code              | reason          |
      | account | 7       | once   | RiskLimitExceeded | one order a day |

  @M-3 @K-2
  Scenario: A switch may concern another account, and lifts only its own cause
    Given the policy "pair" that:
      | in   | for account | does                             | what                    |
      | main | 7           | blocks the account 8 on commit   | RiskLimitExceeded: pair |
      | main | 9           | unblocks the account 8 on commit | RiskLimitExceeded: pair |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    And account 8 is blocked for "margin call"
    Then the blocks are:
      | scope   | account | source | code              | reason      |
      | account | 8       | pair   | RiskLimitExceeded | pair        |
      | account | 8       | engine | AccountBlocked    | margin call |
    When account 9 places an order to buy 100 AAPL/USD at 185
    And reservation 2 is committed
    Then the blocks are:
      | scope   | account | source | code           | reason      |
      | account | 8       | engine | AccountBlocked | margin call |

  @K-4
  Scenario Outline: A control may ask the admin handle for a block while the engine asks it
    Given the policy "desk" that:
      | in     | does             | what    |
      | <hook> | calls the engine | block   |
      | <hook> | calls the engine | blocked |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And <what happens>
    Then the blocks are:
      | scope   | account | source | code           | reason          |
      | account | 7       | engine | AccountBlocked | from a callback |

    Examples:
      | hook   | what happens                              |
      | main   | the engine answers its next call          |
      | report | an execution report for account 7 arrives |

  @K-4.1
  Scenario: A block holds for every start and execute that begins after it
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And account 7 is blocked for "margin call"
    And request 1 is executed
    Then the order is rejected by "engine" with AccountBlocked
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "engine" with AccountBlocked

  @M-3 @K-2 @K-2.2
  Scenario Outline: The admin lifts what a switch set
    Given the policy "desk" that:
      | in   | for account | does                         | what                   |
      | main | 7           | blocks the <scope> on commit | RiskLimitExceeded: day |
    And accounts 8 are put into group 5
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    Then the blocks are:
      | source | code              | reason |
      | desk   | RiskLimitExceeded | day    |
    When the block "day" of <what> is lifted
    Then nothing is blocked
    When <what> is blocked for "day"
    And every block of <what> is lifted
    Then nothing is blocked

    Examples:
      | scope     | what      |
      | account 8 | account 8 |
      | group 5   | group 5   |
      | engine    | the engine |

  @M-3 @K-2.4
  Scenario: A switch lifts its own cause only, also if the admin's has the same words
    Given the policy "desk" that:
      | in   | for account | does                             | what              |
      | main | 9           | unblocks the account 8 on commit | AccountBlocked: x |
    And account 8 is blocked for "x"
    When account 9 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    Then the blocks are:
      | scope   | account | source | code           | reason |
      | account | 8       | engine | AccountBlocked | x      |

  @M-3 @D-1.1
  Scenario: The decision log tells which causes a switch removed
    Given the policy "pair" that:
      | in         | for account | does                               | what                    |
      | main       | 7           | blocks the account 8 on commit     | RiskLimitExceeded: pair |
      | main       | 9           | unblocks the account 8 on rollback | RiskLimitExceeded: pair |
      | main       | 9           | rejects                            | CreditLimitExceeded: no |
      | adjustment |             | unblocks the account 8 on commit   | RiskLimitExceeded: pair |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    And account 9 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "pair" with CreditLimitExceeded
    And nothing is blocked
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 2 is committed
    And account 9 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then nothing is blocked
    And the decision log tells:
      | call       | account | blocks                 | unblocks               |
      | start      | 7       |                        |                        |
      | execute    | 7       |                        |                        |
      | commit     | 7       | pair RiskLimitExceeded |                        |
      | start      | 9       |                        |                        |
      | execute    | 9       |                        | pair RiskLimitExceeded |
      | start      | 7       |                        |                        |
      | execute    | 7       |                        |                        |
      | commit     | 7       | pair RiskLimitExceeded |                        |
      | adjustment | 9       |                        | pair RiskLimitExceeded |
