# SPDX-License-Identifier: Apache-2.0
"""Random days at a desk: an engine and the calls on it, as plain data, and how a driver plays it.

A call names a request, a reservation or a cause by its place among those that are open when the
call comes, so that one log means the same to every driver.
"""

from drivers.base import Refused
from hypothesis import strategies as st

ACCOUNTS = ("7", "8", "ACC001", "18446744073709551615")
ASSETS = ("AAPL", "BTC", "USD", "EUR")
INSTRUMENTS = ("AAPL/USD", "BTC/USD", "BTC/EUR", "EUR/USD")
CODES = ("CreditLimitExceeded", "ComplianceRestriction", "InsufficientFunds", "Custom", "Other")
TEXTS = ("no credit", 'said "no"', "tab\tline\nend", "ünïcode €", "\\ / \x7f \x01", "")
ENGINE_CALLS = ("start", "report", "blocked", "decisions", "close")
SECOND_NS = 10**9


def some(**optional):
    """A dictionary that has any of the keys."""
    return st.fixed_dictionaries({}, optional=optional)


def numbers(low, high, places):
    """Decimal texts, also with zeros at their end."""
    texts = st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)
    return texts.map(lambda number: format(number, "f"))


def weighted(**choices):
    """One of the strategies, each as often as its share says: `name=(share, strategy)`."""
    bag = [strategy for share, strategy in choices.values() for _ in range(share)]
    return st.integers(0, len(bag) - 1).flatmap(bag.__getitem__)


accounts = st.sampled_from(ACCOUNTS)
quantities = numbers(0, 600, 2)
prices = numbers(-50, 400, 2)
complete = {
    "account": accounts,
    "instrument": st.sampled_from(INSTRUMENTS),
    "side": st.sampled_from(("buy", "sell")),
}
sides = st.sampled_from(("long", "short"))
flags = st.just(True)
secured = some(
    position_side=sides,
    reduce_only=flags,
    close_position=flags,
    leverage=numbers(1, 3000, 1),
    collateral_asset=st.sampled_from(ASSETS),
    auto_borrow=flags,
)
bare_orders = weighted(
    limit=(6, st.fixed_dictionaries({**complete, "quantity": quantities, "price": prices})),
    market=(
        2,
        st.fixed_dictionaries(
            {**complete, "quantity": quantities},
            optional={"client_order_id": st.sampled_from(("A-1", "Ä 2"))},
        ),
    ),
    money=(
        2,
        st.fixed_dictionaries(
            {**complete, "volume": numbers(0, 90_000, 0)}, optional={"price": prices}
        ),
    ),
    partial=(1, some(**complete, quantity=quantities)),
)
orders = weighted(
    bare=(2, bare_orders),
    secured=(1, st.tuples(bare_orders, secured).map(lambda both: both[0] | both[1])),
)
identities = st.sampled_from(
    (
        {},
        {"client_order_id": "A-1"},
        {"client_order_id": "A-1", "execution_id": "A-1:1"},
        {"client_order_id": "A-1", "execution_id": "A-1:2"},
    )
)
facts = st.fixed_dictionaries(
    {"account": accounts},
    optional={
        "instrument": st.sampled_from(INSTRUMENTS),
        "side": st.just("sell"),
        "pnl": numbers(-100, 100, 2),
        "fee": numbers(-1, 5, 3),
        "leaves_quantity": quantities,
        "is_final": st.just(True),
        "position_effect": st.sampled_from(("open", "close")),
        "position_side": sides,
    },
)
reports = weighted(
    fact=(6, st.tuples(facts, identities).map(lambda both: {**both[0], **both[1]})),
    nobody=(1, st.just({"side": "buy"})),
)
reasons = st.sampled_from(TEXTS)
rejects = st.fixed_dictionaries(
    {
        "do": st.just("reject"),
        "code": st.sampled_from(CODES),
        "reason": reasons,
        "details": reasons,
    },
    optional={"scope": st.just("account"), "user_data": st.just("9")},
)
blocks = st.fixed_dictionaries(
    {"do": st.just("block"), "code": st.sampled_from(CODES), "reason": reasons}
)
breaks = st.sampled_from(("panic", "raise", "nonsense")).map(lambda do: {"do": do})
calls_back = st.fixed_dictionaries(
    {"do": st.just("call_engine"), "call": st.sampled_from(ENGINE_CALLS), "catch": st.booleans()}
)
emits = st.sampled_from(("cash", "lots")).map(lambda label: {"do": "emit", "label": label})
accepts = st.just({"do": "accept"})
fails = breaks.filter(lambda deed: deed["do"] != "nonsense")
DEEDS = {
    "start": weighted(a=(4, accepts), r=(2, rejects), b=(1, breaks), c=(1, calls_back)),
    "main": weighted(e=(6, emits), r=(2, rejects), x=(1, blocks), b=(1, breaks), c=(1, calls_back)),
    "report": weighted(a=(2, accepts), x=(2, blocks), b=(1, breaks), c=(1, calls_back)),
    "commit": weighted(b=(2, fails), c=(1, calls_back)),
    "rollback": weighted(b=(2, fails), c=(1, calls_back)),
}


@st.composite
def rules(draw):
    """One rule of a scripted policy, mostly for one account only."""
    hook = draw(st.sampled_from(("start", *["main"] * 5, "report", "commit", "rollback")))
    rule = {"hook": hook, **draw(DEEDS[hook])}
    if rule["do"] not in ("emit", "accept") or draw(st.booleans()):
        rule["account"] = draw(accounts)
    if hook in ("commit", "rollback"):
        rule["label"] = draw(st.sampled_from(("cash", "lots")))
    return rule


@st.composite
def barriers(draw, axes, limits):
    """Barriers of a built-in, each key once."""
    found = {}
    for axis in draw(st.lists(st.sampled_from(axes), min_size=1, max_size=4)):
        barrier = {"axis": axis, **draw(limits)}
        if "account" in axis:
            barrier["account"] = draw(accounts)
        if "asset" in axis:
            barrier["asset"] = draw(st.sampled_from(ASSETS))
        found[axis, barrier.get("account"), barrier.get("asset")] = barrier
    return list(found.values())


rates = st.fixed_dictionaries(
    {
        "max_orders": st.sampled_from(("0", "1", "2", "3", "5", "8")),
        "window_ns": st.integers(1, 3 * SECOND_NS).map(str),
    }
)
sizes = some(max_quantity=quantities, max_notional=numbers(0, 90_000, 0)).filter(bool)
builtins = weighted(
    validation=(1, st.fixed_dictionaries({"type": st.just("order_validation")})),
    rate=(
        2,
        st.fixed_dictionaries(
            {
                "type": st.just("rate_limit"),
                "count_rejected": st.booleans(),
                "barriers": barriers(("broker", "asset", "account", "account_asset"), rates),
            }
        ),
    ),
    size=(
        2,
        st.fixed_dictionaries(
            {
                "type": st.just("order_size_limit"),
                "barriers": barriers(("broker", "asset", "account_asset"), sizes),
            }
        ),
    ),
)


def hooked(rules):
    """The rules with a hook of a stage among them: a policy has at least one (P-1.5)."""
    if {rule["hook"] for rule in rules} & {"start", "main", "report"}:
        return rules
    return [*rules, {"hook": "report", "do": "accept"}]


scripted = st.fixed_dictionaries(
    {
        "type": st.just("custom"),
        "rules": st.lists(rules(), min_size=1, max_size=6).map(hooked),
    }
)
policies = weighted(builtin=(1, builtins), custom=(2, scripted))
places = st.sampled_from((0, 0, 0, 1, 2))
calls = weighted(
    place=(8, st.tuples(st.just("place"), orders)),
    start=(3, st.tuples(st.just("start"), orders)),
    execute=(3, st.tuples(st.just("execute"), places)),
    commit=(4, st.tuples(st.just("commit"), places)),
    rollback=(2, st.tuples(st.just("rollback"), places)),
    drop=(1, st.tuples(st.sampled_from(("drop_request", "drop_reservation")), places)),
    report=(2, st.tuples(st.just("report"), reports)),
    block=(1, st.tuples(st.just("block"), st.none() | accounts, reasons)),
    unblock=(2, st.tuples(st.just("unblock"), st.none() | accounts, places)),
    unblock_all=(2, st.tuples(st.just("unblock_all"), st.none() | accounts)),
)
jumps = weighted(
    none=(3, st.none()),
    later=(6, st.integers(0, 2 * SECOND_NS)),
    earlier=(1, st.integers(-SECOND_NS, -1)),
)
steps = st.tuples(jumps, calls)


@st.composite
def call_logs(draw):
    """An engine and the calls on it. Times run on, mostly."""
    chosen = draw(st.lists(policies, min_size=1, max_size=4))
    for number, policy in enumerate(chosen):
        policy["name"] = f"policy {number}"
    now, timed = 0, []
    for jump, call in draw(st.lists(steps, min_size=10, max_size=40)):
        at = now + (jump or 0)
        timed.append((None if jump is None else str(at), call))
        now = max(now, at)
    clock = {"start": "0", "accept_late": draw(st.booleans())}
    return {"clock": clock, "record": True, "policies": chosen}, timed


class Player:
    """Plays one log on one driver and keeps everything that an outsider can see."""

    def __init__(self, driver):
        self.driver = driver
        self.requests = []
        self.reservations = []
        self.causes = []
        self.seen = []
        self.decisions = []

    def play(self, log):
        """Play a log; give the answers, the callbacks, the decision log and its digest."""
        config, timed = log
        self.driver.reset()
        self.engine = self.driver.build(**config)
        for at, (name, *args) in timed:
            self.seen.append((name, self.attempt(getattr(self, name), at, *args)))
            # A drop takes effect by the next call at the latest: make one.
            self.decisions += self.driver.decisions(self.engine)
            self.seen.append([self.without_handle(b) for b in self.driver.blocked(self.engine)])
        self.seen.append(("close", self.attempt(lambda _: self.driver.close(self.engine), None)))
        result = {
            "answers": self.seen,
            # What Python tells its hook of a drop that failed, the others have no word for.
            "callbacks": [seen for seen in self.driver.trace() if "unraisable" not in seen],
            "decisions": self.decisions + self.driver.decisions(self.engine),
            "digest": self.driver.digest(self.engine),
        }
        self.driver.reset()
        return result

    def attempt(self, call, at, *args):
        """One call's answer without its handles, or its error without the callbacks' own words."""
        try:
            answer = call(at, *args)
        except Refused as refused:
            error = dict(refused.error)
            assert error["kind"] != "driver", error
            if error["kind"] == "callback":
                del error["text"]
            return error
        # How a failed callback is told differs by language; that it failed stands in the log.
        hidden = ("raised", "failures")
        return {k: v for k, v in (answer or {}).items() if k not in hidden}

    @staticmethod
    def without_handle(block):
        return {key: value for key, value in block.items() if key != "cause"}

    def kept(self, answer):
        """Remember the request or reservation of an answer as open."""
        if "request" in answer:
            self.requests.append(answer["request"])
        if "reservation" in answer:
            self.reservations.append(answer["reservation"])
        return answer

    def start(self, at, order):
        return self.kept(self.driver.start(self.engine, order, at))

    def place(self, at, order):
        return self.kept(self.driver.place(self.engine, order, at))

    def execute(self, at, place):
        if place >= len(self.requests):
            return None
        answer = self.driver.execute(self.requests[place], at)
        del self.requests[place]
        return self.kept(answer)

    def finalize(self, at, place, side):
        if place >= len(self.reservations):
            return
        try:
            self.driver.finalize(self.reservations[place], side, at)
        except Refused as refused:
            if refused.error["kind"] != "callback":
                raise
            del self.reservations[place]
            raise
        del self.reservations[place]
        return

    def commit(self, at, place):
        return self.finalize(at, place, "commit")

    def rollback(self, at, place):
        return self.finalize(at, place, "rollback")

    def drop_request(self, _at, place):
        if place < len(self.requests):
            self.driver.drop("request", self.requests.pop(place))

    def drop_reservation(self, _at, place):
        if place < len(self.reservations):
            self.driver.drop("reservation", self.reservations.pop(place))

    def report(self, at, report):
        return self.driver.report(self.engine, report, at)

    def block(self, _at, account, reason):
        self.causes.append(self.driver.block(self.engine, reason, account)["cause"])

    def unblock(self, _at, account, place):
        if place < len(self.causes):
            self.driver.unblock(self.engine, self.causes[place], account)

    def unblock_all(self, _at, account):
        self.driver.unblock_all(self.engine, account)
