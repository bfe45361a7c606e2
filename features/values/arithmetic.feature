# SPDX-License-Identifier: Apache-2.0
Feature: Arithmetic is exact or an error
  Adding up a day's fees gives the day's fees to the last digit. Only a division rounds, and only
  in the way that the caller chose.

  Rule: Rounding comes first, the sign is checked then

    @V-3 @V-3.1
    Scenario Outline: A value is rounded as the caller asks
      When a price is rounded to 2 decimals "<strategy>" from the text "<text>"
      Then the value is "<value>"

      Examples:
        | strategy    | text   | value |
        | half_even   | 1.005  | 1     |
        | half_even   | 1.015  | 1.02  |
        | half_away   | 1.005  | 1.01  |
        | half_away   | -1.005 | -1.01 |
        | up          | 1.001  | 1.01  |
        | up          | -1.009 | -1    |
        | down        | 1.009  | 1     |
        | down        | -1.001 | -1.01 |
        | toward_zero | 1.009  | 1     |
        | toward_zero | -1.009 | -1    |

    @V-3
    Scenario: A quantity that rounds to zero is not negative
      When a quantity is rounded to 0 decimals "half_even" from the text "-0.4"
      Then the value is "0"

    @V-3
    Scenario: A quantity that stays below zero after rounding is refused
      When a quantity is rounded to 0 decimals "half_even" from the text "-0.6"
      Then the value is refused as "negative"

    @V-3
    Scenario: A float is rounded from its shortest text
      When a price is rounded to 2 decimals "half_even" from the float "2.675"
      Then the value is "2.68"

    @V-3
    Scenario: No value has more than 28 decimals
      When a price is rounded to 29 decimals "half_even" from the text "1"
      Then the value is refused as "scale_out_of_range"

  Rule: Sums, differences and products are exact

    @V-4
    Scenario Outline: The result is exact
      When the <type> "<a>" is taken <op> "<b>"
      Then the value is "<result>"

      Examples:
        | type     | a           | op    | b                              | result      |
        | fee      | 0.1         | plus  | 0.2                            | 0.3         |
        | price    | 100.25      | minus | 100.5                          | -0.25       |
        | pnl      | -12.5       | times | 1.1                            | -13.75      |
        | quantity | 3           | minus | 3                              | 0           |
        | price    | 34028236693 | minus | 1.0000000000000000000000000000 | 34028236692 |

    @V-4
    Scenario: A loss negated is a profit
      When the pnl "-50" is negated
      Then the value is "50"

    @V-4.1
    Scenario Outline: What cannot be exact is an error of its own kind
      When the <type> "<a>" is taken <op> "<b>"
      Then the value is refused as "<kind>"

      Examples:
        | type     | a                              | op    | b   | kind      |
        | price    | 79228162514264337593543950335  | plus  | 1   | overflow  |
        | quantity | 1                              | minus | 2   | underflow |
        | volume   | 1                              | times | -1  | underflow |
        | price    | 0.0000000000000000000000000001 | times | 0.5 | inexact   |
        | price    | 79228162514264337593543950334  | plus  | 0.5 | inexact   |

    @V-4.6
    Scenario Outline: A factor may have any size, if only the result fits
      When the <type> "<a>" is taken <op> "<b>"
      Then the value is "<result>"

      Examples:
        | type     | a      | op         | b        | result                        |
        | price    | 0.1    | times      | 1E+29    | 10000000000000000000000000000 |
        | quantity | 1E-28  | times      | 1E+30    | 100                           |
        | price    | 0      | times      | -1E+6144 | 0                             |
        | price    | 185    | times      | 0E+6144  | 0                             |
        | pnl      | -5E+28 | divided by | 1E+29    | -0.5                          |
        | price    | 185    | divided by | 1E+6144  | 0                             |
        | price    | -185   | modulo     | 1E+6144  | -185                          |

    @V-4.6
    Scenario Outline: A result that does not fit is an error however large the factor
      When the price "<a>" is taken <op> "<b>"
      Then the value is refused as "<kind>"

      Examples:
        | a   | op         | b        | kind             |
        | 0.1 | times      | 1E+30    | overflow         |
        | 0.1 | times      | 1E-6143  | inexact          |
        | 1   | divided by | 1E-6143  | overflow         |
        | 1   | divided by | 0E+6144  | division_by_zero |
        | 1   | modulo     | 3E-100   | inexact          |

    @V-4.1
    Scenario: A quantity has no opposite
      When the quantity "1" is negated
      Then the value is refused as "underflow"

  Rule: Only a division rounds

    @V-4.2
    Scenario Outline: A division rounds half-even at the largest scale that fits
      When the price "<a>" is taken divided by "<b>"
      Then the value is "<result>"

      Examples:
        | a  | b | result                         |
        | 10 | 4 | 2.5                            |
        | 1  | 3 | 0.3333333333333333333333333333 |
        | 2  | 3 | 0.6666666666666666666666666667 |

    @V-4.3
    Scenario Outline: A division to a scale rounds as the caller asks
      When the price "<a>" is divided by "<b>" to 2 decimals "<strategy>"
      Then the value is "<result>"

      Examples:
        | a  | b | strategy    | result |
        | 10 | 3 | half_even   | 3.33   |
        | 10 | 3 | up          | 3.34   |
        | -1 | 3 | down        | -0.34  |
        | -1 | 3 | toward_zero | -0.33  |

    @V-4.4
    Scenario Outline: A remainder truncates
      When the price "<a>" is taken modulo "<b>"
      Then the value is "<result>"

      Examples:
        | a  | b   | result |
        | 7  | 2.5 | 2      |
        | -7 | 2.5 | -2     |

    @V-4.5
    Scenario Outline: Nothing is divided by zero
      When the price "1" is taken <op> "0"
      Then the value is refused as "division_by_zero"

      Examples:
        | op         |
        | divided by |
        | modulo     |
