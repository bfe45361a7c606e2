# SPDX-License-Identifier: Apache-2.0
"""Account adjustments in batches, and the balances that they leave."""

from openpit.errors import CallbackError

from drivers import python_adjustments, python_records
from drivers.python_answers import balance, blocks, raised, rejects


class Batches:
    """The part of the driver that adjusts accounts."""

    def do_adjust(self, engine, account, adjustments, at):
        call = self.session.engines[engine].apply_account_adjustment
        batch = [python_adjustments.adjustment(data) for data in adjustments]
        time = {} if at is None else {"at": int(at)}
        found = {}
        try:
            result = call(python_records.account(account), batch, **time)
        except CallbackError as failed:
            result = failed.result
            found = raised(failed)
        assert bool(result) == result.ok == (result.failed_index is None)
        if result:
            assert result.rejects == ()
            found["outcomes"] = [balance(outcome) for outcome in result.outcomes]
            return {**found, "blocks": blocks(result.account_blocks)}
        assert (result.outcomes, result.account_blocks) == ((), ())
        found["failed_index"] = str(result.failed_index)
        return {**found, "rejects": rejects(result.rejects)}

    def do_balances(self, engine):
        listed = self.session.engines[engine].balances()
        return [{**balance(one), "account": str(one.account_id.value)} for one in listed]
