# SPDX-License-Identifier: Apache-2.0
Feature: The end of requests, reservations and engines
  A request is executed once, a reservation finalized once, and nothing goes on after the engine's
  end. The lifecycle table (lifecycle.feature) has every case; here is what it looks like.

  Background:
    Given the policy "credit" that:
      | in   | does  | what |
      | main | emits | cash |

  @P-7 @P-7.3 @P-7.5 @rust-compile-fail
  Scenario: A request is executed twice
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And request 1 is executed
    And request 1 is executed
    Then the call is refused as "lifecycle" of kind "request_used"
    And the refusal says "request is already executed: allowed is one `execute`"

  @P-7 @P-7.3 @P-7.5 @rust-compile-fail
  Scenario: A rejected request is used up too
    Given the policy "desk" that:
      | in   | does    | what                              |
      | main | rejects | CreditLimitExceeded: no credit: 1 |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And request 1 is executed
    And request 1 is executed
    Then the call is refused as "lifecycle" of kind "request_used"

  @P-6.1 @P-7 @P-7.3 @P-7.5 @rust-compile-fail
  Scenario Outline: A reservation is finalized twice
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is <first>
    And reservation 1 is <second>
    Then the call is refused as "lifecycle" of kind "reservation_finalized"
    And the refusal says:
      """
      reservation is already finalized: allowed is one `commit` or `rollback`
      """
    And the policies were called:
      | policy | hook   | mutation |
      | credit | main   |          |
      | credit | <side> | cash     |

    Examples:
      | first       | second      | side     |
      | committed   | committed   | commit   |
      | committed   | rolled back | commit   |
      | rolled back | committed   | rollback |
      | rolled back | rolled back | rollback |

  @P-7 @P-7.5 @E-1 @E-1.1 @E-1.2 @E-1.3
  Scenario Outline: Nothing goes on after the engine's end
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And account 8 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    And <call>
    Then the call is refused as "lifecycle" of kind "engine_closed"
    And the refusal says "engine is closed: allowed is a call before `close`"

    Examples:
      | call                                                |
      | account 7 submits an order to buy 1 AAPL/USD at 185 |
      | account 7 places an order to buy 1 AAPL/USD at 185  |
      | request 1 is executed                               |
      | reservation 1 is committed                          |
      | reservation 1 is rolled back                        |
      | an execution report for account 7 arrives           |
      | account 7 is blocked for "margin call"              |
      | every block of account 7 is lifted                  |

  @P-7 @P-7.5
  Scenario: A refused call after the end runs no policy
    When the engine is closed
    And account 7 places an order to buy 1 AAPL/USD at 185
    Then the call is refused as "lifecycle" of kind "engine_closed"
    And no policy was called

  @P-7.1
  Scenario: The decision log can be read after the end
    When account 7 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    Then the decision log tells:
      | call     | cause  |
      | start    |        |
      | execute  |        |
      | rollback | closed |
      | close    |        |
    And the digest covers the whole decision log

  @P-7.1 @D-1.8
  Scenario: A second close does nothing
    When the engine is closed
    And the engine is closed
    Then the call succeeds
    And the decision log tells:
      | call  |
      | close |

  @P-7.2 @P-7.5
  Scenario: A request that is dropped is forgotten, and the engine goes on
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And request 1 is dropped
    And account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the decision log tells:
      | call    | request |
      | start   | 1       |
      | start   | 2       |
      | execute | 2       |

  @P-7.1 @P-8.7
  Scenario: A callback that fails during close is told, and the engine is closed all the same
    Given the policy "ledger" that:
      | in       | does   | what |
      | main     | emits  | book |
      | rollback | panics | book |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    Then the call's callbacks fail in "ledger rollback"
    And the policies were called:
      | policy | hook     | mutation |
      | credit | main     |          |
      | ledger | main     |          |
      | ledger | rollback | book     |
      | credit | rollback | cash     |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the call is refused as "lifecycle" of kind "engine_closed"
