# SPDX-License-Identifier: Apache-2.0
Feature: Building an engine
  A risk manager lists the controls once. What is wrong with the list is told all at once, before
  the first order.

  @P-1 @P-1.1
  Scenario: One engine holds a burst limit and an hourly limit under two names
    Given a rate limit named "burst":
      | axis   | orders | within |
      | broker | 10     | 1s     |
    And a rate limit named "hourly":
      | axis   | orders | within |
      | broker | 200    | 1h     |
    When the engine is built
    Then the engine is ready

  @P-1 @P-1.1
  Scenario: A name that is not unique is refused, whichever policies share it
    Given order validation named "desk"
    And the policy "desk" that:
      | in   | does    |
      | main | accepts |
    When the engine is built
    Then the configuration is refused for:
      """
      policy 2: name `desk` is the name of policy 1 too: allowed is a unique name
      """

  @P-1 @P-1.1
  Scenario: Two built-ins that nobody named share the name of their type
    Given order validation
    And order validation
    When the engine is built
    Then the configuration is refused for:
      """
      policy 2: name `OrderValidation` is the name of policy 1 too: allowed is a unique name
      """

  @P-1
  Scenario: A policy without a name is refused
    Given the policy "" that:
      | in   | does    |
      | main | accepts |
    When the engine is built
    Then the configuration is refused for:
      """
      policy 1: name is empty: allowed is a unique name
      """

  @P-1.4
  Scenario: No policy may be named like the engine itself
    Given the policy "engine" that:
      | in   | does    |
      | main | accepts |
    When the engine is built
    Then the configuration is refused for:
      """
      policy 1: name `engine` is reserved: allowed is any other name
      """

  @P-1.3 @E-1 @E-1.1 @E-1.2 @E-1.3
  Scenario: Every fault is told at once
    Given a rate limit without barriers
    And an order size limit named "engine":
      | axis   | quantity |
      | broker | 100      |
    And a rate limit named "burst":
      | axis   | orders | within |
      | broker | 10     | 0s     |
    When the engine is built
    Then the configuration is refused for:
      """
      policy `RateLimit`: no barrier: allowed is at least one of `broker`, `asset`, `account`,
        `account_asset`
      policy 2: name `engine` is reserved: allowed is any other name
      policy `burst`: window `0` ns: allowed is more than `0` ns
      """

  @P-1.5
  Scenario: A control without a hook would let every order pass, and is refused
    Given the policy "idle" without a hook
    When the engine is built
    Then the configuration is refused for:
      """
      policy `idle`: has no hook: allowed is at least one of `check_pre_trade_start`,
        `perform_pre_trade_check`, `apply_execution_report`, `apply_account_adjustment`
      """

  @P-1.2 @rust-compile-fail
  Scenario: How calls are kept apart is chosen before the first policy
    Given order validation
    And the sync policy is chosen after the first policy
    When the engine is built
    Then the configuration is refused for 1 fault

  @P-1
  Scenario: An engine without policies takes every order
    When account 7 places an order to buy 100 AAPL/USD at 185
    Then the order is accepted
