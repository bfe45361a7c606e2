# SPDX-License-Identifier: Apache-2.0
Feature: Every door checks, and what came through is a value
  Whatever way a number or a name takes into the engine, it meets the same rule.

  Rule: What nobody set is refused where a value is needed

    @V-6 @V-6.1
    Scenario Outline: An enum that nobody set is no member of its table
      Then a <enum> that nobody set is refused where one is needed

      Examples:
        | enum              |
        | side              |
        | rounding_strategy |
        | position_side     |
        | position_effect   |
        | position_mode     |

    @V-2.6 @E-3 @rust-compile-fail
    Scenario Outline: Yes and no are not numbers
      Then a boolean is no <type>

      Examples:
        | type          |
        | price         |
        | quantity      |
        | position_size |
        | leverage      |

  Rule: What came through is a value

    @V-7 @V-7.1 @V-7.2 @V-7.3 @V-1.1
    Scenario Outline: A value never changes, its copies are it, and it is a key
      Then the <type> "<value>" is a value

      Examples:
        | type             | value    |
        | price            | -1.50    |
        | quantity         | 100      |
        | volume           | 18550    |
        | pnl              | -12.5    |
        | fee              | -0.25    |
        | notional         | 10       |
        | cash_flow        | -3       |
        | position_size    | 0.1      |
        | leverage         | 10.5     |
        | asset            | USD      |
        | instrument       | AAPL/USD |
        | account_id       | ACC001   |
