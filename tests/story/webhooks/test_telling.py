"""What has happened is told: once, signed, as it was then, and to who wants to know (fenerum-api.md 15, T19)."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest

from selvbetjening.domain.accounts.events import AccountOpened, BillingDetailsUpdated
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.deliveries.events import DeliveryReceived
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import DisputeOpened
from selvbetjening.domain.subscriptions.events import SubscriptionCancelled
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.endpoints import Made, rotate_secret
from selvbetjening.domain.webhooks.actions.foresee import foresee, foresee_all
from selvbetjening.domain.webhooks.models import WebhookMessage
from selvbetjening.domain.webhooks.rules.catalogue import EVENTS, STANDARD
from selvbetjening.domain.webhooks.rules.signing import OVERLAP, is_signed
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.webhook_facts import ACTIVITY, TELLINGS
from tests import make
from tests.webhooks import Receiver, Taken, endpoint, rows, send_all

AT = make.AT

pytestmark = pytest.mark.usefixtures("database")


def changed(owner: Organization, account: Account, *, name: str = "") -> None:
    """The account's details change, and the book says so, in one transaction."""
    with within(OrganizationId(owner.id)):
        if name:
            Account.objects.filter(id=account.id).update(name=name)
        fact = BillingDetailsUpdated(account=account.id, fields=("name",))
        record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)


def told(owner: Organization, receiver: Receiver, made: Made) -> list[Taken]:
    """What came when everything due was sent, without the challenge."""
    send_all(owner, made, at=AT + timedelta(seconds=1))
    return [each for each in receiver.taken if each.told["event"] != "webhook.challenge"]


def test_an_event_comes_as_fenerum_s_clients_know_it() -> None:
    """fenerum-api.md 15: `event`, a non-empty `data`, `id`, `created` and nothing else; Basic auth; any 2xx is yes."""
    owner = make.organization()
    account = make.account(owner, name="Havblik ApS", code="CUST001")
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.created"], username="bo", password="hemmelig æøå")
        with within(OrganizationId(owner.id)):
            fact = AccountOpened(account=account.id, recipient=uuid4())
            record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)
        (taken,) = told(owner, receiver, made)
        assert send_all(owner, made, at=AT + timedelta(minutes=1)) == 0
    body = taken.told
    assert set(body) == {"event", "data", "id", "created"}
    assert (body["event"], body["data"]["code"]) == ("account.created", "CUST001")
    assert set(body["data"]) >= {
        "uuid", "code", "company_name", "legal_address", "legal_zipcode", "legal_city", "legal_country",
        "legal_vat_number", "billing_same_as_legal", "billing_address", "billing_zipcode", "billing_city",
        "billing_country", "created_date",
    }  # fmt: skip
    assert taken.headers["content-type"] == "application/json"
    assert base64.b64decode(taken.headers["authorization"].partition(" ")[2]).decode() == "bo:hemmelig æøå"
    (row,) = rows(owner)
    assert (row.state, row.tries, row.status) == ("delivered", 1, 204)


def test_the_signature_holds_and_two_secrets_live_while_one_is_changed_sec_73() -> None:
    """SEC-73, XB-40: `t=…,v1=…` over "t.body"; after a rotation two `v1`, after its time one."""
    owner = make.organization()
    account = make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        changed(owner, account)
        send_all(owner, made, at=AT)
        newer = rotate_secret(OrganizationId(owner.id), endpoint=made.endpoint.id, actor=SYSTEM, at=AT)
        for later in (timedelta(hours=1), OVERLAP + timedelta(seconds=1)):
            changed(owner, account)
            send_all(owner, made, at=AT + later)
    one, two, three = (each for each in receiver.taken if each.told["event"] == "account.updated")
    header = one.headers["x-signature"]
    assert is_signed(header=header, secret=made.secret, body=one.body, at=AT)
    assert not is_signed(header=header, secret=made.secret, body=one.body + b" ", at=AT)
    assert not is_signed(header=header, secret=made.secret, body=one.body, at=AT + timedelta(minutes=6))
    hour = AT + timedelta(hours=1)
    assert two.headers["x-signature"].count("v1=") == 2
    for secret in (made.secret, newer.secret):
        assert is_signed(header=two.headers["x-signature"], secret=secret, body=two.body, at=hour)
    over = AT + OVERLAP
    assert three.headers["x-signature"].count("v1=") == 1
    assert not is_signed(header=three.headers["x-signature"], secret=made.secret, body=three.body, at=over)
    assert is_signed(header=three.headers["x-signature"], secret=newer.secret, body=three.body, at=over)


def test_what_an_endpoint_did_not_name_never_comes_t19() -> None:
    """T19: opt-in events and our own go to nobody who did not name them; a name or a family names them."""
    owner = make.organization()
    account = make.account(owner)
    here = OrganizationId(owner.id)
    with Receiver() as standard, Receiver() as named, Receiver() as family:
        to = [
            (standard, endpoint(owner, standard, at=AT)),
            (named, endpoint(owner, named, at=AT, events=["dispute.opened"])),
            (family, endpoint(owner, family, at=AT, events=["dispute.*"])),
        ]
        fact = DisputeOpened(
            account=account.id, dispute=uuid4(), invoice=uuid4(), amount=Money(100, "DKK"), answer_by_on=AT.date()
        )
        record(here, fact=fact, actor=SYSTEM, at=AT)
        for _, made in to:
            send_all(owner, made, at=AT)
        assert standard.events == ["new_activity"]
        assert named.events == family.events == ["dispute.opened"]
    opt_in = [name for name in EVENTS if name not in STANDARD]
    assert set(STANDARD) == {
        "account.created", "account.updated", "plan_terms.created", "plan_terms.updated", "new_invoice",
        "paid_invoice", "new_activity", "cancel_subscription", "renew_subscription_soon",
    }  # fmt: skip
    assert {"payment.declined", "card_expires_this_month", "file.ready", "self_service.card_added"} <= set(opt_in)


def test_the_picture_is_of_the_moment_and_one_thing_s_events_keep_their_order() -> None:
    """A snapshot when it happens, not when it is sent; of one account the first goes before the second."""
    owner = make.organization()
    account, other = make.account(owner, name="Før"), make.account(owner, name="En anden")
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        changed(owner, account, name="Første")
        changed(owner, account, name="Anden")
        changed(owner, other)
        taken = told(owner, receiver, made)
    names = [each.told["data"]["company_name"] for each in taken]
    assert [name for name in names if name != "En anden"] == ["Første", "Anden"]
    assert len({each.told["id"] for each in taken}) == 3


def test_what_is_rolled_back_is_told_to_nobody_and_a_broken_picture_undoes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message stands in the transaction of the fact; drawing it cannot take the fact away."""
    owner = make.organization()
    account = make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT)
        with pytest.raises(ZeroDivisionError):
            _half_done(owner, account)
        assert rows(owner) == []
        monkeypatch.setattr(
            "selvbetjening.reactions.webhook_pictures.account_data",
            lambda **_: {}["not there"],  # type: ignore[index]
        )
        changed(owner, account, name="Alligevel")
        with within(OrganizationId(owner.id)):
            assert Account.objects.get(id=account.id).name == "Alligevel"
        assert told(owner, receiver, made) == []


def _half_done(owner: Organization, account: Account) -> None:
    with within(OrganizationId(owner.id)):
        fact = BillingDetailsUpdated(account=account.id, fields=())
        record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)
        raise ZeroDivisionError


def test_many_facts_at_once_are_all_told() -> None:
    """A billing run records thousands: each has its own message, and nobody is asked for each."""
    owner = make.organization()
    holders = [make.account(owner) for _ in range(30)]
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        facts = [BillingDetailsUpdated(account=holder.id, fields=("name",)) for holder in holders]
        record_many(OrganizationId(owner.id), facts=facts, actor=SYSTEM, at=AT)
        assert len({each.told["data"]["uuid"] for each in told(owner, receiver, made)}) == 30


def test_a_cancellation_says_how_and_an_act_of_the_customer_is_told_as_one_xb_40() -> None:
    """XB-40: what a customer does in the portal is an event of its own, beside Fenerum's."""
    owner = make.organization()
    account = make.account(owner)
    terms = make.terms(make.plan(owner))
    mine = make.subscription(account, terms)
    here = OrganizationId(owner.id)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["cancel_subscription", "self_service.*"])
        for actor, ends_on in ((Actor("recipient", str(uuid4())), AT.date()), (SYSTEM, AT.date() + timedelta(9))):
            fact = SubscriptionCancelled(account=account.id, subscription=mine.id, ends_on=ends_on)
            record(here, fact=fact, actor=actor, at=AT)
        taken = [each.told for each in told(owner, receiver, made)]
    assert sorted(each["event"] for each in taken) == [
        "cancel_subscription", "cancel_subscription", "self_service.subscription_cancelled",
    ]  # fmt: skip
    ways = [each["data"]["cancellation_type"] for each in taken if each["event"] == "cancel_subscription"]
    assert ways == ["today", "at_renewal"]
    assert {each["data"]["uuid"] for each in taken} == {str(mine.id)}


def test_files_are_told_by_ids_and_states_and_those_of_a_test_are_not_bp_46() -> None:
    """BP-46, SEC-73: no file name leaves; a file that is not there any more is told to nobody."""
    owner = make.organization()
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["file.*"])
        fact = DeliveryReceived(
            delivery=uuid4(), number=1, door="https", environment="production", size=1, sha256="0" * 64
        )
        record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)
        assert told(owner, receiver, made) == []


def test_renewals_are_told_once_before_their_day() -> None:
    """`renew_subscription_soon`: within the company's days, once for each renewal, however often the day is swept."""
    owner = make.organization()
    account = make.account(owner)
    terms = make.terms(make.plan(owner))
    today = AT.date()
    near = make.subscription(account, terms, renews_on=today + timedelta(days=7))
    make.subscription(account, terms, renews_on=today + timedelta(days=8))
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT)
        assert foresee(OrganizationId(owner.id), today=today, at=AT) == 1
        foresee_all(at=AT)
        (taken,) = told(owner, receiver, made)
    assert (taken.told["event"], taken.told["data"]["uuid"]) == ("renew_subscription_soon", str(near.id))
    assert taken.told["data"]["next_renewal_date"]


def test_every_event_is_fed_by_something() -> None:
    """fenerum-api.md 15: no event of the catalogue is an empty promise, and nothing is told outside of it."""
    fed = {each.event for tellings in TELLINGS.values() for each in tellings}
    assert fed | {ACTIVITY, "renew_subscription_soon", "card_expires_this_month"} == set(EVENTS)


def test_a_company_without_endpoints_keeps_nothing() -> None:
    owner = make.organization()
    changed(owner, make.account(owner))
    with within(OrganizationId(owner.id)):
        assert WebhookMessage.objects.count() == 0
