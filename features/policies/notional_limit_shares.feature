# SPDX-License-Identifier: Apache-2.0
Feature: Shares of a notional limit that sums cannot hold
  A share is released as exactly as the sums can hold it, and never more than it.

  @L-6.17
  Scenario: A share that the account's sum cannot hold is released with fewer decimals
    Given a notional limit:
      | axis  | asset | limit                         |
      | asset | USD   | 79228162514264337593543950335 |
    And account 7 orders "big" to buy 79228162514264337593543950 USD worth
    And account 7 orders "a" to buy 10 USD worth
    And reservation 1 is committed
    And reservation 2 is committed
    When order "a" of account 7 fills 1 at 0.333333333333
    Then held, open and used are 0, 79228162514264337593543960 and 0.333333333333

  @L-6.17
  Scenario: Nor one that the sum of all accounts cannot hold
    Given a notional limit:
      | axis   | asset | limit                         |
      | broker | USD   | 79228162514264337593543950335 |
    And account 8 orders "big" to buy 79228162514264337593543950 USD worth
    And account 7 orders "a" to buy 10 USD worth
    And reservation 1 is committed
    And reservation 2 is committed
    When order "a" of account 7 fills 1 at 0.333333333333
    Then the holds are:
      | account | asset | held | open                       | used           |
      | 7       | USD   | 0    | 10                         | 0.333333333333 |
      | 8       | USD   | 0    | 79228162514264337593543950 | 0              |
