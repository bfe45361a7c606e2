# SPDX-License-Identifier: Apache-2.0
Feature: Commit and rollback
  What a control set aside for an order is either kept or given back, once. An order that the desk
  forgets gives it back too.

  Background:
    Given the policy "credit" that:
      | in    | does    | what     |
      | start | accepts |          |
      | main  | emits   | cash     |
      | main  | emits   | interest |
    And the policy "margin" that:
      | in   | does  | what   |
      | main | emits | margin |
    When account 7 submits an order to buy 100 AAPL/USD at 185
    And request 1 is executed
    Then the order is accepted
    And the policies were called:
      | policy | hook  |
      | credit | start |
      | credit | main  |
      | margin | main  |

  @P-6 @M-1 @M-4
  Scenario: A commit keeps everything, in registration order
    When reservation 1 is committed
    Then the call succeeds
    And the policies were called:
      | policy | hook   | mutation |
      | credit | commit | cash     |
      | credit | commit | interest |
      | margin | commit | margin   |

  @P-6 @M-4
  Scenario: A rollback gives everything back, in reverse
    When reservation 1 is rolled back
    Then the call succeeds
    And the policies were called:
      | policy | hook     | mutation |
      | margin | rollback | margin   |
      | credit | rollback | interest |
      | credit | rollback | cash     |

  @P-6.2 @D-1.3
  Scenario: A reservation that the desk forgets is rolled back
    When reservation 1 is dropped
    And the engine answers its next call
    Then the policies were called:
      | policy | hook     | mutation |
      | margin | rollback | margin   |
      | credit | rollback | interest |
      | credit | rollback | cash     |
    And the decision log tells:
      | call     | reservation | cause   |
      | start    |             |         |
      | execute  | 1           |         |
      | rollback | 1           | dropped |

  @P-6.2 @P-7.1 @D-1.7
  Scenario: Closing the engine rolls back what is open, the newest reservation first
    When account 8 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    And account 9 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    Then the decision log tells:
      | call     | account | reservation | cause  |
      | start    | 7       |             |        |
      | execute  | 7       | 1           |        |
      | start    | 8       |             |        |
      | execute  | 8       | 2           |        |
      | commit   | 7       | 1           |        |
      | start    | 9       |             |        |
      | execute  | 9       | 3           |        |
      | rollback | 9       | 3           | closed |
      | rollback | 8       | 2           | closed |
      | close    |         |             |        |

  @P-6.1 @P-7.2
  Scenario Outline: A finalized reservation that is dropped changes nothing
    When reservation 1 is <finalized>
    And reservation 1 is dropped
    And the engine answers its next call
    Then the policies were called:
      | policy  | hook   | mutation    |
      | <first> | <side> | <mutation1> |
      | credit  | <side> | interest    |
      | <last>  | <side> | <mutation3> |

    Examples:
      | finalized   | side     | first  | mutation1 | last   | mutation3 |
      | committed   | commit   | credit | cash      | margin | margin    |
      | rolled back | rollback | margin | margin    | credit | cash      |

  @P-6.1 @P-7.1 @P-7.2
  Scenario: Closing after a commit does not touch what was kept
    When reservation 1 is committed
    And the engine is closed
    And the engine is closed
    Then the call succeeds
    And the policies were called:
      | policy | hook   | mutation |
      | credit | commit | cash     |
      | credit | commit | interest |
      | margin | commit | margin   |

  @P-6.2
  Scenario: Every reservation that is forgotten is found, however many orders went before
    When account 8 places an order to buy 100 AAPL/USD at 185
    And account 8 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    And reservation 2 is committed
    And reservation 3 is committed
    And account 9 places an order to buy 100 AAPL/USD at 185
    And account 9 places an order to buy 100 AAPL/USD at 185
    And account 9 places an order to buy 100 AAPL/USD at 185
    And reservation 6 is dropped
    And reservation 4 is dropped
    And reservation 5 is dropped
    And the engine is closed
    Then the decision log tells these rollbacks:
      | reservation | cause   |
      | 6           | dropped |
      | 4           | dropped |
      | 5           | dropped |

  @P-7.1 @D-1.7
  Scenario: The newest reservation is rolled back first, whichever ended before it came
    When account 8 places an order to buy 100 AAPL/USD at 185
    And reservation 1 is committed
    And account 9 places an order to buy 100 AAPL/USD at 185
    And the engine is closed
    Then the decision log tells these rollbacks:
      | reservation | cause  |
      | 3           | closed |
      | 2           | closed |
