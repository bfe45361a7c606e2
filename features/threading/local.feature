# SPDX-License-Identifier: Apache-2.0
Feature: A Local engine belongs to one thread
  A desk that trades on one thread pays for no locks. What comes from elsewhere is refused and
  changes nothing, and what is dropped elsewhere waits until the engine is free.

  @T-1 @T-1.3 @rust-compile-fail
  Scenario: A call from another thread while a control is deciding is refused
    Given the policy "desk" that:
      | in   | does                                 | what      |
      | main | calls the engine from another thread | decisions |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the other thread was refused as the language promises
    And the decision log tells:
      | call    | result   |
      | start   | accepted |
      | execute | accepted |

  @T-1 @T-1.3 @rust-compile-fail
  Scenario Outline: Whatever the other thread asks for, nothing changes
    Given the policy "desk" that:
      | in   | for account | does                                 | what   |
      | main | 7           | calls the engine from another thread | <call> |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the other thread was refused as the language promises
    And nothing is blocked
    When account 8 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the decision log tells:
      | call    | account |
      | start   | 7       |
      | execute | 7       |
      | start   | 8       |
      | execute | 8       |

    Examples:
      | call   |
      | start  |
      | place  |
      | report |
      | close  |

  @T-1.1 @T-1.2
  Scenario: The control runs on the caller's own thread
    Given the policy "desk" that:
      | in   | does                            | what      |
      | main | calls the engine and carries on | decisions |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then inside the callback the engine refused:
      | policy | hook | call      | error      |
      | desk   | main | decisions | reentrancy |

  @T-3a @T-3a.1 @rust-compile-fail
  Scenario: A reservation dropped on another thread waits for the next call
    Given the policy "credit" that:
      | in   | does  | what |
      | main | emits | cash |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is dropped on another thread
    Then 1 drops were queued and 0 of them drained
    And the policies were called:
      | policy | hook |
      | credit | main |
    When the engine answers its next call
    Then 1 drops were queued and 1 of them drained
    And the policies were called:
      | policy | hook     | mutation |
      | credit | rollback | cash     |

  @T-3a @rust-compile-fail
  Scenario: A reservation dropped on another thread is rolled back by close, as dropped
    Given the policy "credit" that:
      | in   | does  | what |
      | main | emits | cash |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is dropped on another thread
    And the engine is closed
    Then 1 drops were queued and 1 of them drained
    And the decision log tells:
      | call     | cause   |
      | start    |         |
      | execute  |         |
      | rollback | dropped |
      | close    |         |

  @T-3a
  Scenario: Drops that waited are drained before the call that finds them
    Given the policy "credit" that:
      | in       | for account | does   | what          |
      | main     | 7           | emits  | cash          |
      | rollback | 7           | panics | cash          |
      | main     | 8           | drops  | reservation 1 |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And account 8 places an order to buy 100 AAPL/USD at 185
    And account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is rejected:
      | policy | code           | details                                   |
      | credit | AccountBlocked | SystemUnavailable: hook `rollback` failed |
