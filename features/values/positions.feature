# SPDX-License-Identifier: Apache-2.0
Feature: Groups, adjustment amounts and the enums of positions

  @V-6.8
  Scenario Outline: A group of accounts is a number of 32 bits; 0 is the default group
    When an account_group_id is read from the integer "<number>"
    Then the value is "<number>"

    Examples:
      | number     |
      | 0          |
      | 7          |
      | 4294967295 |

  @V-6.8
  Scenario: The default group is the number 0
    Then the default group is "0"

  @V-6.9
  Scenario Outline: A delta is added to what is there, an absolute replaces it
    When an adjustment by the <kind> "<amount>" meets "<before>"
    Then the value is "<after>"

    Examples:
      | kind     | amount | before | after |
      | delta    | 100    | 250    | 350   |
      | delta    | -0.5   | 0.25   | -0.25 |
      | absolute | 100    | 250    | 100   |
      | absolute | 0      | -3     | 0     |

  @V-6.9 @V-4.1
  Scenario Outline: An adjustment that cannot be exact is refused
    When an adjustment by the delta "<amount>" meets "<before>"
    Then the value is refused as "<kind>"

    Examples:
      | amount                         | before                        | kind     |
      | 1                              | 79228162514264337593543950335 | overflow |
      | 0.0000000000000000000000000001 | 79228162514264337593543950335 | overflow |
      | 0.0000000000000000000000000001 | 10                            | inexact  |

  @V-6.10
  Scenario Outline: An enum of positions has two members and no more
    When a <enum> is read from the text "<text>"
    Then the value is "<text>"

    Examples:
      | enum            | text    |
      | position_side   | long    |
      | position_side   | short   |
      | position_effect | open    |
      | position_effect | close   |
      | position_mode   | netting |
      | position_mode   | hedging |

  @V-6.10 @V-6.11
  Scenario Outline: A name that the table lacks is refused
    When a <enum> is read from the text "<text>"
    Then the value is refused as "<kind>"

    Examples:
      | enum              | text     | kind         |
      | position_side     | buy      | unknown_name |
      | position_side     | longer   | unknown_name |
      | position_effect   | opened   | unknown_name |
      | position_effect   | ␠open    | unknown_name |
      | position_mode     | one-way  | unknown_name |
      | position_mode     |          | empty        |
      | rounding_strategy | ceiling  | unknown_name |
      | rounding_strategy | HalfEven | unknown_name |
