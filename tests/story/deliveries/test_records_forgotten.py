"""What is known of old files goes five years after the financial year; the receipts' chain stays whole (BP-49)."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.deliveries import models
from selvbetjening.domain.deliveries.actions import forget_records as sweep
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.forget_records import forget_records
from selvbetjening.domain.deliveries.models import (
    Delivery,
    DeliveryMove,
    DeliveryReceipt,
    ForgottenReceipt,
    OutFile,
    Staging,
)
from selvbetjening.domain.deliveries.queries.chain import chain_faults
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
#: In the financial year that ended with 2019: kept to the end of 2024. The walls go by the database's own clock.
OLD = datetime(2019, 6, 3, 8, 0, tzinfo=UTC)
DUE = datetime(2025, 1, 1, 3, 0, tzinfo=UTC)


def aged(of: Sender, *, at: datetime = OLD, name: str = "") -> Delivery:
    """A file of that day that was refused, and whose content is gone."""
    done = files.send(of, refused(of), name=name, at=at)
    assert done.state == "rejected"
    forget(of.id, at=at + 91 * DAY)
    return files.get(of, done.id)


def refused(of: Sender) -> bytes:
    """A delivery that is like no other and has a day that does not exist."""
    with within(of.id):
        count = Delivery.objects.filter(organization_id=of.id).count()
    return files.no_such_day(files.file(of, [10_000 + count], identification=str(100 + count)))


def left(of: Sender) -> dict[str, int]:
    tables = (Delivery, DeliveryMove, DeliveryReceipt, Staging, ForgottenReceipt)
    with within(of.id):
        return {each.__name__: each.objects.filter(organization_id=of.id).count() for each in tables}


def faults(of: Sender) -> list[int]:
    with within(of.id):
        return chain_faults(of.id)


def test_it_goes_on_the_first_day_of_the_sixth_year_and_not_before() -> None:
    """BP-49: by the Danish day; everything of the file goes, the ledger and the log stay."""
    of = files.sender()
    row = aged(of)
    assert row.content_gone_on is not None
    with within(of.id):
        events = Event.objects.filter(organization_id=of.id).count()
    before = left(of)
    assert forget_records(of.id, at=datetime(2024, 12, 31, 22, 59, tzinfo=UTC)) == 0
    assert left(of) == before
    assert forget_records(of.id, at=datetime(2024, 12, 31, 23, 0, tzinfo=UTC)) == 1
    gone = before["DeliveryReceipt"]
    assert gone >= 2
    assert left(of) == {
        "Delivery": 0, "DeliveryMove": 0, "DeliveryReceipt": 0, "Staging": 0, "ForgottenReceipt": gone,
    }  # fmt: skip
    with within(of.id):
        assert Event.objects.filter(organization_id=of.id).count() == events + 1
        fact = Event.objects.get(organization_id=of.id, name="deliveries.records_forgotten")
    assert fact.data == {"deliveries": 1, "receipts": gone, "out_files": 0}
    assert forget_records(of.id, at=DUE) == 0


def test_the_companys_own_year_and_its_setting_decide() -> None:
    """BP-49: a year that ends with June, and ten years where the company wants them."""
    of = files.sender(financial_year_end="06-30")
    aged(of)
    assert forget_records(of.id, at=datetime(2024, 6, 30, 12, 0, tzinfo=UTC)) == 0
    choose(of.id, values={"files_record_years": 7}, actor=SYSTEM, at=files.AT, by_managers=True)
    assert forget_records(of.id, at=datetime(2026, 6, 30, 12, 0, tzinfo=UTC)) == 0
    assert forget_records(of.id, at=datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == 1


def test_a_changed_financial_year_lets_nothing_go_too_early() -> None:
    """BP-49, BOK-1: a file of 2019 is kept to the end of 2024, though the year ends with June since 2021."""
    of, other = files.sender(), files.sender()
    choose(other.id, values={"financial_year_end": "06-30"}, actor=SYSTEM, at=OLD - DAY, by_managers=True)
    for each in (of, other):
        aged(each)
    choose(of.id, values={"financial_year_end": "06-30"}, actor=SYSTEM, at=OLD + 600 * DAY, by_managers=True)
    for day in (datetime(2024, 7, 1, 12, 0, tzinfo=UTC), datetime(2024, 12, 31, 12, 0, tzinfo=UTC)):
        assert forget_records(of.id, at=day) == 0
    assert forget_records(of.id, at=datetime(2025, 7, 1, 12, 0, tzinfo=UTC)) == 1
    assert forget_records(other.id, at=datetime(2024, 7, 1, 12, 0, tzinfo=UTC)) == 1, "it was so before the file came"


def test_the_chain_is_whole_after_the_oldest_are_gone_and_after_all_are() -> None:
    """BP-49, BM-02: each kept receipt still names the hash before it; no place and no number is given twice."""
    of = files.sender()
    first = aged(of)
    young = files.send(of, refused(of), at=OLD + 400 * DAY)
    kept = files.receipts(of, young.id)
    assert forget_records(of.id, at=DUE) == 1
    assert faults(of) == []
    with within(of.id):
        before = ForgottenReceipt.objects.get(organization_id=of.id, seq=kept[0].seq - 1)  # type: ignore[operator]
    assert json.loads(kept[0].text)["chain"]["previous_sha256"] == before.sha256
    forget(of.id, at=OLD + 500 * DAY)
    assert forget_records(of.id, at=DUE + 366 * DAY) == 1
    assert left(of)["DeliveryReceipt"] == 0 and faults(of) == []
    later = files.send(of, files.file(of))
    assert later.number == first.number + 2
    seqs = [each.seq for each in files.receipts(of, later.id)]
    assert seqs[0] == left(of)["ForgottenReceipt"] + 1 and faults(of) == []


def test_one_in_the_middle_goes_and_the_chain_holds() -> None:
    """BP-49, BM-02: an older receipt that is still needed stays where it is."""
    of = files.sender()
    held = aged(of)
    aged(of, at=OLD + DAY)
    with within(of.id):  # it came to its end later than the other
        Delivery.objects.filter(organization_id=of.id, id=held.id).update(state_at=OLD + 400 * DAY)
    assert forget_records(of.id, at=DUE) == 1
    assert [each.seq for each in files.receipts(of, held.id)] == [1, 2]
    assert left(of)["ForgottenReceipt"] >= 2 and faults(of) == []


def test_a_chain_that_was_tampered_with_lets_nothing_go(owner_connection: Any) -> None:
    """BP-49, BM-02: an error is logged, and somebody has to look first."""
    of = files.sender()
    row = aged(of)
    receipt = files.receipts(of, row.id)[0]
    with within(of.id):
        DeliveryReceipt.objects.filter(organization_id=of.id, id=receipt.id).update(
            text=receipt.text.replace('"K1"', '"K3"')
        )
    assert faults(of) == [1]
    assert forget_records(of.id, at=DUE) == 0 and left(of)["Delivery"] == 1


def test_what_is_held_or_not_over_stays() -> None:
    """BP-49: unfinished, repeated by a younger file, with an open collection, not signed, content still there."""
    of = files.sender()
    rows = {name: aged(of, name=f"{name}.txt") for name in ("state", "repeated", "unsigned", "content")}
    other = files.send(of, refused(of), at=OLD + 400 * DAY)
    with within(of.id):
        mine = Delivery.objects.filter(organization_id=of.id)
        mine.filter(id=rows["state"].id).update(state="awaiting_approval", approvals_needed=1)
        mine.filter(id=other.id).update(duplicate_of=rows["repeated"].id)
        mine.filter(id=rows["content"].id).update(content_gone_on=None)
        DeliveryReceipt.objects.filter(delivery=rows["unsigned"].id, kind="K2").update(
            seq=None, signature="", sha256="", text="", key_id=""
        )
    agreement = directdebit.agreement(of.id, at=OLD, product="basis", on_repeat="replace")
    sound = files.send(of, files.file(of, agreement=agreement, due=date(2019, 7, 1)), at=OLD)
    assert sound.state == "processed" and len(files.collections(of)) == 1
    forget(of.id, at=OLD + 91 * DAY)
    assert forget_records(of.id, at=DUE) == 0
    assert {each.id for each in deliveries(of)} >= {sound.id, *(row.id for row in rows.values())}


def deliveries(of: Sender) -> list[Delivery]:
    with within(of.id):
        return list(Delivery.objects.filter(organization_id=of.id))


def test_another_companys_rows_are_never_touched() -> None:
    """BP-49, SEC-07: each company by its own settings and rows."""
    of, other = files.sender(), files.sender()
    aged(of)
    aged(other)
    before = left(other)
    assert forget_records(of.id, at=DUE) == 1
    assert left(other) == before and faults(other) == []


@pytest.mark.parametrize("breaks_at", range(1, 6))
def test_killed_in_the_middle_it_goes_on_where_it_stopped(breaks_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-49: a portion is whole or not at all, the portions before it stay done, and nothing is counted twice."""
    of = files.sender()
    for place in range(3):
        aged(of, at=OLD + place * DAY)
    receipts = left(of)["DeliveryReceipt"]
    calls, real = [0], sweep._delete

    def killed(*given: Any) -> None:
        calls[0] += 1
        if calls[0] == breaks_at:
            raise KeyboardInterrupt
        real(*given)

    monkeypatch.setattr(sweep, "_delete", killed)
    with pytest.raises(KeyboardInterrupt):
        forget_records(of.id, at=DUE, at_once=1)
    found = left(of)
    assert found["DeliveryReceipt"] + found["ForgottenReceipt"] == receipts and faults(of) == []
    assert found["Delivery"] == 3 - (breaks_at - 1) // 3
    monkeypatch.undo()
    assert forget_records(of.id, at=DUE, at_once=1) == found["Delivery"]
    assert left(of) == {
        "Delivery": 0, "DeliveryMove": 0, "DeliveryReceipt": 0, "Staging": 0, "ForgottenReceipt": receipts,
    }  # fmt: skip
    assert faults(of) == []


def test_no_program_can_wish_the_day_away() -> None:
    """BP-49: the database itself refuses to delete what is younger than five years, whatever is asked of it."""
    of = files.sender()
    done = files.send(of, files.file(of))
    for table, column in (
        ("deliveries_delivery", "id"), ("deliveries_deliverymove", "delivery_id"),
        ("deliveries_deliveryreceipt", "delivery_id"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), within(of.id), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [done.id])
    assert forget_records(of.id, at=datetime(2027, 1, 2, tzinfo=UTC)) == 0


def test_everything_that_hangs_on_a_delivery_is_known_to_the_sweep() -> None:
    """BP-49: a new table about files must be named where they are deleted."""
    known = {table for tables in (sweep._OF_RECEIPTS, sweep._OF_DELIVERIES, sweep._OF_OUT_FILES) for table, _ in tables}
    for model in (Delivery, DeliveryReceipt, Staging, OutFile):
        hanging = {relation.related_model._meta.db_table for relation in model._meta.related_objects}  # type: ignore[union-attr]
        assert hanging <= known, hanging - known
    assert not models.ForgottenReceipt._meta.related_objects


def test_files_to_collect_go_in_the_same_way() -> None:
    """BP-49: with the marks that hide them; a younger one stays."""
    of = files.sender()
    given = {
        "organization_id": of.id, "environment": "production", "solution": "betalingsservice", "kind": "0602",
        "size": 1, "sha256": "0" * 64, "content_gone_on": OLD.date(),
    }  # fmt: skip
    with within(of.id):
        for name, made in (("a", OLD), ("b", OLD + 400 * DAY)):
            row = OutFile.objects.create(name=name, made_at=made, **given)
            models.OutFileMark.objects.create(
                organization_id=of.id, file=row, account_id=of.account, marked_at=made
            )  # fmt: skip
    assert forget_records(of.id, at=DUE) == 1
    with within(of.id):
        assert [row.name for row in OutFile.objects.filter(organization_id=of.id)] == ["b"]
        assert models.OutFileMark.objects.filter(organization_id=of.id).count() == 1


def test_the_page_says_when_and_a_download_says_when_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-49: "slettes" with the day, for the content and for the record; gone content answers with its day, not 404."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())
    of, organization = company()
    client = browser(organization)
    done = files.send(of, files.file(of))
    address = f"{client.path('mft')}leverancer/{done.id}/"
    page = client.get(address).content.decode()
    assert "Hvor længe det gemmes" in page
    assert "20. april 2027" in page and "1. januar 2033" in page
    forget(of.id, at=files.AT + 91 * DAY)
    page = client.get(address).content.decode()
    assert "Blev slettet" in page and "21. april 2027" in page
    answer = client.get(f"{address}fil/")
    assert answer.status_code == 410 and "21. april 2027" in answer.content.decode()
