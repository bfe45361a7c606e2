# SPDX-License-Identifier: Apache-2.0
Feature: JSON of records
  A record in JSON is an object of its fields, the same text in every language. What a reader does
  not understand it refuses: a limit that is silently lost is worse than none.

  @O-7 @O-7.1 @O-7.2 @O-7.3 @V-6.15 @V-6.17
  Scenario: One table says what JSON of a record means, in every language
    Then every JSON case about records holds

  @O-7 @O-7.1
  Scenario Outline: What is absent or null is left out
    When the JSON <json> is read as an order
    Then its JSON is <again>

    Examples:
      | json                                        | again                         |
      | {}                                          | {"operation":{}}              |
      | {"operation": null, "margin": null}         | {"operation":{}}              |
      | {"operation": {"price": 185, "side": null}} | {"operation":{"price":"185"}} |

  @O-7 @V-6.15
  Scenario Outline: A record is an object, and a field is read as what it is
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "wrong_type" because of "<whose>" and its "<found>"

    Examples:
      | type               | json                                   | whose              | found  |
      | order              | null                                   | order              | null   |
      | order              | [["AAPL/USD", 7, "buy", null, "185"]]  | order              | array  |
      | order              | {"operation": ["AAPL/USD", 7, "buy"]}  | order              | array  |
      | execution_report   | null                                   | execution_report   | null   |
      | execution_report   | {"fill": {"last_trade": ["185", "1"]}} | trade              | array  |
      | account_adjustment | null                                   | account_adjustment | null   |
      | order              | {"position": {"reduce_only": "yes"}}   | flag               | string |
      | order              | {"operation": {"price": 185.5}}        | price              | number |

  @O-7.2 @V-6.15
  Scenario Outline: A field that nobody knows or that is there twice is refused
    When the JSON <json> is read as an order
    Then the JSON is refused as "<kind>" because of "<whose>" and its "<input>"

    Examples:
      | json                                           | kind            | whose    | input    |
      | {"margn": {"leverage": "2"}}                   | unknown_name    | order    | margn    |
      | {"margin": {"Leverage": "2"}}                  | unknown_name    | order    | Leverage |
      | {"margin": {}, "margin": {"leverage": "2"}}    | duplicate_field | order    | margin   |
      | {"operation": {"side": "buy", "side": "sell"}} | duplicate_field | order    | side     |
      | {"margin": {"leverage": "0"}, "margn": {}}     | out_of_range    | leverage | 0        |

  @O-7.3 @O-3.3 @O-4.4
  Scenario Outline: An adjustment is judged when it is read
    When the JSON {"operation": <operation>, "amount": <amount>} is read as an account_adjustment
    Then the JSON is refused as "<kind>" because of "<whose>" and its "<input>"

    Examples:
      | operation                     | amount | kind           | whose                | input     |
      | {"balance": {"asset": "USD"}} | {}     | empty          | adjustment_amount    |           |
      | {"balance": {"asset": "USD"}} | null   | missing_field  | account_adjustment   | amount    |
      | {"balance": {}}               | {}     | missing_field  | account_adjustment   | asset     |
      | null                          | {}     | missing_field  | account_adjustment   | operation |
      | {}                            | {}     | invalid_format | adjustment_operation | {}        |

  @O-7.3 @O-3.3
  Scenario Outline: Bounds are judged when an adjustment is read
    When the JSON of a deposit within {<bounds>} is read
    Then the JSON is refused as "inverted_bounds" because of "<whose>" and its "<input>"

    Examples:
      | bounds                                        | whose           | input    |
      | "held_lower": 2, "held_upper": 1              | held_bounds     | 2 to 1   |
      | "balance_upper": "1.50", "balance_lower": "2" | balance_bounds  | 2 to 1.5 |
      | "incoming_lower": "0", "incoming_upper": -1   | incoming_bounds | 0 to -1  |

  @O-7.3 @O-2.1
  Scenario Outline: An identity without its order's id is refused
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "missing_field" because of "<type>" and its "client_order_id"

    Examples:
      | type             | json                                     |
      | order            | {"identity": {}}                         |
      | execution_report | {"identity": {"execution_id": "A-17:1"}} |

  @O-7 @V-6.16
  Scenario Outline: Text that is not JSON, or is too deep, is refused
    When JSON of a "<what>" that is deeper than any is read as a <type>
    Then the JSON is refused

    Examples:
      | type               | what          |
      | order              | array         |
      | order              | closed object |
      | order              | field         |
      | execution_report   | object        |
      | account_adjustment | closed array  |
