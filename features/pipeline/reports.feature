# SPDX-License-Identifier: Apache-2.0
Feature: Execution reports
  What the venue reports has happened. Every control learns of it, whatever the state of the
  account, the clock or the other controls.

  @P-10
  Scenario: Every control with a report hook learns of an execution, in registration order
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    And the policy "quiet" that:
      | in   | does    |
      | main | accepts |
    And the policy "position" that:
      | in     | does    |
      | report | accepts |
    When an execution report for account 7 arrives
    Then the report is applied
    And the report gives no account blocks
    And the policies were called:
      | policy   | hook   |
      | pnl      | report |
      | position | report |

  @P-10 @K-2
  Scenario: Blocks that controls ask for carry their names and hold at once
    Given the policy "pnl" that:
      | in     | does   | what                             |
      | report | blocks | PnlKillSwitchTriggered: day loss |
    And the policy "desk" that:
      | in     | does   | what                              |
      | report | blocks | ComplianceRestriction: watch list |
    When an execution report for account 7 arrives
    Then the report gives the account blocks:
      | policy | code                   | reason     |
      | pnl    | PnlKillSwitchTriggered | day loss   |
      | desk   | ComplianceRestriction  | watch list |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected:
      | policy | code           | scope   | reason             | details                          |
      | pnl    | AccountBlocked | account | account is blocked | PnlKillSwitchTriggered: day loss |

  @P-10 @K-2.1
  Scenario: A block that holds already is not told twice
    Given the policy "pnl" that:
      | in     | does   | what                             |
      | report | blocks | PnlKillSwitchTriggered: day loss |
    When an execution report for account 7 arrives
    And an execution report for account 7 arrives
    Then the report gives no account blocks
    And the blocks are:
      | scope   | account | source | code                   | reason   |
      | account | 7       | pnl    | PnlKillSwitchTriggered | day loss |

  @P-10.1 @P-8.8
  Scenario Outline: A broken control loses nobody else's result and blocks the account
    Given the policy "pnl" that:
      | in     | does     |
      | report | <breaks> |
    And the policy "desk" that:
      | in     | does   | what                              |
      | report | blocks | ComplianceRestriction: watch list |
    When an execution report for account 7 arrives
    Then the caller learns of the failed callback as the language tells it
    And the report gives the account blocks:
      | policy | code                  | reason                               |
      | pnl    | SystemUnavailable     | hook `apply_execution_report` failed |
      | desk   | ComplianceRestriction | watch list                           |
    And the policies were called:
      | policy | hook   |
      | pnl    | report |
      | desk   | report |
    And the decision log tells:
      | call   | blocks                                            | failures                   |
      | report | pnl SystemUnavailable, desk ComplianceRestriction | pnl apply_execution_report |

    Examples:
      | breaks          |
      | panics          |
      | raises an error |

  @P-10.2 @K-3
  Scenario: A blocked account still takes reports
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    And account 7 is blocked for "margin call"
    When an execution report for account 7 arrives
    Then the report is applied
    And the policies were called:
      | policy | hook   |
      | pnl    | report |

  @P-10.2 @D-2.6
  Scenario: A report that comes late is applied at the engine's time and flagged
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    When an execution report for account 7 arrives at time 5s
    Then the report is applied on time
    When an execution report for account 7 arrives at time 3s
    Then the report is applied and flagged late
    And the policies were called:
      | policy | hook   | time       |
      | pnl    | report | 5000000000 |
      | pnl    | report | 5000000000 |
    And the decision log tells:
      | call   | at         | late |
      | report | 5000000000 |      |
      | report | 5000000000 | yes  |

  @P-10.3 @E-1
  Scenario: A report that names no account is an error to the caller and blocks nobody
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    When an execution report arrives with:
      | field      | value    |
      | instrument | AAPL/USD |
      | side       | buy      |
    Then the call is refused as "param" of kind "missing_field"
    And the refusal names the input "report.operation.account_id"
    And no policy was called
    And nothing is blocked
    And the decision log is empty

  @O-2 @O-2.1 @O-4 @V-6.6
  Scenario: A control sees every field of a report
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    When an execution report arrives with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | sell     |
      | pnl             | -50.00   |
      | fee             | 3.40     |
      | last_price      | 184.50   |
      | last_quantity   | 40       |
      | leaves_quantity | 60       |
      | is_final        | true     |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then the policy "pnl" saw in "report":
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | sell     |
      | pnl             | -50      |
      | fee             | 3.4      |
      | last_price      | 184.5    |
      | last_quantity   | 40       |
      | leaves_quantity | 60       |
      | is_final        | true     |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |

  @O-2.1
  Scenario: A cancel has an order but no execution
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |
    When an execution report arrives with:
      | field           | value |
      | account         | 7     |
      | leaves_quantity | 0     |
      | is_final        | true  |
      | client_order_id | A-17  |
    Then the policy "pnl" saw in "report":
      | field           | value |
      | account         | 7     |
      | leaves_quantity | 0     |
      | is_final        | true  |
      | client_order_id | A-17  |

  @P-10.4 @B-1.1
  Scenario: A report gives the adjustments that controls made, with their names
    Given the policy "fees" that:
      | in     | does    | what           |
      | report | adjusts | USD balance -5 |
    And the policy "ledger" that:
      | in     | does              | what                     |
      | report | reads the balance | USD                      |
      | report | adjusts           | USD balance +100         |
      | report | adjusts           | AAPL balance =10 from 0 |
    When an execution report for account 7 arrives
    Then the report made the adjustments:
      | policy | what | by         | balance |
      | fees   | USD  | -5         | -5      |
      | ledger | USD  | +100       | 95      |
      | ledger | AAPL | =10 from 0 | 10      |
    And the policy "ledger" read the balances:
      | what | balance |
      | USD  | -5      |
    And the balances are:
      | account | what | balance |
      | 7       | AAPL | 10      |
      | 7       | USD  | 95      |

  @P-10.4 @P-10.1
  Scenario: An adjustment that is out of its bounds is its control's failure, and only its own
    Given the policy "fees" that:
      | in     | does    | what                    |
      | report | adjusts | USD balance -5          |
      | report | adjusts | USD balance -1 from -5 |
      | report | blocks  | RiskLimitExceeded: own  |
    And the policy "ledger" that:
      | in     | does    | what             |
      | report | adjusts | USD balance +100 |
    When an execution report for account 7 arrives
    Then the caller learns of the failed callback as the language tells it
    And the report made the adjustments:
      | policy | what | by   | balance |
      | ledger | USD  | +100 | 100     |
    And the report gives the account blocks:
      | policy | code              |
      | fees   | SystemUnavailable |
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 100     |

  @P-10.4 @P-10.5
  Scenario: An execution that was reported before adjusts nothing again
    Given the policy "ledger" that:
      | in     | does    | what             |
      | report | adjusts | USD balance +100 |
    When an execution report arrives with:
      | field           | value |
      | account         | 7     |
      | client_order_id | A-17  |
      | execution_id    | x1    |
    And an execution report arrives with:
      | field           | value |
      | account         | 7     |
      | client_order_id | A-17  |
      | execution_id    | x1    |
    Then the report is a duplicate
    And the report made no adjustments
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 100     |
