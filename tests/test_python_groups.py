# SPDX-License-Identifier: Apache-2.0
"""Account groups in Python: misuse of every call, and the scope as a value (K-5)."""

import copy
import pickle

import openpit
import pytest
from openpit import errors
from openpit.param import AccountId


def build():
    return openpit.Engine.builder().no_sync().clock(openpit.ManualClock()).build()


@pytest.mark.parametrize("group", [None, "5", 5.0, True, AccountId.from_int(5)])
def test_what_is_no_group_is_a_type_error(group):
    accounts = build().accounts()
    for call in (
        lambda: accounts.register_group(group, [7]),
        lambda: accounts.unregister_group(group, [7]),
        lambda: accounts.block_group(group, "lunch"),
        lambda: accounts.unblock_group_all(group),
        lambda: openpit.BlockScope.group(group),
    ):
        with pytest.raises(TypeError, match="account_group_id"):
            call()


@pytest.mark.parametrize("group", [-1, 1 << 32])
def test_a_group_out_of_range_is_a_param_error(group):
    with pytest.raises(errors.ParamError):
        build().accounts().register_group(group, [7])


@pytest.mark.parametrize("members", [None, 7, "7", b"7", [None], [7, "8"], [7.0]])
def test_what_are_no_accounts_is_a_type_error_that_changes_nothing(members):
    accounts = build().accounts()
    with pytest.raises(TypeError):
        accounts.register_group(5, members)
    assert accounts.group_of(7) == openpit.param.AccountGroupId.DEFAULT


def test_a_scope_of_a_group_is_a_value():
    scope = openpit.BlockScope.group(5)
    assert scope == openpit.BlockScope.group(openpit.param.AccountGroupId.from_int(5))
    assert scope != openpit.BlockScope.account(5)
    assert (scope.account_group_id.value, scope.account_id) == (5, None)
    assert pickle.loads(pickle.dumps(scope)) == scope == copy.deepcopy(scope)
    assert repr(scope) == "BlockScope.group(AccountGroupId.from_int(5))"


def test_blocked_names_the_group():
    engine = build()
    accounts = engine.accounts()
    cause = accounts.block_group(5, "lunch")
    (block,) = accounts.blocked()
    assert (block.account_id, block.account_group_id.value) == (None, 5)
    assert accounts.unblock_group(6, cause) is False
    assert accounts.unblock_group(5, cause) is True
    assert accounts.unblock_group_all(5) is False
