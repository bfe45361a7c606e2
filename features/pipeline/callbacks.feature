# SPDX-License-Identifier: Apache-2.0
Feature: Whatever a policy does, in whatever hook
  A policy is somebody's code: it raises, it panics, it ends its goroutine, it answers nonsense, it
  calls back, it lets go of things. Each time the caller gets a typed answer, nothing else has
  happened, and the desk goes on. `spec/callbacks.toml` lists hooks and deeds; a test compares.

  Background:
    Given what comes of a callback that fails:
      | hook                 | the caller gets                | account 7 is | else as if it |
      | name                 | a fault of the configuration   |              |               |
      | hooks                | a fault of the configuration   |              |               |
      | supports_dry_run     | a fault of the configuration   |              |               |
      | start                | a reject                       | free         | had said no   |
      | main                 | a reject                       | free         | had said no   |
      | commit               | a callback error               | blocked      | had worked    |
      | rollback             | a callback error               | blocked      | had worked    |
      | rollback of a reject | the reject of the policy after | blocked      | had worked    |
      | rollback of a drop   | nothing                        | blocked      | had worked    |
      | rollback of a close  | a callback error               |              |               |
      | report               | its answer with the failure    | blocked      | had worked    |
      | adjustment           | a reject                       | free         | had said no   |
      | commit of a batch    | its answer with the failure    | blocked      | had worked    |
      | rollback of a batch  | the reject of the policy after | blocked      | had worked    |
      | dry-run start        | a reject                       | free         | had said no   |
      | dry-run main         | a reject                       | free         | had said no   |
      | dry-run rollback     | a callback error               | blocked      | had worked    |

  Rule: A callback that breaks fails closed, and nothing else happens

    @P-8 @P-8.1 @P-8.2 @P-8.4 @P-8.6 @P-8.7 @P-8.8 @P-8.11 @P-8.15 @E-3.1 @E-3.2
    Scenario Outline: A policy breaks in a hook: it has failed
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the callback fails as told
      And account 7 and the rest of the desk are as told
      And the desk goes on

      Examples:
        | hook                 | deed                        |
        | name                 | panics                      |
        | supports_dry_run     | panics                      |
        | start                | panics                      |
        | main                 | panics                      |
        | commit               | panics                      |
        | rollback             | panics                      |
        | rollback of a reject | panics                      |
        | rollback of a drop   | panics                      |
        | rollback of a close  | panics                      |
        | report               | panics                      |
        | adjustment           | panics                      |
        | commit of a batch    | panics                      |
        | rollback of a batch  | panics                      |
        | dry-run start        | panics                      |
        | dry-run main         | panics                      |
        | dry-run rollback     | panics                      |
        | name                 | raises what cannot be shown |
        | supports_dry_run     | raises what cannot be shown |
        | start                | raises what cannot be shown |
        | main                 | raises what cannot be shown |
        | commit               | raises what cannot be shown |
        | rollback             | raises what cannot be shown |
        | rollback of a reject | raises what cannot be shown |
        | rollback of a drop   | raises what cannot be shown |
        | rollback of a close  | raises what cannot be shown |
        | report               | raises what cannot be shown |
        | adjustment           | raises what cannot be shown |
        | commit of a batch    | raises what cannot be shown |
        | rollback of a batch  | raises what cannot be shown |
        | dry-run start        | raises what cannot be shown |
        | dry-run main         | raises what cannot be shown |
        | dry-run rollback     | raises what cannot be shown |

      @only-python @only-rust
      Examples: Go's types tell which hooks a policy has
        | hook  | deed                        |
        | hooks | panics                      |
        | hooks | raises what cannot be shown |

      Examples: an error that is returned or raised
        | hook                 | deed            |
        | start                | raises an error |
        | main                 | raises an error |
        | commit               | raises an error |
        | rollback             | raises an error |
        | rollback of a reject | raises an error |
        | rollback of a drop   | raises an error |
        | rollback of a close  | raises an error |
        | report               | raises an error |
        | adjustment           | raises an error |
        | commit of a batch    | raises an error |
        | rollback of a batch  | raises an error |
        | dry-run start        | raises an error |
        | dry-run main         | raises an error |
        | dry-run rollback     | raises an error |

      @only-python
      Examples: an error of a hook that cannot return one elsewhere
        | hook                 | deed              |
        | name                 | raises an error   |
        | hooks                | raises an error   |
        | supports_dry_run     | raises an error   |
        | name                 | recurses for good |
        | hooks                | recurses for good |
        | supports_dry_run     | recurses for good |
        | start                | recurses for good |
        | main                 | recurses for good |
        | commit               | recurses for good |
        | rollback             | recurses for good |
        | rollback of a reject | recurses for good |
        | rollback of a drop   | recurses for good |
        | rollback of a close  | recurses for good |
        | report               | recurses for good |
        | adjustment           | recurses for good |
        | commit of a batch    | recurses for good |
        | rollback of a batch  | recurses for good |
        | dry-run start        | recurses for good |
        | dry-run main         | recurses for good |
        | dry-run rollback     | recurses for good |

      Examples: an answer that means nothing
        | hook          | deed             |
        | start         | answers nonsense |
        | main          | answers nonsense |
        | report        | answers nonsense |
        | adjustment    | answers nonsense |
        | dry-run start | answers nonsense |
        | dry-run main  | answers nonsense |

      @P-9 @P-9.1
      Examples: the refusal of its own call, not caught
        | hook                 | deed             |
        | start                | calls the engine |
        | main                 | calls the engine |
        | commit               | calls the engine |
        | rollback             | calls the engine |
        | rollback of a reject | calls the engine |
        | rollback of a drop   | calls the engine |
        | rollback of a close  | calls the engine |
        | report               | calls the engine |
        | adjustment           | calls the engine |
        | commit of a batch    | calls the engine |
        | rollback of a batch  | calls the engine |
        | dry-run start        | calls the engine |
        | dry-run main         | calls the engine |
        | dry-run rollback     | calls the engine |

    @P-8 @P-8.3
    Scenario Outline: A policy answers nonsense at the build: the configuration is at fault
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the configuration is at fault: "<fault>"
      And the desk goes on

      Examples:
        | hook | deed             | fault                                             |
        | name | answers nonsense | policy 3: name is empty: allowed is a unique name |

      @only-rust
      Examples: only Rust says it in a hook
        | hook  | deed             | fault                      |
        | hooks | answers nonsense | policy `wild`: has no hook |

  Rule: What ends more than the callback fails closed too

    @P-8.5 @P-8.12 @only-python
    Scenario Outline: A policy exits in a hook: it has failed, and the exception goes on
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the exception is raised as it is
      And account 7 and the rest of the desk are as told
      And the desk goes on

      Examples:
        | hook                 | deed           |
        | name                 | exits          |
        | hooks                | exits          |
        | supports_dry_run     | exits          |
        | start                | exits          |
        | main                 | exits          |
        | commit               | exits          |
        | rollback             | exits          |
        | rollback of a reject | exits          |
        | rollback of a drop   | exits          |
        | rollback of a close  | exits          |
        | report               | exits          |
        | adjustment           | exits          |
        | commit of a batch    | exits          |
        | rollback of a batch  | exits          |
        | dry-run start        | exits          |
        | dry-run main         | exits          |
        | dry-run rollback     | exits          |
        | name                 | is interrupted |
        | hooks                | is interrupted |
        | supports_dry_run     | is interrupted |
        | start                | is interrupted |
        | main                 | is interrupted |
        | commit               | is interrupted |
        | rollback             | is interrupted |
        | rollback of a reject | is interrupted |
        | rollback of a drop   | is interrupted |
        | rollback of a close  | is interrupted |
        | report               | is interrupted |
        | adjustment           | is interrupted |
        | commit of a batch    | is interrupted |
        | rollback of a batch  | is interrupted |
        | dry-run start        | is interrupted |
        | dry-run main         | is interrupted |
        | dry-run rollback     | is interrupted |

    @P-8.13 @only-go
    Scenario Outline: A policy ends its goroutine in a hook: it has failed, and the goroutine ends
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the caller's goroutine has ended
      And account 7 and the rest of the desk are as told
      And the desk goes on

      Examples:
        | hook                 | deed                                       |
        | name                 | ends its goroutine                         |
        | supports_dry_run     | ends its goroutine                         |
        | start                | ends its goroutine                         |
        | main                 | ends its goroutine                         |
        | commit               | ends its goroutine                         |
        | rollback             | ends its goroutine                         |
        | rollback of a reject | ends its goroutine                         |
        | rollback of a drop   | ends its goroutine                         |
        | rollback of a close  | ends its goroutine                         |
        | report               | ends its goroutine                         |
        | adjustment           | ends its goroutine                         |
        | commit of a batch    | ends its goroutine                         |
        | rollback of a batch  | ends its goroutine                         |
        | dry-run start        | ends its goroutine                         |
        | dry-run main         | ends its goroutine                         |
        | dry-run rollback     | ends its goroutine                         |
        | name                 | panics with a text that ends its goroutine |
        | supports_dry_run     | panics with a text that ends its goroutine |
        | start                | panics with a text that ends its goroutine |
        | main                 | panics with a text that ends its goroutine |
        | commit               | panics with a text that ends its goroutine |
        | rollback             | panics with a text that ends its goroutine |
        | rollback of a reject | panics with a text that ends its goroutine |
        | rollback of a drop   | panics with a text that ends its goroutine |
        | rollback of a close  | panics with a text that ends its goroutine |
        | report               | panics with a text that ends its goroutine |
        | adjustment           | panics with a text that ends its goroutine |
        | commit of a batch    | panics with a text that ends its goroutine |
        | rollback of a batch  | panics with a text that ends its goroutine |
        | dry-run start        | panics with a text that ends its goroutine |
        | dry-run main         | panics with a text that ends its goroutine |
        | dry-run rollback     | panics with a text that ends its goroutine |

  Rule: What is none of the engine's business stays the policy's own

    @P-8.14
    Scenario Outline: A policy does in a hook what is its own affair: it is all the same
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the call is as if nothing had happened
      And the policy did "<what>" <lines>
      And the desk is as if nothing had happened
      And the desk goes on

      Examples:
        | hook                 | deed                     | what               | lines |
        | name                 | uses another engine      | another engine     | 6     |
        | supports_dry_run     | uses another engine      | another engine     | 6     |
        | start                | uses another engine      | another engine     | 6     |
        | main                 | uses another engine      | another engine     | 6     |
        | commit               | uses another engine      | another engine     | 6     |
        | rollback             | uses another engine      | another engine     | 6     |
        | rollback of a reject | uses another engine      | another engine     | 6     |
        | rollback of a drop   | uses another engine      | another engine     | 6     |
        | rollback of a close  | uses another engine      | another engine     | 6     |
        | report               | uses another engine      | another engine     | 6     |
        | adjustment           | uses another engine      | another engine     | 6     |
        | commit of a batch    | uses another engine      | another engine     | 6     |
        | rollback of a batch  | uses another engine      | another engine     | 6     |
        | dry-run start        | uses another engine      | another engine     | 6     |
        | dry-run main         | uses another engine      | another engine     | 6     |
        | dry-run rollback     | uses another engine      | another engine     | 6     |
        | name                 | nests engines in engines | engines in engines | 6     |
        | supports_dry_run     | nests engines in engines | engines in engines | 6     |
        | start                | nests engines in engines | engines in engines | 6     |
        | main                 | nests engines in engines | engines in engines | 6     |
        | commit               | nests engines in engines | engines in engines | 6     |
        | rollback             | nests engines in engines | engines in engines | 6     |
        | rollback of a reject | nests engines in engines | engines in engines | 6     |
        | rollback of a drop   | nests engines in engines | engines in engines | 6     |
        | rollback of a close  | nests engines in engines | engines in engines | 6     |
        | report               | nests engines in engines | engines in engines | 6     |
        | adjustment           | nests engines in engines | engines in engines | 6     |
        | commit of a batch    | nests engines in engines | engines in engines | 6     |
        | rollback of a batch  | nests engines in engines | engines in engines | 6     |
        | dry-run start        | nests engines in engines | engines in engines | 6     |
        | dry-run main         | nests engines in engines | engines in engines | 6     |
        | dry-run rollback     | nests engines in engines | engines in engines | 6     |
        | name                 | recurses deep            | recursion          | 200   |
        | supports_dry_run     | recurses deep            | recursion          | 200   |
        | start                | recurses deep            | recursion          | 200   |
        | main                 | recurses deep            | recursion          | 200   |
        | commit               | recurses deep            | recursion          | 200   |
        | rollback             | recurses deep            | recursion          | 200   |
        | rollback of a reject | recurses deep            | recursion          | 200   |
        | rollback of a drop   | recurses deep            | recursion          | 200   |
        | rollback of a close  | recurses deep            | recursion          | 200   |
        | report               | recurses deep            | recursion          | 200   |
        | adjustment           | recurses deep            | recursion          | 200   |
        | commit of a batch    | recurses deep            | recursion          | 200   |
        | rollback of a batch  | recurses deep            | recursion          | 200   |
        | dry-run start        | recurses deep            | recursion          | 200   |
        | dry-run main         | recurses deep            | recursion          | 200   |
        | dry-run rollback     | recurses deep            | recursion          | 200   |

      @only-python @only-rust
      Examples: Go's types tell which hooks a policy has
        | hook  | deed                     | what               | lines |
        | hooks | uses another engine      | another engine     | 6     |
        | hooks | nests engines in engines | engines in engines | 6     |
        | hooks | recurses deep            | recursion          | 200   |

    @P-8.14 @P-9.3
    Scenario Outline: A policy lets things go in a hook: the engine minds itself
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the call is as if nothing had happened
      And the desk is as if nothing had happened
      And the desk goes on

      @only-python @only-go
      Examples: in the languages that collect
        | hook                 | deed             |
        | name                 | collects garbage |
        | supports_dry_run     | collects garbage |
        | start                | collects garbage |
        | main                 | collects garbage |
        | commit               | collects garbage |
        | rollback             | collects garbage |
        | rollback of a reject | collects garbage |
        | rollback of a drop   | collects garbage |
        | rollback of a close  | collects garbage |
        | report               | collects garbage |
        | adjustment           | collects garbage |
        | commit of a batch    | collects garbage |
        | rollback of a batch  | collects garbage |
        | dry-run start        | collects garbage |
        | dry-run main         | collects garbage |
        | dry-run rollback     | collects garbage |

      @only-python
      Examples: Go's types tell which hooks a policy has
        | hook  | deed             |
        | hooks | collects garbage |

      Examples: what is let go in a callback is rolled back at the end of the call
        | hook                 | deed                |
        | start                | drops a reservation |
        | main                 | drops a reservation |
        | commit               | drops a reservation |
        | rollback             | drops a reservation |
        | rollback of a reject | drops a reservation |
        | rollback of a drop   | drops a reservation |
        | rollback of a close  | drops a reservation |
        | report               | drops a reservation |
        | adjustment           | drops a reservation |
        | commit of a batch    | drops a reservation |
        | rollback of a batch  | drops a reservation |
        | dry-run start        | drops a reservation |
        | dry-run main         | drops a reservation |
        | dry-run rollback     | drops a reservation |

  Rule: What is the engine's own is refused inside, and nothing happens

    @P-9 @P-9.1 @P-9.4 @E-1 @K-4
    Scenario Outline: A policy tries every call in a hook: each gets its answer
      Given a desk whose policy "wild" in "<hook>" tries the calls:
        | call                 | error      |
        | start                | reentrancy |
        | place                | reentrancy |
        | dry_run_start        | reentrancy |
        | dry_run              | reentrancy |
        | execute              | reentrancy |
        | commit               | reentrancy |
        | rollback             | reentrancy |
        | close_reservation    | reentrancy |
        | report               | reentrancy |
        | adjust               | reentrancy |
        | balances             | reentrancy |
        | holds                | reentrancy |
        | state                | reentrancy |
        | state_digest         | reentrancy |
        | armed                | reentrancy |
        | verdicts             | reentrancy |
        | decisions            | reentrancy |
        | digest               | reentrancy |
        | configure            | reentrancy |
        | configure_order_size | reentrancy |
        | configure_pnl_bounds | reentrancy |
        | configure_notional   | reentrancy |
        | reset_notional       | reentrancy |
        | close                | reentrancy |
        | drops                |            |
        | blocked              |            |
        | block                |            |
        | unblock              |            |
        | unblock_all          |            |
        | block_engine         |            |
        | unblock_engine       |            |
        | unblock_engine_all   |            |
        | register_group       |            |
        | group_of             |            |
        | block_group          |            |
        | unblock_group        |            |
        | unblock_group_all    |            |
        | unregister_group     |            |
      When the desk comes to that hook
      Then inside the hook each call got its answer
      And the call is as if nothing had happened
      And the desk is as if nothing had happened
      And the desk goes on

      Examples:
        | hook                 | deed             |
        | start                | tries every call |
        | main                 | tries every call |
        | commit               | tries every call |
        | rollback             | tries every call |
        | rollback of a reject | tries every call |
        | rollback of a drop   | tries every call |
        | rollback of a close  | tries every call |
        | report               | tries every call |
        | adjustment           | tries every call |
        | commit of a batch    | tries every call |
        | rollback of a batch  | tries every call |
        | dry-run start        | tries every call |
        | dry-run main         | tries every call |
        | dry-run rollback     | tries every call |

    @P-6.1 @P-9 @P-9.5
    Scenario Outline: A policy finalizes in a hook: it is refused
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the policy was refused "commit, rollback, close_reservation" as re-entrant
      And the call is as if nothing had happened
      And the desk is as if nothing had happened
      And the desk goes on

      Examples:
        | hook                 | deed                          |
        | start                | finalizes a reservation twice |
        | main                 | finalizes a reservation twice |
        | commit               | finalizes a reservation twice |
        | rollback             | finalizes a reservation twice |
        | rollback of a reject | finalizes a reservation twice |
        | rollback of a drop   | finalizes a reservation twice |
        | rollback of a close  | finalizes a reservation twice |
        | report               | finalizes a reservation twice |
        | adjustment           | finalizes a reservation twice |
        | commit of a batch    | finalizes a reservation twice |
        | rollback of a batch  | finalizes a reservation twice |
        | dry-run start        | finalizes a reservation twice |
        | dry-run main         | finalizes a reservation twice |
        | dry-run rollback     | finalizes a reservation twice |

      @only-python @only-go
      Examples: its own, which Rust has moved away
        | hook                | deed                                |
        | commit              | finalizes its own reservation twice |
        | rollback            | finalizes its own reservation twice |
        | rollback of a close | finalizes its own reservation twice |

    @O-4 @P-9.6
    Scenario Outline: A policy changes what a hook is given: nobody else sees it
      Given a desk whose policy "wild" in "<hook>" "<deed>"
      When the desk comes to that hook
      Then the policy "after" saw the record as it was submitted
      And the call is as if nothing had happened
      And the desk is as if nothing had happened
      And the desk goes on

      @only-python @only-go
      Examples: a frozen record in Python, a copy in Go
        | hook          | deed                     |
        | start         | changes what it is given |
        | main          | changes what it is given |
        | report        | changes what it is given |
        | adjustment    | changes what it is given |
        | dry-run start | changes what it is given |
        | dry-run main  | changes what it is given |

      @only-rust @rust-compile-fail
      Examples: a shared reference
        | hook          | deed                     |
        | start         | changes what it is given |
        | main          | changes what it is given |
        | report        | changes what it is given |
        | adjustment    | changes what it is given |
        | dry-run start | changes what it is given |
        | dry-run main  | changes what it is given |
