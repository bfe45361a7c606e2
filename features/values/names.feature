# SPDX-License-Identifier: Apache-2.0
Feature: Names, enums and error texts
  What enters through any door is checked at that door, and a refusal says in plain words what was
  wrong and what is allowed, the same words in every language.

  @V-6 @V-6.2 @V-6.7 @V-6.11 @O-4.2 @O-4.3
  Scenario Outline: A bad name is refused where it enters
    When an <type> is read from the text "<text>"
    Then the value is refused as "<kind>"

    Examples:
      | type            | text         | kind              | # why                |
      | asset           |              | empty             | nothing              |
      | asset           | ␠␠           | empty             | only blanks          |
      | asset           | ␠USD         | invalid_format    | a blank before       |
      | asset           | US␉D         | control_character | a tab                |
      | asset           | A x 65       | too_long          | 65 bytes             |
      | asset           | € x 22       | too_long          | 66 bytes in 22 signs |
      | client_order_id |              | empty             | nothing              |
      | client_order_id | A x 65       | too_long          | 65 bytes             |
      | execution_id    | A x 65       | too_long          | 65 bytes             |
      | instrument      | AAPL         | invalid_format    | no settlement asset  |
      | instrument      | AAPL/USD/EUR | invalid_format    | two slashes          |
      | instrument      | /USD         | empty             | no underlying        |

  @V-6.2
  Scenario Outline: A good name is kept as it is written
    When an <type> is read from the text "<text>"
    Then the value is "<text>"

    Examples:
      | type            | text     |
      | asset           | USD      |
      | asset           | BRK B    |
      | asset           | Ünïcode  |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
      | instrument      | AAPL/USD |

  @V-6.3
  Scenario Outline: An account's name becomes the same number everywhere
    When an account_id is read from the text "<name>"
    Then the value is "<number>"

    Examples:
      | name   | number               |
      | a      | 12638187200555641996 |
      | 7      | 12638132224974231446 |
      | ACC001 | 2026953348219761537  |

  @V-6.3
  Scenario: An account without a name is refused
    When an account_id is read from the text ""
    Then the value is refused as "empty"

  @V-6.4
  Scenario Outline: A side is buy or sell
    When a side is read from the text "<text>"
    Then the value is "<side>"

    Examples:
      | text | side |
      | buy  | buy  |
      | SELL | sell |

  @V-6.4 @V-6.11
  Scenario: A side that the table lacks is refused
    When a side is read from the text "short"
    Then the value is refused as "unknown_name"

  @V-6.18
  Scenario Outline: The name of an enum is read as it is written or in capitals
    When a <type> is read from the text "<text>"
    Then the value is "<name>"

    Examples:
      | type              | text      | name      |
      | side              | BUY       | buy       |
      | position_side     | LONG      | long      |
      | position_effect   | close     | close     |
      | position_mode     | NETTING   | netting   |
      | rounding_strategy | HALF_EVEN | half_even |

  @V-6.18 @V-6.11
  Scenario Outline: No other spelling of a name is read
    When a <type> is read from the text "<text>"
    Then the value is refused as "unknown_name"

    Examples:
      | type              | text      |
      | side              | Buy       |
      | side              | ␠buy      |
      | position_side     | Long      |
      | position_mode     | ＮＥＴＴＩＮＧ   |
      | rounding_strategy | HalfEven  |
      | rounding_strategy | HALF-EVEN |

  @R-1.2 @R-1.3 @R-2
  Scenario: Reject codes have one name and one number in every language
    Then the binding's reject codes and scopes are those of the specification

  @E-1 @E-1.1 @E-1.2 @E-1.3 @E-1.4 @E-2 @E-2.1 @E-2.2
  Scenario Outline: A refusal says what was wrong and what is allowed, in the same words everywhere
    When a <type> is read from the text "<text>"
    Then the call is refused as "param"
    And the refusal says "`<type>` `<text>` is <message>"

    Examples:
      | type     | text  | message                                                     |
      | quantity | -3    | negative: allowed is zero or more                           |
      | side     | short | unknown: allowed are `buy`, `sell`                          |
      | asset    |       | empty: allowed is text of at least one character            |
      | price    | 1_000 | not a number: allowed is `[+-]digits[.digits][e[+-]digits]` |

  @E-2.2
  Scenario: A refusal repeats no more than 64 characters of the input
    When a price is read from the text "x x 70"
    Then the value is refused as "invalid_format"
    And the refusal names 61 characters of the input and "..."
