# SPDX-License-Identifier: Apache-2.0
"""Blocks, the decision log, counters and the end of an engine."""

import json

from openpit import param

from drivers import python_records
from drivers.python_answers import holds


class Admin:
    """The part of the driver that speaks to an engine's admin side."""

    def do_block(self, engine, reason, account, group=None):
        made = self.session.engines[engine]
        if group is not None:
            cause = made.accounts().block_group(int(group), reason)
        elif account is None:
            cause = made.block(reason)
        else:
            cause = made.accounts().block(python_records.account(account), reason)
        return {"cause": self.session.causes.add(cause)}

    def do_unblock(self, engine, cause, account, group=None):
        made, cause = self.session.engines[engine], self.session.causes[cause]
        if group is not None:
            removed = made.accounts().unblock_group(int(group), cause)
        elif account is None:
            removed = made.unblock(cause)
        else:
            removed = made.accounts().unblock(python_records.account(account), cause)
        return {"removed": removed}

    def do_unblock_all(self, engine, account, group=None):
        made = self.session.engines[engine]
        if group is not None:
            removed = made.accounts().unblock_group_all(int(group))
        elif account is None:
            removed = made.unblock_all()
        else:
            removed = made.accounts().unblock_all(python_records.account(account))
        return {"removed": removed}

    def do_blocked(self, engine):
        found = []
        for block in self.session.engines[engine].accounts().blocked():
            scope = {"scope": "engine"}
            if block.account_id is not None:
                scope = {"scope": "account", "account": str(block.account_id.value)}
            if block.account_group_id is not None:
                scope = {"scope": "account_group", "group": str(block.account_group_id.value)}
            cause = block.cause
            found.append(
                {
                    **scope,
                    "source": cause.source,
                    "code": cause.code.label,
                    "reason": cause.reason,
                    "cause": self.session.causes.add(cause),
                }
            )
        return found

    def do_register_group(self, engine, group, accounts):
        ids = (python_records.account(account) for account in accounts)
        self.session.engines[engine].accounts().register_group(int(group), ids)

    def do_unregister_group(self, engine, group, accounts):
        ids = [python_records.account(account) for account in accounts]
        group = param.AccountGroupId.from_int(int(group))
        self.session.engines[engine].accounts().unregister_group(group, ids)

    def do_group_of(self, engine, account):
        account = python_records.account(account)
        return {"group": str(self.session.engines[engine].accounts().group_of(account).value)}

    def do_state(self, engine):
        """The text that the documentation names, of the dict that the package gives."""
        state = self.session.engines[engine].state()
        return json.dumps(state, separators=(",", ":"), sort_keys=True, ensure_ascii=False)

    def do_state_digest(self, engine):
        return self.session.engines[engine].state_digest()

    def do_holds(self, engine):
        return holds(self.session.engines[engine].holds())

    def do_decisions(self, engine):
        return self.session.engines[engine].decisions()

    def do_digest(self, engine):
        return self.session.engines[engine].decisions_digest()

    def do_drops(self, engine):
        counters = self.session.engines[engine].drops()
        return {"queued": str(counters.queued), "drained": str(counters.drained)}

    def do_close(self, engine):
        self.session.engines[engine].close()
