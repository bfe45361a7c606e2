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
      | json                                                                  | again                                                        |
      | {}                                                                    | {"operation":{}}                                             |
      | {"operation": null, "margin": null}                                   | {"operation":{}}                                             |
      | {"operation": {"price": 185, "side": null}}                           | {"operation":{"price":"185"}}                                |
      | {"margin": {"auto_borrow": true}, "operation": {"account_id": 7}}     | {"operation":{"account_id":"7"},"margin":{"auto_borrow":true}} |

  @O-7 @V-6.15
  Scenario Outline: A record is an object, and a field is read as what it is
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "wrong_type": <text>

    Examples:
      | type               | json                                                   | text                                                                        |
      | order              | null                                                   | `order` `null` is of the wrong type: allowed is an object                   |
      | order              | [["AAPL/USD", 7, "buy", null, "185"], null, null, null] | `order` `array` is of the wrong type: allowed is an object                  |
      | order              | {"operation": ["AAPL/USD", 7, "buy", null, "185"]}     | `order` `array` is of the wrong type: allowed is an object                  |
      | execution_report   | null                                                   | `execution_report` `null` is of the wrong type: allowed is an object        |
      | execution_report   | {"fill": {"last_trade": ["185", "1"]}}                 | `trade` `array` is of the wrong type: allowed is an object                  |
      | account_adjustment | null                                                   | `account_adjustment` `null` is of the wrong type: allowed is an object      |
      | order              | {"position": {"reduce_only": "yes"}}                   | `flag` `string` is of the wrong type: allowed is a boolean                  |

  @O-7.2 @V-6.15
  Scenario Outline: A field that nobody knows or that is there twice is refused
    When the JSON <json> is read as an order
    Then the JSON is refused as "<kind>": <text>

    Examples:
      | json                                                     | kind            | text                                                           |
      | {"margn": {"leverage": "2"}}                             | unknown_name    | `order` `margn` is unknown: allowed is a known name            |
      | {"margin": {"Leverage": "2"}}                            | unknown_name    | `order` `Leverage` is unknown: allowed is a known name         |
      | {"margin": {}, "margin": {"leverage": "2"}}              | duplicate_field | `order` `margin` is there twice: allowed is a field once       |
      | {"operation": {"side": "buy", "side": "sell"}}           | duplicate_field | `order` `side` is there twice: allowed is a field once         |
      | {"margin": {"leverage": "0"}, "margn": {}}               | out_of_range    | `leverage` `0` is out of range: allowed is `1` to `3000`       |

  @O-7.3 @O-3.3 @O-4.4
  Scenario Outline: An adjustment is judged when it is read
    When the JSON <json> is read as an account_adjustment
    Then the JSON is refused as "<kind>": <text>

    Examples:
      | json                                                                                                                       | kind            | text |
      | {"operation": {"balance": {"asset": "USD"}}, "amount": {}}                                                                 | empty           | `adjustment_amount` `` is empty: allowed is at least one of `balance`, `held`, `incoming` |
      | {"operation": {"balance": {"asset": "USD"}}, "amount": {"held": {"delta": 1}}, "bounds": {"held_lower": 2, "held_upper": 1}} | inverted_bounds | `held_bounds` `2 to 1` is inverted: allowed is a lower bound up to the upper bound |
      | {"amount": {"held": {"delta": 1}}}                                                                                         | missing_field   | `account_adjustment` `operation` is missing: allowed is a value that is present |
      | {"operation": {"balance": {}}, "amount": {"held": {"delta": 1}}}                                                           | missing_field   | `account_adjustment` `asset` is missing: allowed is a value that is present |

  @O-7.3 @O-2.1
  Scenario Outline: An identity without its order's id is refused
    When the JSON <json> is read as a <type>
    Then the JSON is refused as "missing_field": `<type>` `client_order_id` is missing: allowed is a value that is present

    Examples:
      | type             | json                                    |
      | order            | {"identity": {}}                        |
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
