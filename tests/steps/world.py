# SPDX-License-Identifier: Apache-2.0
"""What one scenario has done so far, and what it learned."""

import re
from decimal import Decimal

import pytest
from drivers.base import Refused

FLAGS = ("is_final", "reduce_only", "close_position", "auto_borrow")
UNITS_NS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def duration_ns(text):
    """Read a duration or a time since the epoch, such as `1s` or `0.999999999s`, exactly."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(ns|us|ms|s|m|h)", text)
    assert match, f"`{text}` is not a duration"
    value = Decimal(match[1]) * UNITS_NS[match[2]]
    assert value == value.to_integral_value(), f"`{text}` is not a whole number of nanoseconds"
    return str(int(value))


def rows(datatable):
    """The table of a step as dictionaries, without its empty cells."""
    head, *body = datatable
    return [{key: cell for key, cell in zip(head, row, strict=True) if cell} for row in body]


def lines(docstring):
    """The lines of a doc string; an indented line goes on with the one before."""
    found = []
    for line in docstring.splitlines():
        if line.startswith(" "):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return found


def fields(datatable):
    """The fields of a record from a table of field and value; an empty value is an absent field."""
    record = {row["field"]: row["value"] for row in rows(datatable) if "value" in row}
    for flag in FLAGS:
        if flag in record:
            record[flag] = record[flag] == "true"
    return record


class World:
    """One scenario: the engine to build, the last answer or error, and what was seen."""

    def __init__(self, driver):
        self.driver = driver
        self.config = {"clock": {"start": "0"}, "record": True, "policies": []}
        self.answer = None
        self.error = None
        self.unread = None
        self.trace = []
        self.told = 0
        self.log = []
        self.causes = {}
        self.sides = {}
        self._engines = []

    def attempt(self, method, *args, **kwargs):
        """Make one call of the binding; keep its answer or its error for the steps that look."""
        self.expect_no_error()
        self.answer = self.error = None
        try:
            self.answer = getattr(self.driver, method)(*args, **kwargs)
        except Refused as refused:
            if refused.error["kind"] == "driver":
                raise AssertionError(refused.error) from refused
            self.error = self.unread = refused.error
        return self.answer

    def expect_no_error(self):
        """Fail on an error of an earlier call that no step looked at."""
        assert self.unread is None, f"nobody expected {self.unread}"

    def take_error(self):
        """The last call's error; a step looks at it, so it is expected."""
        assert self.error is not None, f"the call was not refused: it answered {self.answer}"
        self.unread = None
        return self.error

    def take_answer(self):
        """The last call's answer."""
        self.expect_no_error()
        return self.answer

    @property
    def engine(self):
        """The engine of the scenario, built when it is first needed."""
        if not self._engines:
            self.build()
            self.expect_no_error()
        return self._engines[-1]

    def build(self):
        """Build an engine from what the scenario gave."""
        handle = self.attempt("build", **self.config)
        if handle is not None:
            self._engines.append(handle)

    def pull_trace(self):
        """Everything that policies noted in this scenario."""
        self.trace += self.driver.trace()
        return self.trace

    def pull_log(self):
        """Every line of the decision log so far."""
        self.log += self.driver.decisions(self.engine)
        return self.log


@pytest.fixture
def world(binding):
    """A fresh scenario."""
    binding.reset()
    made = World(binding)
    yield made
    made.expect_no_error()
    binding.reset()
