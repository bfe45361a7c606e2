# SPDX-License-Identifier: Apache-2.0
Feature: Account adjustments as records
  What changes an account from outside the order flow: a deposit, a correction, a position that a
  venue reported. One operation, what it does to the amounts, and what they must stay within.

  @O-3 @O-3.1 @O-3.2 @O-5.2 @V-6.9
  Scenario: A balance's adjustment has every field that it was made with
    When an account adjustment is made with:
      | field                                 | value  |
      | operation.balance.asset               | BTC    |
      | operation.balance.average_entry_price | 62000  |
      | amount.balance.delta                  | 0.5    |
      | amount.held.absolute                  | 0      |
      | amount.incoming.delta                 | -0.25  |
      | bounds.balance_upper                  | 10     |
      | bounds.balance_lower                  | 0      |
      | bounds.held_upper                     | 5      |
      | bounds.held_lower                     | -5     |
      | bounds.incoming_upper                 | 1      |
      | bounds.incoming_lower                 | 1      |
    Then it shows what it was made with

  @O-3 @O-3.1 @O-3.2 @V-6.9 @V-6.10
  Scenario Outline: A position's adjustment has every field that it was made with
    When an account adjustment is made with:
      | field                                  | value   |
      | operation.position.instrument          | BTC/USD |
      | operation.position.collateral_asset    | USDC    |
      | operation.position.average_entry_price | -3.25   |
      | operation.position.mode                | <mode>  |
      | operation.position.leverage            | <times> |
      | amount.balance.absolute                | -2      |
      | bounds.<bound>                         | 1       |
    Then it shows what it was made with

    Examples:
      | mode    | times | bound          |
      | netting | 10.5  | balance_upper  |
      | hedging | 1     | held_upper     |
      | hedging |       | incoming_lower |

  @O-3 @O-3.2
  Scenario Outline: One amount is enough, and no bounds are needed
    When an account adjustment is made with:
      | field                   | value |
      | operation.balance.asset | USD   |
      | amount.<amount>.<kind>  | 0     |
    Then it shows what it was made with

    Examples:
      | amount   | kind     |
      | balance  | delta    |
      | held     | absolute |
      | incoming | delta    |

  @O-3.3 @O-4.4
  Scenario: An adjustment of nothing is refused
    When an account adjustment is made with:
      | field                   | value |
      | operation.balance.asset | USD   |
      | bounds.balance_upper    | 1     |
    Then the record is refused as "empty" because of "adjustment_amount"
    And the refusal says:
      """
      `adjustment_amount` `` is empty:
        allowed is at least one of `balance`, `held`, `incoming`
      """

  @O-3.3 @O-4.4
  Scenario Outline: Bounds that nothing can lie between are refused
    When an account adjustment is made with:
      | field                   | value   |
      | operation.balance.asset | USD     |
      | amount.balance.delta    | 1       |
      | bounds.<amount>_lower   | <lower> |
      | bounds.<amount>_upper   | <upper> |
    Then the record is refused as "inverted_bounds" because of "<amount>_bounds"
    And the refusal says:
      """
      `<amount>_bounds` `<lower> to <upper>` is inverted:
        allowed is a lower bound up to the upper bound
      """

    Examples:
      | amount   | lower | upper |
      | balance  | 1     | -1    |
      | held     | 0.1   | 0     |
      | incoming | -1    | -1.5  |

  @O-3.3 @O-4.4 @rust-compile-fail
  Scenario: An adjustment of neither a balance nor a position is refused
    When an account adjustment is made with:
      | field                | value |
      | amount.balance.delta | 1     |
    Then the record is refused because it lacks "adjustment.operation"

  @O-4.3 @V-6 @V-6.10
  Scenario Outline: A value that is not one never makes an adjustment
    When an account adjustment is made with:
      | field                                  | value        |
      | operation.position.instrument          | <instrument> |
      | operation.position.collateral_asset    | USDC         |
      | operation.position.average_entry_price | 1            |
      | operation.position.mode                | <mode>       |
      | operation.position.leverage            | <leverage>   |
      | amount.balance.delta                   | <delta>      |
    Then the record is refused as "<kind>" because of "<type>"

    Examples:
      | instrument | mode    | leverage | delta | kind           | type          |
      | BTC/USD    | both    | 1        | 1     | unknown_name   | position_mode |
      | BTC/USD    | netting | 0        | 1     | out_of_range   | leverage      |
      | BTC/USD    | netting | 1        | one   | invalid_format | position_size |
      | BTC        | netting | 1        | 1     | invalid_format | instrument    |

  @O-3 @V-7.3
  Scenario Outline: Adjustments that differ in one field are two values
    When two account adjustments are made with:
      | field                   | one   | other   |
      | operation.balance.asset | USD   | USD     |
      | amount.balance.delta    | 1.50  | 1.5     |
      | <field>                 | <one> | <other> |
    Then they are two values and two keys

    Examples:
      | field                                 | one | other |
      | operation.balance.average_entry_price | 1   |       |
      | amount.held.delta                     | 1   | 2     |
      | amount.incoming.absolute              | 0   |       |
      | bounds.balance_upper                  | 5   | 6     |
      | bounds.incoming_lower                 | 5   |       |

  @O-3 @V-6.9 @V-7.3
  Scenario: An adjustment by an amount is not one to an amount
    When two account adjustments are made with:
      | field                   | one | other |
      | operation.balance.asset | USD | USD   |
      | amount.balance.delta    | 1   |       |
      | amount.balance.absolute |     | 1     |
    Then they are two values and two keys

  @O-3 @V-1 @V-7.3
  Scenario: Adjustments of equal fields are one value, however they were written
    When two account adjustments are made with:
      | field                   | one  | other |
      | operation.balance.asset | USD  | USD   |
      | amount.balance.delta    | 1.50 | 15e-1 |
      | bounds.balance_upper    | 1e3  | 1000  |
    Then they are one value and one key
