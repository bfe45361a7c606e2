# SPDX-License-Identifier: Apache-2.0
Feature: A callback does not call its own engine
  A control judges by what it is given. If it asks the engine itself, it gets an error there and
  then, and nothing has happened: `callbacks.feature` has every call in every hook.

  @P-9 @P-7.1
  Scenario: While the engine closes, its callbacks are inside it and not yet after its end
    Given the policy "nosy" that:
      | in       | does                            | what  |
      | rollback | calls the engine and carries on | start |
      | main     | emits                           | cash  |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    Then inside the callback the engine refused:
      | policy | hook     | call  | error      |
      | nosy   | rollback | start | reentrancy |

  @P-9.2
  Scenario: The context tells the time and the account
    Given the policy "desk" that:
      | in    | does    |
      | start | accepts |
      | main  | accepts |
    When account 7 places an order to buy 100 AAPL/USD at 185 at time 5s
    Then the policies were called:
      | policy | hook  | account | time       |
      | desk   | start | 7       | 5000000000 |
      | desk   | main  | 7       | 5000000000 |

  @P-9.3 @T-3a @T-3a.1
  Scenario: A reservation that a callback drops is rolled back at the end of the call
    Given the policy "credit" that:
      | in   | for account | does  | what          |
      | main | 7           | emits | cash          |
      | main | 8           | drops | reservation 1 |
      | main | 8           | emits | other cash    |
    When account 7 places an order to buy 100 AAPL/USD at 185
    And account 8 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
    And the policies were called:
      | policy | hook     | account | mutation |
      | credit | main     | 7       |          |
      | credit | main     | 8       |          |
      | credit | rollback | 7       | cash     |
    And 1 drops were queued and 1 of them drained
    And the decision log tells:
      | call     | account | reservation | cause   |
      | start    | 7       |             |         |
      | execute  | 7       | 1           |         |
      | start    | 8       |             |         |
      | execute  | 8       | 2           |         |
      | rollback | 7       | 1           | dropped |
