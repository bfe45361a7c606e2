# SPDX-License-Identifier: Apache-2.0
Feature: The kill switch
  A risk officer stops an account or the whole desk at once, for a stated reason, and lets it trade
  again when every reason is gone.

  Rule: Who is blocked is answered before any control

    @K-1 @K-1.1 @K-2.4
    Scenario Outline: A block answers in the start stage
      Given the policy "desk" that:
        | in    | does    |
        | start | accepts |
      And <scope> is blocked for "margin call"
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | code           | scope   | reason   | details                     |
        | engine | AccountBlocked | account | <reason> | AccountBlocked: margin call |
      And no policy was called

      Examples:
        | scope      | reason             |
        | account 7  | account is blocked |
        | the engine | engine is blocked  |

    @K-1
    Scenario: A block that comes between the stages answers in execute
      Given the policy "desk" that:
        | in   | does    |
        | main | accepts |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      And account 7 is blocked for "margin call"
      And request 1 is executed
      Then the order is rejected by "engine" with AccountBlocked
      And no policy was called

    @K-1
    Scenario: A block between the stages answers where nothing is recorded and nobody is asked
      Given decisions are not recorded
      When account 7 submits an order to buy 100 AAPL/USD at 185
      And account 7 is blocked for "margin call"
      And request 1 is executed
      Then the order is rejected by "engine" with AccountBlocked

    @K-1
    Scenario: The engine's block is told before the account's
      Given account 7 is blocked for "margin call"
      And the engine is blocked for "fat finger"
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | reason            | details                    |
        | engine | engine is blocked | AccountBlocked: fat finger |

    @K-1
    Scenario: The first cause is told, and the other accounts trade on
      Given account 7 is blocked for "margin call"
      And account 7 is blocked for "on leave"
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | details                     |
        | engine | AccountBlocked: margin call |
      When account 8 submits an order to buy 100 AAPL/USD at 185
      Then the order passes the start stage

    @K-1.2
    Scenario Outline: A call is checked for its life, then its time, then blocks, then by controls
      Given the policy "desk" that:
        | in    | does    | what                      |
        | start | rejects | ExchangeClosed: closed: 1 |
      And account 7 is blocked for "margin call"
      And account 8 submits an order to buy 100 AAPL/USD at 185 at time 5s
      When <before>
      And account <account> submits an order to buy 100 AAPL/USD at 185 at time <at>
      Then the call is <answer>

      Examples:
        | before               | account | at | answer                                         |
        | the engine is closed | 7       | 1s | refused as "lifecycle" of kind "engine_closed" |
        | the engine is asked  | 7       | 1s | refused as "time" of kind "earlier"            |
        | the engine is asked  | 7       | 6s | rejected by "engine" with AccountBlocked       |
        | the engine is asked  | 8       | 6s | rejected by "desk" with ExchangeClosed         |

  Rule: Blocking is explicit

    @K-2
    Scenario: A reject with account scope does not block
      Given the policy "desk" that:
        | in    | for account | does                | what            |
        | start | 7           | rejects the account | Other: on leave |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "desk" with Other
      And nothing is blocked

    @K-2 @M-1
    Scenario: A control's own block holds though its order is rejected and rolled back
      Given the policy "desk" that:
        | in   | for account | does    | what                                  |
        | main | 7           | emits   | cash                                  |
        | main | 7           | blocks  | WashTradePrevention: traded with self |
        | main | 7           | rejects | WashTradePrevention: wash trade: 1    |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "desk" with WashTradePrevention
      And the blocks are:
        | scope   | account | source | code                | reason           |
        | account | 7       | desk   | WashTradePrevention | traded with self |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | code           | details                               |
        | desk   | AccountBlocked | WashTradePrevention: traded with self |

    @K-2
    Scenario: A control's own block holds from the next call on, also when the order is accepted
      Given the policy "desk" that:
        | in   | does   | what                   |
        | main | blocks | Other: one order a day |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is accepted
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "desk" with AccountBlocked

    @O-4.1 @K-2
    Scenario: A control that blocks again for the same reason has set one cause, told by it alone
      Given the policy "desk" that:
        | in     | does   | what                                  |
        | main   | blocks | WashTradePrevention: traded with self |
        | report | blocks | WashTradePrevention: traded with self |
      When account 7 places an order to buy 100 AAPL/USD at 185
      And an execution report arrives with:
        | field      | value    |
        | instrument | AAPL/USD |
        | account    | 7        |
      Then the blocks are:
        | scope   | account | source | code                | reason           |
        | account | 7       | desk   | WashTradePrevention | traded with self |

    @K-2.1 @K-2.3 @K-2.5
    Scenario: The causes are listed, the engine's first, then by account, oldest first
      Given account 8 is blocked for "on leave"
      And account 7 is blocked for "margin call"
      And account 7 is blocked for "audit"
      And the engine is blocked for "fat finger"
      Then the blocks are:
        | scope   | account | source | code           | reason      |
        | engine  |         | engine | AccountBlocked | fat finger  |
        | account | 7       | engine | AccountBlocked | margin call |
        | account | 7       | engine | AccountBlocked | audit       |
        | account | 8       | engine | AccountBlocked | on leave    |

    @K-2.1 @K-2.2
    Scenario: An account trades again when its last cause is gone
      Given account 7 is blocked for "margin call"
      And account 7 is blocked for "on leave"
      When the block "margin call" of account 7 is lifted
      And account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | details                  |
        | engine | AccountBlocked: on leave |
      When the block "on leave" of account 7 is lifted
      And account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order passes the start stage

    @K-2.2 @D-1.8
    Scenario: Lifting a block twice, and blocking twice for one reason, changes nothing
      Given account 7 is blocked for "margin call"
      And account 7 is blocked for "margin call"
      When the block "margin call" of account 7 is lifted
      And the block "margin call" of account 7 is lifted
      Then the call succeeds
      And nothing is blocked
      And the decision log tells:
        | call    | account | source | code           | reason      |
        | block   | 7       | engine | AccountBlocked | margin call |
        | unblock | 7       | engine | AccountBlocked | margin call |

    @K-2.2
    Scenario Outline: Who lifts a block learns whether there was one
      Given <who> is blocked for "margin call"
      When the block "margin call" of <who> is lifted
      Then there was a block to lift
      When the block "margin call" of <who> is lifted
      Then there was no block to lift
      When every block of <who> is lifted
      Then there was no block to lift
      When <who> is blocked for "on leave"
      And every block of <who> is lifted
      Then there was a block to lift

      Examples:
        | who        |
        | account 7  |
        | group 5    |
        | the engine |

    @K-2.2
    Scenario: Every block of an account is lifted at once, but not the engine's
      Given account 7 is blocked for "margin call"
      And account 7 is blocked for "on leave"
      And the engine is blocked for "fat finger"
      When every block of account 7 is lifted
      Then the blocks are:
        | scope  | source | code           | reason     |
        | engine | engine | AccountBlocked | fat finger |
      When every block of the engine is lifted
      And account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order passes the start stage
      And the decision log tells:
        | call        | account | reason      | result   |
        | block       | 7       | margin call |          |
        | block       | 7       | on leave    |          |
        | block       |         | fat finger  |          |
        | unblock_all | 7       |             |          |
        | unblock_all |         |             |          |
        | start       | 7       |             | accepted |

    @K-2.2
    Scenario: The engine's block is lifted by its cause
      Given the engine is blocked for "fat finger"
      When the block "fat finger" of the engine is lifted
      Then nothing is blocked

  Rule: What is under way goes on

    @K-3
    Scenario Outline: A reservation made before the block is finalized as usual
      Given the policy "credit" that:
        | in   | does  | what |
        | main | emits | cash |
      When account 7 places an order to buy 100 AAPL/USD at 185
      And account 7 is blocked for "margin call"
      And reservation 1 is <finalized>
      Then the call succeeds
      And the policies were called:
        | policy | hook   | mutation |
        | credit | main   |          |
        | credit | <side> | cash     |

      Examples:
        | finalized   | side     |
        | committed   | commit   |
        | rolled back | rollback |

    @K-3 @K-3.1
    Scenario: Under the engine's block reports and adjustments still come in, and orders end
      Given account 7 places an order to buy 100 AAPL/USD at 185
      And account 7 places an order to buy 100 AAPL/USD at 185
      When the engine is blocked for "fat finger"
      And reservation 1 is committed
      Then the call succeeds
      When reservation 2 is rolled back
      Then the call succeeds
      When an execution report for account 7 arrives
      Then the report is applied
      When account 7 is adjusted by:
        | what | balance |
        | USD  | +5      |
      Then the batch is accepted

    @K-2.2
    Scenario: The engine's block is lifted twice, and all of none
      Given the engine is blocked for "fat finger"
      When the block "fat finger" of the engine is lifted
      And the block "fat finger" of the engine is lifted
      Then the call succeeds
      When every block of the engine is lifted
      Then the call succeeds
      When every block of account 7 is lifted
      Then the call succeeds
      And nothing is blocked
