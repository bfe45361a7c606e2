# SPDX-License-Identifier: Apache-2.0
Feature: A control that breaks fails closed
  An order never reaches the venue because a control was out of order. What the control would have
  said is taken as a no, everything set aside is given back, and the other controls do their work.
  `callbacks.feature` has every way of breaking in every hook; here is what the others learn of it.

  Rule: A broken check rejects

    @P-8 @P-8.2 @P-8.4 @P-8.6
    Scenario: A broken start check rejects, and the stage stops there
      Given the policy "hours" that:
        | in    | does   |
        | start | panics |
      And the policy "symbols" that:
        | in    | does    |
        | start | accepts |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the caller learns of the failed callback as the language tells it
      And the order is rejected with:
        | policy  | hours                               |
        | code    | SystemUnavailable                   |
        | scope   | order                               |
        | reason  | policy failed closed                |
        | details | hook `check_pre_trade_start` failed |
      And the policies were called:
        | policy | hook  |
        | hours  | start |

    @P-8 @P-8.1 @P-8.2 @P-8.3 @P-8.4 @P-8.6
    Scenario: A broken main check rejects, the others are asked, and all is rolled back
      Given the policy "credit" that:
        | in   | does  | what |
        | main | emits | cash |
      And the policy "margin" that:
        | in   | does   |
        | main | panics |
      And the policy "position" that:
        | in   | does  | what |
        | main | emits | lots |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the caller learns of the failed callback as the language tells it
      And the order is rejected with:
        | policy  | margin                                |
        | code    | SystemUnavailable                     |
        | scope   | order                                 |
        | reason  | policy failed closed                  |
        | details | hook `perform_pre_trade_check` failed |
      And the policies were called:
        | policy   | hook     | mutation |
        | credit   | main     |          |
        | margin   | main     |          |
        | position | main     |          |
        | position | rollback | lots     |
        | credit   | rollback | cash     |

    @P-8 @P-8.2
    Scenario: The rejects of the controls that work stand beside the broken one
      Given the policy "credit" that:
        | in   | does   |
        | main | panics |
      And the policy "margin" that:
        | in   | does    | what                             |
        | main | rejects | InsufficientMargin: no margin: 1 |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected:
        | policy | code               |
        | credit | SystemUnavailable  |
        | margin | InsufficientMargin |

    @P-8.9 @D-1.2
    Scenario: What a broken control said of itself stands in no reject and no decision
      Given the policy "credit" that:
        | in   | does   |
        | main | panics |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "credit" with SystemUnavailable
      And no text of the reject carries "scripted"
      And no line of the decision log carries "scripted"
      And the decision log tells:
        | call    | result   | rejects                  | failures                       |
        | start   | accepted |                          |                                |
        | execute | rejected | credit SystemUnavailable | credit perform_pre_trade_check |

  Rule: A broken commit or rollback stops nobody and blocks the account

    @P-8.7 @P-8.8 @E-1 @E-1.2 @E-1.3
    Scenario Outline: The other sides run, the failures come back together, the account is blocked
      Given the policy "credit" that:
        | in     | does   | what     |
        | main   | emits  | cash     |
        | main   | emits  | interest |
        | <side> | panics | cash     |
      And the policy "margin" that:
        | in     | does            | what   |
        | main   | emits           | margin |
        | <side> | raises an error | margin |
      When account 7 places an order to buy 100 AAPL/USD at 185
      And reservation 1 is <finalized>
      Then the call's callbacks fail in "<first> <side>, <last> <side>"
      And the policies were called:
        | policy  | hook   | mutation |
        | credit  | main   |          |
        | margin  | main   |          |
        | <first> | <side> | <one>    |
        | credit  | <side> | interest |
        | <last>  | <side> | <three>  |
      And the blocks are:
        | scope   | account | source  | code              | reason               |
        | account | 7       | <first> | SystemUnavailable | hook `<side>` failed |
        | account | 7       | <last>  | SystemUnavailable | hook `<side>` failed |

      Examples:
        | side     | finalized   | first  | one    | last   | three  |
        | commit   | committed   | credit | cash   | margin | margin |
        | rollback | rolled back | margin | margin | credit | cash   |

    @P-8.8 @K-2.2
    Scenario: The block after a failed commit is read and lifted like any other
      Given the policy "credit" that:
        | in     | does   | what |
        | main   | emits  | cash |
        | commit | panics | cash |
      When account 7 places an order to buy 100 AAPL/USD at 185
      And reservation 1 is committed
      Then the call's callbacks fail in "credit commit"
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected with:
        | policy  | credit                                  |
        | code    | AccountBlocked                          |
        | scope   | account                                 |
        | reason  | account is blocked                      |
        | details | SystemUnavailable: hook `commit` failed |
      When the block "hook `commit` failed" of account 7 is lifted
      And account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is accepted

    @P-8.7 @P-8.8
    Scenario: A rollback that breaks while an order is rejected is in the log and blocks the account
      Given the policy "credit" that:
        | in       | does   | what |
        | main     | emits  | cash |
        | rollback | panics | cash |
      And the policy "margin" that:
        | in   | does    | what                             |
        | main | rejects | InsufficientMargin: no margin: 1 |
      When account 7 places an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "margin" with InsufficientMargin
      And the decision log tells:
        | call    | rejects                   | blocks                   | failures        |
        | start   |                           |                          |                 |
        | execute | margin InsufficientMargin | credit SystemUnavailable | credit rollback |
      And the blocks are:
        | scope   | account | source | code              | reason                 |
        | account | 7       | credit | SystemUnavailable | hook `rollback` failed |

    @P-6.1 @P-8.7
    Scenario: A failed commit is final: the reservation's drop runs nothing more
      Given the policy "credit" that:
        | in     | does   | what |
        | main   | emits  | cash |
        | commit | panics | cash |
      When account 7 places an order to buy 100 AAPL/USD at 185
      And reservation 1 is committed
      Then the call's callbacks fail in "credit commit"
      When reservation 1 is dropped
      And the engine answers its next call
      Then the policies were called:
        | policy | hook   | mutation |
        | credit | main   |          |
        | credit | commit | cash     |
