# SPDX-License-Identifier: Apache-2.0
Feature: A leverage is an exact decimal of 1 to 3000 in steps of 0.1
  A binary float would make 10.1 times something else than it says.

  @V-1.9
  Scenario Outline: A leverage of the range, on a step, is taken as it is
    When a leverage is read from the <source> "<input>"
    Then the value is "<leverage>"

    Examples:
      | source  | input | leverage |
      | text    | 1     | 1        |
      | text    | 10.50 | 10.5     |
      | text    | 3e3   | 3000     |
      | integer | 3000  | 3000     |
      | integer | 20    | 20       |
      | float   | 10.1  | 10.1     |
      | float   | 2.3   | 2.3      |
      | decimal | 1E+3  | 1000     |
      | decimal | 1.10  | 1.1      |

  @V-1.9
  Scenario Outline: A leverage outside its range is refused
    When a leverage is read from the <source> "<input>"
    Then the value is refused as "out_of_range"

    Examples:
      | source  | input                         |
      | text    | 0.9                           |
      | text    | 3000.1                        |
      | text    | 0                             |
      | text    | -10                           |
      | text    | 0.99                          |
      | text    | 3000.05                       |
      | integer | 0                             |
      | integer | 3001                          |
      | integer | -1                            |
      | integer | 79228162514264337593543950335 |
      | float   | 0.9                           |
      | decimal | 3.1E+3                        |

  @V-1.9
  Scenario Outline: A leverage between two steps is refused, not rounded
    When a leverage is read from the <source> "<input>"
    Then the value is refused as "off_step"

    Examples:
      | source  | input               |
      | text    | 1.05                |
      | text    | 10.000000000001     |
      | float   | 1.25                |
      | float   | 10.000000000000002  |
      | decimal | 2999.99             |

  @V-1.9 @V-2.1 @V-2.3
  Scenario Outline: Text that is no number, or that no number holds, is no leverage
    When a leverage is read from the text "<text>"
    Then the value is refused as "<kind>"

    Examples:
      | text   | kind           |
      |        | empty          |
      | 10x    | invalid_format |
      | ␠10    | invalid_format |
      | 1_0    | invalid_format |
      | NaN    | invalid_format |
      | 1e-400 | off_step       |
      | 1e400  | out_of_range   |

  @V-1.9 @V-1.1
  Scenario: Leverages are ordered by value
    When the leverage "9.9" is compared with "10"
    Then the value is "-1"

  @V-1.9 @V-1.1
  Scenario: Two ways to write a leverage make one value
    Then as a leverage "10.50" and "1.05e1" are one value and one key
