"""One transaction, one organization (SEC-09, SEC-10, SEC-11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import connections, transaction

from selvbetjening.kernel.ids import OrganizationId

_ATTRIBUTE = "selvbetjening_organization"
_ENTER = "SELECT set_config('app.organization', %s, true)"
_ENTER_LIGHTLY = "SELECT set_config('app.organization', %s, true), set_config('synchronous_commit', 'off', true)"

_WAIT = "SELECT set_config('lock_timeout', %s, true)"


class OrganizationSwitched(RuntimeError):
    """A second organization was asked for inside the transaction of a first one (SEC-11)."""


def current() -> OrganizationId | None:
    """The organization of the transaction that is open on this thread's connection, or None."""
    found: UUID | None = getattr(connections["default"], _ATTRIBUTE, None)
    return None if found is None else OrganizationId(found)


@contextmanager
def within(organization: OrganizationId, *, savepoint: bool = True, lasting: bool = True) -> Iterator[None]:
    """Open a transaction in which only this organization's rows exist.

    The setting is local to the transaction, so it is safe behind a pooler in transaction mode and cannot leak
    to the next user of the connection (SEC-09). Inside itself it is a savepoint; for another organization it
    raises `OrganizationSwitched`. The outermost call must not stand inside another transaction. Without `savepoint`
    it joins the transaction that is open, which fails as a whole where it fails: for acts of one statement.

    Not `lasting`, the outermost one does not wait for the disk: a crash of the database in the next second may undo it,
    whole. For what nobody has been promised, such as an upload that has just been begun.
    """
    connection = connections["default"]
    open_for = current()
    if open_for is not None:
        if open_for != organization:
            raise OrganizationSwitched(f"already working for organization {open_for}")
        with transaction.atomic(savepoint=savepoint):
            yield
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(_ENTER if lasting else _ENTER_LIGHTLY, [str(organization)])
        setattr(connection, _ATTRIBUTE, organization)
        try:
            yield
            if not connection.needs_rollback:  # nothing is to be committed, and nothing can be asked any more
                _finish(organization)
        finally:
            setattr(connection, _ATTRIBUTE, None)


@contextmanager
def waiting_at_most(*, seconds: int) -> Iterator[None]:
    """Wait no longer for a lock within the open transaction; past it the statement fails, and the transaction with it.

    It holds for this block's statements only.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(_WAIT, [f"{seconds}s"])
        yield
        cursor.execute(_WAIT, ["0"])


class Ending(Protocol):
    """What is done right before a transaction commits."""

    def __call__(self, organization: OrganizationId, *, items: list[Any]) -> None: ...


@dataclass(frozen=True, eq=False)
class _AtTheEnd:
    """Stands among Django's commit hooks only because those are dropped together with their savepoint."""

    work: Ending
    item: object
    is_last: bool = False

    def __call__(self) -> None:
        """All was done before the commit."""


def at_the_end(work: Ending, item: object, *, is_last: bool = False) -> None:
    """Let `work(organization, items=…)` run right before the open transaction commits, with every item given to it.

    It is the last thing the transaction does, so locks that it takes are held for a moment only and cannot cross with
    those of other acts. Items of a savepoint that was rolled back are left out. Work that `is_last` takes no locks and
    comes after all other. Must be called inside `within`.
    """
    if current() is None:
        raise RuntimeError("there is no transaction whose end could come")
    transaction.on_commit(_AtTheEnd(work, item, is_last))


def _finish(organization: OrganizationId) -> None:
    given: dict[Ending, list[Any]] = {}
    last: dict[Ending, list[Any]] = {}
    for _, hook, _ in connections["default"].run_on_commit:  # type: ignore[misc]
        if isinstance(hook, _AtTheEnd):
            (last if hook.is_last else given).setdefault(hook.work, []).append(hook.item)
    for work, items in (*given.items(), *last.items()):
        work(organization, items=items)


def one_at_a_time(organization: OrganizationId, *, what: str) -> None:
    """Wait until no other transaction does the same for this organization; held until the open one ends.

    For acts that no row can be locked for, because it is not there yet. Whoever waited sees what the first one did.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organization}:{what}"])
