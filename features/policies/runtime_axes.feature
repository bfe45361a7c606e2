# SPDX-License-Identifier: Apache-2.0
Feature: Each axis of a limit that changes at run time
  A change names the axes that it replaces. Under the keys that stay what was counted stays
  counted; a key that is no longer named is no longer limited.

  @L-5.1
  Scenario Outline: What an axis counted stays counted when its limit changes
    Given a pnl kill switch named "pnl":
      | axis   | asset | lower |
      | broker | USD   | -100  |
    And a rate limit named "burst":
      | axis   | asset   | account   | orders | within |
      | <axis> | <asset> | <account> | 3      | 1s     |
    And account 7 has placed 2 orders for AAPL/USD
    When the rate limit "burst" changes to:
      | axis   | asset   | account   | orders | within |
      | <axis> | <asset> | <account> | 2      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded
    And the reject says "rate limit exceeded on `<told>` axis"

    Examples:
      | axis            | asset | account | told          |
      | broker          |       |         | broker        |
      | asset           | USD   |         | asset         |
      | account         |       | 7       | account       |
      | account + asset | USD   | 7       | account_asset |

  @L-5.1
  Scenario Outline: A rate limit forgets the keys that an axis no longer has
    Given a rate limit named "burst":
      | axis   | asset   | account   | orders | within |
      | broker |         |           | 9      | 1s     |
      | <axis> | <asset> | <account> | 0      | 1s     |
    When account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "burst" with RateLimitExceeded
    When the rate limit "burst" changes to:
      | axis   | asset   | account   | orders | within |
      | <axis> | <other> | <another> | 0      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted

    Examples:
      | axis            | asset | account | other | another |
      | asset           | USD   |         | EUR   |         |
      | account         |       | 7       |       | 8       |
      | account + asset | USD   | 7       | EUR   | 7       |
      | account + asset | USD   | 7       | USD   | 8       |

  @L-5.1
  Scenario Outline: An order size limit forgets them too
    Given an order size limit named "limit":
      | axis   | asset   | account   | <limit> |
      | <axis> | <asset> | <account> | 10      |
    When account 7 orders "a" to buy 11 at 1
    Then the order is rejected by "limit" with Order<what>ExceedsLimit
    When the order size limit "limit" changes to:
      | axis   | asset   | account   | <limit> |
      | <axis> | <other> | <another> | 10      |
    And account 7 orders "a" to buy 11 at 1
    Then the order is accepted

    Examples:
      | limit    | what     | axis            | asset | account | other | another |
      | quantity | Qty      | asset           | AAPL  |         | BTC   |         |
      | quantity | Qty      | account + asset | AAPL  | 7       | AAPL  | 8       |
      | notional | Notional | asset           | USD   |         | EUR   |         |
      | notional | Notional | account + asset | USD   | 7       | EUR   | 7       |

  @L-5.1
  Scenario Outline: A notional limit forgets them too
    Given a notional limit named "limit":
      | axis   | asset   | account   | limit |
      | <axis> | <asset> | <account> | 10    |
    When account 7 orders "a" to buy 11 at 1
    Then the order is rejected by "limit" with CreditLimitExceeded
    When the notional limit "limit" changes to:
      | axis   | asset   | account   | limit |
      | <axis> | <other> | <another> | 10    |
    And account 7 orders "a" to buy 11 at 1
    Then the order is accepted

    Examples:
      | axis            | asset | account | other | another |
      | broker          | USD   |         | EUR   |         |
      | asset           | USD   |         | EUR   |         |
      | account + asset | USD   | 7       | USD   | 8       |
      | account + asset | USD   | 7       | EUR   | 7       |

  @L-5 @L-5.2
  Scenario: Only the policy of the name changes
    Given a rate limit named "first":
      | axis   | orders | within |
      | broker | 9      | 1s     |
    And a rate limit named "second":
      | axis   | orders | within |
      | broker | 9      | 1s     |
    When the rate limit "second" changes to:
      | axis   | orders | within |
      | broker | 0      | 1s     |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "second" with RateLimitExceeded

  @L-5.4
  Scenario: A change and a reset are logged at the engine's time
    Given a notional limit named "credit":
      | axis  | asset | limit |
      | asset | USD   | 600   |
    When account 7 places an order to buy 1 AAPL/EUR at 1 at time 5s
    And the notional limit "credit" changes to:
      | axis  | asset | limit |
      | asset | USD   | 700   |
    And the notional limit "credit" is reset
    Then the decision log tells:
      | call      | at         | policy |
      | start     | 5000000000 |        |
      | execute   | 5000000000 |        |
      | configure | 5000000000 | credit |
      | reset     | 5000000000 | credit |

  @L-5.3
  Scenario: An account's own bounds of pnl change and go
    Given a pnl kill switch named "pnl":
      | axis            | asset | account | lower |
      | account + asset | USD   | 7       | -100  |
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | -50      |
      | fee        | 0        |
    And the pnl kill switch "pnl" changes to:
      | axis            | asset | account | lower |
      | account + asset | USD   | 7       | -10   |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is rejected by "pnl" with PnlKillSwitchTriggered
    When the pnl kill switch "pnl" changes to:
      | axis            | asset | account | lower |
      | account + asset | USD   | 8       | -10   |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | -500     |
      | fee        | 0        |
    Then the report gives no account blocks

  @L-5.3
  Scenario: An initial pnl of another asset counts for an account that is known
    Given a pnl kill switch named "pnl":
      | axis            | asset | account | lower |
      | account + asset | USD   | 7       | -100  |
    When an execution report arrives with:
      | field      | value    |
      | account    | 7        |
      | instrument | AAPL/USD |
      | side       | buy      |
      | pnl        | -50      |
      | fee        | 0        |
    And the pnl kill switch "pnl" changes to:
      | axis            | asset | account | lower | initial pnl |
      | account + asset | USD   | 7       | -100  | -500        |
      | account + asset | EUR   | 7       | -100  | -500        |
    And account 7 places an order to buy 1 AAPL/USD at 1
    Then the order is accepted
    When account 7 places an order to buy 1 AAPL/EUR at 1
    Then the order is rejected by "pnl" with PnlKillSwitchTriggered
