# SPDX-License-Identifier: Apache-2.0
Feature: Reserved notional
  A control holds the money that an order may cost the moment it lets the order pass. Two orders in
  flight cannot both have it; commit opens it, rollback gives it back, executions release it.

  @M-2 @M-2.1
  Scenario: Two orders in flight cannot both have the same money
    Given the policy "credit" that:
      | in   | does     | what                               |
      | main | reserves | 100 USD up to 150 for the account |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected with:
      | policy  | credit                                          |
      | code    | CreditLimitExceeded                             |
      | scope   | order                                           |
      | reason  | notional limit exceeded on `account_asset` axis |
      | details | held + open + used + new: observed `200`, limit `150`  |
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 100  | 0    |
    When account 8 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted

  @M-2.1
  Scenario Outline: A limit is inclusive and counts what its axis names
    Given the policy "credit" that:
      | in   | does     | what             |
      | main | reserves | 100 USD <limits> |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And account <account> places an order to buy 100 AAPL/USD at 1
    Then "credit" answers "<answer>"

    Examples:
      | limits                                               | account | answer              |
      | up to 200 for the account                            | 7       | passes              |
      | up to 199.99 for the account                         | 7       | CreditLimitExceeded |
      | up to 199.99 for the account                         | 8       | passes              |
      | up to 200 for all accounts                           | 8       | passes              |
      | up to 199.99 for all accounts                        | 8       | CreditLimitExceeded |
      | up to 100 for the account up to 150 for all accounts | 8       | CreditLimitExceeded |

  @M-2.2 @P-6
  Scenario: Commit opens what is held
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    Then the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 0    | 100  |

  @M-2.2 @P-6
  Scenario Outline: What does not go on gives everything back
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And <what happens>
    Then nothing is held or open

    Examples:
      | what happens                 |
      | reservation 1 is rolled back |
      | reservation 1 is dropped     |

  @M-2.2 @P-4
  Scenario: A reject of another control gives back what an earlier one held
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    And the policy "desk" that:
      | in   | does    | what                                   |
      | main | rejects | ComplianceRestriction: restricted: AAPL |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "desk" with ComplianceRestriction
    And nothing is held or open

  @M-2.3 @M-2.4
  Scenario: A later control sees what an earlier one took, and its own apart
    Given the policy "credit" that:
      | in   | does     | what    |
      | main | reserves | 100 USD |
    And the policy "margin" that:
      | in   | does              | what   |
      | main | reads its holding | USD    |
      | main | reserves          | 40 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And account 7 places an order to buy 100 AAPL/USD at 1
    Then the policy "margin" read the holdings:
      | own_held | own_open | total_held | total_open |
      | 0        | 0        | 100        | 0          |
      | 0        | 40       | 100        | 140        |
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 100  | 100  |
      | 7       | USD   | margin | 40   | 40   |

  @M-2.3 @P-8
  Scenario: A reservation for another account is a broken control
    Given the policy "credit" that:
      | in   | does                   | what    |
      | main | reserves for account 8 | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the caller learns of the failed callback as the language tells it
    And the order is rejected by "credit" with SystemUnavailable
    And nothing is held or open

  @M-2.5
  Scenario: Executions release what is open
    Given the policy "credit" that:
      | in     | does     | what    |
      | main   | reserves | 100 USD |
      | report | releases | 60 USD  |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And an execution report for account 7 arrives
    Then the report is applied
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 0    | 40   |

  @M-2.5 @P-10.1
  Scenario: A release of more than is open changes nothing and is the control's failure
    Given the policy "credit" that:
      | in     | does     | what    |
      | main   | reserves | 100 USD |
      | report | releases | 60 USD  |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And an execution report for account 7 arrives
    And an execution report for account 7 arrives
    Then the caller learns of the failed callback as the language tells it
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 0    | 40   |
    And the blocks are:
      | scope   | account | source | code              | reason                               |
      | account | 7       | credit | SystemUnavailable | hook `apply_execution_report` failed |

  @M-2.6
  Scenario: A sum that does not fit is refused at the hold
    Given the policy "credit" that:
      | in   | does     | what                              |
      | main | reserves | 79228162514264337593543950335 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "credit" with ArithmeticOverflow
    When reservation 1 is committed
    Then the call succeeds

  @M-2 @M-4.2 @D-1.1
  Scenario: The decision log shows what was held and released
    Given the policy "credit" that:
      | in     | does     | what    |
      | main   | reserves | 100 USD |
      | report | releases | 100 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And an execution report for account 7 arrives
    Then the decision log is "reserved_notional.jsonl"

  @M-2.1 @M-2.3
  Scenario: What one account releases another one may hold
    Given the policy "credit" that:
      | in     | does     | what                             |
      | main   | reserves | 100 USD up to 250 for all accounts |
      | report | releases | 100 USD                          |
    When account 7 places an order to buy 100 AAPL/USD at 1
    And reservation 1 is committed
    And account 8 places an order to buy 100 AAPL/USD at 1
    And account 9 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "credit" with CreditLimitExceeded
    When an execution report for account 7 arrives
    And account 9 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted
    When account 9 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "credit" with CreditLimitExceeded

  @M-2.1
  Scenario: What all controls hold together must fit too
    Given the policy "big" that:
      | in   | does     | what                              |
      | main | reserves | 79228162514264337593543950335 USD |
    And the policy "small" that:
      | in   | does     | what  |
      | main | reserves | 1 USD |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is rejected by "small" with ArithmeticOverflow
    And nothing is held or open
