# SPDX-License-Identifier: Apache-2.0
Feature: What a hook answers is judged, whatever it is
  Python lets a hook answer with anything, and Go has zero values. What is no answer fails closed
  like any other callback; an answer that only looks odd is taken.

  Background:
    Given what comes of a callback that fails:
      | hook              | the caller gets             | account 7 is | else as if it |
      | start             | a reject                    | free         | had said no   |
      | main              | a reject                    | free         | had said no   |
      | report            | its answer with the failure | blocked      | had worked    |
      | adjustment        | a reject                    | free         | had said no   |
      | dry-run start     | a reject                    | free         | had said no   |
      | dry-run main      | a reject                    | free         | had said no   |

  @P-8 @P-8.3 @P-8.11 @only-python
  Scenario Outline: A Python policy answers with garbage: it has failed
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the callback fails as told
    And account 7 and the rest of the desk are as told
    And the desk goes on

    Examples:
      | hook  | what                                 |
      | start | None                                 |
      | start | a number                             |
      | start | true                                 |
      | start | a text                               |
      | start | an empty text                        |
      | start | bytes                                |
      | start | an object                            |
      | start | a class                              |
      | start | a list of texts                      |
      | start | a list of nothing                    |
      | start | a reject                             |
      | start | a reject and a text                  |
      | start | a block                              |
      | start | rejects that fail midway             |
      | start | a reject that lies                   |
      | start | an object that claims to be a reject |
      | start | an object that calls the engine      |
      | start | a decision                           |
      | start | a result                             |

    Examples: a decision
      | hook | what                                           |
      | main | None                                           |
      | main | a number                                       |
      | main | true                                           |
      | main | a text                                         |
      | main | bytes                                          |
      | main | an object                                      |
      | main | a class                                        |
      | main | a list of texts                                |
      | main | a reject                                       |
      | main | a block                                        |
      | main | an object that claims to be a decision         |
      | main | an object that calls the engine                |
      | main | an object that calls the engine at its end     |
      | main | a decision of a batch                          |
      | main | a reject without reasons                       |
      | main | a decision with rejects as mutations           |
      | main | a decision with mutations that fail midway     |
      | main | a decision with mutations that call the engine |
      | main | a result                                       |

    Examples: feedback
      | hook   | what                                 |
      | report | a number                             |
      | report | true                                 |
      | report | a text                               |
      | report | an empty text                        |
      | report | bytes                                |
      | report | an object                            |
      | report | a class                              |
      | report | a list of texts                      |
      | report | a reject                             |
      | report | a block                              |
      | report | an object that claims to be a result |
      | report | an object that calls the engine      |
      | report | a decision                           |
      | report | a result with texts as blocks        |

    Examples: an item of a batch
      | hook       | what                                   |
      | adjustment | None                                   |
      | adjustment | a number                               |
      | adjustment | true                                   |
      | adjustment | a text                                 |
      | adjustment | an object                              |
      | adjustment | a class                                |
      | adjustment | a reject                               |
      | adjustment | an object that claims to be a decision |
      | adjustment | a decision                             |
      | adjustment | a result                               |
      | adjustment | a reject without reasons               |

    Examples: in a dry run
      | hook          | what                                       |
      | dry-run start | None                                       |
      | dry-run start | rejects that fail midway                   |
      | dry-run main  | None                                       |
      | dry-run main  | a decision with mutations that fail midway |

  @P-8.3 @P-8.11 @P-8.14 @only-python
  Scenario Outline: A Python policy answers oddly: it is taken
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the call is as if nothing had happened
    And the desk is as if nothing had happened
    And the desk goes on

    Examples:
      | hook       | what                                       |
      | start      | a tuple that denies it                     |
      | start      | an object that calls the engine at its end |
      | main       | a decision                                 |
      | main       | a decision with a huge list of mutations   |
      | report     | None                                       |
      | report     | a result                                   |
      | adjustment | a decision of a batch                      |
      | name       | a text that calls the engine               |

    Examples: what a side of a mutation returns is not looked at
      | hook     | what                                       |
      | commit   | a number                                   |
      | commit   | an object                                  |
      | commit   | a decision                                 |
      | commit   | an object that calls the engine            |
      | commit   | an object that calls the engine at its end |
      | commit   | rejects that fail midway                   |
      | rollback | a number                                   |
      | rollback | an object                                  |
      | rollback | a decision                                 |
      | rollback | an object that calls the engine            |
      | rollback | an object that calls the engine at its end |
      | rollback | rejects that fail midway                   |

  @P-8 @only-python @only-rust
  Scenario: A policy answers with a huge list of rejects
    Given a desk whose policy "wild" in "start" answers with "a huge list of rejects"
    When the desk comes to that hook
    Then the caller gets 100000 rejects
    And the desk goes on

  @P-8.15 @E-3 @only-python
  Scenario Outline: A Python policy says of itself what is of a wrong type
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the build is refused as of a wrong type
    And the desk goes on

    Examples:
      | hook             | what                                   |
      | name             | None                                   |
      | name             | a number                               |
      | name             | true                                   |
      | name             | bytes                                  |
      | name             | an object                              |
      | name             | a class                                |
      | name             | an object that claims to be a decision |
      | hooks            | None                                   |
      | hooks            | a number                               |
      | hooks            | a text                                 |
      | hooks            | an object                              |
      | supports_dry_run | None                                   |
      | supports_dry_run | a number                               |
      | supports_dry_run | a text                                 |
      | supports_dry_run | an object                              |

  @P-8.15 @V-6 @only-python
  Scenario: A name that no other language could hold
    Given a desk whose policy "wild" in "name" answers with "half a text"
    When the desk comes to that hook
    Then the build is refused with "invalid_format"
    And the desk goes on

  @P-8 @P-8.11 @V-6 @only-go
  Scenario Outline: A Go policy answers with garbage: it has failed
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the callback fails as told
    And account 7 and the rest of the desk are as told
    And the desk goes on

    Examples:
      | hook          | what                          |
      | start         | a reject without a code       |
      | start         | a reject of an unknown code   |
      | start         | a reject without a scope      |
      | main          | the zero decision             |
      | main          | a reject without reasons      |
      | main          | a reject without a code       |
      | main          | a block without a code        |
      | main          | an unset reservation          |
      | main          | an unset kill switch          |
      | main          | a kind with a side of its own |
      | report        | a block without a code        |
      | report        | a release of nothing          |
      | report        | an adjustment of nothing      |
      | adjustment    | the zero decision             |
      | adjustment    | a reject without reasons      |
      | adjustment    | a block without a code        |
      | dry-run start | a reject without a code       |
      | dry-run main  | the zero decision             |

  @P-8.14 @only-go
  Scenario Outline: A Go policy answers oddly: it is taken
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the call is as if nothing had happened
    And the desk is as if nothing had happened
    And the desk goes on

    Examples:
      | hook       | what                     |
      | start      | nil                      |
      | start      | no rejects               |
      | main       | nil slices               |
      | main       | a mutation without sides |
      | report     | nil slices               |
      | adjustment | nil slices               |
      | adjustment | a mutation without sides |

  @P-8.15 @only-go
  Scenario Outline: A Go policy is none: the configuration is at fault
    Given a desk whose policy "wild" in "name" answers with "<what>"
    When the desk comes to that hook
    Then the configuration is at fault: "<fault>"
    And the desk goes on

    Examples:
      | what        | fault                                       |
      | nil         | policy 3: hook `name` failed: policy is nil |
      | a typed nil | policy 3: hook `name` failed: panic:        |

  @P-8 @P-8.11 @M-2 @only-rust
  Scenario Outline: A Rust policy answers with garbage: it has failed
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the callback fails as told
    And account 7 and the rest of the desk are as told
    And the desk goes on

    Examples:
      | hook         | what                              |
      | main          | a reject without reasons          |
      | main          | a reservation for another account |
      | adjustment    | a reject without reasons          |
      | adjustment    | a reservation for another account |
      | dry-run main | a reservation for another account |

  @P-8.14 @only-rust
  Scenario Outline: A Rust policy answers oddly: it is taken
    Given a desk whose policy "wild" in "<hook>" answers with "<what>"
    When the desk comes to that hook
    Then the call is as if nothing had happened
    And the desk is as if nothing had happened
    And the desk goes on

    Examples:
      | hook       | what                     |
      | main       | a huge list of mutations |
      | adjustment | a huge list of mutations |
