# SPDX-License-Identifier: Apache-2.0
Feature: Orders and their answers
  An order is taken as it was when it was submitted, with the fields that it has. The answer no is
  a value with a code, a reason and what was observed, never an accident.

  @O-1 @O-1.1 @V-6.5
  Scenario Outline: A control sees every field of an order, as it was written
    Given the policy "desk" that:
      | in   | does    |
      | main | accepts |
    When an order is submitted with:
      | field           | value   |
      | instrument      | BTC/USD |
      | account         | 7       |
      | side            | <side>  |
      | <amount>        | <size>  |
      | price           | <price> |
      | client_order_id | A-17    |
    And request 1 is executed
    Then the policy "desk" saw in "main":
      | field           | value   |
      | instrument      | BTC/USD |
      | account         | 7       |
      | side            | <side>  |
      | <amount>        | <size>  |
      | price           | <price> |
      | client_order_id | A-17    |

    Examples:
      | side | amount   | size | price | # kind                  |
      | buy  | quantity | 0.5  | 62000 | a limit order           |
      | sell | volume   | 5000 | -12.5 | a limit order for money |
      | buy  | quantity | 0.5  |       | a market order          |

  @O-1.2
  Scenario: An order without a control that needs more takes the way with its account alone
    When an order is submitted with:
      | field   | value |
      | account | 7     |
    Then the order passes the start stage

  @O-1.3 @R-3 @O-1.4
  Scenario: An order without an account is rejected by the engine itself, before any control
    Given the policy "desk" that:
      | in    | does    |
      | start | accepts |
    When an order is submitted with:
      | field      | value    |
      | instrument | AAPL/USD |
      | side       | buy      |
      | quantity   | 100      |
    Then the order is rejected with:
      | policy  | engine                     |
      | code    | MissingRequiredField       |
      | scope   | order                      |
      | reason  | required field missing     |
      | details | order.operation.account_id |
    And no policy was called

  @O-4
  Scenario: Later changes of the desk's own copy do not reach the engine
    Given the policy "desk" that:
      | in   | does    |
      | main | accepts |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And the desk changes its own copy of the order to 999
    And request 1 is executed
    Then the order is accepted
    And the policy "desk" saw in "main":
      | field      | value    |
      | instrument | AAPL/USD |
      | account    | 7        |
      | side       | buy      |
      | quantity   | 100      |
      | price      | 185      |

  @O-4 @rust-compile-fail
  Scenario Outline: A control that changes the order changes it for nobody
    Given the policy "sly" that:
      | in     | does                         | what |
      | start  | accepts                      |      |
      | main   | emits                        | lots |
      | <hook> | changes the order's quantity | 999  |
    And the policy "desk" that:
      | in    | does    |
      | start | accepts |
      | main  | accepts |
    And a notional limit:
      | axis  | limit | asset |
      | asset | 1000  | USD   |
    When account 7 orders "a" to buy 10 at 20
    And reservation 1 is committed
    And order "a" of account 7 fills 4 at 20 leaving 6
    Then the policy "desk" saw in "start":
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | quantity        | 10       |
      | price           | 20       |
      | client_order_id | a        |
    And the policy "desk" saw in "main":
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | quantity        | 10       |
      | price           | 20       |
      | client_order_id | a        |
    And held, open and used are 0, 120 and 80
    And no line of the decision log carries "999"

    Examples:
      | hook   |
      | start  |
      | main   |
      | commit |

  @O-4.2 @O-4.3 @V-6
  Scenario Outline: A field with a bad value never makes an order
    When an order is submitted with:
      | field   | value   |
      | account | 7       |
      | <field> | <value> |
    Then the call is refused as "param" of kind "<kind>"

    Examples:
      | field      | value | kind           |
      | quantity   | -1    | negative       |
      | volume     | -0.01 | negative       |
      | price      | 1e400 | overflow       |
      | price      | cheap | invalid_format |
      | side       | short | unknown_name   |
      | instrument | AAPL  | invalid_format |

  @R-1 @R-1.1 @R-1.4
  Scenario: A reject carries who, why, how far it reaches and the control's own token
    Given the policy "desk" that:
      | in    | does                      | what                                        |
      | start | rejects with user data 42 | Custom: lunch: observed `12:30`, limit `13` |
      | start | rejects the account       | Other: on leave                             |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected:
      | policy | code   | number | scope   | reason   | details                      | user_data |
      | desk   | Custom | 254    | order   | lunch    | observed `12:30`, limit `13` | 42        |
      | desk   | Other  | 255    | account | on leave |                              | 0         |

  @R-1 @D-1.2
  Scenario: A control's own token does not stand in the decision log
    Given the policy "desk" that:
      | in    | does                            | what            |
      | start | rejects with user data 31415926 | Other: on leave |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "desk" with Other
    And no line of the decision log carries "31415926"

  @R-3 @L-1.1 @O-1.4
  Scenario Outline: A control that needs a field names the one that is missing
    Given <control>
    When an order is submitted with:
      | field   | value   |
      | account | 7       |
      | <has>   | <value> |
    Then the order is rejected:
      | policy   | code                 | scope | reason                 | details |
      | <policy> | MissingRequiredField | order | required field missing | <path>  |

    Examples:
      | control          | has        | value    | policy          | path                       |
      | order validation | side       | buy      | OrderValidation | order.operation.instrument |
      | order validation | instrument | AAPL/USD | OrderValidation | order.operation.side       |

  @R-4 @R-4.1
  Scenario Outline: No text of a reject names the account
    Given a rate limit:
      | axis    | orders | within | account  |
      | account | 0      | 1s     | 99224416 |
    And an order size limit:
      | axis            | quantity | asset | account  |
      | account + asset | 1        | AAPL  | 99224417 |
    When account <account> submits an order to buy 100 AAPL/USD at 185
    Then the order is rejected by "<policy>" with <code>
    And no text of the reject carries "<account>"

    Examples:
      | account  | policy         | code                 |
      | 99224416 | RateLimit      | RateLimitExceeded    |
      | 99224417 | OrderSizeLimit | OrderQtyExceedsLimit |
