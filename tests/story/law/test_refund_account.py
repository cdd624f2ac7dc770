"""WDR-7: who paid by transfer says where the money goes; the number is sealed, in no log, and gone when it is paid."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.actions.name_refund_account import name_refund_account
from selvbetjening.domain.payments.actions.refunds import drop_refund, mark_refunded
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.payments.queries.refunds import account_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.bank_accounts import bank_account
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests import portal
from tests.business import as_manager
from tests.story.law.test_guests import PAGE, let_in
from tests.story.law.test_withdraw import declare, one, pay, refunds, withdraw
from tests.story.portal.world import NOW, World, quote_in, text_of, world

STAFF = Actor("staff", "1")
TYPED = {"registration": "1 234", "number": "12.345-678"}


@pytest.fixture
def owed_back(ours: World) -> World:
    """A visitor who paid, withdrew, and waits for the money."""
    pay(ours)
    withdraw(ours)
    return ours


def test_a_visitor_writes_the_account_and_the_company_reads_it(owed_back: World) -> None:
    ours, client = owed_back, owed_back.client(language="en")
    refund = refunds(ours)[0]
    page = f"/fakturaer/til-gode/{refund.id}/konto/"
    for shown in (one(ours, "fortrudt/"), "/fakturaer/til-gode/"):
        assert page in client.get(shown).content.decode(), shown
    for wrong, field in (({"registration": "123"}, "registration"), ({"number": "12345678901"}, "number")):
        answer = client.post(page, TYPED | wrong)
        assert answer.context["form"].errors.keys() == {field}
    assert client.post(page, TYPED).status_code == 302
    assert "ends in 5678" in text_of(client.get(page))
    assert "0012345678" not in client.get(page).content.decode()
    desk = as_manager(ours.organization)
    assert "1234 0012345678" in desk.get(desk.path("sb_dues")).content.decode()
    with within(ours.id):
        kept = RefundTask.objects.get(id=refund.id)
        assert b"12345678" not in bytes(kept.sealed_account)
        assert not [one for one in Event.objects.all() if "12345678" in str(one.data)]
    other = world()
    assert other.client().get(page).status_code == 404
    assert other.client().post(page, TYPED).status_code == 404


@pytest.mark.parametrize("paid", [True, False])
def test_the_number_goes_when_the_refund_is_closed(owed_back: World, paid: bool) -> None:
    ours, refund = owed_back, refunds(owed_back)[0]
    said = {"account": ours.account.id, "refund": refund.id, "actor": STAFF, "at": NOW}
    name_refund_account(ours.id, **TYPED, **said)  # type: ignore[arg-type]
    if paid:
        mark_refunded(ours.id, refund=refund.id, reference="bank-1", actor=STAFF, at=NOW + timedelta(days=1))
    else:
        drop_refund(ours.id, refund=refund.id, actor=STAFF, at=NOW + timedelta(days=1))
    with within(ours.id):
        assert bytes(RefundTask.objects.get(id=refund.id).sealed_account) == b""
    with pytest.raises(Refused, match="closed"):
        name_refund_account(ours.id, **TYPED, **said)  # type: ignore[arg-type]
    assert ours.client().get(f"/fakturaer/til-gode/{refund.id}/konto/").status_code == 404


def test_a_sealed_account_opens_at_its_own_refund_only(owed_back: World) -> None:
    """SEC-125: moved to another refund it is unreadable."""
    ours, refund = owed_back, refunds(owed_back)[0]
    name_refund_account(ours.id, account=ours.account.id, refund=refund.id, **TYPED, actor=STAFF, at=NOW)
    kept = refunds(ours)[0]
    assert str(account_of(ours.id, refund=kept)) == "1234 0012345678"
    kept.id = UUID(int=1)
    assert account_of(ours.id, refund=kept) is None


def test_a_guest_writes_it_too(ours: World) -> None:
    """XB-29: behind a spent link, from the receipt's own page."""
    pay(ours)
    client = portal.client(ours.organization, language="en")
    let_in(ours, client)
    account = f"{PAGE}aftale/fortrudt/konto/"
    assert client.get(account)["Location"] == f"{PAGE}aftale/fortrudt/"  # nothing to pay back yet
    path = declare(client, f"{PAGE}aftale/fortryd/")
    receipt = client.post(path, {"quote": quote_in(client.get(path))}, follow=True)
    assert account in receipt.content.decode()
    assert client.post(account, TYPED)["Location"] == f"{PAGE}aftale/fortrudt/"
    with within(ours.id):
        assert str(account_of(ours.id, refund=RefundTask.objects.get())) == "1234 0012345678"


@given(branch=st.from_regex("[1-9][0-9]{3}", fullmatch=True), digits=st.from_regex("[1-9][0-9]{4,9}", fullmatch=True))
def test_an_account_is_read_as_people_write_it(branch: str, digits: str) -> None:
    """Separators aside, with zeros before a short number."""
    found = bank_account(registration=" ".join(branch), number=f"{digits[:2]}.{digits[2:4]}-{digits[4:]}")
    assert (found.registration, found.number) == (branch, digits.zfill(10))


@pytest.mark.parametrize(
    ("registration", "number", "reason"),
    [
        ("123", "1234567890", "registration"), ("12345", "1234567890", "registration"),
        ("0000", "1234567890", "registration"), ("12a4", "1234567890", "registration"),
        ("1234", "12345678901", "account_number"), ("1234", "1234", "account_number"),
        ("1234", "0000000000", "account_number"), ("1234", "12345x", "account_number"),
        ("1234", "1234567²", "account_number"), ("1234", "", "account_number"),
    ],
)  # fmt: skip
def test_what_is_no_account_is_refused(registration: str, number: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        bank_account(registration=registration, number=number)
