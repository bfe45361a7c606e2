# SPDX-License-Identifier: Apache-2.0
Feature: Each execution counts once
  Venues and gateways repeat themselves. An execution that was told before changes nothing again.

  Background:
    Given the policy "pnl" that:
      | in     | does    |
      | report | accepts |

  @P-10.5
  Scenario: The same execution again reaches no control
    When an execution report arrives with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | last_price      | 185      |
      | last_quantity   | 40       |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then the report is a new one
    When an execution report arrives with:
      | field           | value    |
      | instrument      | AAPL/USD |
      | account         | 7        |
      | side            | buy      |
      | last_price      | 185.00   |
      | last_quantity   | 40       |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then the report is a duplicate
    And the policies were called:
      | policy | hook   |
      | pnl    | report |

  @P-10.6
  Scenario Outline: Another content under the same identity is an anomaly and changes nothing
    When an execution report arrives with:
      | field           | value    |
      | account         | 7        |
      | side            | buy      |
      | pnl             | 10       |
      | position_effect | open     |
      | position_side   | long     |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    And an execution report arrives with:
      | field           | value    |
      | account         | 7        |
      | side            | <side>   |
      | pnl             | <pnl>    |
      | position_effect | <effect> |
      | position_side   | <which>  |
      | client_order_id | A-17     |
      | execution_id    | A-17:1   |
    Then the report shows the anomaly "ExecutionIdConflict"
    And the policies were called:
      | policy | hook   |
      | pnl    | report |

    Examples:
      | side | pnl | effect | which |
      | buy  | 11  | open   | long  |
      | sell | 10  | open   | long  |
      | buy  |     | open   | long  |
      | buy  | 10  | close  | long  |
      | buy  | 10  | open   | short |
      | buy  | 10  |        | long  |

  @P-10.5
  Scenario Outline: What differs in identity is another execution
    When an execution report arrives with:
      | field           | value  |
      | account         | 7      |
      | client_order_id | A-17   |
      | execution_id    | A-17:1 |
    And an execution report arrives with:
      | field           | value       |
      | account         | <account>   |
      | client_order_id | <order>     |
      | execution_id    | <execution> |
    Then the report is a new one
    And the policies were called:
      | policy | hook   |
      | pnl    | report |
      | pnl    | report |

    Examples:
      | account | order | execution |
      | 7       | A-17  | A-17:2    |
      | 7       | A-18  | A-17:1    |
      | 8       | A-17  | A-17:1    |
      | 7       | A-17  |           |

  @P-10.5 @D-1.1
  Scenario: The decision log shows the repetition and the anomaly
    When an execution report arrives with:
      | field           | value  |
      | account         | 7      |
      | pnl             | 10     |
      | client_order_id | A-17   |
      | execution_id    | A-17:1 |
    And an execution report arrives with:
      | field           | value  |
      | account         | 7      |
      | pnl             | 10     |
      | client_order_id | A-17   |
      | execution_id    | A-17:1 |
    And an execution report arrives with:
      | field           | value  |
      | account         | 7      |
      | pnl             | 12     |
      | client_order_id | A-17   |
      | execution_id    | A-17:1 |
    Then the decision log is "executions_once.jsonl"
