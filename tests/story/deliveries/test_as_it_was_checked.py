"""What the check decided is what is done, whatever is chosen or agreed afterwards; a preview says the same (BM-01)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.directdebit.actions.agreements import change_agreement, end_agreement
from selvbetjening.domain.directdebit.actions.register_collections import register_collections
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.directdebit.queries import UnknownAgreement
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.directdebit.rules.rows import collection_rows
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests import directdebit as dd
from tests.deliveries import AT, Sender
from tests.hostile.at_once import at_once
from tests.story.deliveries.test_mandates_in_files import mandates

pytestmark = pytest.mark.usefixtures("database")
PARTLY, WHOLE = "sound_ones", "all_or_nothing"


def agreed(of: Sender, *, accept_partly: bool) -> None:
    with within(of.id):
        terms = replace(terms_of(of.id, agreement=of.agreement.id), accept_partly=accept_partly)
    change_agreement(of.id, agreement=of.agreement.id, terms=terms, actor=SYSTEM, at=AT)


def chosen(of: Sender, value: str) -> None:
    choose(of.id, values={"files_accept": value}, actor=SYSTEM, at=AT, by_managers=True)


def broken(of: Sender, wrong: int, sound: int) -> bytes:
    """Collections of which the first ones have a day that is over."""
    data = files.file(of, [100 + each for each in range(wrong + sound)])
    lines = data.split(b"\n")
    first = next(place for place, line in enumerate(lines) if line.startswith(b"BS042"))
    for place in range(first, first + wrong):
        lines[place] = lines[place].replace(b"123456805", b"12345680X")
    return b"\n".join(lines)


def with_mandates(of: Sender, wrong: int, sound: int) -> bytes:
    """Registrations of which the first ones are of customers who have a mandate."""
    had, new = [f"10{each:02}" for each in range(wrong)], [f"20{each:02}" for each in range(sound)]
    for customer in had:
        dd.mandate(of.agreement, customer)
    return mandates(of, *had, *new)


@pytest.mark.parametrize("make", [broken, with_mandates])
@pytest.mark.parametrize(("wrong", "sound"), [(0, 2), (1, 1), (2, 0)])
@pytest.mark.parametrize("agreement", [True, False])
@pytest.mark.parametrize("company", [PARTLY, WHOLE])
def test_a_preview_says_what_comes_of_the_file(
    make: Any, wrong: int, sound: int, agreement: bool, company: str
) -> None:
    """BM-01: under every setting of the company and of the agreement; all or nothing holds for mandates, too."""
    of = files.sender(files_accept=company)
    agreed(of, accept_partly=agreement)
    data = make(of, wrong, sound)
    row, _ = files.upload(of, data, purpose="preview")
    said = ask_preview(of.id, staging=row.id, by=of.https, at=AT).result["outcome"]
    done = files.send(of, data)
    partly = agreement or company == PARTLY
    expected = "accepted" if not wrong else "partly_accepted" if partly and sound else "rejected"
    assert said == expected, done.content
    came_to = {"rejected": ("rejected", 0), "accepted": ("processed", sound), "partly_accepted": ("processed", sound)}
    assert (done.state, done.accepted_count) == came_to[expected]
    assert done.content["outcome"] == expected


def test_what_was_checked_as_all_or_nothing_stays_so() -> None:
    """The company takes sound records alone since: a file that was checked before is not registered in part."""
    of = files.sender(files_undo_minutes=10)
    row = files.send(of, mandates(of, "1017", "1033"))
    assert row.state == "holding"
    dd.mandate(of.agreement, "1017")  # somebody was first
    chosen(of, PARTLY)
    done = files.let_go(of, row, at=AT + timedelta(minutes=11))
    assert (done.state, done.code) == ("failed", "mandate.taken")
    assert customers(of) == ["1017"]


def test_what_was_checked_as_sound_ones_alone_stays_so() -> None:
    """The agreement takes sound records alone, the company does not, and both change their minds after the check."""
    of = files.sender(files_undo_minutes=10)
    agreed(of, accept_partly=True)
    row = files.send(of, mandates(of, "1017", "1033"))
    dd.mandate(of.agreement, "1017")
    agreed(of, accept_partly=False)
    done = files.let_go(of, row, at=AT + timedelta(minutes=11))
    assert done.state == "processed"
    assert customers(of) == ["1017", "1033"]


def test_mandates_of_which_one_is_refused_register_nothing() -> None:
    """All or nothing: the receipt names the line, and no mandate is made."""
    of = files.sender()
    done = files.send(of, with_mandates(of, 1, 1))
    assert (done.state, customers(of)) == ("rejected", ["1000"])
    assert [each["code"] for each in done.content["errors"]] == ["MANDATE_ALREADY_EXISTS"]
    assert "betalingsaftale" in done.content["errors"][0]["text"]["da"]


def customers(of: Sender) -> list[str]:
    with within(of.id):
        rows = Mandate.objects.filter(organization_id=of.id, state__in=("pending", "active"))
        return sorted(row.customer_number.lstrip("0") for row in rows)


def test_an_agreement_ends_before_or_after_what_is_registered_never_between() -> None:
    """Two at once: either the collections stand, registered before the end, or none of them does."""
    for _ in range(5):
        of = files.sender()
        data = files.file(of, [100] * 300, customers=[str(1000 + each) for each in range(300)])

        def register(of: Sender = of, data: bytes = data) -> str:
            try:
                rows = collection_rows(source=data)
                register_collections(of.id, delivery=new_id(), rows=rows, actor=SYSTEM, at=AT)
            except UnknownAgreement:
                return "ended"
            return "registered"

        def end(of: Sender = of) -> int:
            end_agreement(of.id, agreement=of.agreement.id, ends_on=AT.date(), actor=SYSTEM, at=AT)
            return len(files.collections(of))

        registered, seen = at_once([register, end])
        # What the one who ended it saw afterwards is all there will ever be.
        assert (registered, seen, len(files.collections(of))) in [("registered", 300, 300), ("ended", 0, 0)]
