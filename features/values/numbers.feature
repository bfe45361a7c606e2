# SPDX-License-Identifier: Apache-2.0
Feature: Numbers are exact
  A price, a quantity, a volume, a profit or a fee is held exactly as it was written, or it is
  refused. Nothing is ever rounded behind the desk's back.

  Rule: Text has one canonical form

    @V-1 @V-1.2
    Scenario Outline: A number prints canonically, however it was written
      When a <type> is read from the text "<text>"
      Then the value is "<canonical>"

      Examples:
        | type     | text                           | canonical                      |
        | price    | 1.50                           | 1.5                            |
        | price    | +0185.00                       | 185                            |
        | price    | -0                             | 0                              |
        | pnl      | -0.000                         | 0                              |
        | quantity | 1e3                            | 1000                           |
        | volume   | 2.5E-3                         | 0.0025                         |
        | fee      | -3.40                          | -3.4                           |
        | price    | 79228162514264337593543950335  | 79228162514264337593543950335  |
        | price    | 0.0000000000000000000000000001 | 0.0000000000000000000000000001 |

    @V-1.1
    Scenario Outline: Two ways to write a number make one value and one key of a book
      Then as a <type> "<a>" and "<b>" are one value and one key

      Examples:
        | type     | a    | b     |
        | price    | 1.50 | 1.5   |
        | quantity | 100  | 1e2   |
        | volume   | 0.0  | 0     |
        | pnl      | -0   | 0     |
        | fee      | -3.4 | -3.40 |

    @V-1.1
    Scenario: Two prices one tick apart are two values
      Then as a price "1.5" and "1.51" are two values

    @V-1.1
    Scenario Outline: Values are ordered by what they are worth, not by how they are written
      When the <type> "<a>" is compared with "<b>"
      Then the value is "<order>"

      Examples:
        | type     | a   | b    | order |
        | price    | -2  | -1.5 | -1    |
        | quantity | 9   | 10   | -1    |
        | volume   | 1.0 | 1    | 0     |
        | pnl      | 0.1 | -100 | 1     |

    @V-1.3
    Scenario Outline: A fixed number of decimals is a separate call
      When the price "<price>" is shown with <decimals> decimals
      Then the value is "<text>"

      Examples:
        | price  | decimals | text   |
        | 185    | 2        | 185.00 |
        | 0.125  | 2        | 0.12   |
        | -0.001 | 2        | 0.00   |

  Rule: Signs mean what the trade says

    @V-1.4 @V-1.5 @V-1.6 @V-1.7
    Scenario Outline: Prices, profits and fees may be below zero
      When a <type> is read from the text "<text>"
      Then the value is "<text>"

      Examples:
        | type  | text   | # meaning             |
        | price | -37.63 | crude oil, April 2020 |
        | pnl   | -1000  | a loss                |
        | fee   | -0.25  | a rebate              |

    @V-1.4
    Scenario Outline: Nothing is traded in negative size
      When a <type> is read from the text "-0.01"
      Then the value is refused as "negative"

      Examples:
        | type     |
        | quantity |
        | volume   |

  Rule: What cannot be held exactly is refused

    @V-2 @V-2.1 @V-2.3
    Scenario Outline: Text outside the grammar is refused
      When a price is read from the text "<text>"
      Then the value is refused as "<kind>"
      And the refusal names the input "<text>"

      Examples:
        | text  | kind           | # why                     |
        | ␠185  | invalid_format | a blank before            |
        | 185␠  | invalid_format | a blank after             |
        | 1_000 | invalid_format | an underscore             |
        | 1,000 | invalid_format | a thousands separator     |
        | .5    | invalid_format | no digit before the point |
        | 5.    | invalid_format | no digit after the point  |
        | --5   | invalid_format | two signs                 |
        | 1e    | invalid_format | an exponent without one   |
        | 0x10  | invalid_format | hexadecimal               |
        | ١٢٣   | invalid_format | other digits              |
        | NaN   | invalid_format | not a number              |
        | inf   | invalid_format | infinity                  |
        |       | empty          | nothing at all            |

    @V-2
    Scenario Outline: A number that does not fit is refused, not rounded
      When a price is read from the text "<text>"
      Then the value is refused as "<kind>"

      Examples:
        | text                            | kind     |
        | 1e400                           | overflow |
        | 79228162514264337593543950336   | overflow |
        | 1e-29                           | inexact  |
        | 0.00000000000000000000000000015 | inexact  |
        | 7922816251426433759354395033.51 | inexact  |

    @V-2.2
    Scenario Outline: Integers are taken as they are
      When a <type> is read from the integer "<number>"
      Then the value is "<number>"

      Examples:
        | type     | number                         |
        | price    | -185                           |
        | quantity | 0                              |
        | pnl      | -79228162514264337593543950335 |

    @V-2.2
    Scenario: An integer above 96 bits is refused
      When a price is read from the integer "79228162514264337593543950336"
      Then the value is refused as "overflow"

    @V-2.4 @V-2.5
    Scenario Outline: A float is taken by its shortest text
      When a price is read from the float "<float>"
      Then the value is "<text>"

      Examples:
        | float | text                   |
        | 0.1   | 0.1                    |
        | 0.3   | 0.3                    |
        | 1e21  | 1000000000000000000000 |
        | -0.0  | 0                      |

    @V-2.3 @V-2.5
    Scenario Outline: A float that is no number is refused
      When a price is read from the float "<float>"
      Then the value is refused as "not_finite"

      Examples:
        | float |
        | nan   |
        | inf   |
        | -inf  |

  Rule: The shared vectors hold in every language

    @V-8 @V-8.2 @V-2 @V-3 @V-4 @V-5
    Scenario: Every vector of the shared set
      Then every shared vector holds

    @V-8.1
    Scenario: Cases that nobody wrote down are answered as exact arithmetic does
      Then 2000 drawn cases are answered as by exact arithmetic

    @V-8
    Scenario: A vector that nobody can run is not passed over
      Then an operation on values that nobody knows fails the suite
