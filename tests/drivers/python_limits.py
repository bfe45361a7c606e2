# SPDX-License-Identifier: Apache-2.0
"""Limits that change at run time, and which are armed."""

import json

from drivers.python_config import BUILTINS
from drivers.python_records import account as account_of

# By type and axis: the keyword of `Configure`, and what the type's builder calls the axis.
AXES = {
    "rate_limit": {
        "broker": ("broker", "broker"),
        "asset": ("asset", "assets"),
        "account": ("account", "accounts"),
        "account_asset": ("account_asset", "account_assets"),
    },
    "order_size_limit": {
        "broker": ("broker", "broker"),
        "asset": ("asset", "assets"),
        "account_asset": ("account_asset", "account_assets"),
    },
    "notional_limit": {
        "broker": ("broker_asset", "broker"),
        "asset": ("asset", "assets"),
        "account_asset": ("account_asset", "account_assets"),
    },
    "pnl_bounds_killswitch": {
        "broker": ("broker", "broker"),
        "account_asset": ("account_asset", "accounts"),
    },
}


class Limits:
    """The requests, beside those of the way of an order."""

    def do_configure(self, engine, type, name, axes):
        change = getattr(self.session.engines[engine].configure(), type)
        listed = [{"axis": axis, **one} for axis, barriers in axes.items() for one in barriers]
        made = BUILTINS[type]({"barriers": listed})
        found = {}
        for axis in axes:
            keyword, attribute = AXES[type][axis]
            found[keyword] = getattr(made, attribute)
        change(name, **found)

    def do_reset_notional_limit(self, engine, name, account):
        owner = None if account is None else account_of(account)
        self.session.engines[engine].configure().reset_notional_limit(name, owner)

    def do_armed(self, engine, account):
        found = self.session.engines[engine].armed(account_of(account))
        return json.dumps(found, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
