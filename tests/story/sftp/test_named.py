"""What lies under one name in the inbox is what the whole listing shows of it (C.1, BP-13)."""

from itertools import product
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.rules import names
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


def listed(of: Sender, *, account: UUID, name: str, pbs_numbers: tuple[str, ...]) -> tuple[object, ...] | None:
    """As the listing of the folder has it, an upload under way before a delivery."""
    key = names.clash_key(name=name)
    for row in queries.stagings(of.id, by=of.sftp):
        if (row.account_id, row.folder, row.clash_key) == (account, "bs", key):
            return (row.id, row.name, row.offset, row.moved_at, 0, True, False)
    rows = queries.inbox(
        of.id, environment="production", folder="bs", at=AT, pbs_numbers=pbs_numbers, account=account, clash_key=key
    )
    for each in rows:
        own = each.account_id == account
        stopped = not each.may_leave(to_its_user=own)
        return (each.id, each.name, each.size, each.received_at, each.number, own, stopped)
    return None


def test_one_name_is_what_the_listing_shows() -> None:
    """BP-13: own and others', checked and not yet, uploads under way, and for readers of some numbers only."""
    of, stranger = files.sender(), uuid4()
    files.put(of, files.file(of), name="ny.txt")
    files.run(of, files.put(of, files.file(of, identification="2"), name="færdig.txt"))
    files.put(of, files.file(of, identification="3"), name="begge.txt")
    for name in ("begyndt.txt", "begge.tmp"):
        open_staging(of.id, by=of.sftp, name=name, folder="bs", holder=new_id(), at=AT)
    asked = ["ny.txt", "NY.TXT", "færdig.txt", "begge.txt", "begge.tmp", "begyndt.txt", "ingen.txt"]
    scopes: list[tuple[str, ...]] = [(), (of.agreement.pbs_number,), ("00000001",)]
    with within(of.id):
        for name, account, scope in product(asked, (of.account, stranger), scopes):
            found = queries.named(
                of.id, account=account, environment="production", folder="bs", clash_key=names.clash_key(name=name),
                at=AT, pbs_numbers=scope,
            )  # fmt: skip
            shown = listed(of, account=account, name=name, pbs_numbers=scope)
            told = found and (found.id, found.name, found.size, found.at, found.number, found.is_own, found.is_stopped)
            assert told == shown, (name, account == of.account, scope)


def test_another_company_s_name_is_not_there() -> None:
    """SEC-10: the statement names the company, and the wall stands behind it."""
    of, rival = files.sender(), files.sender()
    files.put(of, files.file(of), name="hemmelig.txt")
    for here, wall in ((rival.id, rival.id), (of.id, rival.id)):
        with within(wall):
            assert (
                queries.named(
                    here, account=of.account, environment="production", folder="bs", clash_key="hemmelig.txt", at=AT
                )
                is None
            )
