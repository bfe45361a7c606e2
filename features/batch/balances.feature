# SPDX-License-Identifier: Apache-2.0
Feature: Balances
  The engine keeps what each account has, as adjustments tell it: balance, held and incoming of each
  asset, and of each position with what secures it.

  @B-1.1
  Scenario Outline: A delta is added, an absolute replaces, what is absent stays
    Given account 7 is adjusted by:
      | what | balance | held | incoming |
      | USD  | =100    | =20  | =3       |
    When account 7 is adjusted by:
      | what | balance   | held   | incoming   |
      | USD  | <balance> | <held> | <incoming> |
    Then the batch leaves:
      | what | balance | held | incoming |
      | USD  | <b>     | <h>  | <i>      |

    Examples:
      | balance | held | incoming | b      | h   | i  |
      | +0.5    |      |          | 100.5  | 20  | 3  |
      | -150.25 |      |          | -50.25 | 20  | 3  |
      | =7      | +1   |          | 7      | 21  | 3  |
      |         | =0   | -4       | 100    | 0   | -1 |
      |         |      | =9.00    | 100    | 20  | 9  |

  @B-1.1
  Scenario: Accounts, assets and positions are kept apart
    When account 7 is adjusted by:
      | what            | balance | price | mode    | leverage |
      | USD             | +1      |       |         |          |
      | EUR             | +2      |       |         |          |
      | AAPL/USD by USD | +3      | 185   | netting | 10       |
      | AAPL/USD by EUR | +4      | 186   | netting |          |
      | AAPL/EUR by EUR | +5      | 187   | hedging |          |
    And account 8 is adjusted by:
      | what | balance |
      | USD  | +6      |
    And account 6 is adjusted by:
      | what | balance | price |
      | USD  | +7      | 1.5   |
    Then the balances are:
      | account | what            | balance | held | incoming | price | mode    | leverage |
      | 6       | USD             | 7       | 0    | 0        | 1.5   |         |          |
      | 7       | EUR             | 2       | 0    | 0        |       |         |          |
      | 7       | USD             | 1       | 0    | 0        |       |         |          |
      | 7       | AAPL/EUR by EUR | 5       | 0    | 0        | 187   | hedging |          |
      | 7       | AAPL/USD by EUR | 4       | 0    | 0        | 186   | netting |          |
      | 7       | AAPL/USD by USD | 3       | 0    | 0        | 185   | netting | 10       |
      | 8       | USD             | 6       | 0    | 0        |       |         |          |

  @B-1.5
  Scenario: The latest price, mode and leverage that an item had are kept
    When account 7 is adjusted by:
      | what            | balance | price | mode    | leverage |
      | USD             | +1      | 1.1   |         |          |
      | USD             | +1      |       |         |          |
      | AAPL/USD by USD | +3      | 185   | netting | 10       |
      | AAPL/USD by USD | +3      | 186   | hedging |          |
    Then the balances are:
      | account | what            | balance | price | mode    | leverage |
      | 7       | USD             | 2       | 1.1   |         |          |
      | 7       | AAPL/USD by USD | 6       | 186   | hedging | 10       |

  @B-1.5
  Scenario: An entry of which nothing is left does not exist
    Given account 7 is adjusted by:
      | what | balance | held | price |
      | USD  | +5      | +1   | 1.1   |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | -5      |
    Then the batch leaves:
      | what | balance | held | price |
      | USD  | 0       | 1    | 1.1   |
    And the balances are:
      | account | what | balance | held |
      | 7       | USD  | 0       | 1    |
    When account 7 is adjusted by:
      | what | held |
      | USD  | =0   |
    Then the batch leaves:
      | what | balance | held |
      | USD  | 0       | 0    |
    And there are no balances
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +2      |
    Then the balances are:
      | account | what | balance | price |
      | 7       | USD  | 2       |       |

  @B-1.2
  Scenario Outline: Bounds are inclusive and hold what is there afterwards
    Given account 7 is adjusted by:
      | what | balance | held | incoming |
      | USD  | =100    | =20  | =3       |
    When account 7 is adjusted by:
      | what | <amount> | <of> bounds |
      | USD  | <by>     | <bounds>    |
    Then the batch is accepted

    Examples:
      | amount   | by   | of       | bounds     |
      | balance  | +10  | balance  | 0 to 110   |
      | balance  | -100 | balance  | 0 to 110   |
      | held     | -25  | held     | -5 to 0    |
      | incoming | =4   | incoming | up to 4    |
      | balance  | +1   | held     | from 20    |
      | balance  | +1   | incoming | 3 to 3     |

  @B-1.2
  Scenario Outline: What is out of bounds is rejected by the engine itself
    Given account 7 is adjusted by:
      | what | balance | held | incoming |
      | USD  | =100    | =20  | =3       |
    And the state is noted
    When account 7 is adjusted by:
      | what | <amount> | <of> bounds |
      | USD  | <by>     | <bounds>    |
    Then the batch is rejected at item 0 with:
      | policy  | engine                          |
      | code    | AccountAdjustmentBoundsExceeded |
      | scope   | account                         |
      | reason  | adjusted `<of>` out of bounds   |
    And the reject details are "<of>: observed `<seen>`, lower bound <lower>, upper bound <upper>"
    And the state is as it was

    Examples:
      | amount   | by      | of       | bounds   | seen   | lower | upper |
      | balance  | +10.01  | balance  | 0 to 110 | 110.01 | `0`   | `110` |
      | balance  | -100.01 | balance  | 0 to 110 | -0.01  | `0`   | `110` |
      | held     | =21     | held     | up to 20 | 21     | none  | `20`  |
      | incoming | -4      | incoming | from 0   | -1     | `0`   | none  |
      | balance  | +1      | held     | from 21  | 20     | `21`  | none  |

  @B-1.3
  Scenario: A sum that does not fit is rejected by the engine itself
    Given account 7 is adjusted by:
      | what | balance                       |
      | USD  | =79228162514264337593543950335 |
    When account 7 is adjusted by:
      | what | balance |
      | USD  | +1      |
    Then the batch is rejected at item 0 with:
      | policy | engine                     |
      | code   | ArithmeticOverflow         |
      | scope  | account                    |
      | reason | adjusted `balance` overflows |
    And the reject details are:
      """
      balance: observed `79228162514264337593543950335` + `1`, allowed: a sum that fits 96 bits
       exactly
      """
    And the balances are:
      | account | what | balance                       |
      | 7       | USD  | 79228162514264337593543950335 |

  @B-3 @B-2
  Scenario: A long batch is all or nothing
    When account 7 is adjusted 1000 times in one batch by +0.01 USD
    Then the batch is accepted
    And the balances are:
      | account | what | balance |
      | 7       | USD  | 10      |
