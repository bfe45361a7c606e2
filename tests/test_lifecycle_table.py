# SPDX-License-Identifier: Apache-2.0
"""The lifecycle table has no empty cell; what Rust does not compile is proved not to (P-7.3)."""

import pytest
from conftest import COMPILE_FAIL_TESTS
from steps.lifecycle import ACTIONS, LIFECYCLE_KINDS, STATES

from spec.gen import lifecycle
from spec.gen.tables import TableError

ROWS = """
    Examples: start
      | action | state | answer |
      | start  | fresh | works  |
      | start  | ended | no     |

    @rust-compile-fail
    Examples: commit
      | action | state | answer |
      | commit | fresh | works  |
"""
LAST = "      | commit | ended | no     |\n"


def test_the_table_has_every_action_and_state_that_the_steps_know():
    found = lifecycle.cells()
    assert {cell.action for cell in found} == set(ACTIONS)
    assert {cell.state for cell in found} == set(STATES)
    assert len(found) == len(ACTIONS) * len(STATES)


def test_every_lifecycle_error_stands_in_it():
    assert {cell.answer for cell in lifecycle.cells()} >= LIFECYCLE_KINDS


def test_each_tagged_row_has_a_compile_fail_test_and_no_test_is_stale():
    tagged = {(cell.action, cell.state) for cell in lifecycle.cells() if cell.compile_fail}
    proved = lifecycle.proved(COMPILE_FAIL_TESTS.read_text(encoding="utf-8"))
    assert tagged == set(proved)


def test_rows_are_read_with_their_tags():
    assert lifecycle.parse(ROWS + LAST) == [
        lifecycle.Cell("start", "fresh", "works", False),
        lifecycle.Cell("start", "ended", "no", False),
        lifecycle.Cell("commit", "fresh", "works", True),
        lifecycle.Cell("commit", "ended", "no", True),
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (ROWS, "no row for `commit`, when `ended`"),
        (ROWS + LAST + LAST, "twice"),
        (ROWS + LAST.replace("no", "  "), "without an answer"),
    ],
)
def test_a_hole_is_refused(rows, text):
    with pytest.raises(TableError, match=text):
        lifecycle.parse(rows)
