# SPDX-License-Identifier: Apache-2.0
Feature: The lifecycle table
  What the desk can do to a request, a reservation and their engine, in every state that these can
  be in. Each cell has one answer, the same in every language; `spec/pipeline.md` shows it all at
  once. Whatever does not work changes nothing and asks no control.

  The answers: `works`, and the decision log tells it; `answers`, and nothing changes; `nothing`:
  it is welcome and there is nothing to do; `gone`: the desk has nothing to call it on; else the
  kind of the lifecycle error. `leave` is the end of a `with` block in Python, of a function that
  deferred the close in Go, of the owner's scope in Rust; `read` is every call that only reads.

  Background:
    Given a notional limit:
      | axis  | limit   | asset |
      | asset | 1000000 | USD   |
    And the policy "ledger" that:
      | in       | for account | does    | what                         |
      | main     |             | emits   | book                         |
      | main     | 6           | rejects | CreditLimitExceeded: poor: 1 |
      | commit   | 9           | panics  | book                         |
      | rollback | 9           | panics  | book                         |

  @P-7 @P-7.1 @P-7.2 @P-7.3 @P-7.5
  Scenario Outline: Every action has one answer in every state
    Given orders that are "<state>"
    When the desk does "<action>"
    Then the table's answer is "<answer>"

    Examples: start
      | action | state                   | answer        |
      | start  | fresh                   | works         |
      | start  | request executed        | works         |
      | start  | request rejected        | works         |
      | start  | request dropped         | works         |
      | start  | order reported          | works         |
      | start  | committed               | works         |
      | start  | commit failed           | works         |
      | start  | rolled back             | works         |
      | start  | rollback failed         | works         |
      | start  | closed                  | works         |
      | start  | reservation dropped     | works         |
      | start  | engine closed           | engine_closed |
      | start  | engine closed after use | engine_closed |
      | start  | engine closed twice     | engine_closed |

    Examples: execute_pre_trade
      | action            | state                   | answer        |
      | execute_pre_trade | fresh                   | works         |
      | execute_pre_trade | request executed        | works         |
      | execute_pre_trade | request rejected        | works         |
      | execute_pre_trade | request dropped         | works         |
      | execute_pre_trade | order reported          | works         |
      | execute_pre_trade | committed               | works         |
      | execute_pre_trade | commit failed           | works         |
      | execute_pre_trade | rolled back             | works         |
      | execute_pre_trade | rollback failed         | works         |
      | execute_pre_trade | closed                  | works         |
      | execute_pre_trade | reservation dropped     | works         |
      | execute_pre_trade | engine closed           | engine_closed |
      | execute_pre_trade | engine closed after use | engine_closed |
      | execute_pre_trade | engine closed twice     | engine_closed |

    Examples: request execute
      | action          | state               | answer        |
      | request execute | fresh               | works         |
      | request execute | order reported      | works         |
      | request execute | committed           | works         |
      | request execute | commit failed       | works         |
      | request execute | rolled back         | works         |
      | request execute | rollback failed     | works         |
      | request execute | closed              | works         |
      | request execute | reservation dropped | works         |
      | request execute | engine closed       | engine_closed |
      | request execute | engine closed twice | engine_closed |

    @rust-compile-fail
    Examples: request execute, where Rust has no value any more
      | action          | state                   | answer        |
      | request execute | request executed        | request_used  |
      | request execute | request rejected        | request_used  |
      | request execute | request dropped         | gone          |
      | request execute | engine closed after use | engine_closed |

    Examples: request drop
      | action       | state                   | answer  |
      | request drop | fresh                   | nothing |
      | request drop | request executed        | nothing |
      | request drop | request rejected        | nothing |
      | request drop | request dropped         | nothing |
      | request drop | order reported          | nothing |
      | request drop | committed               | nothing |
      | request drop | commit failed           | nothing |
      | request drop | rolled back             | nothing |
      | request drop | rollback failed         | nothing |
      | request drop | closed                  | nothing |
      | request drop | reservation dropped     | nothing |
      | request drop | engine closed           | nothing |
      | request drop | engine closed after use | nothing |
      | request drop | engine closed twice     | nothing |

    Examples: commit
      | action | state               | answer        |
      | commit | fresh               | works         |
      | commit | request executed    | works         |
      | commit | request rejected    | works         |
      | commit | request dropped     | works         |
      | commit | order reported      | works         |
      | commit | engine closed       | engine_closed |
      | commit | engine closed twice | engine_closed |

    @rust-compile-fail
    Examples: commit, where Rust has no value any more
      | action | state                   | answer                |
      | commit | committed               | reservation_finalized |
      | commit | commit failed           | reservation_finalized |
      | commit | rolled back             | reservation_finalized |
      | commit | rollback failed         | reservation_finalized |
      | commit | closed                  | reservation_finalized |
      | commit | reservation dropped     | gone                  |
      | commit | engine closed after use | engine_closed         |

    Examples: rollback
      | action   | state               | answer         |
      | rollback | fresh               | works          |
      | rollback | request executed    | works          |
      | rollback | request rejected    | works          |
      | rollback | request dropped     | works          |
      | rollback | order reported      | order_reported |
      | rollback | engine closed       | engine_closed  |
      | rollback | engine closed twice | engine_closed  |

    @rust-compile-fail
    Examples: rollback, where Rust has no value any more
      | action   | state                   | answer                |
      | rollback | committed               | reservation_finalized |
      | rollback | commit failed           | reservation_finalized |
      | rollback | rolled back             | reservation_finalized |
      | rollback | rollback failed         | reservation_finalized |
      | rollback | closed                  | reservation_finalized |
      | rollback | reservation dropped     | gone                  |
      | rollback | engine closed after use | engine_closed         |

    Examples: close
      | action | state               | answer  |
      | close  | fresh               | works   |
      | close  | request executed    | works   |
      | close  | request rejected    | works   |
      | close  | request dropped     | works   |
      | close  | order reported      | works   |
      | close  | engine closed       | nothing |
      | close  | engine closed twice | nothing |

    @rust-compile-fail
    Examples: close, where Rust has no value any more
      | action | state                   | answer  |
      | close  | committed               | nothing |
      | close  | commit failed           | nothing |
      | close  | rolled back             | nothing |
      | close  | rollback failed         | nothing |
      | close  | closed                  | nothing |
      | close  | reservation dropped     | gone    |
      | close  | engine closed after use | nothing |

    Examples: leave
      | action | state                   | answer  |
      | leave  | fresh                   | works   |
      | leave  | request executed        | works   |
      | leave  | request rejected        | works   |
      | leave  | request dropped         | works   |
      | leave  | order reported          | works   |
      | leave  | committed               | nothing |
      | leave  | commit failed           | nothing |
      | leave  | rolled back             | nothing |
      | leave  | rollback failed         | nothing |
      | leave  | closed                  | nothing |
      | leave  | reservation dropped     | nothing |
      | leave  | engine closed           | nothing |
      | leave  | engine closed after use | nothing |
      | leave  | engine closed twice     | nothing |

    Examples: drop
      | action | state                   | answer  |
      | drop   | fresh                   | works   |
      | drop   | request executed        | works   |
      | drop   | request rejected        | works   |
      | drop   | request dropped         | works   |
      | drop   | order reported          | works   |
      | drop   | committed               | nothing |
      | drop   | commit failed           | nothing |
      | drop   | rolled back             | nothing |
      | drop   | rollback failed         | nothing |
      | drop   | closed                  | nothing |
      | drop   | reservation dropped     | nothing |
      | drop   | engine closed           | nothing |
      | drop   | engine closed after use | nothing |
      | drop   | engine closed twice     | nothing |

    Examples: report
      | action | state                   | answer        |
      | report | fresh                   | works         |
      | report | request executed        | works         |
      | report | request rejected        | works         |
      | report | request dropped         | works         |
      | report | order reported          | works         |
      | report | committed               | works         |
      | report | commit failed           | works         |
      | report | rolled back             | works         |
      | report | rollback failed         | works         |
      | report | closed                  | works         |
      | report | reservation dropped     | works         |
      | report | engine closed           | engine_closed |
      | report | engine closed after use | engine_closed |
      | report | engine closed twice     | engine_closed |

    Examples: batch
      | action | state                   | answer        |
      | batch  | fresh                   | works         |
      | batch  | request executed        | works         |
      | batch  | request rejected        | works         |
      | batch  | request dropped         | works         |
      | batch  | order reported          | works         |
      | batch  | committed               | works         |
      | batch  | commit failed           | works         |
      | batch  | rolled back             | works         |
      | batch  | rollback failed         | works         |
      | batch  | closed                  | works         |
      | batch  | reservation dropped     | works         |
      | batch  | engine closed           | engine_closed |
      | batch  | engine closed after use | engine_closed |
      | batch  | engine closed twice     | engine_closed |

    Examples: dry run of start
      | action           | state                   | answer        |
      | dry run of start | fresh                   | answers       |
      | dry run of start | request executed        | answers       |
      | dry run of start | request rejected        | answers       |
      | dry run of start | request dropped         | answers       |
      | dry run of start | order reported          | answers       |
      | dry run of start | committed               | answers       |
      | dry run of start | commit failed           | answers       |
      | dry run of start | rolled back             | answers       |
      | dry run of start | rollback failed         | answers       |
      | dry run of start | closed                  | answers       |
      | dry run of start | reservation dropped     | answers       |
      | dry run of start | engine closed           | engine_closed |
      | dry run of start | engine closed after use | engine_closed |
      | dry run of start | engine closed twice     | engine_closed |

    Examples: dry run
      | action  | state                   | answer        |
      | dry run | fresh                   | answers       |
      | dry run | request executed        | answers       |
      | dry run | request rejected        | answers       |
      | dry run | request dropped         | answers       |
      | dry run | order reported          | answers       |
      | dry run | committed               | answers       |
      | dry run | commit failed           | answers       |
      | dry run | rolled back             | answers       |
      | dry run | rollback failed         | answers       |
      | dry run | closed                  | answers       |
      | dry run | reservation dropped     | answers       |
      | dry run | engine closed           | engine_closed |
      | dry run | engine closed after use | engine_closed |
      | dry run | engine closed twice     | engine_closed |

    Examples: configure
      | action    | state                   | answer        |
      | configure | fresh                   | works         |
      | configure | request executed        | works         |
      | configure | request rejected        | works         |
      | configure | request dropped         | works         |
      | configure | order reported          | works         |
      | configure | committed               | works         |
      | configure | commit failed           | works         |
      | configure | rolled back             | works         |
      | configure | rollback failed         | works         |
      | configure | closed                  | works         |
      | configure | reservation dropped     | works         |
      | configure | engine closed           | engine_closed |
      | configure | engine closed after use | engine_closed |
      | configure | engine closed twice     | engine_closed |

    Examples: reset
      | action | state                   | answer        |
      | reset  | fresh                   | works         |
      | reset  | request executed        | works         |
      | reset  | request rejected        | works         |
      | reset  | request dropped         | works         |
      | reset  | order reported          | works         |
      | reset  | committed               | works         |
      | reset  | commit failed           | works         |
      | reset  | rolled back             | works         |
      | reset  | rollback failed         | works         |
      | reset  | closed                  | works         |
      | reset  | reservation dropped     | works         |
      | reset  | engine closed           | engine_closed |
      | reset  | engine closed after use | engine_closed |
      | reset  | engine closed twice     | engine_closed |

    Examples: armed
      | action | state                   | answer        |
      | armed  | fresh                   | answers       |
      | armed  | request executed        | answers       |
      | armed  | request rejected        | answers       |
      | armed  | request dropped         | answers       |
      | armed  | order reported          | answers       |
      | armed  | committed               | answers       |
      | armed  | commit failed           | answers       |
      | armed  | rolled back             | answers       |
      | armed  | rollback failed         | answers       |
      | armed  | closed                  | answers       |
      | armed  | reservation dropped     | answers       |
      | armed  | engine closed           | engine_closed |
      | armed  | engine closed after use | engine_closed |
      | armed  | engine closed twice     | engine_closed |

    Examples: block
      | action | state                   | answer        |
      | block  | fresh                   | works         |
      | block  | request executed        | works         |
      | block  | request rejected        | works         |
      | block  | request dropped         | works         |
      | block  | order reported          | works         |
      | block  | committed               | works         |
      | block  | commit failed           | works         |
      | block  | rolled back             | works         |
      | block  | rollback failed         | works         |
      | block  | closed                  | works         |
      | block  | reservation dropped     | works         |
      | block  | engine closed           | engine_closed |
      | block  | engine closed after use | engine_closed |
      | block  | engine closed twice     | engine_closed |

    Examples: unblock_all
      | action      | state                   | answer        |
      | unblock_all | fresh                   | nothing       |
      | unblock_all | request executed        | nothing       |
      | unblock_all | request rejected        | nothing       |
      | unblock_all | request dropped         | nothing       |
      | unblock_all | order reported          | nothing       |
      | unblock_all | committed               | nothing       |
      | unblock_all | commit failed           | nothing       |
      | unblock_all | rolled back             | nothing       |
      | unblock_all | rollback failed         | nothing       |
      | unblock_all | closed                  | nothing       |
      | unblock_all | reservation dropped     | nothing       |
      | unblock_all | engine closed           | engine_closed |
      | unblock_all | engine closed after use | engine_closed |
      | unblock_all | engine closed twice     | engine_closed |

    Examples: blocked
      | action  | state                   | answer        |
      | blocked | fresh                   | answers       |
      | blocked | request executed        | answers       |
      | blocked | request rejected        | answers       |
      | blocked | request dropped         | answers       |
      | blocked | order reported          | answers       |
      | blocked | committed               | answers       |
      | blocked | commit failed           | answers       |
      | blocked | rolled back             | answers       |
      | blocked | rollback failed         | answers       |
      | blocked | closed                  | answers       |
      | blocked | reservation dropped     | answers       |
      | blocked | engine closed           | engine_closed |
      | blocked | engine closed after use | engine_closed |
      | blocked | engine closed twice     | engine_closed |

    Examples: register_group
      | action         | state                   | answer        |
      | register_group | fresh                   | works         |
      | register_group | request executed        | works         |
      | register_group | request rejected        | works         |
      | register_group | request dropped         | works         |
      | register_group | order reported          | works         |
      | register_group | committed               | works         |
      | register_group | commit failed           | works         |
      | register_group | rolled back             | works         |
      | register_group | rollback failed         | works         |
      | register_group | closed                  | works         |
      | register_group | reservation dropped     | works         |
      | register_group | engine closed           | engine_closed |
      | register_group | engine closed after use | engine_closed |
      | register_group | engine closed twice     | engine_closed |

    Examples: read
      | action | state                   | answer  |
      | read   | fresh                   | answers |
      | read   | request executed        | answers |
      | read   | request rejected        | answers |
      | read   | request dropped         | answers |
      | read   | order reported          | answers |
      | read   | committed               | answers |
      | read   | commit failed           | answers |
      | read   | rolled back             | answers |
      | read   | rollback failed         | answers |
      | read   | closed                  | answers |
      | read   | reservation dropped     | answers |
      | read   | engine closed           | answers |
      | read   | engine closed after use | answers |
      | read   | engine closed twice     | answers |

    Examples: engine close
      | action       | state                   | answer  |
      | engine close | fresh                   | works   |
      | engine close | request executed        | works   |
      | engine close | request rejected        | works   |
      | engine close | request dropped         | works   |
      | engine close | order reported          | works   |
      | engine close | committed               | works   |
      | engine close | commit failed           | works   |
      | engine close | rolled back             | works   |
      | engine close | rollback failed         | works   |
      | engine close | closed                  | works   |
      | engine close | reservation dropped     | works   |
      | engine close | engine closed           | nothing |
      | engine close | engine closed after use | nothing |
      | engine close | engine closed twice     | nothing |
