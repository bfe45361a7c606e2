# SPDX-License-Identifier: Apache-2.0
"""An engine for `asyncio`: calls for one account run in order, those of others beside them (T-5.3).

Thin: a `concurrent.futures` pool runs the calls and `asyncio` orders and limits them. Every answer,
reject and error of a call is the engine's own.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from openpit._checks import check_bool, check_int, check_type
from openpit.core import (
    AccountAdjustment,
    AccountAdjustmentBatchResult,
    Engine,
    ExecutionReport,
    Order,
    PostTradeResult,
)
from openpit.errors import OpenPitError
from openpit.param import AccountId
from openpit.pretrade import Request, Reservation

if TYPE_CHECKING:
    from types import TracebackType

    # Types of the package's own stubs, which narrow a result that is checked.
    from openpit._native import (
        _ExecuteRejected,  # pyright: ignore[reportPrivateUsage]
        _StartRejected,  # pyright: ignore[reportPrivateUsage]
    )

__all__ = ["AsyncEngine", "QueueFullError", "StoppedError"]

_T = TypeVar("_T")


class QueueFullError(OpenPitError):
    """As many calls wait or run as the queue may hold; this one did not happen (T-5.5)."""


class StoppedError(OpenPitError):
    """The async engine is stopped, or was before the call began; it did not happen (T-5.7)."""


class _Lane:
    """The calls of one account: one at a time, in the order in which they came."""

    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class AsyncEngine:
    """An engine that the coroutines of one event loop share (T-5.3).

    `engine`: built with `account_sync` or `full_sync`; `stop` closes it. `workers`: how many calls
    may run at once, 1 to 1024. `queue_size`: how many may wait or run, 1 to 2^31 - 1.

    A deadline is `asyncio`'s own, such as `asyncio.wait_for`: a call that had not begun then does
    not happen, one that runs goes on to its end, and a reservation that nobody waits for any more
    is rolled back before the account's next call. In an `async with` statement it stops at the end.

    >>> import asyncio, openpit
    >>> from openpit.aio import AsyncEngine
    >>> async def trade(engine: openpit.Engine, order: openpit.Order) -> bool:
    ...     async with AsyncEngine(engine) as trading:
    ...         result = await asyncio.wait_for(trading.execute_pre_trade(order), timeout=5)
    ...         if result:
    ...             await trading.commit(result.reservation)
    ...         return result.ok
    >>> engine = openpit.Engine.builder().account_sync().build()
    >>> order = openpit.Order.limit("A/B", account=1, side="buy", quantity=1, price=1)
    >>> asyncio.run(trade(engine, order))
    True
    """

    def __init__(self, engine: Engine, *, workers: int = 4, queue_size: int = 1024) -> None:
        check_type("engine", engine, Engine, "`openpit.Engine`")
        check_int("workers", workers, 1, 1024)
        check_int("queue_size", queue_size, 1, 2**31 - 1)
        if engine._is_local:
            text = "engine is of one thread: allowed is one of `account_sync` or `full_sync`"
            raise ValueError(text)
        self._engine = engine
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="openpit")
        self._queue_size = queue_size
        self._pending = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._lanes: dict[AccountId | None, _Lane] = {}
        self._jobs: set[Future[Any]] = set()
        self._hard = False
        self._ending: asyncio.Task[None] | None = None
        self._ended = False

    async def start_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Request | _StartRejected:
        """`Engine.start_pre_trade` in its account's turn."""
        call = functools.partial(self._engine.start_pre_trade, order, at=at)
        return await self._new(_account_of(order), call)

    async def execute_pre_trade(
        self, order: Order, *, at: int | None = None
    ) -> Reservation | _ExecuteRejected:
        """`Engine.execute_pre_trade` in its account's turn."""
        call = functools.partial(self._engine.execute_pre_trade, order, at=at)
        return await self._new(_account_of(order), call)

    async def execute(
        self, request: Request, *, at: int | None = None
    ) -> Reservation | _ExecuteRejected:
        """`Request.execute` in its account's turn."""
        check_type("request", request, Request, "`Request`")
        return await self._new(request._account, functools.partial(request.execute, at=at))

    async def commit(self, reservation: Reservation, *, at: int | None = None) -> None:
        """`Reservation.commit` in its account's turn; during a graceful stop too."""
        check_type("reservation", reservation, Reservation, "`Reservation`")
        await self._call(reservation._account, functools.partial(reservation.commit, at=at))

    async def rollback(self, reservation: Reservation, *, at: int | None = None) -> None:
        """`Reservation.rollback` in its account's turn; during a graceful stop too."""
        check_type("reservation", reservation, Reservation, "`Reservation`")
        await self._call(reservation._account, functools.partial(reservation.rollback, at=at))

    async def apply_execution_report(
        self, report: ExecutionReport, *, at: int | None = None
    ) -> PostTradeResult:
        """`Engine.apply_execution_report` in its account's turn; during a graceful stop too."""
        check_type("report", report, ExecutionReport, "`ExecutionReport`")
        call = functools.partial(self._engine.apply_execution_report, report, at=at)
        return await self._call(report.operation.account_id, call)

    async def apply_account_adjustment(
        self,
        account_id: AccountId | int,
        adjustments: Iterable[AccountAdjustment],
        *,
        at: int | None = None,
    ) -> AccountAdjustmentBatchResult:
        """`Engine.apply_account_adjustment` in its account's turn."""
        engine, items = self._engine, list(adjustments)
        call = functools.partial(engine.apply_account_adjustment, account_id, items, at=at)
        return await self._new(_account(account_id), call)

    async def call(self, account_id: AccountId | int, work: Callable[[], _T]) -> _T:
        """Run any other call for one account in its turn, on a thread of the pool.

        `work`: a function without arguments, such as a dry run of the engine.
        """
        return await self._new(_account(account_id), work)

    async def stop(self, *, hard: bool = False) -> None:
        """Take no more orders, let calls end, then close the engine; again does nothing (T-5.6).

        Gracefully, every call that was taken is run, and until the last one is, reports, commits
        and rollbacks are taken too. `hard`: what has not begun is a `StoppedError`. A reservation
        that is open at the end is rolled back by `Engine.close`, whose errors this raises.
        """
        check_bool("hard", hard)
        if hard:
            self._hard = True
            for job in tuple(self._jobs):
                job.cancel()
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def __aenter__(self) -> AsyncEngine:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _end(self) -> None:
        await self._idle.wait()
        self._ended = True
        try:
            await asyncio.wrap_future(self._pool.submit(self._engine.close))
        finally:
            self._pool.shutdown(wait=False)

    async def _new(self, account: AccountId | None, work: Callable[[], _T]) -> _T:
        if self._ending is not None:
            raise _stopped()
        return await self._call(account, work)

    async def _call(self, account: AccountId | None, work: Callable[[], _T]) -> _T:
        if self._ended or self._hard:
            raise _stopped()
        if self._pending == self._queue_size:
            text = f"queue is full: allowed are {self._queue_size} calls that wait or run"
            raise QueueFullError(text)
        lane = self._enter(account)
        try:
            await lane.lock.acquire()
        except BaseException:
            self._leave(account, lane)
            raise
        if self._hard:
            self._next(account, lane)
            raise _stopped()
        return await self._run(account, lane, work)

    async def _run(self, account: AccountId | None, lane: _Lane, work: Callable[[], _T]) -> _T:
        """Run the call on the pool; its turn ends when it does, whoever still waits for it."""
        job = self._pool.submit(work)
        self._jobs.add(job)
        running = asyncio.wrap_future(job)
        running.add_done_callback(lambda _: self._jobs.discard(job))
        try:
            result = await asyncio.shield(running)
        except asyncio.CancelledError:
            if job.cancelled() and self._hard:
                self._next(account, lane)
                raise _stopped() from None
            job.cancel()
            running.add_done_callback(lambda _: self._abandon(account, lane, job))
            raise
        except BaseException:
            self._next(account, lane)
            raise
        self._next(account, lane)
        return result

    def _abandon(self, account: AccountId | None, lane: _Lane, job: Future[_T]) -> None:
        """Roll back what nobody waits for any more, within its call's turn (T-5.8)."""
        is_answered = not job.cancelled() and job.exception() is None
        result = job.result() if is_answered else None
        if not isinstance(result, Reservation):
            self._next(account, lane)
            return
        undoing = asyncio.wrap_future(self._pool.submit(result.close))

        def undone(done: asyncio.Future[None]) -> None:
            self._next(account, lane)
            done.result()

        undoing.add_done_callback(undone)

    def _enter(self, account: AccountId | None) -> _Lane:
        self._pending += 1
        self._idle.clear()
        lane = self._lanes.setdefault(account, _Lane())
        lane.users += 1
        return lane

    def _next(self, account: AccountId | None, lane: _Lane) -> None:
        lane.lock.release()
        self._leave(account, lane)

    def _leave(self, account: AccountId | None, lane: _Lane) -> None:
        lane.users -= 1
        if lane.users == 0:
            del self._lanes[account]
        self._pending -= 1
        if self._pending == 0:
            self._idle.set()


def _account(account_id: AccountId | int) -> AccountId:
    if isinstance(account_id, AccountId):
        return account_id
    return AccountId.from_int(account_id)


def _account_of(order: Order) -> AccountId | None:
    check_type("order", order, Order, "`Order`")
    return order.operation.account_id


def _stopped() -> StoppedError:
    return StoppedError("async engine is stopped: allowed is a call before `stop`")
