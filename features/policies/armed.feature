# SPDX-License-Identifier: Apache-2.0
Feature: Armed policies
  Whoever answers for an account can see which controls will run for it, and can make an order that
  no limit covers a reject instead of a gap.

  @L-7 @D-4.1
  Scenario: Which policies run, where, and with which limits for the account
    Given order validation
    And a rate limit named "burst":
      | axis    | account | orders | within |
      | broker  |         | 9      | 1s     |
      | account | 7       | 2      | 1s     |
      | account | 8       | 3      | 1s     |
    And the policy "desk" that:
      | in         | does    |
      | main       | accepts |
      | report     | accepts |
      | adjustment | accepts |
    And a notional limit:
      | axis  | asset | limit  |
      | asset | USD   | 100.50 |
    Then account 7 is armed with:
      """
      {"name":"OrderValidation","stages":["start"]}
      {"name":"burst","stages":["start"],"limits":
       {"broker":{"max_orders":"9","window_ns":"1000000000"},
       "account":{"max_orders":"2","window_ns":"1000000000"}}}
      {"name":"desk","stages":["main","report","adjustment"]}
      {"name":"NotionalLimit","stages":["main"],"limits":{"asset":{"USD":"100.5"}}}
      """

  @L-7 @L-5
  Scenario: The limits in force are those after a change
    Given a notional limit:
      | axis  | asset | limit |
      | asset | USD   | 100   |
    When the notional limit "NotionalLimit" changes to:
      | axis            | asset | account | limit |
      | asset           | USD   |         | 200   |
      | account + asset | EUR   | 8       | 5     |
    Then account 7 is armed with:
      """
      {"name":"NotionalLimit","stages":["main"],"limits":{"asset":{"USD":"200"}}}
      """
    And account 8 is armed with:
      """
      {"name":"NotionalLimit","stages":["main"],"limits":
       {"account_asset":{"EUR":"5"},"asset":{"USD":"200"}}}
      """

  @L-7 @P-7
  Scenario: A closed engine tells nothing
    When the engine is closed
    And it is asked which policies are armed
    Then the call is refused as "lifecycle" of kind "engine_closed"

  @L-7.1
  Scenario Outline: A limit that covers nothing of the order is a reject if limits are required
    Given limits are required
    And <policy> named "limit":
      | axis  | asset | <columns> |
      | <axis> | EUR   | <cells>   |
    When account 7 orders "a" to buy 1 at 1
    Then the order is rejected with:
      | policy | limit                        |
      | code   | RiskConfigurationMissing     |
      | scope  | order                        |
      | reason | no barrier matches the order |
    And the reject details are:
      """
      observed no barrier for the order's account and assets, allowed: at least one
      """

    Examples:
      | policy              | axis   | columns  | cells |
      | an order size limit | asset  | quantity | 1     |
      | a notional limit    | asset  | limit    | 100   |
      | a pnl kill switch   | broker | lower    | -1    |

  @L-7.1
  Scenario: A rate limit for other accounts only, with and without the option
    Given limits are required
    And a rate limit named "limit":
      | axis    | account | orders | within |
      | account | 8       | 1      | 1s     |
    When account 7 orders "a" to buy 1 at 1
    Then the order is rejected by "limit" with RiskConfigurationMissing
    When account 8 orders "a" to buy 1 at 1
    Then the order is accepted

  @L-7.1
  Scenario: Without the option it passes
    Given a notional limit:
      | axis  | asset | limit |
      | asset | EUR   | 1     |
    When account 7 orders "a" to buy 1 at 1
    Then the order is accepted

  @L-7.1 @P-4
  Scenario: A required notional limit for another account or asset, beside what others say
    Given limits are required
    And a notional limit named "credit":
      | axis            | asset | account | limit |
      | account + asset | USD   | 8       | 100   |
    And the policy "desk" that:
      | in   | does    | what                      |
      | main | rejects | ComplianceRestriction: no |
    When account 7 orders "a" to buy 1 at 1
    Then the order is rejected:
      | policy | code                     |
      | credit | RiskConfigurationMissing |
      | desk   | ComplianceRestriction    |
    When account 8 orders "a" to buy 1 at 1
    Then the order is rejected:
      | policy | code                  |
      | desk   | ComplianceRestriction |

  @L-7.1 @L-5
  Scenario: A limit that is required and taken away at run time is missed from then on
    Given limits are required
    And a notional limit named "credit":
      | axis            | asset | account | limit |
      | asset           | USD   |         | 100   |
      | account + asset | EUR   | 7       | 100   |
    And account 7 orders "a" to buy 1 at 1
    When the asset axis of the notional limit "credit" is taken away
    And account 7 orders "b" to buy 1 at 1
    Then the order is rejected by "credit" with RiskConfigurationMissing
    And account 7 is armed with:
      """
      {"name":"credit","stages":["main"],"limits":{"account_asset":{"EUR":"100"}}}
      """

  @L-7 @D-4.1
  Scenario: The limits of every built-in are told, assets by name
    Given an order size limit:
      | axis            | asset | account | quantity | notional |
      | broker          |       |         | 10       | 1000     |
      | asset           | USD   |         |          | 500.50   |
      | asset           | EUR   |         |          | 400      |
      | account + asset | AAPL  | 7       | 5        |          |
      | account + asset | AAPL  | 8       | 6        |          |
    And a pnl kill switch:
      | axis            | asset | account | lower | upper |
      | broker          | USD   |         | -100  |       |
      | account + asset | EUR   | 7       | -50   | 60    |
    And a notional limit:
      | axis            | asset | account | limit |
      | broker          | USD   |         | 900   |
      | broker          | EUR   |         | 800   |
      | account + asset | USD   | 7       | 700   |
      | account + asset | EUR   | 8       | 600   |
    Then account 7 is armed with:
      """
      {"name":"OrderSizeLimit","stages":["start"],"limits":
       {"broker":{"max_notional":"1000","max_quantity":"10"},
       "asset":{"EUR":{"max_notional":"400"},"USD":{"max_notional":"500.5"}},
       "account_asset":{"AAPL":{"max_quantity":"5"}}}}
      {"name":"PnlBoundsKillSwitch","stages":["start","report"],"limits":
       {"broker":{"USD":{"lower_bound":"-100"}},
       "account_asset":{"EUR":{"lower_bound":"-50","upper_bound":"60"}}}}
      {"name":"NotionalLimit","stages":["main"],"limits":
       {"broker":{"EUR":"800","USD":"900"},"account_asset":{"USD":"700"}}}
      """

  @L-7.1
  Scenario Outline: One axis that covers the order is enough
    Given limits are required
    And order validation
    And <policy> named "limit":
      | axis   | asset   | account   | <limit> |
      | <axis> | <asset> | <account> | <cell>  |
    When account 7 orders "a" to buy 1 at 1
    Then the order is accepted

    Examples:
      | policy              | limit    | cell | axis            | asset | account |
      | an order size limit | quantity | 1    | broker          |       |         |
      | an order size limit | quantity | 1    | asset           | AAPL  |         |
      | an order size limit | notional | 1    | asset           | USD   |         |
      | an order size limit | quantity | 1    | account + asset | AAPL  | 7       |
      | an order size limit | notional | 1    | account + asset | USD   | 7       |
      | a notional limit    | limit    | 1    | broker          | USD   |         |
      | a notional limit    | limit    | 1    | asset           | USD   |         |
      | a notional limit    | limit    | 1    | account + asset | USD   | 7       |
      | a pnl kill switch   | lower    | -1   | broker          | USD   |         |
      | a pnl kill switch   | lower    | -1   | account + asset | USD   | 7       |
