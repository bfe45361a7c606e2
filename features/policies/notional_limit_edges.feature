# SPDX-License-Identifier: Apache-2.0
Feature: Edges of what a notional limit tracks
  Limits come and go and venues tell odd things: what was reserved is followed to its end all the
  same, and what is used is never lost.

  Background:
    Given a notional limit named "credit":
      | axis  | asset | limit                         |
      | asset | USD   | 79228162514264337593543950335 |

  @L-5.1 @L-6.9
  Scenario: An order goes on being tracked when its barrier is taken away
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When the notional limit "credit" changes to:
      | axis  | asset | limit |
      | asset | EUR   | 600   |
    And order "a" of account 7 fills 4 at 50
    Then held, open and used are 0, 300 and 200
    When order "a" of account 7 is final
    Then held, open and used are 0, 0 and 200

  @L-6.12
  Scenario: What a final report says is left does not matter
    Given account 7 orders "a" to buy 10 at 50
    And reservation 1 is committed
    When order "a" of account 7 leaves 20 and is final
    Then the report shows "nothing"
    And nothing is held or open

  @L-6.18
  Scenario: Fills of known orders whose sum overflows block the account
    Given account 7 orders "a" to buy 10 USD worth
    And account 7 orders "b" to buy 10 USD worth
    And reservation 1 is committed
    And reservation 2 is committed
    When order "a" of account 7 fills 1 at 79228162514264337593543950335
    Then the report shows "Overfill"
    And the report gives no account blocks
    When order "b" of account 7 fills 1 at 1
    Then the report gives the account blocks:
      | policy | code               | reason                  |
      | credit | ArithmeticOverflow | used notional overflows |

  @L-6.15
  Scenario: An order that is first heard of without an instrument stays unknown
    When an execution report arrives with:
      | field           | value |
      | account         | 7     |
      | client_order_id | x     |
    Then the report shows "UnknownOrder"
    When order "x" of account 7 fills 1 at 50
    Then the report shows "UnknownOrder"
    And held, open and used are 0, 0 and 50
