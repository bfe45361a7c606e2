# SPDX-License-Identifier: Apache-2.0
Feature: Under Account, calls of one account never overlap
  A desk that gives each account a thread of its own has its calls run in parallel. Where two meet
  on one account, the second is refused and changes nothing.

  Background:
    Given an engine of sync policy "account" whose control can hold a call

  @T-1 @T-1.4 @T-1a @T-1a.1
  Scenario Outline: A second call for the account is refused, whatever it asks for
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | <call> | 7       |         | 2      |
      | A      | let go |         |         |        |
      | B      | place  | 7       |         | 2      |
    Then they saw, in the order of the script:
      | thread | do     | saw          |
      | A      | place  | accepted     |
      | B      | <call> | account_busy |
      | B      | place  | accepted     |
    And the control saw:
      | what  |
      | A in  |
      | A out |
      | B in  |
      | B out |

    Examples:
      | call   |
      | start  |
      | place  |
      | report |
      | adjust |

  @T-1a.1 @T-2.1
  Scenario: Calls of other accounts run beside it
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | place  | 8       | is held | 2      |
      | C      | place  | 9       |         | 3      |
      | C      | commit |         |         | 3      |
      | B      | let go |         |         |        |
      | A      | let go |         |         |        |
    Then they saw, in the order of the script:
      | thread | do     | saw      |
      | A      | place  | accepted |
      | B      | place  | accepted |
      | C      | place  | accepted |
      | C      | commit | ok       |
    And the control saw:
      | what     |
      | A in     |
      | B in     |
      | C in     |
      | C out    |
      | C commit |
      | B out    |
      | A out    |

  @T-1a.4
  Scenario Outline: What asks the whole engine is busy while any account is
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | <call> |         |         |        |
      | A      | let go |         |         |        |
      | A      | commit |         |         | 1      |
      | B      | <call> |         |         |        |
    Then they saw, in the order of the script:
      | thread | do     | saw          |
      | A      | place  | accepted     |
      | B      | <call> | account_busy |
      | A      | commit | ok           |
      | B      | <call> | <idle>       |

    Examples:
      | call     | idle |
      | holds    | 0    |
      | balances |      |
      | close    | ok   |

  @T-1a.3 @K-4
  Scenario: A block is never refused, and holds for what begins after it
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       | is held | 1      |
      | B      | block  | 7       |         |        |
      | A      | let go |         |         |        |
      | A      | commit |         |         | 1      |
      | A      | place  | 7       |         | 2      |
    Then they saw, in the order of the script:
      | thread | do     | saw            |
      | A      | place  | accepted       |
      | B      | block  | ok             |
      | A      | commit | ok             |
      | A      | place  | AccountBlocked |

  @T-3 @T-2.1
  Scenario: Requests and reservations move between threads
    When the threads:
      | thread | do       | account | number |
      | A      | start    | 7       | 1      |
      | B      | execute  |         | 1      |
      | C      | commit   |         | 1      |
      | D      | rollback |         | 1      |
      | A      | start    | 7       | 2      |
      | D      | execute  |         | 2      |
      | B      | rollback |         | 2      |
    Then they saw, in the order of the script:
      | thread | do       | saw                   |
      | A      | start    | accepted              |
      | B      | execute  | accepted              |
      | C      | commit   | ok                    |
      | D      | rollback | reservation_finalized |
      | A      | start    | accepted              |
      | D      | execute  | accepted              |
      | B      | rollback | ok                    |
    And the control saw:
      | what       |
      | A in       |
      | A out      |
      | A commit   |
      | A in       |
      | A out      |
      | A rollback |

  @T-3 @P-7
  Scenario: After close every thread learns the same
    When the threads:
      | thread | do      | account | number |
      | A      | start   | 7       | 1      |
      | B      | place   | 8       | 2      |
      | C      | close   |         |        |
      | D      | execute |         | 1      |
      | A      | commit  |         | 2      |
      | B      | place   | 9       | 3      |
      | C      | close   |         |        |
    Then they saw, in the order of the script:
      | thread | do      | saw           |
      | A      | start   | accepted      |
      | B      | place   | accepted      |
      | C      | close   | ok            |
      | D      | execute | engine_closed |
      | A      | commit  | engine_closed |
      | B      | place   | engine_closed |
      | C      | close   | ok            |
    And the control saw:
      | what       |
      | B in       |
      | B out      |
      | B rollback |

  @T-3a @T-3a.1
  Scenario: A drop while somebody owns the account waits for the owner
    When the threads:
      | thread | do     | account | and     | number |
      | A      | place  | 7       |         | 1      |
      | B      | place  | 7       | is held | 2      |
      | C      | drop   |         |         | 1      |
      | B      | let go |         |         |        |
      | B      | commit |         |         | 2      |
    Then they saw, in the order of the script:
      | thread | do     | saw      |
      | A      | place  | accepted |
      | B      | place  | accepted |
      | C      | drop   | ok       |
      | B      | commit | ok       |
    And the control saw:
      | what       |
      | A in       |
      | A out      |
      | B in       |
      | B out      |
      | A rollback |
      | B commit   |
    And 1 drops had to wait and 1 of them are done

  @T-4
  Scenario: What counts all accounts together is exact
    Given it takes 500 orders an hour of all accounts
    When 4 threads place 300 orders each at once
    Then the last of them saw 500

  @D-2.9
  Scenario: Each account has a time of its own, and what counts all of them has the latest
    Given it takes 2 orders an hour of all accounts
    When the threads:
      | thread | do    | account | at    | number |
      | A      | place | 7       | 60m   | 1      |
      | B      | place | 8       | 30m   | 2      |
      | A      | place | 7       | 59m   | 3      |
      | B      | place | 8       | 31m   | 4      |
      | B      | place | 8       | 120m  | 5      |
    Then they saw, in the order of the script:
      | thread | do    | saw               |
      | A      | place | accepted          |
      | B      | place | accepted          |
      | A      | place | earlier           |
      | B      | place | RateLimitExceeded |
      | B      | place | accepted          |
