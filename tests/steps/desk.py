# SPDX-License-Identifier: Apache-2.0
"""A desk with one policy that does something wild in one hook, and a calm twin of it.

Whatever the wild policy does, the desk is afterwards as its twin is, whose policy of the same name
only says no in that hook, or yes: that is what "nothing else happened" means.
"""

from drivers.base import Refused

ORDER = {"instrument": "AAPL/USD", "side": "buy", "quantity": "100", "price": "185"}
REPORT = {"instrument": "AAPL/USD", "side": "buy", "last_price": "185", "last_quantity": "1"}
ADJUSTMENT = {"operation": {"balance": {"asset": "USD"}}, "amount": {"balance": {"delta": "5"}}}
RATE = {"type": "rate_limit", "name": "burst"}
RATE["barriers"] = [{"axis": "broker", "max_orders": "1000", "window_ns": "3600000000000"}]
NO = {"do": "reject", "code": "Other", "reason": "no", "account": "7"}
# The hook of the script for each hook of the matrix, where its name is another.
SCRIPT = {
    "dry-run start": "start",
    "dry-run main": "main",
    "dry-run rollback": "rollback",
    "rollback of a reject": "rollback",
    "rollback of a drop": "rollback",
    "rollback of a close": "rollback",
    "commit of a batch": "commit",
    "rollback of a batch": "rollback",
}
OF_BUILD = ("name", "hooks", "supports_dry_run")
EARLIER = 1  # a reservation of account 8 that is open all the time; the hook's own is the next


def custom(name, *rules, **says):
    """A scripted policy that supports dry runs and has every hook."""
    calm = [{"hook": hook, "do": "accept"} for hook in ("start", "report")]
    emits = [
        {"hook": "main", "do": "emit", "label": name},
        {"hook": "adjustment", "do": "emit", "label": f"{name} of a batch"},
    ]
    rules = [*rules, *calm, *emits]
    return {"type": "custom", "name": name, "supports_dry_run": True, "rules": rules, **says}


class Desk:
    """An engine with a rate limit, a policy before the wild one, the wild one, and one after it."""

    def __init__(self, driver, hook, deed):
        self.driver = driver
        self.hook = hook
        self.deed = deed
        self.engine = None
        self.earlier = None

    def policies(self):
        """The configuration."""
        wild = {"hook": SCRIPT.get(self.hook, self.hook), "account": "7", **self.deed}
        if self.hook in OF_BUILD:
            del wild["account"]
        rejects = {"rollback of a reject": "main", "rollback of a batch": "adjustment"}
        after = [{"hook": rejects[self.hook], **NO}] if self.hook in rejects else []
        reserve = {"hook": "main", "do": "reserve", "amount": "100", "asset": "USD"}
        first, last = custom("before", reserve), custom("after", *after)
        return [RATE, first, custom("wild", wild), last]

    def open(self):
        """Build the engine, and leave a request and a reservation of account 8 open."""
        self.engine = self.driver.build(clock={"start": "0"}, policies=self.policies())
        request = self.driver.start(self.engine, {"account": "8", **ORDER})
        self.earlier = self.driver.place(self.engine, {"account": "8", **ORDER})
        self.earlier = self.earlier["reservation"]
        return request["request"]

    def place(self, account="7"):
        return self.driver.place(self.engine, {"account": account, **ORDER})

    def finalize(self, side):
        """Place an order and finalize it."""
        own = self.place()["reservation"]
        return self.driver.finalize(own, side)

    def drop(self):
        """Place an order and forget it: the next call of the engine sees to it."""
        self.driver.drop("reservation", self.place()["reservation"])
        self.driver.holds(self.engine)

    def close(self):
        """Close while an order is open."""
        self.place()
        return self.driver.close(self.engine)

    def come(self):
        """Make the call that comes to the hook; its answer, or its error as data."""
        order = {"account": "7", **ORDER}
        batch = [ADJUSTMENT, ADJUSTMENT]
        ways = {
            "start": self.place,
            "main": self.place,
            "commit": lambda: self.finalize("commit"),
            "rollback": lambda: self.finalize("rollback"),
            "rollback of a reject": self.place,
            "rollback of a drop": self.drop,
            "rollback of a close": self.close,
            "report": lambda: self.driver.report(self.engine, {"account": "7", **REPORT}),
            "adjustment": lambda: self.driver.adjust(self.engine, "7", batch),
            "commit of a batch": lambda: self.driver.adjust(self.engine, "7", batch),
            "rollback of a batch": lambda: self.driver.adjust(self.engine, "7", batch),
            "dry-run start": lambda: self.driver.dry_run(self.engine, order, both=False),
            "dry-run main": lambda: self.driver.dry_run(self.engine, order, both=True),
            "dry-run rollback": lambda: self.driver.dry_run(self.engine, order, both=True),
        }
        way = self.open if self.hook in OF_BUILD else ways[self.hook]
        try:
            answer = way()
        except Refused as refused:
            if refused.error["kind"] == "driver":
                raise
            return {"error": refused.error}
        if isinstance(answer, dict):
            return {key: answer[key] for key in answer if key not in ("reservation", "request")}
        return {}

    def goes_on(self):
        """Every kind of call works, on the open engine, for an account that is not blocked."""
        driver, engine = self.driver, self.engine
        drops = driver.drops(engine)
        assert drops["queued"] == drops["drained"], drops
        assert driver.digest(engine)
        for side in ("commit", "rollback"):
            assert driver.finalize(self.place("8")["reservation"], side) is None
        driver.report(engine, {"account": "8", **REPORT})
        batch = driver.adjust(engine, "8", [ADJUSTMENT])
        assert "outcomes" in batch, batch
        assert driver.dry_run(engine, {"account": "8", **ORDER}, both=True) == {}
