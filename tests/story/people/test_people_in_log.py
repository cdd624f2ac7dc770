"""CM-10, GDP-4: who came, changed, left and logged in stands in the account's log by name, until the person goes."""

from typing import Any

import pytest

from selvbetjening.domain.accounts.actions import invite, recipients
from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.accounts.rules.people import RecipientDetails
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.models import Event, PersonalValue
from selvbetjening.domain.rights.actions.erase import erase_recipient
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")
STAFF = Actor("staff", "1")


def entries(organization: OrganizationId, account: Any) -> dict[str, dict[str, str]]:
    """What the log says of people: the fact's name → its personal values that are still there."""
    with within(organization):
        found = list(history.log_entries(organization, account=account.id))
        names = {event.id: event.name for event in Event.objects.filter(account_id=account.id)}
        assert history.verify_log(organization, account=account.id).whole
        values: dict[str, dict[str, str]] = {name: {} for name in names.values()}
        for value in PersonalValue.objects.filter(account_id=account.id):
            values[names[value.event_id]][value.key] = value.value
    assert len(found) == len(names)
    return values


def test_facts_about_people_carry_their_names_sealed_cm_10() -> None:
    """CM-10: before and after where something changed; none of it in the event itself."""
    owner = make.organization()
    here, account = OrganizationId(owner.id), make.account(owner)
    boss = make.recipient(account)
    made = recipients.add(
        here, account=account.id, details=RecipientDetails(name="Vibeke Ny", email="vibeke@example.com"), actor=STAFF,
        at=make.AT,
    ).recipient  # fmt: skip
    changed = RecipientDetails(name="Vibeke Gift", email="vibeke@example.com")
    recipients.change(here, recipient=made.id, details=changed, actor=STAFF, at=make.AT)
    recipients.bar(here, recipient=made.id, actor=STAFF, at=make.AT)
    recipients.remove(here, recipient=made.id, actor=STAFF, at=make.AT)
    invite.invite(
        here, account=account.id, invited_by=boss.id, actor=STAFF, at=make.AT,
        details=RecipientDetails(name="Vibeke Igen", email="vibeke@example.com"),
    )  # fmt: skip
    told = entries(here, account)
    gift = {"name": "Vibeke Gift", "email": "vibeke@example.com"}
    assert told["accounts.recipient_added"] == {"name": "Vibeke Ny", "email": "vibeke@example.com"}
    assert told["accounts.recipient_changed"] == {"name": "Vibeke Ny → Vibeke Gift", "email": "vibeke@example.com"}
    assert told["accounts.recipient_barred"] == told["accounts.recipient_removed"] == gift
    assert told["accounts.recipient_invited"]["name"] == "Vibeke Igen"
    with within(here):
        assert not any("ibeke" in str(event.data) for event in Event.objects.all())
    erase_recipient(here, recipient=made.id, actor=STAFF, at=make.AT)
    assert not any(entries(here, account).values())


def test_a_login_stands_in_the_account_s_own_log_cm_10(posted: list[outbox.Mail]) -> None:
    """CM-10: with the recipient as the actor, in the log that the customer reads."""
    owner = make.organization()
    here, account = OrganizationId(owner.id), make.account(owner)
    person: Recipient = make.recipient(account)
    client = steps.browser(owner)
    steps.ask(client, person.email)
    client.get(steps.mailed(owner, posted, person.email).path)
    client.post("/log-ind/fortsaet/")
    assert steps.is_in(client)
    with within(here):
        event = Event.objects.get(name="identity.login_link_spent")
    assert (event.account_id, event.actor_kind, event.actor_id) == (account.id, "recipient", str(person.id))
    assert "identity.login_link_spent" in entries(here, account)
