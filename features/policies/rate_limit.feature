# SPDX-License-Identifier: Apache-2.0
Feature: Rate limit
  No more than so many orders in any window of time, exactly: for the whole desk, for a settlement
  asset, for an account, or for an account in one asset.

  Rule: The window slides, and its edges are exact

    @L-2 @L-2.4
    Scenario: As many orders as the limit pass, the next one does not
      Given a rate limit:
        | axis   | orders | within |
        | broker | 3      | 1s     |
      And account 7 has placed 3 orders for AAPL/USD at time 10s
      When account 8 submits an order to buy 100 AAPL/USD at 185 at time 10s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      And the reject says "rate limit exceeded on `broker` axis"
      And the reject details are "observed `4` orders in `1000000000` ns, limit `3`"

    @L-2
    Scenario Outline: An order exactly one window old no longer counts
      Given a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      And account 7 has placed 1 order for AAPL/USD at time 10s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time <at>
      Then "RateLimit" answers "<answer>"

      Examples:
        | at            | answer            |
        | 10s           | RateLimitExceeded |
        | 10.999999999s | RateLimitExceeded |
        | 11s           | passes            |
        | 11.000000001s | passes            |

    @L-2
    Scenario: The window slides with the orders, it does not start anew each second
      Given a rate limit:
        | axis   | orders | within |
        | broker | 2      | 1s     |
      And account 7 has placed 1 order for AAPL/USD at time 0.9s
      And account 7 has placed 1 order for AAPL/USD at time 1.1s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 1.8s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 1.9s
      Then the order passes the start stage

    @L-2.3
    Scenario: A limit of no orders stops the desk
      Given a rate limit:
        | axis   | orders | within |
        | broker | 0      | 1s     |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      And the reject details are "observed `1` orders in `1000000000` ns, limit `0`"

  Rule: An order counts on every axis or on none

    @L-2.1 @L-2.2
    Scenario: A rejected order takes no slot
      Given a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      And account 7 has placed 1 order for AAPL/USD at time 10s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 10.5s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 11s
      Then the order passes the start stage

    @L-2.2
    Scenario: With the option, a rejected order takes a slot too
      Given a rate limit that counts rejected attempts:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      And account 7 has placed 1 order for AAPL/USD at time 10s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 10.5s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 11s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 12s
      Then the order passes the start stage

    @L-2.1 @L-2.5
    Scenario: An order that its account's limit rejects takes no slot of the desk
      Given a rate limit:
        | axis    | orders | within | account |
        | broker  | 2      | 1s     |         |
        | account | 1      | 1s     | 7       |
      And account 7 has placed 1 order for AAPL/USD at time 10s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 10s
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      And the reject says "rate limit exceeded on `account` axis"
      When account 8 submits an order to buy 100 AAPL/USD at 185 at time 10s
      Then the order passes the start stage

    @L-2.1
    Scenario: An order that another control rejects before it takes no slot
      Given order validation
      And a rate limit:
        | axis   | orders | within |
        | broker | 1      | 1s     |
      When account 7 submits an order to buy 0 AAPL/USD at 185
      Then the order is rejected by "OrderValidation" with InvalidFieldValue
      When account 7 submits an order to buy 1 AAPL/USD at 185
      Then the order passes the start stage

  Rule: Four axes, and every barrier that matches applies

    @L-2.5 @L-2.7 @L-2.8
    Scenario Outline: A barrier counts what its axis says and nothing else
      Given a rate limit:
        | axis   | orders | within | asset   | account   |
        | <axis> | 1      | 1s     | <asset> | <account> |
      And account 7 has placed 1 order for AAPL/USD at time 10s
      When account <by> submits an order to buy 100 <instrument> at 185 at time 10s
      Then "RateLimit" answers "<answer>"

      Examples: the broker axis counts everything
        | axis   | asset | account | by | instrument | answer            |
        | broker |       |         | 8  | BTC/EUR    | RateLimitExceeded |

      Examples: the asset axis counts what settles in the asset
        | axis  | asset | account | by | instrument | answer            |
        | asset | USD   |         | 8  | BTC/USD    | RateLimitExceeded |
        | asset | USD   |         | 7  | AAPL/EUR   | passes            |
        | asset | AAPL  |         | 7  | AAPL/USD   | passes            |

      Examples: the account axis counts one account in everything
        | axis    | asset | account | by | instrument | answer            |
        | account |       | 7       | 7  | BTC/EUR    | RateLimitExceeded |
        | account |       | 7       | 8  | AAPL/USD   | passes            |

      Examples: the account + asset axis counts one account in one settlement asset
        | axis            | asset | account | by | instrument | answer            |
        | account + asset | USD   | 7       | 7  | BTC/USD    | RateLimitExceeded |
        | account + asset | USD   | 7       | 7  | BTC/EUR    | passes            |
        | account + asset | USD   | 7       | 8  | AAPL/USD   | passes            |

    @L-2.7
    Scenario Outline: The first breach is told, in the order broker, asset, account, account + asset
      Given a rate limit:
        | axis            | orders    | within | asset | account |
        | account + asset | 0         | 1s     | USD   | 7       |
        | account         | <account> | 1s     |       | 7       |
        | asset           | <asset>   | 1s     | USD   |         |
        | broker          | <broker>  | 1s     |       |         |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      And the reject says "rate limit exceeded on `<axis>` axis"

      Examples:
        | broker | asset | account | axis          |
        | 0      | 0     | 0       | broker        |
        | 9      | 0     | 0       | asset         |
        | 9      | 9     | 0       | account       |
        | 9      | 9     | 9       | account_asset |

    @L-2.5
    Scenario: Two rate limits of one engine both apply
      Given a rate limit named "burst":
        | axis   | orders | within |
        | broker | 2      | 1s     |
      And a rate limit named "minute":
        | axis   | orders | within |
        | broker | 3      | 1m     |
      And account 7 has placed 2 orders for AAPL/USD at time 10s
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 10s
      Then the order is rejected by "burst" with RateLimitExceeded
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 11s
      Then the order passes the start stage
      When account 7 submits an order to buy 100 AAPL/USD at 185 at time 13s
      Then the order is rejected by "minute" with RateLimitExceeded

    @L-2.5 @R-3
    Scenario: A limit by asset needs an instrument
      Given a rate limit:
        | axis  | orders | within | asset |
        | asset | 10     | 1s     | USD   |
      When an order is submitted with:
        | field   | value |
        | account | 7     |
      Then the order is rejected:
        | policy    | code                 | details                    |
        | RateLimit | MissingRequiredField | order.operation.instrument |

    @L-2.5
    Scenario: An account given by name is counted under its number
      Given a rate limit:
        | axis    | orders | within | account |
        | account | 1      | 1s     | ACC001  |
      And account 2026953348219761537 has placed 1 order for AAPL/USD
      When account ACC001 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded

  Rule: It rejects and does nothing else

    @L-2.9 @K-2
    Scenario: A rate limit never blocks
      Given a rate limit:
        | axis    | orders | within | account |
        | account | 0      | 1s     | 7       |
      When account 7 submits an order to buy 100 AAPL/USD at 185
      Then the order is rejected by "RateLimit" with RateLimitExceeded
      And nothing is blocked

    @L-2.3 @L-2.6
    Scenario Outline: A limit that cannot be meant is a fault of the configuration
      Given a rate limit:
        | axis   | orders | within   | asset   | account   |
        | <axis> | 10     | <within> | <asset> | <account> |
        | <axis> | 20     | <within> | <asset> | <account> |
      When the engine is built
      Then the configuration is refused for:
        """
        policy `RateLimit`: `<axis>` barrier 2 has the key of an earlier one:
          allowed is one for each key
        """

      Examples:
        | axis          | within | asset | account |
        | broker        | 1s     |       |         |
        | asset         | 1s     | USD   |         |
        | account       | 1s     |       | 7       |
        | account_asset | 1s     | USD   | 7       |
