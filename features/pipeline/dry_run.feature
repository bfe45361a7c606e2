# SPDX-License-Identifier: Apache-2.0
Feature: Dry run
  A desk asks what an order would meet without sending it: the same answer as the real call, and
  afterwards nothing in the engine is other than before.

  @P-11 @P-11.3 @D-4.2
  Scenario: The same answer as the real call, and no trace
    Given a rate limit:
      | axis   | orders | within |
      | broker | 1      | 1s     |
    And a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 600   |
    And the policy "desk" that:
      | in   | does   | what                    |
      | main | emits  | entry                   |
      | main | blocks | RiskLimitExceeded: seen |
    And the state is noted
    When account 7 tries order "a" to buy 10 at 50 at time 5s
    Then the dry run accepts
    When account 7 tries the start of order "a" to buy 10 at 50 at time 3s
    Then the dry run accepts
    When account 7 tries order "a" to buy 13 at 50
    Then the order is rejected by "NotionalLimit" with CreditLimitExceeded
    And the state is as it was
    And nothing is held or open
    And nothing is blocked
    And the decision log is empty
    When account 7 orders "a" to buy 10 at 50
    Then the order is accepted
    When account 7 tries the start of order "b" to buy 1 at 50
    Then the order is rejected by "desk" with AccountBlocked

  @P-11 @P-3
  Scenario: A slot that the real order took is seen, one that a dry run would take is not kept
    Given a rate limit:
      | axis    | account | orders | within |
      | broker  |         | 2      | 1s     |
      | account | 7       | 1      | 1s     |
    When account 7 tries order "a" to buy 1 at 1
    Then the dry run accepts
    When account 7 orders "a" to buy 1 at 1
    Then the order is accepted
    When account 7 tries order "b" to buy 1 at 1
    Then the order is rejected with:
      | policy | RateLimit                                   |
      | code   | RateLimitExceeded                           |
      | scope  | order                                       |
    When account 8 orders "b" to buy 1 at 1
    Then the order is accepted

  @P-11 @P-11.1 @P-6.1
  Scenario: Hooks see that it is a dry run, and what they emitted is rolled back in reverse
    Given the policy "first" that:
      | in   | does  | what |
      | main | emits | a    |
      | main | emits | b    |
    And the policy "second" that:
      | in   | does  | what |
      | main | emits | c    |
    When account 7 tries order "x" to buy 1 at 1
    Then the dry run accepts
    And the policies were called:
      | policy | hook     | mutation | dry_run |
      | first  | main     |          | true    |
      | second | main     |          | true    |
      | second | rollback | c        |         |
      | first  | rollback | b        |         |
      | first  | rollback | a        |         |
    When account 7 orders "x" to buy 1 at 1
    Then the order is accepted
    And the policies were called:
      | policy | hook | mutation | dry_run |
      | first  | main |          |         |
      | second | main |          |         |

  @P-11 @P-11.3 @M-2 @M-3 @L-6.5
  Scenario: Holds and switches of a dry run leave nothing behind
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 600   |
    And the policy "desk" that:
      | in   | does                           | what                    |
      | main | reserves                       | 100 EUR                 |
      | main | blocks the account on rollback | RiskLimitExceeded: once |
      | main | blocks the engine on commit    | RiskLimitExceeded: once |
    And account 7 orders "a" to buy 10 at 50
    And the state is noted
    When account 7 tries order "a" to buy 1 at 1
    Then the order is rejected by "NotionalLimit" with DuplicateClientOrderId
    When account 7 tries order "b" to buy 3 at 50
    Then the order is rejected by "NotionalLimit" with CreditLimitExceeded
    When account 8 tries order "b" to buy 3 at 50
    Then the dry run accepts
    And the state is as it was
    And nothing is blocked
    When reservation 1 is committed
    Then the blocks are:
      | scope  | source | reason |
      | engine | desk   | once   |

  @P-11 @P-4
  Scenario: All policies of the main stage answer
    Given the policy "first" that:
      | in   | does    | what                         |
      | main | emits   | a                            |
      | main | rejects | InsufficientFunds: no: money |
    And the policy "second" that:
      | in   | does    | what                   |
      | main | rejects | InsufficientMargin: no |
    When account 7 tries order "x" to buy 1 at 1
    Then the order is rejected:
      | policy | code               | details |
      | first  | InsufficientFunds  | money   |
      | second | InsufficientMargin |         |
    And the policies were called:
      | policy | hook     | mutation |
      | first  | main     |          |
      | second | main     |          |
      | first  | rollback | a        |

  @P-11.2
  Scenario: A policy with a start hook says that it supports dry runs
    Given the policy "gate" that supports dry runs and:
      | in    | does    |
      | start | accepts |
      | main  | accepts |
    When account 7 tries the start of order "x" to buy 1 at 1
    Then the dry run accepts
    And the policies were called:
      | policy | hook  | dry_run |
      | gate   | start | true    |
    When account 7 tries order "x" to buy 1 at 1
    Then the dry run accepts
    And the policies were called:
      | policy | hook  | dry_run |
      | gate   | start | true    |
      | gate   | main  | true    |

  @P-11.2 @P-11.4
  Scenario Outline: A policy that does not say so is named, and nothing is asked
    Given the policy "gate" that:
      | in    | does    |
      | start | accepts |
    And the policy "desk" that:
      | in   | does    |
      | main | accepts |
    And the policy "door" that:
      | in    | does    |
      | start | accepts |
    And the state is noted
    When account 7 tries <what> "x" to buy 1 at 1
    Then the configuration is refused for:
      """
      policy `gate`: has a start hook and does not support dry runs: allowed is a policy that says
       it does
      policy `door`: has a start hook and does not support dry runs: allowed is a policy that says
       it does
      """
    And no policy was called
    And the state is as it was

    Examples:
      | what               |
      | order              |
      | the start of order |

  @P-11 @P-8 @P-8.4
  Scenario Outline: A policy that fails in a dry run fails closed
    Given the policy "broken" that:
      | in   | does   | what |
      | main | emits  | a    |
      | main | <does> |      |
    And the policy "desk" that:
      | in   | does  | what |
      | main | emits | b    |
    And the state is noted
    When account 7 tries order "x" to buy 1 at 1
    Then the caller learns of the failed callback as the language tells it
    And the order is rejected by "broken" with SystemUnavailable
    And the state is as it was
    And the decision log is empty

    Examples:
      | does             |
      | panics           |
      | raises an error  |
      | answers nonsense |

  @P-11.3 @P-8
  Scenario: A rollback that fails blocks the account all the same
    Given the policy "broken" that:
      | in       | does            | what |
      | main     | emits           | a    |
      | rollback | raises an error | a    |
    When account 7 tries order "x" to buy 1 at 1
    Then the call's callbacks fail in "broken rollback"
    When account 7 tries order "x" to buy 1 at 1
    Then the order is rejected by "broken" with AccountBlocked

  @P-11 @P-7 @K-1 @D-2
  Scenario: What refuses the real call refuses a dry run
    When account 7 orders "a" to buy 1 at 1
    And reservation 1 is committed at time 5s
    And account 7 tries order "b" to buy 1 at 1 at time 3s
    Then the call is refused as "time" of kind "earlier"
    When account 7 is blocked for "margin call"
    And account 7 tries order "b" to buy 1 at 1
    Then the order is rejected by "engine" with AccountBlocked
    When the engine is closed
    And account 7 tries order "b" to buy 1 at 1
    Then the call is refused as "lifecycle" of kind "engine_closed"

  @P-11 @L-5 @L-7 @P-9
  Scenario Outline: Inside a callback it is refused
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 9      | 1s     |
    And the policy "nosy" that:
      | in   | does                            | what   |
      | main | calls the engine and carries on | <call> |
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then inside the callback the engine refused:
      | policy | hook | call   | error      |
      | nosy   | main | <call> | reentrancy |
    And the order is accepted

    Examples:
      | call          |
      | dry_run_start |
      | dry_run       |
      | configure     |
      | armed         |
