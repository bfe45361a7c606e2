# SPDX-License-Identifier: Apache-2.0
Feature: Account groups
  Accounts of one desk or client stand in a group, and a group is blocked as one.

  @K-5
  Scenario: An account is in the default group until it is put into another
    Then account 7 is in group 0
    When accounts 7, 8 are put into group 5
    Then account 7 is in group 5
    And account 8 is in group 5
    And account 9 is in group 0
    When account 7 is taken out of group 5
    Then account 7 is in group 0
    And account 8 is in group 5
    When account 7 is put into group 6
    Then account 7 is in group 6

  @K-5
  Scenario: Those that are in the group already stay
    Given accounts 7, 8 are put into group 5
    When accounts 8, 9 are put into group 5
    Then the call succeeds
    And account 9 is in group 5
    When no account is put into group 5
    Then the call succeeds

  @K-5 @K-5.1
  Scenario: All are put into a group or none
    Given account 8 is put into group 6
    When accounts 7, 8, 9 are put into group 5
    Then the call is refused as "param" of kind "in_another_group"
    And the refusal names the input "5"
    And the refusal does not name "8"
    And account 7 is in group 0
    And account 8 is in group 6
    And account 9 is in group 0

  @K-5 @K-5.1
  Scenario: All are taken out of a group or none
    Given accounts 71, 72 are put into group 5
    When accounts 71, 73, 72 are taken out of group 5
    Then the call is refused as "param" of kind "not_in_group"
    And the refusal does not name "73"
    And account 71 is in group 5
    And account 72 is in group 5

  @K-5.1
  Scenario Outline: Nobody is put into the default group or taken out of it by hand
    When account 7 is <moved> group 0
    Then the call is refused as "param" of kind "reserved"
    And account 7 is in group 0

    Examples:
      | moved        |
      | put into     |
      | taken out of |

  @K-1.3 @K-1.1 @K-5.2
  Scenario: A block of a group stops the accounts that are in it at the time of the call
    Given accounts 7, 8 are put into group 5
    When account 7 submits an order to buy 100 AAPL/USD at 1
    Then the order passes the start stage
    When group 5 is blocked for "lunch"
    And account 8 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected with:
      | policy  | engine                   |
      | code    | AccountBlocked           |
      | scope   | account                  |
      | reason  | account group is blocked |
      | details | AccountBlocked: lunch    |
    When request 1 is executed
    Then the order is rejected by "engine" with AccountBlocked
    When account 9 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted
    When account 8 is taken out of group 5
    And account 8 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted
    When account 9 is put into group 5
    And account 9 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "engine" with AccountBlocked

  @K-5.2
  Scenario: A block of the default group stops whoever is in no other
    Given account 7 is put into group 5
    And group 0 is blocked for "desks only"
    When account 8 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "engine" with AccountBlocked
    And the reject says "account group is blocked"
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted

  @K-1.2 @K-1.3
  Scenario: Engine, then group, then account
    Given account 7 is put into group 5
    And account 7 is blocked for "margin call"
    And group 5 is blocked for "lunch"
    And the engine is blocked for "halt"
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the reject details are "AccountBlocked: halt"
    When every block of the engine is lifted
    And account 7 places an order to buy 100 AAPL/USD at 1
    Then the reject details are "AccountBlocked: lunch"
    When the block "lunch" of group 5 is lifted
    And account 7 places an order to buy 100 AAPL/USD at 1
    Then the reject details are "AccountBlocked: margin call"

  @K-2.5
  Scenario: Blocks are listed engine first, then groups by number, then accounts
    Given account 7 is blocked for "margin call"
    And group 9 is blocked for "night"
    And group 5 is blocked for "lunch"
    And group 5 is blocked for "fire"
    And the engine is blocked for "halt"
    Then the blocks are:
      | scope         | group | account | source | code           | reason      |
      | engine        |       |         | engine | AccountBlocked | halt        |
      | account_group | 5     |         | engine | AccountBlocked | lunch       |
      | account_group | 5     |         | engine | AccountBlocked | fire        |
      | account_group | 9     |         | engine | AccountBlocked | night       |
      | account       |       | 7       | engine | AccountBlocked | margin call |

  @K-2.2
  Scenario: A group's blocks are lifted one by one or all
    Given group 5 is blocked for "lunch"
    And group 5 is blocked for "fire"
    When the block "lunch" of group 5 is lifted
    And the block "lunch" of group 5 is lifted
    Then the blocks are:
      | scope         | group | reason |
      | account_group | 5     | fire   |
    When every block of group 5 is lifted
    And every block of group 5 is lifted
    Then nothing is blocked

  @K-3 @K-3.1
  Scenario: A blocked group's accounts still take reports, adjustments and their own end
    Given account 7 is put into group 5
    When account 7 places an order to buy 100 AAPL/USD at 1
    And group 5 is blocked for "lunch"
    And reservation 1 is committed
    Then the call succeeds
    When an execution report for account 7 arrives
    Then the report is applied
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is accepted

  @M-3 @M-3.2
  Scenario Outline: A kill-switch mutation sets the state of a group
    Given the policy "desk" that:
      | in   | for account | does                            | what                          |
      | main | 7           | blocks the group 5 on <side>   | RiskLimitExceeded: desk limit |
    And accounts 7, 8 are put into group 5
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then nothing is blocked
    When reservation 1 is <finalized>
    Then the blocks are:
      | scope         | group | source | code              | reason     |
      | account_group | 5     | desk   | RiskLimitExceeded | desk limit |
    When account 8 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected with:
      | policy  | desk                          |
      | code    | AccountBlocked                |
      | reason  | account group is blocked      |
      | details | RiskLimitExceeded: desk limit |

    Examples:
      | side     | finalized   |
      | commit   | committed   |
      | rollback | rolled back |

  @M-3.2 @K-2.2
  Scenario: A kill-switch mutation takes only its own cause of a group away
    Given the policy "desk" that:
      | in   | for account | does                           | what                          |
      | main | 7           | blocks the group 5 on commit   | RiskLimitExceeded: desk limit |
      | main | 8           | unblocks the group 5 on commit | RiskLimitExceeded: desk limit |
    And account 7 is put into group 5
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And group 5 is blocked for "lunch"
    And account 8 places an order to buy 100 AAPL/USD at 1
    And reservation 2 is committed
    Then the blocks are:
      | scope         | group | source | reason |
      | account_group | 5     | engine | lunch  |

  @P-7
  Scenario: A closed engine has no groups to change
    When the engine is closed
    And account 7 is put into group 5
    Then the call is refused as "lifecycle" of kind "engine_closed"

  @K-5 @D-1.1
  Scenario: The decision log tells of groups and their blocks
    When accounts 8, 7 are put into group 5
    And group 5 is blocked for "lunch"
    And every block of group 5 is lifted
    And account 7 is taken out of group 5
    And account 7 places an order to buy 100 AAPL/USD at 1
    Then the decision log tells:
      | call             | group | accounts | account | source | reason |
      | register_group   | 5     | 8, 7     |         |        |        |
      | block            | 5     |          |         | engine | lunch  |
      | unblock_all      | 5     |          |         |        |        |
      | unregister_group | 5     | 7        |         |        |        |
      | start            |       |          | 7       |        |        |
      | execute          |       |          | 7       |        |        |
