"""GDP-4: what was kept to be told of somebody goes with her, and a link to pay leads nowhere any more."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.payment_links import link_for
from selvbetjening.domain.payments.models import PaymentLink
from selvbetjening.domain.payments.queries.links import by_token
from selvbetjening.domain.rights.actions.erase import erase_account, erase_recipient
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.replay import replay
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookMessage
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests import make
from tests.story.rights.people import AT, Customer, customer, invoice
from tests.webhooks import Receiver, endpoint, send_all

pytestmark = pytest.mark.usefixtures("database")
STAFF = Actor("staff", "1")


def _told(mine: Customer) -> None:
    """The account's details change: a webhook is told them."""
    fact = BillingDetailsUpdated(account=mine.account.id, fields=("name",))
    record(mine.organization, fact=fact, actor=SYSTEM, at=AT)


def _bodies(mine: Customer) -> list[tuple[str, str]]:
    """State of the delivery and body of each message about her."""
    with within(mine.organization):
        rows = WebhookDelivery.objects.filter(message__account_id=mine.account.id, message__event="account.updated")
        return sorted(rows.values_list("state", "message__body"))


def test_an_account_takes_along_what_was_told_and_what_waits() -> None:
    """GDP-4, SEC-74: bodies are emptied in the same transaction, what waits is told to nobody, and none is replayed."""
    mine = customer("Melusine")
    owner = mine.owner
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        _told(mine)
        send_all(owner, made, at=AT)
        _told(mine)
        assert [state for state, body in _bodies(mine) if "Melusine" in body] == ["delivered", "waiting"]
        erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
        came = len(receiver.ids)
        assert _bodies(mine) == [("delivered", ""), ("failed", "")]
        assert replay(mine.organization, endpoint=made.endpoint.id, actor=SYSTEM, at=AT) == 0
        send_all(owner, made, at=AT + timedelta(hours=1))
        assert len(receiver.ids) == came


def test_one_person_takes_along_what_was_told_and_the_account_goes_on() -> None:
    """GDP-4: with one of two people erased, what waits about the account is still told; another account's stays."""
    mine = customer("Melusine")
    owner = mine.owner
    make.recipient(mine.account)
    neighbour = customer("Ksenia", owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        _told(mine)
        _told(neighbour)
        send_all(owner, made, at=AT)
        _told(mine)
        erase_recipient(mine.organization, recipient=mine.person.id, actor=STAFF, at=AT)
    assert [(state, bool(body)) for state, body in _bodies(mine)] == [("delivered", False), ("waiting", True)]
    assert [(state, bool(body)) for state, body in _bodies(neighbour)] == [("delivered", True)]
    with within(mine.organization):
        assert WebhookMessage.objects.filter(account_id=mine.account.id).count() >= 2


def test_a_link_to_pay_dies_with_its_account() -> None:
    """GDP-4, PY-01: who still has the address of a paid invoice finds nothing."""
    mine = customer("Melusine")
    paid = invoice(mine, number=1, kept_until=date(2099, 12, 31))
    token = link_for(mine.organization, invoice=paid, at=AT)
    with within(mine.organization):
        assert by_token(mine.organization, token=token) is not None
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    with within(mine.organization):
        assert by_token(mine.organization, token=token) is None and not PaymentLink.objects.exists()
