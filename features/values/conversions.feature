# SPDX-License-Identifier: Apache-2.0
Feature: One kind of number becomes another by a named call
  A desk never multiplies a price by a quantity and guesses what came out: each conversion has a
  name, a type and a sign, and is exact or an error.

  Rule: A price and a quantity make money

    @V-5 @V-5.1 @V-1.8
    Scenario Outline: Volume and notional go by the absolute price, a position by the signed one
      When the <one> "<a>" and the <other> "<b>" make a <type>
      Then the value is "<result>"

      Examples:
        | one      | a      | other    | b    | type          | result  |
        | price    | 185.5  | quantity | 100  | volume        | 18550   |
        | price    | -37.63 | quantity | 1000 | volume        | 37630   |
        | price    | -37.63 | quantity | 1000 | notional      | 37630   |
        | price    | -37.63 | quantity | 1000 | position_size | -37630  |
        | quantity | 4      | price    | -2.5 | volume        | 10      |
        | price    | 0      | quantity | 7    | notional      | 0       |
        | price    | 0.1    | quantity | 0.3  | notional      | 0.03    |

    @V-5.1
    Scenario Outline: A notional can be asked of its own type
      When a notional is made <how>
      Then the value is "<result>"

      Examples:
        | how                                       | result |
        | of the price "-2.5" and the quantity "4"  | 10     |
        | of the volume "18550"                     | 18550  |

    @V-5 @V-5.1
    Scenario Outline: Money that does not fit is refused, not rounded
      When the price "<price>" and the quantity "<quantity>" make a <type>
      Then the value is refused as "<kind>"

      Examples:
        | price                         | quantity          | type          | kind     |
        | 79228162514264337593543950335 | 2                 | volume        | overflow |
        | 79228162514264337593543950335 | 2                 | notional      | overflow |
        | 0.00000000000001              | 0.000000000000001 | volume        | inexact  |
        | -0.5                          | 1e-28             | position_size | inexact  |

  Rule: Money and a price make a quantity

    @V-5.2
    Scenario Outline: A volume is divided by the absolute price
      When the volume "<volume>" and the price "<price>" make a quantity
      Then the value is "<quantity>"

      Examples:
        | volume | price | quantity                       |
        | 18550  | 185.5 | 100                            |
        | 10     | -2.5  | 4                              |
        | 1      | 3     | 0.3333333333333333333333333333 |
        | 2      | -3    | 0.6666666666666666666666666667 |

    @V-5.2 @V-4.3
    Scenario Outline: A venue's lot is the caller's choice of scale and strategy
      When the volume "100" and the price "-30" make a quantity to 2 decimals "<strategy>"
      Then the value is "<quantity>"

      Examples:
        | strategy    | quantity |
        | half_even   | 3.33     |
        | up          | 3.34     |
        | down        | 3.33     |
        | toward_zero | 3.33     |

    @V-5.2 @V-4.5
    Scenario Outline: No quantity has a price of zero
      When the volume "<volume>" and the price "<price>" make a quantity
      Then the value is refused as "division_by_zero"

      Examples:
        | volume | price |
        | 100    | 0     |
        | 0      | -0.00 |

    @V-5.3
    Scenario Outline: A notional over its leverage is the margin
      When the notional "<notional>" and the leverage "<leverage>" make a notional
      Then the value is "<margin>"

      Examples:
        | notional | leverage | margin                         |
        | 1000     | 20       | 50                             |
        | 1        | 1        | 1                              |
        | 1        | 3        | 0.3333333333333333333333333333 |
        | 3000     | 3000     | 1                              |
        | 10.5     | 10.5     | 1                              |

    @V-5.3
    Scenario: A margin is rounded up to the cent if the desk says so
      When the notional "100" and the leverage "3" make a notional to 2 decimals "up"
      Then the value is "33.34"

  Rule: The sign turns where the meaning turns

    @V-5.4 @V-1.6 @V-1.7 @V-1.8
    Scenario Outline: A cost is a loss, an outflow, a decrease; a rebate is the opposite
      When the fee "<fee>" is taken as a <type>
      Then the value is "<result>"

      Examples:
        | fee   | type          | result |
        | 3.4   | pnl           | -3.4   |
        | 3.4   | cash_flow     | -3.4   |
        | 3.4   | position_size | -3.4   |
        | -0.25 | pnl           | 0.25   |
        | -0.25 | cash_flow     | 0.25   |
        | -0.25 | position_size | 0.25   |
        | 0     | pnl           | 0      |

    @V-5.5 @V-1.8
    Scenario Outline: Whether money comes in or goes out is said by name
      When the volume "18550" is taken as a cash_flow <direction>
      Then the value is "<result>"

      Examples:
        | direction | result |
        | inflow    | 18550  |
        | outflow   | -18550 |

    @V-5
    Scenario Outline: The same amount under another name keeps its sign
      When the <from> "<amount>" is taken as a <to>
      Then the value is "<amount>"

      Examples:
        | from      | amount | to            |
        | pnl       | -12.5  | cash_flow     |
        | pnl       | 12.5   | position_size |
        | cash_flow | -0.1   | position_size |
        | volume    | 7      | notional      |
        | notional  | 7      | volume        |

  Rule: A position is a quantity with a side

    @V-5.6 @V-1.8
    Scenario Outline: A buy makes a position longer, a sell shorter
      When the quantity "<quantity>" and the side "<side>" make a position
      Then the value is "<position>"

      Examples:
        | quantity | side | position |
        | 3        | buy  | 3        |
        | 3        | sell | -3       |
        | 0        | sell | 0        |

    @V-5.6
    Scenario Outline: The order that opens a position, and the one that closes it
      When the order that <does> the position "<position>" is asked for
      Then the value is "<order>"

      Examples:
        | does   | position | order    |
        | opens  | 2.5      | 2.5 buy  |
        | opens  | -2.5     | 2.5 sell |
        | closes | 2.5      | 2.5 sell |
        | closes | -2.5     | 2.5 buy  |
        | opens  | 0        | none     |
        | closes | 0        | none     |

    @V-5.6
    Scenario Outline: An execution moves a position
      When the position "<before>" <side>s "<quantity>"
      Then the value is "<after>"

      Examples:
        | before | quantity | side | after |
        | 10     | 3        | sell | 7     |
        | -1     | 3        | buy  | 2     |
        | 3      | 3        | sell | 0     |

    @V-5.6 @V-4.1
    Scenario: A position that does not fit is refused
      When the position "-79228162514264337593543950335" sells "1"
      Then the value is refused as "overflow"

  Rule: Nothing else mixes

    @V-5.7 @rust-compile-fail
    Scenario Outline: Values of two types are neither added nor compared
      Then a <one> and a <other> do not mix

      Examples:
        | one       | other         |
        | price     | quantity      |
        | pnl       | fee           |
        | volume    | notional      |
        | cash_flow | position_size |
        | price     | leverage      |
