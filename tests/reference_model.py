# SPDX-License-Identifier: Apache-2.0
"""What the engine must do, once more and as plainly as possible: a sequential model in Python.

Written from `spec/` and the features, not from the core. It keeps to numbers that fit exactly and
to built-in policies; `tests/test_reference_model.py` drives it and the drivers with equal steps.
"""

from collections import deque
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal

WIDE = Context(prec=120)
ZERO = Decimal(0)


def reject(policy, code, reason, scope="order"):
    """One reject as the model compares it."""
    return (policy, code, scope, reason)


def missing(policy):
    """R-3."""
    return reject(policy, "MissingRequiredField", "required field missing")


def assets(record):
    """Underlying and settlement asset."""
    instrument = record.get("instrument")
    return instrument.split("/") if instrument else (None, None)


def number(record, key):
    """A number of a record, if it is there."""
    return Decimal(record[key]) if record.get(key) is not None else None


def money(quantity, price):
    """Absolute notional."""
    return WIDE.multiply(quantity, abs(price))


class OrderValidation:
    """L-1."""

    def __init__(self, data):
        self.name = data.get("name", "OrderValidation")

    def start(self, order, _model):
        if any(not order.get(key) for key in ("instrument", "side")):
            return [missing(self.name)]
        amount = number(order, "quantity" if order.get("quantity") else "volume")
        if amount is None:
            return [missing(self.name)]
        if amount == 0:
            return [reject(self.name, "InvalidFieldValue", "trade amount is zero")]
        return []


class RateLimit:
    """L-2: a list of times for each barrier, whole and slow."""

    AXES = ("broker", "asset", "account", "account_asset")

    def __init__(self, data):
        self.name = data.get("name", "RateLimit")
        self.count_rejected = data.get("count_rejected", False)
        barriers = ({**barrier, "times": deque()} for barrier in data["barriers"])
        self.barriers = sorted(barriers, key=lambda b: self.AXES.index(b["axis"]))

    def matching(self, order):
        keys = {"asset": assets(order)[1], "account": order["account"]}
        return [b for b in self.barriers if all(b.get(k, keys[k]) == keys[k] for k in keys)]

    def start(self, order, model):
        own = (b for b in self.barriers if b.get("account", order["account"]) == order["account"])
        if any("asset" in b for b in own) and not order.get("instrument"):
            return [missing(self.name)]
        matching = self.matching(order)
        breach = next((b for b in matching if self.is_full(b, model.time)), None)
        if breach is None or self.count_rejected:
            for barrier in matching:
                barrier["times"].append(model.time)
        if breach is None:
            return []
        reason = f"rate limit exceeded on `{breach['axis']}` axis"
        return [reject(self.name, "RateLimitExceeded", reason)]

    def is_full(self, barrier, now):
        inside = [t for t in barrier["times"] if t > now - int(barrier["window_ns"])]
        return len(inside) + 1 > int(barrier["max_orders"])


class OrderSizeLimit:
    """L-3."""

    def __init__(self, data):
        self.name = data.get("name", "OrderSizeLimit")
        self.barriers = data["barriers"]

    def cap(self, axis, metric, asset, account):
        keys = {"broker": {}, "asset": {"asset": asset}}.get(
            axis, {"asset": asset, "account": account}
        )
        for barrier in self.barriers:
            if barrier["axis"] == axis and barrier.items() >= keys.items():
                return number(barrier, metric)
        return None

    def caps(self, order):
        """Quantity and notional cap of each axis; the account's own replaces the asset's."""
        underlying, settlement = assets(order)
        metrics = (("max_quantity", underlying), ("max_notional", settlement))
        account = order["account"]
        found = {
            axis: [self.cap(axis, metric, asset, account) for metric, asset in metrics]
            for axis in ("broker", "asset", "account_asset")
        }
        for metric in (0, 1):
            if found["account_asset"][metric] is not None:
                found["asset"][metric] = None
        return found

    def start(self, order, _model):
        has_assets = any(barrier["axis"] != "broker" for barrier in self.barriers)
        if has_assets and not order.get("instrument"):
            return [missing(self.name)]
        quantity, volume = number(order, "quantity"), number(order, "volume")
        if quantity is None and volume is None:
            return [missing(self.name)]
        price = number(order, "price")
        for axis, (max_quantity, max_notional) in self.caps(order).items():
            answers = (
                self.over_quantity(quantity, volume, price, max_quantity),
                self.over_notional(quantity, volume, price, max_notional),
            )
            if True in answers:
                return [self.breach(axis, *(answer is True for answer in answers))]
            if "unknown" in answers:
                reason = "order value cannot be computed"
                return [reject(self.name, "OrderValueCalculationFailed", reason)]
        return []

    def over_quantity(self, quantity, volume, price, cap):
        if cap is None or quantity is not None:
            return cap is not None and quantity > cap
        return "unknown" if price is None else volume > money(cap, price)

    def over_notional(self, quantity, volume, price, cap):
        if cap is None or volume is not None:
            return cap is not None and volume > cap
        return "unknown" if price is None else money(quantity, price) > cap

    def breach(self, axis, quantity, notional):
        code, what = {
            (True, True): ("OrderExceedsLimit", "quantity and notional exceed limits"),
            (True, False): ("OrderQtyExceedsLimit", "quantity exceeds limit"),
            (False, True): ("OrderNotionalExceedsLimit", "notional exceeds limit"),
        }[quantity, notional]
        return reject(self.name, code, f"order {what} on `{axis}` axis")


@dataclass
class Tracked:
    """One order of a notional limit (L-6)."""

    asset: str
    record: dict
    stage: str
    left: Decimal
    quantity: Decimal | None
    decimals: int
    kept: str = ""


class NotionalLimit:
    """L-6: held, open and used by account and asset, and the orders behind them."""

    def __init__(self, data):
        self.name, self.data = data.get("name", "NotionalLimit"), data
        self.orders, self.used = {}, {}

    def sums(self, account, asset):
        own = [o for (of, _), o in self.orders.items() if of == account and o.asset == asset]
        held = sum((o.left for o in own if o.stage == "held"), ZERO)
        open_ = sum((o.left for o in own if o.stage == "open"), ZERO)
        return held, open_, self.used.get((account, asset), ZERO)

    def accounts(self, asset):
        known = {of for (of, _), o in self.orders.items() if o.asset == asset}
        return known | {of for (of, about) in self.used if about == asset}

    def barriers(self, account, asset):
        order = ("broker", "asset", "account_asset")
        for barrier in sorted(self.data["barriers"], key=lambda b: order.index(b["axis"])):
            if barrier["asset"] == asset and barrier.get("account", account) == account:
                yield barrier

    def main(self, order):
        """The rejects, or the order's key after its notional is held."""
        _, asset = assets(order)
        if asset is None:
            return [missing(self.name)], None
        account, barriers = order["account"], list(self.barriers(order["account"], asset))
        if not barriers:
            return [], None
        quantity, price = number(order, "quantity"), number(order, "price")
        if (quantity is None and order.get("volume") is None) or not order.get("client_order_id"):
            return [missing(self.name)], None
        if quantity is not None and price is None:
            reason = "order value cannot be computed"
            return [reject(self.name, "OrderValueCalculationFailed", reason)], None
        new = number(order, "volume") if quantity is None else money(quantity, price)
        key = (account, order["client_order_id"])
        if key in self.orders:
            reason = "client order id is known already"
            return [reject(self.name, "DuplicateClientOrderId", reason)], None
        for barrier in barriers:
            whose = self.accounts(asset) if barrier["axis"] == "broker" else {account}
            taken = sum((sum(self.sums(of, asset)) for of in whose), ZERO)
            if taken + new > Decimal(barrier["limit"]):
                reason = f"notional limit exceeded on `{barrier['axis']}` axis"
                return [reject(self.name, "CreditLimitExceeded", reason)], None
        decimals = max(0, -new.normalize(WIDE).as_tuple().exponent)
        self.orders[key] = Tracked(asset, order, "held", new, quantity, decimals, "open end")
        return [], key

    def reset(self, account):
        """Forget what is used and which orders are done, of an account or of all."""
        mine = {key for key in (*self.orders, *self.used) if account in (None, key[0])}
        self.used = {key: sum_ for key, sum_ in self.used.items() if key not in mine}
        for key in [k for k in mine & set(self.orders) if self.orders[k].stage == "done"]:
            if self.orders[key].kept:
                self.orders[key].kept = "until its end"
            else:
                del self.orders[key]

    def use(self, account, asset, amount):
        self.used[account, asset] = self.used.get((account, asset), ZERO) + amount

    def report(self, report, again):
        """Anomalies and whether it is a duplicate."""
        account, (_, asset) = report["account"], assets(report)
        quantity, price = number(report, "last_quantity"), number(report, "last_price")
        fill = None if again or quantity is None else (quantity, money(quantity, price))
        final = bool(report.get("is_final"))
        if again and not final:
            return [], False
        key = (account, report.get("client_order_id"))
        known = self.orders.get(key)
        if known is None:
            if not list(self.barriers(account, asset)):
                return [], False
            if key[1] is None and fill is None:
                return [], False
            if fill:
                self.use(account, asset, fill[1])
            if key[1] is not None:
                self.orders[key] = Tracked(asset, report, "done", ZERO, None, 0)
            return ["UnknownOrder"], False
        both = [(report.get(k), known.record.get(k)) for k in ("instrument", "side")]
        if any(None not in pair and pair[0] != pair[1] for pair in both):
            return ["ReportMismatch"], False
        if known.stage == "held":
            known.stage = "open"
        if known.stage == "done":
            if fill:
                self.use(account, known.asset, fill[1])
            return (["FillAfterFinal"], False) if fill else ([], final and not again)
        anomalies = []
        if fill:
            self.use(account, known.asset, fill[1])
            anomalies = self.fill(known, *fill, number(report, "leaves_quantity"))
        elif not final:
            anomalies = self.cut(known, number(report, "leaves_quantity"))
        if final:
            known.stage, known.left = "done", ZERO
        return anomalies, False

    def fill(self, known, quantity, worth, leaves):
        part, whole = (worth, known.left) if known.quantity is None else (quantity, known.quantity)
        if part >= whole:
            known.stage, known.left = "done", ZERO
            if part > whole:
                return ["Overfill"]
            return ["LeavesMismatch"] if known.quantity is not None and leaves else []
        self.release(known, part, whole)
        if known.quantity is None:
            return []
        known.quantity = whole - part
        return ["LeavesMismatch"] if leaves not in (None, known.quantity) else []

    def cut(self, known, leaves):
        if leaves is None:
            return []
        if known.quantity is not None and leaves > known.quantity:
            return ["LeavesMismatch"]
        if leaves == 0:
            known.stage, known.left = "done", ZERO
        elif known.quantity is not None and leaves < known.quantity:
            self.release(known, known.quantity - leaves, known.quantity)
            known.quantity = leaves
        return []

    def release(self, known, part, whole):
        share = WIDE.divide(WIDE.multiply(known.left, part), whole)
        step = Decimal(1).scaleb(-max(known.decimals, 8))
        known.left -= share.quantize(step, ROUND_DOWN, WIDE)


class Model:
    """The engine: blocks, groups, balances, policies and time."""

    def __init__(self, policies):
        kinds = (OrderValidation, RateLimit, OrderSizeLimit, NotionalLimit)
        names = ("order_validation", "rate_limit", "order_size_limit", "notional_limit")
        by_name = dict(zip(names, kinds, strict=True))
        self.policies = [by_name[data["type"]](data) for data in policies]
        self.time = 0
        self.blocks, self.groups, self.balances, self.executions = {}, {}, {}, {}

    def gate(self, account):
        group = self.groups.get(account, "0")
        for scope in (("engine", None), ("account group", group), ("account", account)):
            if self.blocks.get(scope):
                reason = f"{scope[0]} is blocked"
                return [reject("engine", "AccountBlocked", reason, "account")]
        return []

    def place(self, order):
        """Both stages: the rejects, and the keys of what was held."""
        rejects = self.gate(order.get("account"))
        if not rejects and order.get("account") is None:
            rejects = [missing("engine")]
        for policy in self.policies:
            if rejects:
                return rejects, []
            if hasattr(policy, "start"):
                rejects = policy.start(order, self)
        if rejects:
            return rejects, []
        held = []
        for policy in self.policies:
            if isinstance(policy, NotionalLimit):
                own, key = policy.main(order)
                rejects += own
                held += [(policy, key)] if key else []
        if rejects:
            self.finalize(held, "rollback")
        return rejects, [] if rejects else held

    def finalize(self, held, side):
        for policy, key in held:
            known = policy.orders[key]
            if (side, known.stage) == ("rollback", "held") or known.kept == "until its end":
                del policy.orders[key]
            elif known.stage == "held":
                known.stage = "open"
            known.kept = ""

    def is_reported(self, held):
        return any(p.orders[key].stage != "held" for p, key in held)

    def report(self, report):
        """Anomalies and whether the report is a duplicate."""
        key = tuple(report.get(k) for k in ("account", "client_order_id", "execution_id"))
        content = {k: v for k, v in report.items() if k != "is_final"}
        known = self.executions.setdefault(key, content) if all(key) else content
        if known != content:
            return ["ExecutionIdConflict"], False
        again = all(key) and known is not content
        found, duplicate = [], again
        for policy in self.policies:
            if isinstance(policy, NotionalLimit):
                anomalies, twice = policy.report(report, again)
                found += [anomaly for anomaly in anomalies if anomaly not in found]
                duplicate |= twice
        return found, duplicate

    def adjust(self, account, adjustments):
        """The index that failed and its rejects, or none; all of the batch or nothing (B)."""
        balances = dict(self.balances)
        for index, adjustment in enumerate(adjustments):
            asset = adjustment["operation"]["balance"]["asset"]
            old = balances.get((account, asset), (ZERO, ZERO, ZERO))
            new = []
            for what, before in zip(("balance", "held", "incoming"), old, strict=True):
                change = adjustment["amount"].get(what, {})
                after = before + Decimal(change.get("delta", 0))
                new.append(Decimal(change.get("absolute", after)))
            for what, after in zip(("balance", "held", "incoming"), new, strict=True):
                bounds = adjustment.get("bounds", {})
                low, high = (number(bounds, f"{what}_{end}") for end in ("lower", "upper"))
                if (low is not None and after < low) or (high is not None and after > high):
                    code = "AccountAdjustmentBoundsExceeded"
                    reason = f"adjusted `{what}` out of bounds"
                    return index, [reject("engine", code, reason, "account")]
            balances[account, asset] = tuple(new)
        self.balances = {key: amounts for key, amounts in balances.items() if any(amounts)}
        return None
