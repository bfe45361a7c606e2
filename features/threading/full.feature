# SPDX-License-Identifier: Apache-2.0
Feature: Under Full, any thread may call at any time
  Whoever comes second for an account waits for the first, and finds what that one left.

  Background:
    Given an engine of sync policy "full" whose control can hold a call

  @T-1.5 @T-1a @T-1a.2 @T-2 @T-5
  Scenario: A second call for the account waits and is then answered
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | place  | 7       | waits   | 2      |
      | C      | place  | 8       |         | 3      |
      | A      | let go |         |         |        |
      | A      | commit |         |         | 1      |
    Then they saw, in the order of the script:
      | thread | do     | saw      |
      | A      | place  | accepted |
      | B      | place  | accepted |
      | C      | place  | accepted |
      | A      | commit | ok       |

  @T-1a.2 @T-2
  Scenario: Two calls of one account are never in a control together
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | place  | 7       | waits   | 2      |
      | A      | let go |         |         |        |
    Then the control saw:
      | what  |
      | A in  |
      | A out |
      | B in  |
      | B out |

  @T-1a.4 @B-3
  Scenario: A reader on another thread never sees half a batch
    When the threads:
      | thread | do       | account | and     |
      | A      | adjust   | 7       | is held |
      | B      | balances |         | waits   |
      | A      | let go   |         |         |
    Then they saw, in the order of the script:
      | thread | do       | saw      |
      | A      | adjust   | accepted |
      | B      | balances | 3        |

  @T-1a.4
  Scenario: Close waits for the call that runs, and rolls back what it left
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | close  |         | waits   |        |
      | A      | let go |         |         |        |
    Then they saw, in the order of the script:
      | thread | do    | saw      |
      | A      | place | accepted |
      | B      | close | ok       |
    And the control saw:
      | what       |
      | A in       |
      | A out      |
      | A rollback |

  @K-4
  Scenario: A block from another thread does not wait for the call that runs
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | block  | 7       |         |        |
      | C      | place  | 7       | waits   | 2      |
      | A      | let go |         |         |        |
    Then they saw, in the order of the script:
      | thread | do    | saw            |
      | A      | place | accepted       |
      | B      | block | ok             |
      | C      | place | AccountBlocked |

  @T-3 @T-3a
  Scenario: A reservation is committed and another dropped on any thread
    When the threads:
      | thread | do      | account | number |
      | A      | start   | 7       | 1      |
      | B      | execute |         | 1      |
      | C      | commit  |         | 1      |
      | A      | place   | 7       | 2      |
      | B      | drop    |         | 2      |
      | C      | holds   |         |        |
    Then they saw, in the order of the script:
      | thread | do      | saw      |
      | A      | start   | accepted |
      | B      | execute | accepted |
      | C      | commit  | ok       |
      | A      | place   | accepted |
      | B      | drop    | ok       |
      | C      | holds   | 0        |
    And the control saw:
      | what       |
      | A in       |
      | A out      |
      | A commit   |
      | A in       |
      | A out      |
      | A rollback |

  @T-4
  Scenario: What counts all accounts together is exact
    Given it takes 500 orders an hour of all accounts
    When 4 threads place 300 orders each at once
    Then the last of them saw 500

  @D-1.10
  Scenario: A recording engine takes one call after another, whatever their accounts
    Given it records its decisions
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | place  | 8       | waits   | 2      |
      | A      | let go |         |         |        |
    Then the control saw:
      | what  |
      | A in  |
      | A out |
      | B in  |
      | B out |

  @D-1.10
  Scenario: The log of a recording engine has every call once
    Given it records its decisions
    When 4 threads place 50 orders each at once
    And the threads:
      | thread | do    |
      | A      | lines |
    Then the last of them saw 200
