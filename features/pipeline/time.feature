# SPDX-License-Identifier: Apache-2.0
Feature: Time comes with the call
  The engine reads no clock of its own unless it is built so. Replayed with the same times, a day
  comes out the same.

  @D-2 @D-2.3
  Scenario: The manual clock stands where the last call put it
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    And account 7 submits an order to buy 100 AAPL/USD at 185
    And account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    Then the order passes the start stage
    And the decision log tells:
      | call  | at         |
      | start | 5000000000 |
      | start | 5000000000 |
      | start | 5000000000 |

  @D-2 @D-2.1
  Scenario: A manual clock starts where it was set
    Given a manual clock at 9h
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the decision log tells:
      | call  | at             |
      | start | 32400000000000 |

  @D-2.4 @D-2.5 @E-1 @E-1.2 @E-1.3
  Scenario Outline: A call with an earlier time is refused and changes nothing
    Given a rate limit:
      | axis   | orders | within |
      | broker | 2      | 1h     |
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    And <call> at time 4.999999999s
    Then the call is refused as "time" of kind "earlier"
    And the refusal says:
      """
      time `4999999999` is earlier than the last: allowed is `5000000000` or later
      """
    When account 8 submits an order to buy 100 AAPL/USD at 185 at time 5s
    Then the order passes the start stage
    And the decision log tells:
      | call  | at         | account |
      | start | 5000000000 | 7       |
      | start | 5000000000 | 8       |

    Examples:
      | call                                                  |
      | account 9 submits an order to buy 100 AAPL/USD at 185 |
      | account 9 places an order to buy 100 AAPL/USD at 185  |
      | request 1 is executed                                 |

  @D-2.5 @P-4.5
  Scenario: A request refused for its time can be executed later
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    And request 1 is executed at time 4s
    Then the call is refused as "time" of kind "earlier"
    When request 1 is executed at time 6s
    Then the order is accepted

  @D-2.5
  Scenario: A reservation refused for its time is still open
    When account 7 places an order to buy 100 AAPL/USD at 185 at time 5s
    And reservation 1 is committed at time 4s
    Then the call is refused as "time" of kind "earlier"
    When reservation 1 is committed at time 5s
    Then the call succeeds
    And the decision log tells:
      | call    | at         |
      | start   | 5000000000 |
      | execute | 5000000000 |
      | commit  | 5000000000 |

  @D-2.7
  Scenario: A clock that accepts late calls applies them at the engine's time and flags them
    Given a manual clock that accepts late calls
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 5s
    And account 8 submits an order to buy 100 AAPL/USD at 185 at time 3s
    And request 1 is executed at time 4s
    And reservation 1 is committed at time 4s
    Then the call succeeds
    And the decision log tells:
      | call    | at         | late | account |
      | start   | 5000000000 |      | 7       |
      | start   | 5000000000 | yes  | 8       |
      | execute | 5000000000 | yes  | 7       |
      | commit  | 5000000000 | yes  | 7       |

  @D-2.8
  Scenario: What goes on without a time of its own happens at the engine's last time
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time 1s
    And account 8 submits an order to buy 100 AAPL/USD at 185 at time 2s
    And request 1 is executed
    And account 9 submits an order to buy 100 AAPL/USD at 185 at time 3s
    And reservation 1 is rolled back
    Then the call succeeds
    And the decision log tells:
      | call     | at         | account |
      | start    | 1000000000 | 7       |
      | start    | 2000000000 | 8       |
      | execute  | 2000000000 | 7       |
      | start    | 3000000000 | 9       |
      | rollback | 3000000000 | 7       |

  @D-2.2 @D-2.5
  Scenario Outline: Under the system clock no call gives a time
    Given the system clock
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And account 8 places an order to buy 100 AAPL/USD at 185
    And <call> at time 5s
    Then the call is refused as "time" of kind "not_manual"
    And the refusal says:
      """
      time `5000000000` is given under the system clock: allowed is a call without it
      """

    Examples:
      | call                                                  |
      | account 9 submits an order to buy 100 AAPL/USD at 185 |
      | account 9 places an order to buy 100 AAPL/USD at 185  |
      | request 1 is executed                                 |
      | reservation 1 is committed                            |
      | an execution report for account 7 arrives             |

  @D-2
  Scenario: A day before the epoch is a day like any other
    Given a manual clock at -1h
    When account 7 submits an order to buy 100 AAPL/USD at 185 at time -1s
    Then the order passes the start stage
    And the decision log tells:
      | call  | at          |
      | start | -1000000000 |
