# SPDX-License-Identifier: Apache-2.0
"""What a scenario has made so far, by number; and what its policies have seen."""

from drivers.base import Refused


class Numbered:
    """Things of one kind, numbered from 1 in the order in which they came."""

    def __init__(self):
        self.items = {}
        self.last = 0

    def add(self, item):
        self.last += 1
        self.items[self.last] = item
        return self.last

    def __getitem__(self, number):
        if number not in self.items:
            raise Refused({"kind": "driver", "text": f"no number {number}"})
        return self.items[number]


class Session:
    """Everything of one scenario."""

    def __init__(self):
        self.engines = Numbered()
        self.requests = Numbered()
        self.orders = {}
        self.submitted = None
        self.reservations = Numbered()
        self.causes = Numbered()
        self.trace = []
        self.stops = []
