# SPDX-License-Identifier: Apache-2.0
Feature: JSON takes what the constructors take, and nothing else
  A number travels as its text, so no JSON library can round it on the way.

  @V-6.12
  Scenario Outline: A value goes through JSON and comes back
    Then the <type> "<value>" is <json> in JSON and comes back

    Examples:
      | type             | value                          | json                             |
      | price            | -185.50                        | "-185.5"                         |
      | quantity         | 1e2                            | "100"                            |
      | volume           | 79228162514264337593543950335  | "79228162514264337593543950335"  |
      | pnl              | -0                             | "0"                              |
      | fee              | 0.0000000000000000000000000001 | "0.0000000000000000000000000001" |
      | notional         | 10.0                           | "10"                             |
      | cash_flow        | -3                             | "-3"                             |
      | position_size    | 0.1                            | "0.1"                            |
      | leverage         | 10.50                          | "10.5"                           |

  @V-6.12
  Scenario Outline: JSON text is read by the same grammar
    When a <type> is read from the JSON "<json>"
    Then the value is "<value>"

    Examples:
      | type             | json                   | value                |
      | price            | "1.5e2"                | 150                  |
      | price            | 185                    | 185                  |
      | fee              | -9223372036854775808   | -9223372036854775808 |
      | leverage         | 20                     | 20                   |
      | account_id       | "18446744073709551615" | 18446744073709551615 |
      | account_id       | 7                      | 7                    |
      | account_group_id | "4294967295"           | 4294967295           |
      | side             | "sell"                 | sell                 |
      | position_mode    | "hedging"              | hedging              |

  @V-6 @V-6.12
  Scenario Outline: JSON is refused with the words of the constructor
    When a <type> is read from the JSON "<json>"
    Then the JSON is refused with "<text>"

    Examples:
      | type          | json     | text                                                     |
      | quantity      | "-1"     | `quantity` `-1` is negative: allowed is zero or more     |
      | quantity      | -1       | `quantity` `-1` is negative: allowed is zero or more     |
      | price         | " 1"     | `price` ` 1` is not a number: allowed is                 |
      | price         | "1_0"    | `price` `1_0` is not a number: allowed is                |
      | volume        | "1e-29"  | `volume` `1e-29` cannot be held exactly: allowed are     |
      | notional      | ""       | `notional` `` is empty: allowed is                       |
      | leverage      | "0.5"    | `leverage` `0.5` is out of range: allowed is             |
      | leverage      | "1.05"   | `leverage` `1.05` is between two steps: allowed are      |
      | side          | "short"  | `side` `short` is unknown: allowed are `buy`, `sell`     |
      | position_side | "buy"    | `position_side` `buy` is unknown: allowed are            |

  @V-6.12
  Scenario Outline: JSON of another kind is refused
    When a <type> is read from the JSON "<json>"
    Then the JSON is refused

    Examples:
      | type         | json           |
      | price        | null           |
      | price        | true           |
      | price        | ["1"]          |
      | price        | {"price": "1"} |
      | quantity     | "1" "2"        |
      | account_id   | "x"            |
      | account_id   | -1             |
      | side         | 1              |
