"""A sidecar comes at the very moment in which its file is delivered (BP-44, annex C.4)."""

from collections.abc import Callable
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions import commit as committing
from selvbetjening.domain.deliveries.actions import confirm_whole as confirming
from selvbetjening.domain.deliveries.actions.confirm_whole import confirm_whole
from selvbetjening.domain.deliveries.actions.deliver import deliver
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.put_aside import rename
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.models import Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, Sender
from tests.hostile.at_once import at_once
from tests.story.deliveries.test_beside_a_file import PLAIN, delivered, marked, put, state

pytestmark = pytest.mark.usefixtures("database")


def once_before(work: Callable[[], Any]) -> Callable[..., Any]:
    """Delivers as ever, and the first time something else happens just before."""
    left = [work]

    def late(*given: Any, **named: Any) -> Any:
        while left:
            left.pop()()
        return deliver(*given, **named)

    return late


def test_a_wrong_sidecar_between_the_look_and_the_delivery_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annex C.4: whichever of the two comes first, the other one sees it; the right one delivers it afterwards."""
    of = files.sender()
    whole = files.file(of)
    monkeypatch.setattr(committing, "deliver", once_before(lambda: put(of, "x.txt.sha256", b"0" * 64)))
    first = put(of, "x.txt", whole)
    assert (first.outcome, first.code, delivered(of)) == ("incomplete", "sidecar.differs", [])
    assert (state(of, "x.txt"), marked(of)) == ("incomplete", {"x.txt.sha256": "differs"})
    assert put(of, "x.txt.sha256", files.sha256(whole).encode()).code == "marker.fits"
    assert delivered(of) == [("x.txt", False)]


def test_a_right_one_in_the_same_moment_proves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annex C.4: the file is judged once more, and is delivered once."""
    of = files.sender()
    whole = files.file(of)
    right = files.sha256(whole).encode()
    monkeypatch.setattr(committing, "deliver", once_before(lambda: put(of, "x.txt.sha256", right)))
    assert put(of, "x.txt", whole).outcome == "delivered"
    assert (delivered(of), marked(of)) == ([("x.txt", False)], {"x.txt.sha256": "fits"})


def test_a_person_s_word_does_not_go_before_a_sum_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annex C.4: the sum came while she pressed; nothing is delivered, and the sum is held against the file."""
    of = files.sender(files_unproven="confirm")
    assert put(of, "x.txt", PLAIN).code == "needs.word"
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, name="x.txt")
    monkeypatch.setattr(confirming, "deliver", once_before(lambda: put(of, "x.txt.sha256", b"0" * 64)))
    with pytest.raises(Refused) as refused:
        confirm_whole(of.id, staging=row.id, sha256=row.found_sha256, actor=SYSTEM, at=AT)
    assert refused.value.code == "not_now"
    assert (delivered(of), state(of, "x.txt"), marked(of)) == ([], "incomplete", {"x.txt.sha256": "differs"})


def test_both_at_once_never_leave_a_wrong_sum_unseen() -> None:
    """Annex C.4: with threads; delivered with "differs" told, or not delivered at all, and never "waits" beside it."""
    for _ in range(6):
        of = files.sender()
        whole = files.file(of)

        def sent(name: str, data: bytes, of: Sender = of) -> Callable[[], Any]:
            holder = new_id()
            row = open_staging(of.id, by=of.sftp, name=name, folder="bs", holder=holder, at=AT)
            files.write(of, row, data, holder=holder)
            return lambda: committing.commit(of.id, staging=row.id, by=of.sftp, at=AT)

        at_once([sent("x.txt", whole), sent("x.txt.sha256", b"0" * 64)])
        assert marked(of) == {"x.txt.sha256": "differs"}, delivered(of)


@pytest.mark.parametrize(
    "planted",
    ["../../x.txt", "..\\x.txt", "/etc/passwd", "X.TXT", "x.txt\u202e", "x.txt/../y.txt", "*x.txt", "x.t\u0131xt"],
)
def test_a_name_inside_a_sidecar_leads_nowhere_else(planted: str) -> None:
    """Annex C.4, SEC-90: a name with a path in it is a name; it judges the file beside it and no other one."""
    of = files.sender()
    whole = files.file(of)
    put(of, "y.txt", files.file(of, identification="2", customers=["7"]))
    put(of, "x.txt.sha256", f"{files.sha256(whole)}  {planted}\n{'0' * 64}  y.txt\n".encode())
    made = put(of, "x.txt", whole)
    assert made.outcome in ("delivered", "incomplete")
    assert marked(of)["x.txt.sha256"] in ("fits", "unreadable")
    assert delivered(of)[0][0] == "y.txt"


@pytest.mark.parametrize(
    ("name", "beside"),
    [("X.TXT", "x.txt.SHA256"), ("æøå.txt", "A\u030a.txt.sha256"), ("stra\u00dfe.txt", "STRASSE.txt.sha256")],
)
def test_names_are_compared_as_they_clash(name: str, beside: str) -> None:
    """C.2: in any case and any form of Unicode."""
    of = files.sender()
    put(of, beside, b"0" * 64)
    made = put(of, name, files.file(of))
    clashes = name.startswith(("X", "s"))
    assert made.outcome == ("incomplete" if clashes else "delivered")


def test_a_ligature_in_an_ending_speaks_of_no_other_file() -> None:
    """C.4: one sign that folds into two takes none of the name with it."""
    of = files.sender()
    put(of, "abc.\ufb01n", b"17")
    assert put(of, "ab", files.file(of)).outcome == "delivered"


def test_renamed_to_a_temporary_name_in_the_same_moment_it_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """C.4: temporary names are never delivered; what the clock looked at had another name a moment ago."""
    of = files.sender()
    assert put(of, "x.txt", PLAIN).outcome == "settling"
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, name="x.txt")
    renamed = once_before(lambda: rename(of.id, staging=row.id, by=of.sftp, name="x.txt.filepart", at=AT))
    monkeypatch.setattr(committing, "deliver", renamed)
    tidy(of.id, at=AT + 2 * files.MINUTE)
    assert (delivered(of), state(of, "x.txt.filepart")) == ([], "settling")
    tidy(of.id, at=AT + 3 * files.MINUTE)
    assert delivered(of) == []


def test_two_users_who_deliver_one_name_in_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """C.2: a committed name is nobody's to overwrite; the second one is told so, and its bytes are kept."""
    of = files.sender()
    colleague = Sender(of.id, of.agreement, of.person)
    other = files.file(of, identification="2", customers=["7"])
    monkeypatch.setattr(committing, "deliver", once_before(lambda: put(colleague, "X.TXT", other)))
    with pytest.raises(Refused) as refused:
        put(of, "x.txt", files.file(of))
    assert (refused.value.code, delivered(of)) == ("committed", [("X.TXT", False)])
    assert state(of, "x.txt") == "receiving"
