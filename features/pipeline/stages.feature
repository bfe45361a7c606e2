# SPDX-License-Identifier: Apache-2.0
Feature: The two stages before a trade
  The start stage turns away what should never have been sent; it stops at the first no. The main
  stage asks every control, so that the desk hears all reasons at once, and takes back whatever
  was set aside for an order that does not go on.

  Rule: Start stops at the first reject

    @P-2
    Scenario: Policies are asked in registration order, and the one after a reject is not asked
      Given the policy "hours" that:
        | in    | does    |
        | start | accepts |
      And the policy "symbols" that:
        | in    | does    | what                                                   |
        | start | rejects | InstrumentRestricted: not on the list: observed `AAPL` |
      And the policy "credit" that:
        | in    | does    | what                                                    |
        | start | rejects | CreditLimitExceeded: no credit: observed `1`, limit `0` |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy  | code                 | scope | reason          |
        | symbols | InstrumentRestricted | order | not on the list |
      And the policies were called:
        | policy  | hook  |
        | hours   | start |
        | symbols | start |

    @P-2
    Scenario: All reasons of the rejecting policy are told
      Given the policy "compliance" that:
        | in    | does    | what                                                      |
        | start | rejects | ComplianceRestriction: watch list: observed `AAPL`        |
        | start | rejects | JurisdictionRestriction: not in this state: observed `NY` |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy     | code                    | reason            |
        | compliance | ComplianceRestriction   | watch list        |
        | compliance | JurisdictionRestriction | not in this state |

    @P-2.1
    Scenario: A request is given, and the main stage has not run
      Given the policy "desk" that:
        | in    | does    |
        | start | accepts |
        | main  | accepts |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order passes the start stage
      And the policies were called:
        | policy | hook  |
        | desk   | start |
      When request 1 is executed
      Then the order is accepted
      And the policies were called:
        | policy | hook |
        | desk   | main |

    @P-2
    Scenario: A policy rejects for one account and lets another pass
      Given the policy "desk" that:
        | in    | for account | does    | what                                             |
        | start | 7           | rejects | AccountNotAuthorized: not yours: observed `AAPL` |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "desk" with AccountNotAuthorized
      When account 8 submits an order to buy 100 AAPL/USD at 185
      Then the order passes the start stage

  Rule: What start has counted stays counted

    @P-3
    Scenario Outline: A rate slot is used up, whatever becomes of the order
      Given a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      And the policy "desk" that:
        | in   | for account | does    | what                              |
        | main | 7           | rejects | CreditLimitExceeded: no credit: 1 |
        | main | 8           | emits   | hold                              |
      When account <account> submits an order to buy 100 AAPL/USD at 185
      And <what happens>
      And account 9 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded

      Examples:
        | account | what happens          |
        | 7       | request 1 is executed |
        | 8       | request 1 is dropped  |

    @P-3
    Scenario: A start policy after the rate limit rejects, and the slot is used all the same
      Given a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      And the policy "desk" that:
        | in    | for account | does    | what                              |
        | start | 7           | rejects | CreditLimitExceeded: no credit: 1 |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "desk" with CreditLimitExceeded
      When account 8 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded

    @P-3
    Scenario: A reservation that is rolled back does not give the rate slot back
      Given a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is accepted
      When reservation 1 is rolled back
      And account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded

  Rule: Main asks everybody and undoes what was set aside

    @P-4 @P-4.3
    Scenario: Every policy is asked, also after a reject, and all reasons come back in order
      Given the policy "credit" that:
        | in   | does    | what                                                    |
        | main | rejects | CreditLimitExceeded: no credit: observed `2`, limit `1` |
      And the policy "margin" that:
        | in   | does    |
        | main | accepts |
      And the policy "position" that:
        | in   | does    | what                                                         |
        | main | rejects | PositionLimitExceeded: too long: observed `300`, limit `200` |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      And request 1 is executed
      Then the order is rejected:
        | policy   | code                  | reason    |
        | credit   | CreditLimitExceeded   | no credit |
        | position | PositionLimitExceeded | too long  |
      And the policies were called:
        | policy   | hook |
        | credit   | main |
        | margin   | main |
        | position | main |

    @P-4.1 @P-9.2
    Scenario: Each policy sees what the earlier ones have set aside
      Given the policy "credit" that:
        | in   | does  | what     |
        | main | emits | cash     |
        | main | emits | interest |
      And the policy "margin" that:
        | in   | does  | what   |
        | main | emits | margin |
      And the policy "audit" that:
        | in   | does    |
        | main | accepts |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is accepted
      And the policy "credit" saw no mutations
      And the policy "margin" saw the mutations "credit/custom, credit/custom"
      And the policy "audit" saw the mutations "credit/custom, credit/custom, margin/custom"

    @P-4.2
    Scenario: A reject rolls everything back in reverse, the rejecter's own too, before it is told
      Given the policy "credit" that:
        | in   | does  | what     |
        | main | emits | cash     |
        | main | emits | interest |
      And the policy "margin" that:
        | in   | does    | what                              |
        | main | emits   | margin                            |
        | main | rejects | InsufficientMargin: no margin: 10 |
      And the policy "position" that:
        | in   | does  | what |
        | main | emits | lots |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      And request 1 is executed
      Then the order is rejected by "margin" with InsufficientMargin
      And the policies were called:
        | policy   | hook     | mutation |
        | credit   | main     |          |
        | margin   | main     |          |
        | position | main     |          |
        | position | rollback | lots     |
        | margin   | rollback | margin   |
        | credit   | rollback | interest |
        | credit   | rollback | cash     |

    @P-4 @P-4.4
    Scenario: An order that nobody rejects gets a reservation, and nothing is finalized yet
      Given the policy "credit" that:
        | in   | does  | what |
        | main | emits | cash |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      And request 1 is executed
      Then the order is accepted
      And the policies were called:
        | policy | hook |
        | credit | main |

  Rule: The shortcut is both stages in one call

    @P-5 @D-1.3
    Scenario: The shortcut decides and records the same as its two stages
      Given the policy "desk" that:
        | in    | does    | what |
        | start | accepts |      |
        | main  | emits   | cash |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is accepted
      And the decision log tells:
        | call    | account | request | result   | reservation | mutations |
        | start   | 7       | 1       | accepted |             |           |
        | execute | 7       | 1       | accepted | 1           | desk      |

    @P-5
    Scenario Outline: The shortcut gives the rejects of the stage that rejected
      Given the policy "early" that:
        | in    | for account | does    | what                                     |
        | start | 7           | rejects | ExchangeClosed: closed: observed `22:00` |
      And the policy "late" that:
        | in   | for account | does    | what                                      |
        | main | 8           | rejects | InsufficientFunds: no money: observed `0` |
        | main | 8           | rejects | ConcentrationLimitExceeded: too much: `1` |
      When account <account> places an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy    | code    |
        | <policy>  | <code>  |
        | <policy2> | <code2> |

      Examples:
        | account | policy | code              | policy2 | code2                      |
        | 8       | late   | InsufficientFunds | late    | ConcentrationLimitExceeded |

    @P-5
    Scenario: The shortcut stops in the start stage as start does
      Given the policy "early" that:
        | in    | does    | what                                     |
        | start | rejects | ExchangeClosed: closed: observed `22:00` |
      And the policy "late" that:
        | in   | does    |
        | main | accepts |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "early" with ExchangeClosed
      And the policies were called:
        | policy | hook  |
        | early  | start |
