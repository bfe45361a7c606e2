# SPDX-License-Identifier: Apache-2.0
Feature: The life of an order under a notional limit
  From the hold to the tombstone: what each event does to an order of every state, and to what its
  account, and all accounts together, have held, open and used.

  Background:
    Given a notional limit named "credit":
      | axis   | asset | limit |
      | broker | USD   | 1000  |
      | asset  | USD   | 600   |

  @L-6.2 @M-2.1
  Scenario: A breach on one axis takes nothing on any
    When account 7 orders "a" to buy 10 at 50
    And account 7 orders "b" to buy 2 at 100
    Then the reject says "notional limit exceeded on `asset` axis"
    When account 8 orders "c" to buy 5 at 100
    Then the order is accepted
    When account 8 orders "d" to buy 1 at 0.01
    Then the reject says "notional limit exceeded on `broker` axis"
    And the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 500  | 0    | 0    |
      | 8       | credit | 500  | 0    | 0    |

  @L-6.4
  Scenario Outline: All accounts together are held, open and used, in each state
    When account 7 orders "a" to buy 10 at 50
    And <first>
    And <then>
    And account 8 orders "b" to buy 1 at <passes>
    Then the order is accepted
    When account 8 orders "c" to buy 1 at 0.01
    Then "credit" answers "CreditLimitExceeded"
    And the reject says "notional limit exceeded on `broker` axis"

    Examples:
      | first                      | then                                  | passes |
      | reservation 1 is committed | order "a" of account 7 fills 4 at 150 | 100    |
      | reservation 1 is committed | order "a" of account 7 is confirmed   | 500    |
      | reservation 1 is committed | order "a" of account 7 leaves 8       | 600    |

  @L-6.5
  Scenario: The id of an open order is known
    Given account 7 orders "a" to buy 1 at 10
    And reservation 1 is committed
    When account 7 orders "a" to buy 1 at 10
    Then the order is rejected by "credit" with DuplicateClientOrderId
    And held, open and used are 0, 10 and 0

  @L-6.7 @P-6.1 @P-7 @P-7.5 @rust-compile-fail
  Scenario: A second commit is refused, and so is a rollback after a commit
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When reservation 1 is committed
    Then the call is refused as "lifecycle" of kind "reservation_finalized"
    When reservation 1 is rolled back
    Then the call is refused as "lifecycle" of kind "reservation_finalized"
    And held, open and used are 0, 500 and 0

  @L-6.8 @P-7
  Scenario Outline: After any report a held order is committed once and not rolled back
    Given account 7 orders "a" to buy 10 at 50
    When order "a" of account 7 <reports>
    Then held, open and used are 0, <open> and <used>
    When reservation 1 is rolled back
    Then the call is refused as "lifecycle" of kind "order_reported"
    When reservation 1 is committed
    Then the call succeeds
    And held, open and used are 0, <open> and <used>

    Examples:
      | reports        | open | used |
      | is confirmed   | 500  | 0    |
      | fills 1 at 50  | 450  | 50   |
      | fills 10 at 50 | 0    | 500  |
      | fills 11 at 50 | 0    | 550  |
      | leaves 9       | 450  | 0    |
      | leaves 0       | 0    | 0    |
      | is final       | 0    | 0    |

  @L-6.8 @P-6.1 @P-7 @P-7.5 @rust-compile-fail
  Scenario: The commit that comes after a report is the only one
    Given account 7 orders "a" to buy 10 at 50
    And order "a" of account 7 fills 1 at 50
    And reservation 1 is committed
    When reservation 1 is committed
    Then the call is refused as "lifecycle" of kind "reservation_finalized"
    And held, open and used are 0, 450 and 50

  @L-6.8 @L-6.16
  Scenario: A report that does not fit the held order leaves it held
    Given account 7 orders "a" to buy 10 at 50
    When an execution report arrives with:
      | field           | value    |
      | account         | 7        |
      | instrument      | AAPL/USD |
      | side            | sell     |
      | is_final        | true     |
      | client_order_id | a        |
    Then the report shows "ReportMismatch"
    And held, open and used are 500, 0 and 0
    When reservation 1 is rolled back
    Then the call succeeds
    And nothing is held or open

  @L-6.9
  Scenario: What a fill uses is rounded up
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 fills 0.000000000000001 at 0.000000000000001
    Then held, open and used are 0, 500 and 0.0000000000000000000000000001
    When order "a" of account 7 is final
    Then held, open and used are 0, 0 and 0.0000000000000000000000000001

  @L-6.9 @L-6.2
  Scenario: What fills used past the limit leaves no room
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 fills 10 at 70
    Then held, open and used are 0, 0 and 700
    When account 7 orders "b" to buy 1 at 0
    Then the order is rejected with:
      | code    | CreditLimitExceeded                                   |
      | details | held + open + used + new: observed `700`, limit `600` |

  @L-6.10 @L-6.12 @L-6.14
  Scenario Outline: What comes after the end, by whatever an order ended
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 <ends>
    And order "a" of account 7 is confirmed
    Then the report shows "nothing"
    When order "a" of account 7 is final
    Then the report shows "duplicate"
    When order "a" of account 7 fills 2 at -50
    Then the report shows "FillAfterFinal"
    And held, open and used are 0, 0 and <used>
    When order "a" of account 7 fills 1 at 50 and is final
    Then the report shows "FillAfterFinal"
    When account 7 orders "a" to buy 1 at 1
    Then the order is rejected by "credit" with DuplicateClientOrderId

    Examples:
      | end      | ends           | used |
      | fill     | fills 10 at 1  | 110  |
      | overfill | fills 11 at 1  | 111  |
      | cut      | leaves 0       | 100  |
      | cancel   | is final       | 100  |

  @L-6.13 @P-10.5 @P-10.6
  Scenario Outline: A repeated execution on an open and on a done order
    Given account 7 orders "a" to buy 10 at 50
    When order "a" of account 7 fills 4 at 50 as "x1"
    And order "a" of account 7 <then>
    And order "a" of account 7 fills 4 at 50 as "x1"
    Then the report shows "duplicate"
    And held, open and used are 0, <open> and 200
    When order "a" of account 7 fills 4 at 51 and is final as "x1"
    Then the report shows "ExecutionIdConflict"
    And held, open and used are 0, <open> and 200
    When order "a" of account 7 fills 4 at 50 and is final as "x1"
    Then the report shows "duplicate"
    And held, open and used are 0, 0 and 200

    Examples:
      | state | then         | open |
      | open  | is confirmed | 300  |
      | done  | is final     | 0    |

  @L-6.13 @P-10.6
  Scenario: Another execution of the same content is another fill
    Given account 7 orders "a" to buy 10 at 50
    When order "a" of account 7 fills 4 at 50 as "x1"
    And order "a" of account 7 fills 4 at 50 as "x2"
    Then the report shows "nothing"
    And held, open and used are 0, 100 and 400

  @L-6.15
  Scenario Outline: An order that nobody placed, reported without a trade
    When order "x" of account 7 <reports>
    Then the report shows "UnknownOrder"
    And nothing is held or open
    When account 7 orders "x" to buy 1 at 10
    Then the order is rejected by "credit" with DuplicateClientOrderId
    When order "x" of account 7 is final
    Then the report shows "duplicate"
    When order "x" of account 7 fills 1 at 50
    Then the report shows "FillAfterFinal"
    And held, open and used are 0, 0 and 50

    Examples:
      | reports      |
      | is confirmed |
      | leaves 3     |
      | is final     |

  @L-6.15
  Scenario: The order of another account is unknown
    Given account 7 orders "a" to buy 10 at 50
    When order "a" of account 8 fills 1 at 50
    Then the report shows "UnknownOrder"
    And the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 500  | 0    | 0    |
      | 8       | credit | 0    | 0    | 50   |

  @L-6.6 @L-6.9 @L-6.10 @L-6.11 @L-6.12
  Scenario Outline: What a report does to an open order for 500 USD worth, of which 100 are filled
    Given account 7 orders "v" to buy 500 USD worth
    And reservation 1 is committed
    And order "v" of account 7 fills 2 at 50
    When order "v" of account 7 <reports>
    Then the report shows "<shown>"
    And held, open and used are 0, <open> and <used>

    Examples:
      | reports               | shown    | open | used |
      | is confirmed          | nothing  | 400  | 100  |
      | fills 1 at -50        | nothing  | 350  | 150  |
      | fills 1 at 50 leaving 9 | nothing | 350 | 150  |
      | fills 8 at 50         | nothing  | 0    | 500  |
      | fills 9 at 50         | Overfill | 0    | 550  |
      | leaves 3              | nothing  | 400  | 100  |
      | leaves 0              | nothing  | 0    | 100  |
      | is final              | nothing  | 0    | 100  |

  @L-6.20
  Scenario: A reset forgets what is used and done; open orders and blocks stay
    Given account 7 orders "held" to buy 1 at 10
    And account 7 orders "open" to buy 2 at 10
    And reservation 2 is committed
    And account 7 orders "done" to buy 3 at 10
    And reservation 3 is committed
    And order "done" of account 7 fills 3 at 10
    And order "x" of account 8 fills 1 at 40
    And account 7 is blocked for "look into it"
    When the notional limit "credit" is reset for account 7
    Then the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 10   | 20   | 0    |
      | 8       | credit | 0    | 0    | 40   |
    And the blocks are:
      | scope   | account | source | reason       |
      | account | 7       | engine | look into it |
    When every block of account 7 is lifted
    And account 7 orders "open" to buy 1 at 1
    Then the order is rejected by "credit" with DuplicateClientOrderId
    When account 7 orders "held" to buy 1 at 1
    Then the order is rejected by "credit" with DuplicateClientOrderId
    When order "open" of account 7 fills 1 at 10
    Then the report shows "nothing"
    When order "done" of account 7 fills 1 at 10
    Then the report shows "UnknownOrder"
    When the notional limit "credit" is reset
    And order "x" of account 8 fills 1 at 1
    Then the report shows "UnknownOrder"
    And the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 10   | 10   | 0    |
      | 8       | credit | 0    | 0    | 1    |

  @L-6.20
  Scenario: A reset gives back the room of all accounts together
    Given order "x" of account 7 fills 1 at 600
    And order "y" of account 8 fills 1 at 400
    When account 9 orders "a" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded
    When the notional limit "credit" is reset for account 8
    And account 9 orders "a" to buy 1 at 400
    Then the order is accepted
    When account 9 orders "b" to buy 1 at 1
    Then the order is rejected by "credit" with CreditLimitExceeded

  @L-6.20 @L-6.8
  Scenario Outline: The id of a done order is free when its reservation is finalized, not before
    Given account 7 orders "a" to buy 10 at 50
    And order "a" of account 7 is final
    When the notional limit "credit" is reset
    And account 7 orders "a" to buy 1 at 600
    Then the order is rejected by "credit" with DuplicateClientOrderId
    When reservation 1 is <ended>
    And account 7 orders "a" to buy 1 at 600
    Then the order is accepted
    And held, open and used are 600, 0 and 0

    Examples:
      | ended     |
      | committed |
      | dropped   |

  @L-6.1 @L-6.7 @P-4
  Scenario: Two limits under two names hold, use and release each on their own
    Given a notional limit named "desk":
      | axis  | asset | limit |
      | asset | USD   | 500   |
    When account 7 orders "a" to buy 10 at 50
    Then the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 500  | 0    | 0    |
      | 7       | desk   | 500  | 0    | 0    |
    When account 7 orders "b" to buy 2 at 50
    Then the order is rejected by "desk" with CreditLimitExceeded
    And the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 500  | 0    | 0    |
      | 7       | desk   | 500  | 0    | 0    |
    When account 7 orders "b" to buy 3 at 50
    Then the order is rejected:
      | policy | code                | details                                               |
      | credit | CreditLimitExceeded | held + open + used + new: observed `650`, limit `600` |
      | desk   | CreditLimitExceeded | held + open + used + new: observed `650`, limit `500` |
    When order "a" of account 7 fills 11 at 50
    Then the report shows "Overfill"
    When reservation 1 is committed
    And the notional limit "desk" is reset
    Then the holds are:
      | account | policy | held | open | used |
      | 7       | credit | 0    | 0    | 550  |
    When order "a" of account 7 is final
    Then the report shows "UnknownOrder, duplicate"

  @L-5 @L-6.3
  Scenario: An order goes on being tracked when its barrier is taken away
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    And account 7 orders "b" to buy 1 at 10
    When the notional limit "credit" changes to:
      | axis   | asset | limit |
      | broker | EUR   | 1     |
      | asset  | EUR   | 1     |
    And account 7 orders "c" to buy 1000 at 50
    Then the order is accepted
    And held, open and used are 10, 500 and 0
    When order "c" of account 7 fills 1 at 50
    Then the report shows "nothing"
    And held, open and used are 10, 500 and 0
    When order "a" of account 7 fills 4 at 50 and is final
    And reservation 2 is rolled back
    Then held, open and used are 0, 0 and 200
