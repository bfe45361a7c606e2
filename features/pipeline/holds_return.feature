# SPDX-License-Identifier: Apache-2.0
Feature: Held notional returns
  However an order ends that the desk does not commit, what was held for it is free again, and the
  public listing of holds says so. Money that nobody could use any more would stop the desk.

  Background:
    Given the policy "credit" that:
      | in   | for account | does     | what                       |
      | main |             | reserves | 100 USD                    |
      | main | 9           | drops    | reservation 1              |
      | main | 6           | rejects  | CreditLimitExceeded: no: 1 |
    And a notional limit:
      | axis  | limit | asset |
      | asset | 1000  | USD   |

  @P-6.2 @P-7.1 @P-7.2 @P-7.6 @M-2.2
  Scenario Outline: However the order ends, nothing is held
    When account 7 orders "a" to buy 10 at 20
    Then the holds are:
      | account | policy        | held | open |
      | 7       | credit        | 100  | 0    |
      | 7       | NotionalLimit | 200  | 0    |
    When <way>
    Then nothing is held or open

    Examples:
      | way                          |
      | reservation 1 is rolled back |
      | reservation 1 is closed      |
      | reservation 1 is left        |
      | reservation 1 is dropped     |
      | the engine is closed         |

  @P-6.2 @T-3a @M-2.2 @rust-compile-fail
  Scenario: A reservation that another thread drops is given back before the next answer
    When account 7 orders "a" to buy 10 at 20
    And reservation 1 is dropped on another thread
    Then nothing is held or open

  @P-6.2 @P-7.2 @P-7.6
  Scenario Outline: The engine closed first, then the reservation: nothing is held
    When account 7 orders "a" to buy 10 at 20
    And the engine is closed
    And reservation 1 is <ended>
    Then the call succeeds
    And nothing is held or open

    Examples:
      | ended   |
      | closed  |
      | left    |
      | dropped |

  @P-6.2 @P-9.3 @M-2.2
  Scenario: A reservation that a callback drops is given back at the end of the call
    When account 7 orders "a" to buy 10 at 20
    And account 9 orders "b" to buy 1 at 20
    Then the order is accepted
    And the holds are:
      | account | policy        | held | open |
      | 9       | credit        | 100  | 0    |
      | 9       | NotionalLimit | 20   | 0    |

  @P-4.2 @M-2.2
  Scenario: What an order held that another control rejects is free before the answer comes
    When account 6 orders "a" to buy 10 at 20
    Then the order is rejected by "credit" with CreditLimitExceeded
    And nothing is held or open

  @P-6.1 @P-7.2 @M-2.2
  Scenario Outline: What is given back once is not given back again
    When account 7 orders "a" to buy 10 at 20
    And account 8 orders "b" to buy 1 at 20
    And reservation 1 is left
    And reservation 1 is dropped
    And <again>
    Then the holds are:
      | account | policy        | held | open |
      | 8       | credit        | 100  | 0    |
      | 8       | NotionalLimit | 20   | 0    |

    Examples:
      | again                            |
      | reservation 1 is dropped         |
      | the engine answers its next call |

  @P-7.2
  Scenario Outline: A committed order keeps what it opened, whatever becomes of its reservation
    When account 7 orders "a" to buy 10 at 20
    And reservation 1 is committed
    And <then>
    Then the holds are:
      | account | policy        | held | open |
      | 7       | credit        | 0    | 100  |
      | 7       | NotionalLimit | 0    | 200  |

    Examples:
      | then                     |
      | reservation 1 is left    |
      | reservation 1 is dropped |
      | the engine is closed     |

  @P-7.2
  Scenario Outline: After a report the venue has the order, and its end here gives nothing back
    When account 7 orders "a" to buy 10 at 20
    And order "a" of account 7 fills 1 at 20 leaving 9
    And reservation 1 is <ended>
    Then the call succeeds
    And the holds are:
      | account | policy        | held | open |
      | 7       | NotionalLimit | 0    | 180  |

    Examples:
      | ended   |
      | closed  |
      | left    |
      | dropped |
