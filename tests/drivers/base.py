# SPDX-License-Identifier: Apache-2.0
"""The protocol between steps and drivers: plain data in, plain data out, typed errors by kind.

Numbers are texts ("100", "-0.5"), times are nanoseconds as text, handles are small integers that
count from 1 for each kind of thing. A record is a dictionary of the fields that it has:

order   instrument, account, side, quantity or volume, price, position_side, reduce_only (true),
        close_position (true), leverage, collateral_asset, auto_borrow (true), client_order_id
report  instrument, account, side, pnl, fee, last_price, last_quantity, leaves_quantity,
        is_final (true), position_effect, position_side, client_order_id, execution_id
adjustment  operation: {balance: {asset, average_entry_price?}} or {position: {instrument,
        collateral_asset, average_entry_price, mode, leverage?}}; amount: balance?, held?,
        incoming?, each {delta} or {absolute}; bounds?: balance_upper?, balance_lower?,
        held_upper?, held_lower?, incoming_upper?, incoming_lower?

A group of an order or a report is made if a field of it is there. A flag that is not true is left
out of what a record shows, as are groups of an adjustment without fields. A record that lacks what
it cannot be without is refused as the language does it: Rust does not compile it, Python refuses it
with kind `type`, Go with the param error `missing_field` whose input is the part's path
(`report.identity.client_order_id`, `adjustment.operation`).

An account is digits (its number) or a name. A policy of an engine is one of:

order_validation   name?
rate_limit         name?, count_rejected?, barriers: axis, max_orders, window_ns, asset?, account?
order_size_limit   name?, barriers: axis, max_quantity?, max_notional?, asset?, account?
notional_limit     name?, barriers: axis (broker, asset or account_asset), limit, asset, account?
pnl_bounds_killswitch   name?, barriers: axis (broker or account_asset), asset, lower_bound?,
                   upper_bound?, account? and initial_pnl? ("0" unless told) for account_asset
custom             name, supports_dry_run? (true), rules: hook, account?, do, and what the deed
                   needs

A rule's hook is `start`, `main`, `report`, `adjustment`, `commit` or `rollback`; a policy has the
hooks that its rules name. The hook `adjustment` has the deeds of `main` but `require`. The hooks
`name`, `hooks` and `supports_dry_run` are asked at the build, where the language asks for them.

Deeds: `accept`; `reject` (code, reason, details, scope?, user_data?); `emit`
(label: a mutation; rules for `commit` and `rollback` with this label, or none, act when it is
finalized); `block` (code, reason); `panic`; `raise` (an error as the language raises them);
`nonsense` (an answer that means nothing, where the types allow one); `call_engine` (call: start,
place, report, adjust, block, blocked, holds, balances, state, state_digest, decisions, digest,
dry_run_start, dry_run, configure (any change), armed, close and those of
`tests/test_callbacks_matrix.py`; catch?; elsewhere? for another thread); `drop` (reservation);
`change_order` (quantity: by whatever the language leaves open, in the order that was submitted
last; Rust has nothing); and those of typed mutations below. What policies do wrong in
`features/pipeline/callbacks.feature`, where a note has `call`, `error` and perhaps `lines`: `exit`
and `interrupt` (Python), `goexit` and `goexit_in_text` (Go), `untellable` (an error whose text
fails), `call_everything` (calls), `finalize` (reservation: commit, rollback, close),
`another_engine`, `nest` (depth), `recurse` (depth), `recurse_for_good` (Python), `collect` (not
Rust), `change_record` (not Rust), `garbage` (what: an answer that only that language can give).

reserve          hook main: amount, asset, account_asset_limit?, asset_limit?, for_account? (the
                 call's own account unless told; a number or a name)
set_kill_switch  hook main: scope (engine, group or account), code, reason?, on_commit? and
                 on_rollback? (keep, block or unblock; block and keep unless told), group? of that
                 scope, for_account? as above
require          hooks start and main: field (the path of an optional field of the order); rejects
                 with MissingRequiredField, `required field missing` and the path if it is absent
release          hook report: amount, asset
adjust           hook report: adjustment (a record)
read_holding     hooks start, main, report and adjustment: asset
read_balance     the same hooks: asset, or instrument and collateral_asset

A decision has its mutations in the order of the rules, `emit` or typed; a report hook's answer has
its blocks, releases and adjustments so too.

Every hook notes what it saw: policy, hook, at, account, mutations ("policy/kind" of those emitted
before), record and, in a dry run only, dry_run ("true"); every side of a custom mutation notes
policy, hook, account and label. A call of the engine notes policy, hook, call and the error's kind
(or kind and detail when it came from another thread) and text. `read_holding` notes policy, hook,
holding (the asset), own_held, own_open, own_used, total_held, total_open and total_used, as the
context has them when the hook is called; `read_balance` notes policy, hook and what there is.

What there is of an asset or a position is {asset} or {instrument, collateral_asset}, with balance,
held, incoming, average_entry_price?, mode? and leverage?.
"""

import abc


class Refused(Exception):
    """A typed error of the binding as data: kind, detail?, text, input?, faults?, failures?."""

    def __init__(self, error):
        super().__init__(error.get("text", error["kind"]))
        self.error = error


class BaseDriver(abc.ABC):
    """What a binding's driver can do. Each method is one request; `call` carries it out."""

    @abc.abstractmethod
    def call(self, op, **data):
        """Carry out one request; raise `Refused` for a typed error of the binding."""

    def reset(self):
        """Forget everything of the last scenario; its engines close."""
        return self.call("reset")

    def value(self, type_, op, *args):
        """One operation of `spec/vectors/README.md`; the answer is canonical text."""
        return self.call("value", type=type_, value_op=op, args=list(args))

    def values(self, cases):
        """Many operations, each a list of type, operation and arguments: the text of each result,
        or the error as data (`kind`, `detail`, `text`, `input`)."""
        return self.call("values", cases=cases)

    def to_json(self, type_, a):
        """The JSON text of the value that a text makes."""
        return self.call("to_json", type=type_, a=a)

    def from_json(self, cases):
        """Read values and records from JSON, each a list of type and text: canonical JSON text, or
        the error as data; of kind `json` if the language's own JSON library refuses the text."""
        return self.call("from_json", cases=cases)

    def takes(self, type_, other):
        """Whether the language lets a value of the type be added to or compared with one of the
        other type, or be made of it: `bool` or a value type."""
        return self.call("takes", type=type_, other=other)

    def unset(self, enum):
        """What an enum that nobody set shows, and kind and text of the error where one is needed:
        {shown, refused, text}; where the language has no such thing, shown and text are none and
        the kind is `type`."""
        return self.call("unset", enum=enum)

    def broken(self, type_, a):
        """What of a value does not hold for what a text makes, by name: best nothing."""
        return self.call("broken", type=type_, a=a)

    def same(self, type_, a, b):
        """Whether two texts make one value: {equal, keys}."""
        return self.call("same", type=type_, a=a, b=b)

    def record(self, kind, data):
        """Make a record (`order`, `report` or `adjustment`); the answer is what its getters show.

        Go checks it too, as a submit would.
        """
        return self.call("record", kind=kind, data=data)

    def same_records(self, kind, a, b):
        """Whether two records are equal, and how many keys of a map they make: {equal, keys}."""
        return self.call("same_records", kind=kind, a=a, b=b)

    def own_records(self, order, report, adjustment, note):
        """Submit records of the client's own types, which carry a note beside them.

        An engine for these types, with one policy whose hooks read the note: a subclass in Python,
        a type argument in Go, a type with capability traits in Rust. The answer is what the hooks
        saw: [{hook, note, record}] of start, main, report and adjustment.
        """
        return self.call(
            "own_records", order=order, report=report, adjustment=adjustment, note=note
        )

    def own_batch(self, adjustment, notes):
        """Apply a batch of adjustments of the client's own type, one for each note, to an engine
        whose policy rejects the note `-`: {seen, failed_index?, balance?}, the notes that it saw
        and what the account has then."""
        return self.call("own_batch", adjustment=adjustment, notes=notes)

    def tables(self):
        """Reject codes and scopes as the binding names them: {codes: [[number, name]], scopes}."""
        return self.call("tables")

    def build(self, clock=None, record=True, policies=(), late_sync=False, require_limits=False):
        """Build an engine. A clock is {start, accept_late?}; none is the system clock.

        With `late_sync` the sync policy is chosen after the policies: a fault, or in Rust no way
        to write it.
        """
        data = {"policies": list(policies), "require_limits": require_limits}
        return self.call("build", clock=clock, record=record, late_sync=late_sync, **data)

    def start(self, engine, order, at=None):
        """Start stage: {request} or {rejects, failures?, raised?}."""
        return self.call("start", engine=engine, order=order, at=at)

    def execute(self, request, at=None):
        """Main stage: {reservation} or {rejects, failures?, raised?}."""
        return self.call("execute", request=request, at=at)

    def place(self, engine, order, at=None):
        """Both stages in one call: as `execute`."""
        return self.call("place", engine=engine, order=order, at=at)

    def dry_run(self, engine, order, both, at=None):
        """A dry run of start, or of both stages: {} or {rejects, failures?, raised?}."""
        return self.call("dry_run", engine=engine, order=order, both=both, at=at)

    def finalize(self, reservation, side, at=None):
        """Commit or roll back."""
        return self.call("finalize", reservation=reservation, side=side, at=at)

    def close_reservation(self, reservation):
        """Close a reservation."""
        return self.call("close_reservation", reservation=reservation)

    def leave(self, reservation):
        """Leave the scope that owns a reservation: a `with` block in Python, a function that
        deferred its close in Go, a block that owned it in Rust."""
        return self.call("leave", reservation=reservation)

    def drop(self, kind, handle, elsewhere=False):
        """Forget a request or a reservation, as the language forgets; here or on another thread."""
        return self.call("drop", **{kind: handle}, elsewhere=elsewhere)

    def change_order(self, request, quantity):
        """Change the caller's own order after it was submitted, if the language lets it."""
        return self.call("change_order", request=request, quantity=quantity)

    def report(self, engine, report, at=None):
        """Post-trade feedback: {blocks, late, duplicate, anomalies: [name], adjustments: [{policy,
        adjustment, outcome}], failures?, raised?}; the outcome is what there is afterwards."""
        return self.call("report", engine=engine, report=report, at=at)

    def adjust(self, engine, account, adjustments, at=None):
        """Adjust an account by a batch of records: {outcomes: [what there is of each afterwards],
        blocks, failures?, raised?} or {failed_index, rejects, failures?, raised?}."""
        data = {"engine": engine, "account": account, "adjustments": adjustments}
        return self.call("adjust", at=at, **data)

    def balances(self, engine):
        """What each account has: [what there is, with account], in the engine's order."""
        return self.call("balances", engine=engine)

    def block(self, engine, reason, account=None, group=None):
        """Block an account, a group, or the engine: {cause}."""
        return self.call("block", engine=engine, reason=reason, account=account, group=group)

    def unblock(self, engine, cause, account=None, group=None):
        """Remove one cause: {removed}, whether it was there."""
        return self.call("unblock", engine=engine, cause=cause, account=account, group=group)

    def unblock_all(self, engine, account=None, group=None):
        """Remove every cause: {removed}, whether there was one."""
        return self.call("unblock_all", engine=engine, account=account, group=group)

    def blocked(self, engine):
        """Every cause of every block: [{scope, account?, group?, source, code, reason, cause}].

        A scope is `engine`, `account_group` or `account`.
        """
        return self.call("blocked", engine=engine)

    def register_group(self, engine, group, accounts):
        """Put accounts into a group."""
        return self.call("register_group", engine=engine, group=group, accounts=accounts)

    def unregister_group(self, engine, group, accounts):
        """Take accounts out of a group."""
        return self.call("unregister_group", engine=engine, group=group, accounts=accounts)

    def group_of(self, engine, account):
        """An account's group: {group}."""
        return self.call("group_of", engine=engine, account=account)

    def configure(self, engine, type_, name, axes):
        """Change the limits of the policy of a type (`rate_limit`, `order_size_limit`,
        `notional_limit`, `pnl_bounds_killswitch`) with a name: {axis: [barriers]} of the axes that
        change, the barriers as those of a policy, without `axis`."""
        return self.call("configure", engine=engine, type=type_, name=name, axes=axes)

    def reset_notional_limit(self, engine, name, account=None):
        """Forget what a notional limit's fills used, of one account or of all."""
        return self.call("reset_notional_limit", engine=engine, name=name, account=account)

    def armed(self, engine, account):
        """Which policies run for an account and with which limits: JSON text; in Python, where it
        is data, written canonically."""
        return self.call("armed", engine=engine, account=account)

    def state(self, engine):
        """The engine's state, as its canonical JSON text."""
        return self.call("state", engine=engine)

    def state_digest(self, engine):
        """The digest of the engine's state."""
        return self.call("state_digest", engine=engine)

    def holds(self, engine):
        """Reserved notional: [{account, asset, policy, held, open, used}], in the engine's
        order."""
        return self.call("holds", engine=engine)

    def decisions(self, engine):
        """The decision log's lines since the last time."""
        return self.call("decisions", engine=engine)

    def digest(self, engine):
        """The digest of the whole decision log."""
        return self.call("digest", engine=engine)

    def drops(self, engine):
        """How many drops had to wait, and how many of them are done: {queued, drained}."""
        return self.call("drops", engine=engine)

    def close(self, engine):
        """End an engine."""
        return self.call("close", engine=engine)

    def threads(self, sync, steps, record, max_orders):
        """Play a whole scenario of threads on an engine of sync policy `account` or `full`, with a
        manual clock, a control "desk" and, with `max_orders`, a rate limit of all accounts.

        A step is {thread (from 1), do, how, account?, number?, at? (of place)}: what the thread
        does and whether the script goes on when it `ends`, when the control has it (`held`: until
        `let_go`), or at once (`waits`). An order's quantity is its thread's number. The control
        notes who is in and out of its main-stage hook, and of its adjustment hook at the second
        item of a batch, as thread A; it emits one mutation, and notes whose was committed or
        rolled back.

        do: start, execute, place, commit, rollback, drop (of the request or reservation `number`),
        report, adjust (+5 and -2 USD), balances, holds, block, close, lines (of the decision log),
        storm (threads, orders: start-stage calls, an account for each thread), let_go.

        The answer is {seen: [a word for each step: accepted, a reject's code, ok, the detail or
        kind of an error, what was listed], control: [note], drops: {queued, drained}}.
        """
        return self.call("threads", sync=sync, steps=steps, record=record, max_orders=max_orders)

    def trace(self):
        """What policies noted since the last time."""
        return self.call("trace")
