# SPDX-License-Identifier: Apache-2.0
Feature: JSON takes what the constructors take, and nothing else
  A number travels as its text, so no JSON library can round it on the way. Unquoted, only an
  integer of 64 bits is taken: of every other number some library loses digits before we see them.

  @V-6 @V-6.12 @V-6.14 @V-6.15 @V-6.17
  Scenario: One table says what JSON of a value means, in every language
    Then every JSON case about values holds

  @V-6.12 @V-6.13
  Scenario Outline: A value goes through JSON and comes back
    Then the <type> "<value>" is <json> in JSON and comes back

    Examples:
      | type          | value                          | json                             |
      | price         | -185.50                        | "-185.5"                         |
      | quantity      | 1e2                            | "100"                            |
      | volume        | 79228162514264337593543950335  | "79228162514264337593543950335"  |
      | pnl           | -0                             | "0"                              |
      | fee           | 0.0000000000000000000000000001 | "0.0000000000000000000000000001" |
      | notional      | 10.0                           | "10"                             |
      | cash_flow     | -3                             | "-3"                             |
      | position_size | 0.1                            | "0.1"                            |
      | leverage      | 10.50                          | "10.5"                           |
      | asset         | USD                            | "USD"                            |
      | instrument    | AAPL/USD                       | "AAPL/USD"                       |

  @V-6.14
  Scenario Outline: A number is read from its text or from an integer of 64 bits
    When the JSON <json> is read as a <type>
    Then its JSON is <value>

    Examples:
      | type       | json                   | value                  |
      | price      | "1.5e2"                | "150"                  |
      | price      | 185                    | "185"                  |
      | price      | 9007199254740993       | "9007199254740993"     |
      | volume     | 18446744073709551615   | "18446744073709551615" |
      | fee        | -9223372036854775808   | "-9223372036854775808" |
      | volume     | "36893488147419103232" | "36893488147419103232" |
      | leverage   | 20                     | "20"                   |
      | account_id | "18446744073709551615" | "18446744073709551615" |
      | account_id | 7                      | "7"                    |

  @V-6.14 @V-6.15
  Scenario Outline: A number whose digits may be lost is refused, whatever the library made of it
    When the JSON <json> is read as a price
    Then the JSON is refused as "wrong_type" because of "price" and its "<found>"

    Examples:
      | json                  | found   |
      | 1.5                   | number  |
      | 185.0                 | number  |
      | 1e3                   | number  |
      | 0.1000000000000000055 | number  |
      | 18446744073709551616  | number  |
      | -9223372036854775809  | number  |
      | null                  | null    |
      | true                  | boolean |
      | ["1"]                 | array   |
      | {"price": "1"}        | object  |

  @V-6.12
  Scenario Outline: JSON is refused with the words of the constructor
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "<kind>" because of "<type>" and its "<input>"

    Examples:
      | type          | json    | kind         | input |
      | quantity      | "-1"    | negative     | -1    |
      | quantity      | -1      | negative     | -1    |
      | leverage      | "0.5"   | out_of_range | 0.5   |
      | leverage      | "1.05"  | off_step     | 1.05  |
      | volume        | "1e-29" | inexact      | 1e-29 |
      | side          | "short" | unknown_name | short |
      | position_side | "buy"   | unknown_name | buy   |

  @V-6.2 @V-6.7 @V-6.12
  Scenario Outline: An instrument that could not be read again is never made
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "invalid_format" because of "<type>" and its "<input>"

    Examples:
      | type       | json    | input |
      | asset      | "A/B"   | A/B   |
      | instrument | "A/B/C" | A/B/C |

  @V-6.12
  Scenario Outline: Text that is not JSON is refused
    When the JSON <json> is read as a <type>
    Then the JSON is refused

    Examples:
      | type     | json      |
      | quantity | "1" "2"   |
      | price    | 1.5.      |
      | price    | +1        |
      | price    | 01        |
      | asset    | "USD      |
      | trade    | {"price": |

  @V-6.16
  Scenario Outline: JSON that is too deep is refused
    When JSON of a "<what>" that is deeper than any is read as a <type>
    Then the JSON is refused

    Examples:
      | type         | what          |
      | price        | array         |
      | price        | closed array  |
      | trade        | closed object |
      | trade_amount | object        |
