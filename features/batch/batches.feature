# SPDX-License-Identifier: Apache-2.0
Feature: Account adjustments in batches
  Deposits, corrections and positions that a venue reported come in batches. A batch is taken as a
  whole or not at all, and every control may judge each item of it.

  @B-1 @B-1.1 @B-1.4 @B-3.1
  Scenario: Item by item, and for each item control by control
    Given the policy "first" that:
      | in         | does    |
      | adjustment | accepts |
    And the policy "second" that:
      | in         | does    |
      | adjustment | accepts |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +100    |
      | EUR  | =40     |
    Then the batch leaves:
      | what | balance | held | incoming |
      | USD  | 100     | 0    | 0        |
      | EUR  | 40      | 0    | 0        |
    And the policies were called:
      | policy | hook       | account |
      | first  | adjustment | 7       |
      | second | adjustment | 7       |
      | first  | adjustment | 7       |
      | second | adjustment | 7       |
    And the balances are:
      | account | what | balance | held | incoming |
      | 7       | EUR  | 40      | 0    | 0        |
      | 7       | USD  | 100     | 0    | 0        |

  @B-1.4 @O-3
  Scenario: A control sees every field of an adjustment
    Given the policy "desk" that:
      | in         | does    |
      | adjustment | accepts |
    When account 7 is adjusted with:
      | field                                  | value    |
      | operation.position.instrument          | AAPL/USD |
      | operation.position.collateral_asset    | USD      |
      | operation.position.average_entry_price | 185.50   |
      | operation.position.mode                | netting  |
      | operation.position.leverage            | 10.50    |
      | amount.balance.absolute                | 10       |
      | amount.held.delta                      | 2        |
      | amount.incoming.delta                  | 1        |
      | bounds.balance_lower                   | 0        |
      | bounds.balance_upper                   | 50       |
      | bounds.held_lower                      | 0        |
      | bounds.incoming_upper                  | 5        |
    Then the policy "desk" saw the adjustment:
      | field                                  | value    |
      | operation.position.instrument          | AAPL/USD |
      | operation.position.collateral_asset    | USD      |
      | operation.position.average_entry_price | 185.5    |
      | operation.position.mode                | netting  |
      | operation.position.leverage            | 10.5     |
      | amount.balance.absolute                | 10       |
      | amount.held.delta                      | 2        |
      | amount.incoming.delta                  | 1        |
      | bounds.balance_lower                   | 0        |
      | bounds.balance_upper                   | 50       |
      | bounds.held_lower                      | 0        |
      | bounds.incoming_upper                  | 5        |
    And the batch leaves:
      | what            | balance | held | incoming | price | mode    | leverage |
      | AAPL/USD by USD | 10      | 2    | 1        | 185.5 | netting | 10.5     |

  @B-1.4
  Scenario: A control reads in the context what earlier items and this one left
    Given the policy "desk" that:
      | in         | does              | what            |
      | adjustment | reads the balance | USD             |
      | adjustment | reads the balance | AAPL/USD by USD |
    When account 7 is adjusted by:
      | what            | balance | held | price | mode    |
      | USD             | +100    |      |       |         |
      | AAPL/USD by USD | -5      |      | 185   | hedging |
      | USD             | +1      | +30  |       |         |
    Then the policy "desk" read the balances:
      | what            | balance | held | price | mode    |
      | USD             | 100     | 0    |       |         |
      | AAPL/USD by USD | 0       | 0    |       |         |
      | USD             | 100     | 0    |       |         |
      | AAPL/USD by USD | -5      | 0    | 185   | hedging |
      | USD             | 101     | 30   |       |         |
      | AAPL/USD by USD | -5      | 0    | 185   | hedging |

  @B-1.4
  Scenario: A control reads balances in every stage, of the call's own account only
    Given the policy "desk" that:
      | in     | does              | what |
      | start  | reads the balance | USD  |
      | main   | reads the balance | USD  |
      | report | reads the balance | USD  |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +100    |
    And account 7 places an order to buy 100 AAPL/USD at 1
    And account 8 places an order to buy 100 AAPL/USD at 1
    And an execution report for account 7 arrives
    Then the policy "desk" read the balances:
      | what | balance |
      | USD  | 100     |
      | USD  | 100     |
      | USD  | 0       |
      | USD  | 0       |
      | USD  | 100     |

  @B-2 @B-2.1 @B-2.2 @B-3
  Scenario: The first reject stops everything and takes everything back
    Given the policy "ledger" that:
      | in         | does  | what  |
      | adjustment | emits | entry |
    And the policy "desk" that:
      | in         | for account | does    | what                                            |
      | adjustment | 8           | rejects | ComplianceRestriction: closed account: desk 12 |
      | adjustment | 8           | emits   | own                                             |
    And the policy "later" that:
      | in         | does    |
      | adjustment | accepts |
    And account 8 is adjusted by:
      | what | balance | balance bounds |
      | USD  | +1      | up to 0        |
    And the state is noted
    When account 8 is adjusted by:
      | what | balance |
      | USD  | +100    |
      | EUR  | +100    |
    Then the batch is rejected at item 0 with:
      | policy  | desk                  |
      | code    | ComplianceRestriction |
      | scope   | order                 |
      | reason  | closed account        |
      | details | desk 12               |
    And the policies were called:
      | policy | hook       | mutation |
      | ledger | adjustment |          |
      | desk   | adjustment |          |
      | desk   | rollback   | own      |
      | ledger | rollback   | entry    |
    And the state is as it was
    And there are no balances

  @B-2.1 @B-2.2 @B-1.2
  Scenario: A later item takes back what earlier ones did, the newest first
    Given the policy "ledger" that:
      | in         | does              | what  |
      | adjustment | emits             | entry |
    And the policy "audit" that:
      | in         | does  | what |
      | adjustment | emits | line |
    When account 7 is adjusted by:
      | what | balance | balance bounds |
      | USD  | +5      |                |
      | USD  | +5      |                |
      | USD  | +5      | up to 14       |
      | USD  | +5      |                |
    Then the batch is rejected at item 2 with:
      | policy  | engine                                                       |
      | code    | AccountAdjustmentBoundsExceeded                              |
      | scope   | account                                                      |
      | reason  | adjusted `balance` out of bounds                             |
      | details | balance: observed `15`, lower bound none, upper bound `14` |
    And the policies were called:
      | policy | hook       | mutation |
      | ledger | adjustment |          |
      | audit  | adjustment |          |
      | ledger | adjustment |          |
      | audit  | adjustment |          |
      | audit  | rollback   | line     |
      | ledger | rollback   | entry    |
      | audit  | rollback   | line     |
      | ledger | rollback   | entry    |
    And there are no balances

  @B-2.1 @B-2
  Scenario: The rejected item's own mutations roll back first
    Given the policy "ledger" that:
      | in         | does  | what  |
      | adjustment | emits | entry |
    And the policy "credit" that:
      | in         | does     | what                              |
      | adjustment | reserves | 100 USD up to 150 for the account |
    And the policy "audit" that:
      | in         | does  | what |
      | adjustment | emits | line |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
      | EUR  | +5      |
    Then the batch is rejected at item 1 by "credit" with CreditLimitExceeded
    And the policies were called:
      | policy | hook       | mutation |
      | ledger | adjustment |          |
      | credit | adjustment |          |
      | audit  | adjustment |          |
      | ledger | adjustment |          |
      | credit | adjustment |          |
      | ledger | rollback   | entry    |
      | audit  | rollback   | line     |
      | ledger | rollback   | entry    |
    And nothing is held or open
    And there are no balances

  @B-3.1
  Scenario: An accepted batch commits its mutations in order
    Given the policy "ledger" that:
      | in         | does  | what  |
      | adjustment | emits | entry |
    And the policy "audit" that:
      | in         | does  | what |
      | adjustment | emits | line |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
      | EUR  | +5      |
    Then the batch is accepted
    And the policies were called:
      | policy | hook       | mutation |
      | ledger | adjustment |          |
      | audit  | adjustment |          |
      | ledger | adjustment |          |
      | audit  | adjustment |          |
      | ledger | commit     | entry    |
      | audit  | commit     | line     |
      | ledger | commit     | entry    |
      | audit  | commit     | line     |

  @B-2.2
  Scenario: All rejects of one control come back, in its order
    Given the policy "desk" that:
      | in         | does    | what                            |
      | adjustment | rejects | ComplianceRestriction: no: one  |
      | adjustment | rejects | RiskLimitExceeded: no: two      |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is rejected at item 0 by "desk" with ComplianceRestriction, RiskLimitExceeded

  @B-1 @M-2 @M-2.2
  Scenario: A control may reserve notional with an item; a reject gives it back
    Given the policy "credit" that:
      | in         | does     | what                             |
      | adjustment | reserves | 100 USD up to 150 for the account |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is accepted
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 0    | 100  |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is rejected at item 0 by "credit" with CreditLimitExceeded
    And the holds are:
      | account | asset | policy | held | open |
      | 7       | USD   | credit | 0    | 100  |
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 5       |

  @B-1.4 @M-3.1
  Scenario: A control's block stands, whatever becomes of the batch
    Given the policy "desk" that:
      | in         | for account | does    | what                               |
      | adjustment |             | blocks  | AccountNotAuthorized: under review |
      | adjustment | 8           | rejects | ComplianceRestriction: no          |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
      | EUR  | +5      |
    Then the batch gives the account blocks:
      | policy | code                 | reason       |
      | desk   | AccountNotAuthorized | under review |
    When account 8 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is rejected at item 0 by "desk" with ComplianceRestriction
    And the blocks are:
      | scope   | account | source | code                 | reason       |
      | account | 7       | desk   | AccountNotAuthorized | under review |
      | account | 8       | desk   | AccountNotAuthorized | under review |

  @M-3 @B-3.1
  Scenario: A kill switch of an item is set when the batch stands
    Given the policy "desk" that:
      | in         | does                         | what                          |
      | adjustment | blocks the account on commit | RiskLimitExceeded: one a day |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is accepted
    And the blocks are:
      | scope   | account | source | code              | reason    |
      | account | 7       | desk   | RiskLimitExceeded | one a day |

  @K-3.1
  Scenario: A blocked account is adjusted
    Given account 7 is blocked for "margin call"
    And the engine is blocked for "halt"
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch leaves:
      | what | balance |
      | USD  | 5       |

  @B-4
  Scenario: An empty batch is accepted and calls nobody
    Given the policy "desk" that:
      | in         | does    | what                      |
      | adjustment | rejects | ComplianceRestriction: no |
    When account 7 is adjusted by nothing
    Then the batch leaves nothing
    And no policy was called
    And there are no balances
    And the decision log is empty

  @B-2.3 @P-8
  Scenario Outline: A hook that fails rejects the batch
    Given the policy "ledger" that:
      | in         | does  | what  |
      | adjustment | emits | entry |
    And the policy "desk" that:
      | in         | does   |
      | adjustment | <does> |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is rejected at item 0 with:
      | policy  | desk                                    |
      | code    | SystemUnavailable                       |
      | reason  | policy failed closed                    |
      | details | hook `apply_account_adjustment` failed |
    And the caller learns of the failed callback as the language tells it
    And the policies were called:
      | policy | hook       | mutation |
      | ledger | adjustment |          |
      | desk   | adjustment |          |
      | ledger | rollback   | entry    |
    And there are no balances
    And nothing is blocked
    When account 7 is adjusted by nothing
    Then the batch leaves nothing

    Examples:
      | does             |
      | panics           |
      | raises an error  |
      | answers nonsense |

  @B-2.3 @P-8
  Scenario: A rollback that fails stops no other one and blocks the account
    Given the policy "ledger" that:
      | in         | does   | what  |
      | adjustment | emits  | entry |
      | rollback   | panics |       |
    And the policy "audit" that:
      | in         | does    | what                      |
      | adjustment | emits   | line                      |
      | adjustment | rejects | ComplianceRestriction: no |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is rejected at item 0 by "audit" with ComplianceRestriction
    And the caller learns of the failed callback as the language tells it
    And there are no balances
    And the blocks are:
      | scope   | account | source | code              |
      | account | 7       | ledger | SystemUnavailable |

  @P-9
  Scenario Outline: A hook of an adjustment cannot call its engine
    Given the policy "desk" that:
      | in         | does                              | what   |
      | adjustment | calls the engine and carries on | <call> |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the batch is accepted
    And inside the callback the engine refused:
      | policy | hook       | call   | error      |
      | desk   | adjustment | <call> | reentrancy |
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 5       |

    Examples:
      | call         |
      | start        |
      | report       |
      | adjust       |
      | balances     |
      | state        |
      | state_digest |

  @P-9
  Scenario: An order's hook cannot adjust
    Given the policy "desk" that:
      | in   | does                              | what   |
      | main | calls the engine and carries on | adjust |
    When account 7 places an order to buy 100 AAPL/USD at 1
    Then the order is accepted
    And inside the callback the engine refused:
      | policy | hook | call   | error      |
      | desk   | main | adjust | reentrancy |

  @P-7
  Scenario: A closed engine takes no batch
    When the engine is closed
    And account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the call is refused as "lifecycle" of kind "engine_closed"

  @D-2 @D-2.5
  Scenario: A batch moves the time as any call
    When account 7 is adjusted at time 5s by:
      | what | balance |
      | USD  | +5      |
    Then the batch is accepted
    When account 7 is adjusted at time 4s by:
      | what | balance |
      | USD  | +5      |
    Then the call is refused as "time" of kind "earlier"
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 5       |

  @D-1.9 @B-3
  Scenario: The decision log has a line for each item
    Given the policy "desk" that:
      | in         | does  | what  |
      | adjustment | emits | entry |
    When account 7 is adjusted at time 5s by:
      | what | balance |
      | USD  | +5      |
      | EUR  | +5      |
    And account 7 is adjusted by:
      | what | balance | balance bounds |
      | USD  | +1      |                |
      | USD  | +5      | up to 10       |
      | USD  | +1      |                |
    Then the batch is rejected at item 1 by "engine" with AccountAdjustmentBoundsExceeded
    And the decision log tells:
      | batch | index | result      | mutations | rejects                                |
      | 1     | 0     | accepted    | desk      |                                        |
      | 1     | 1     | accepted    | desk      |                                        |
      | 2     | 0     | rolled_back | desk      |                                        |
      | 2     | 1     | rejected    |           | engine AccountAdjustmentBoundsExceeded |
      | 2     | 2     | skipped     |           |                                        |

  @D-1.9 @D-1.1
  Scenario: A line of an item in full
    When account 7 is adjusted at time 5s by:
      | what            | balance | held | balance bounds | price | mode    |
      | AAPL/USD by USD | +10     | =2   | 0 to 50        | 185   | netting |
      | USD             | +0.5    |      |                |       |         |
    Then the decision log is "adjustments.jsonl"

  @B-4 @D-1.9
  Scenario: An empty batch has no number in the log
    When account 7 is adjusted by nothing
    And account 7 is adjusted by:
      | what | balance |
      | USD  | +5      |
    Then the decision log tells:
      | call       | batch | index |
      | adjustment | 1     | 0     |

  @B-1 @D-2.7
  Scenario: A batch that comes late is flagged in the log
    Given a manual clock that accepts late calls
    When account 7 is adjusted at time 5s by:
      | what | balance |
      | USD  | +5      |
    And account 7 is adjusted at time 4s by:
      | what | balance |
      | USD  | +5      |
    Then the decision log tells:
      | call       | at         | late |
      | adjustment | 5000000000 |      |
      | adjustment | 5000000000 | yes  |
