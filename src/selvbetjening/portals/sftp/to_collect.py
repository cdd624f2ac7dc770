"""What lies ready for an SFTP user: outputs and receipts, under the names that its program knows (BP-43, BP-48).

Each has two names, in the portal's way and of old. One of them is listed; both open the same file.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.access.queries import SshStanding
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.deliveries.documents import ReceiptFile, legacy_receipt_file, receipt_files
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.deliveries.rules.legacy_names import alias_of_receipt, output_alias
from selvbetjening.domain.identity.rules.ssh_habits import SshNaming
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sftp.shown import Entry
from selvbetjening.portals.sftp.visits import Visit

_SHOWN: Final = timedelta(days=30)


def outputs(visit: Visit, standing: SshStanding, folder: str) -> Iterator[Entry]:
    """Files to collect from a solution, without those that this user has put away."""
    if not standing.may_fetch:
        return
    with within(visit.organization, savepoint=False):
        rows = deliveries.out_files(
            visit.organization, environment=visit.account.environment, solution=folder, account=visit.account.id,
            pbs_numbers=standing.pbs_numbers,
        )  # fmt: skip
    for row in rows:
        alias = output_alias(name=row.name, number=row.number, is_test=row.environment == "test")
        shown, other = (alias, row.name) if _is_legacy(visit) else (row.name, alias)
        yield Entry(shown, "out", row.size, row.made_at, id=row.id, other=other)


def output_named(visit: Visit, standing: SshStanding, folder: str, name: str) -> Entry | None:
    """The one that has this name or, where none has, this as its other one."""
    found = list(outputs(visit, standing, folder))
    exact = next((each for each in found if each.name == name), None)
    other = next((each for each in found if each.other == name), None)
    return exact or (replace(other, name=name, other=other.name) if other else None)


def receipts(visit: Visit, standing: SshStanding, *, in_root: bool = False) -> Iterator[Entry]:
    """Receipts of the last days; in the root without the files that this user has put away there."""
    since = clock.now() - _SHOWN
    gone: set[tuple[UUID, str]] = set()
    if in_root:
        with within(visit.organization, savepoint=False):
            gone = deliveries.put_away_receipts(visit.organization, account=visit.account.id, since=since)
    for row in _rows(visit, standing):
        for each in _rendered(visit.organization, row.id):
            if (each.ending == "old") == _is_legacy(visit) and (row.id, each.ending) not in gone:
                yield _entry(row, each)


def receipt_named(visit: Visit, standing: SshStanding, name: str, *, in_root: bool = False) -> Entry | None:
    """A receipt's file by either of its names."""
    about, alias = names.named_in_receipt(name=name), alias_of_receipt(name=name)
    if about is None and alias is None:
        return None
    number, seq = alias or (None, None)
    rows = _rows(visit, standing, about=about, number=number, seq=seq)
    found = [(row, each) for row in rows for each in _rendered(visit.organization, row.id) if each.name == name]
    if not found:
        return None
    made = _entry(*found[0])
    if in_root:
        with within(visit.organization, savepoint=False):
            gone = deliveries.put_away_receipts(
                visit.organization, account=visit.account.id, since=clock.now() - _SHOWN
            )  # fmt: skip
        return None if (made.id, made.ending) in gone else made
    return made


def named_in_root(visit: Visit, standing: SshStanding, folder: str, name: str) -> Entry | None:
    """What lies in the root to be collected under this name."""
    return output_named(visit, standing, folder, name) or receipt_named(visit, standing, name, in_root=True)


def _is_legacy(visit: Visit) -> bool:
    return visit.account.habits.naming is SshNaming.LEGACY


def _rows(visit: Visit, standing: SshStanding, **narrowed: Any) -> list[deliveries.DeliveryReceipt]:
    # Whoever may see some PBS numbers only sees what was said of one's own files.
    own = visit.account.id if standing.pbs_numbers or not standing.may_fetch else None
    with within(visit.organization, savepoint=False):
        return deliveries.receipts_since(
            visit.organization, environment=visit.account.environment, since=clock.now() - _SHOWN, account=own,
            **narrowed,
        )  # fmt: skip


def _entry(row: deliveries.DeliveryReceipt, each: ReceiptFile) -> Entry:
    return Entry(
        each.name, "receipt", len(each.content), row.issued_at, id=row.id, ending=each.ending, content=each.content
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _rendered(organization: object, receipt: UUID) -> tuple[ReceiptFile, ...]:
    """A signed receipt never changes, so its files are made once."""
    company = OrganizationId(UUID(str(organization)))
    with within(company, savepoint=False):
        row = deliveries.receipt(company, receipt=receipt)
        if row is None:
            return ()
        return (*receipt_files(company, row=row), legacy_receipt_file(company, row=row))
