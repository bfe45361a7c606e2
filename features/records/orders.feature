# SPDX-License-Identifier: Apache-2.0
Feature: Orders as records
  An order is plain data in four parts: what it asks for, what it means to do with a position, how
  it is secured on margin, and its identity. Every part but the first may be absent.

  @O-1 @O-1.5 @O-5.2
  Scenario: An order has every field that it was made with
    When an order is made with:
      | field            | value      |
      | instrument       | BTC/USD    |
      | account          | 99224416   |
      | side             | sell       |
      | quantity         | 0.5        |
      | price            | 62000.5    |
      | position_side    | short      |
      | reduce_only      | true       |
      | close_position   | true       |
      | leverage         | 10.5       |
      | collateral_asset | USDC       |
      | auto_borrow      | true       |
      | client_order_id  | A-17       |
    Then it shows what it was made with

  @O-1 @O-1.2 @O-1.5
  Scenario Outline: Each field of a group may be there alone
    When an order is made with:
      | field   | value   |
      | <field> | <value> |
    Then it shows what it was made with

    Examples:
      | field            | value   |
      | instrument       | SPX/USD |
      | account          | 0       |
      | side             | buy     |
      | volume           | 1000    |
      | price            | -3.25   |
      | position_side    | long    |
      | reduce_only      | true    |
      | reduce_only      | false   |
      | close_position   | true    |
      | leverage         | 1       |
      | leverage         | 3000    |
      | collateral_asset | BTC     |
      | auto_borrow      | true    |
      | auto_borrow      | false   |
      | client_order_id  | A-17    |

  @O-4.3 @V-1.9 @V-6 @V-6.10
  Scenario Outline: A value that is not one never makes an order
    When an order is made with:
      | field   | value   |
      | <field> | <value> |
    Then the record is refused as "<kind>" because of "<type>"

    Examples:
      | field            | value   | kind           | type            |
      | position_side    | buy     | unknown_name   | position_side   |
      | position_side    | LONGISH | unknown_name   | position_side   |
      | leverage         | 0.9     | out_of_range   | leverage        |
      | leverage         | 3000.1  | out_of_range   | leverage        |
      | leverage         | 10.05   | off_step       | leverage        |
      | leverage         | 10x     | invalid_format | leverage        |
      | quantity         | -1      | negative       | quantity        |

  @O-1 @O-1.5 @V-1 @V-7.3
  Scenario Outline: Orders of equal fields are one value, however they were written
    When two orders are made with:
      | field            | one    | other   |
      | account          | 7      | 7       |
      | side             | buy    | BUY     |
      | quantity         | 100    | 1e2     |
      | price            | 185.50 | 185.5   |
      | leverage         | 10.0   | 10      |
      | reduce_only      | true   | true    |
    Then they are one value and one key

  @O-1 @O-1.5 @V-7.3
  Scenario Outline: Orders that differ in one field are two values
    When two orders are made with:
      | field   | one   | other   |
      | account | 7     | 7       |
      | price   | 185   | 185     |
      | <field> | <one> | <other> |
    Then they are two values and two keys

    Examples:
      | field            | one   | other |
      | side             | buy   | sell  |
      | quantity         | 1     | 1.1   |
      | position_side    | long  | short |
      | position_side    | long  |       |
      | reduce_only      | true  |       |
      | close_position   | true  |       |
      | leverage         | 10    | 10.1  |
      | leverage         | 10    |       |
      | collateral_asset | USD   | USDC  |
      | auto_borrow      | true  |       |
      | client_order_id  | A-17  | A-18  |

  @O-1.1 @O-1.5
  Scenario: A control sees every field of every group
    Given the policy "desk" that:
      | in    | does    |
      | start | accepts |
      | main  | accepts |
    When an order is submitted with:
      | field            | value   |
      | instrument       | BTC/USD |
      | account          | 7       |
      | side             | sell    |
      | quantity         | 0.50    |
      | position_side    | short   |
      | reduce_only      | true    |
      | close_position   | true    |
      | leverage         | 10.50   |
      | collateral_asset | USDC    |
      | auto_borrow      | true    |
      | client_order_id  | A-17    |
    And request 1 is executed
    Then the policy "desk" saw in "start":
      | field            | value   |
      | instrument       | BTC/USD |
      | account          | 7       |
      | side             | sell    |
      | quantity         | 0.5     |
      | position_side    | short   |
      | reduce_only      | true    |
      | close_position   | true    |
      | leverage         | 10.5    |
      | collateral_asset | USDC    |
      | auto_borrow      | true    |
      | client_order_id  | A-17    |
    And the policy "desk" saw in "main":
      | field            | value   |
      | instrument       | BTC/USD |
      | account          | 7       |
      | side             | sell    |
      | quantity         | 0.5     |
      | position_side    | short   |
      | reduce_only      | true    |
      | close_position   | true    |
      | leverage         | 10.5    |
      | collateral_asset | USDC    |
      | auto_borrow      | true    |
      | client_order_id  | A-17    |

  @O-4 @O-1.5
  Scenario: The engine goes on with the order as it was submitted
    Given the policy "desk" that:
      | in   | does    |
      | main | accepts |
    When an order is submitted with:
      | field            | value |
      | account          | 7     |
      | quantity         | 100   |
      | position_side    | long  |
      | leverage         | 3     |
      | collateral_asset | USDC  |
    And the desk changes its own copy of the order to 999
    And request 1 is executed
    Then the policy "desk" saw in "main":
      | field            | value |
      | account          | 7     |
      | quantity         | 100   |
      | position_side    | long  |
      | leverage         | 3     |
      | collateral_asset | USDC  |

  @R-3 @O-1.4 @O-1.5
  Scenario Outline: A control that needs a field of a group names the one that is missing
    Given the policy "margin" that:
      | in      | does     | what   |
      | <stage> | requires | <path> |
    When an order is placed with:
      | field     | value   |
      | account   | 7       |
      | <another> | <value> |
    Then the order is rejected:
      | policy | code                 | scope | reason                 | details |
      | margin | MissingRequiredField | order | required field missing | <path>  |

    Examples:
      | stage | path                           | another          | value |
      | start | order.position.position_side   | reduce_only      | true  |
      | main  | order.margin.leverage          | collateral_asset | USDC  |
      | main  | order.margin.collateral_asset  | leverage         | 3     |
      | start | order.identity.client_order_id | leverage         | 3     |
      | main  | order.operation.price          | leverage         | 3     |

  @R-3 @O-1.4 @O-1.5
  Scenario: A control that finds the field that it needs lets the order pass
    Given the policy "margin" that:
      | in    | does     | what                  |
      | start | requires | order.margin.leverage |
    When an order is submitted with:
      | field    | value |
      | account  | 7     |
      | leverage | 3     |
    Then the order passes the start stage

  @O-4.1 @R-1 @D-1.2
  Scenario Outline: A control's own token comes back as it was, whatever it is, and is not logged
    Given the policy "desk" that:
      | in    | does                           | what            |
      | start | rejects with user data <token> | Other: on leave |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected:
      | policy | code  | reason   | user_data |
      | desk   | Other | on leave | <token>   |
    And no line of the decision log carries "user_data"

    Examples:
      | token                |
      | 0                    |
      | 1                    |
      | 18446744073709551615 |
