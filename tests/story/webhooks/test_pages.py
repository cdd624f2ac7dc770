"""A company names an endpoint, passes the challenge, tests it, sees what came, and sends again (SEC-69 to SEC-74)."""

import base64
import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from selvbetjening.domain.access.actions.delete_member import delete_member
from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.endpoints import add_endpoint, change_endpoint, rotate_secret
from selvbetjening.domain.webhooks.actions.verify import challenge
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.domain.webhooks.queries.endpoints import challenge_of, password_of
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.business import BusinessClient, as_manager, as_member, member
from tests.webhooks import Receiver, Taken, endpoint, rows, says, state_of

pytestmark = pytest.mark.usefixtures("database")
FORM = {"what": "named", "events": ["account.updated", "file.ready"], "username": "", "password": ""}


def words(response: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def named(owner: Organization) -> WebhookEndpoint:
    with within(OrganizationId(owner.id)):
        return WebhookEndpoint.objects.get()


def echo(handler: Any, taken: Taken) -> None:
    """As a receiver that was written for us answers a challenge."""
    says(200, json.dumps(taken.told["data"]).encode())(handler, taken)


def test_a_webhook_from_its_form_to_a_message_that_came_through(settings: Any) -> None:
    """SEC-69, SEC-73: MitID, the secret once, the challenge, the test, what came; another company sees nothing."""
    owner = make.organization()
    manager = as_manager(owner)
    assert "Der er ingen webhook endnu" in words(manager.get(manager.path("sb_webhooks")))
    with Receiver() as receiver:
        new = manager.path("sb_webhook_new")
        assert manager.post(new, {**FORM, "url": receiver.url}).status_code == 401
        manager.confirm("webhooks")
        made = manager.post(new, {**FORM, "url": receiver.url})
        (secret,) = re.findall(r"whsec_[\w-]+", made.content.decode())
        mine = named(owner)
        assert secret.encode() not in bytes(mine.secret)
        page = manager.path("sb_webhook", mine.id)
        shown = manager.get(page)
        assert secret not in shown.content.decode()
        assert "har ikke bestået prøven" in words(shown)
        receiver.answer = echo
        assert manager.post(manager.path("sb_webhook_verify", mine.id), {}).status_code == 302
        assert state_named(owner) == "active"
        receiver.answer = says(204, b"")
        tested = manager.post(manager.path("sb_webhook_test", mine.id), follow=True)
        assert "Svar 204" in words(tested)
        assert receiver.events == ["webhook.test"] and receiver.taken[-1].told["data"]["test"] is True
        account = make.account(owner)
        fact = BillingDetailsUpdated(account=account.id, fields=("name",))
        record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=clock.now())
        deliver(OrganizationId(owner.id), host=mine.host, at=clock.now())
        (row,) = rows(owner)
        assert "Kom igennem" in words(manager.get(page))
        delivery = manager.path("sb_webhook_delivery", mine.id, row.id)
        assert account.name in words(manager.get(delivery)) and "204" in words(manager.get(delivery))
        assert manager.post(manager.path("sb_webhook_again", mine.id, row.id)).status_code == 302
        deliver(OrganizationId(owner.id), host=mine.host, at=clock.now())
        assert receiver.ids.count(str(row.message_id)) == 2
    stranger = as_manager(make.organization())
    for name, args in (("sb_webhook", [mine.id]), ("sb_webhook_delivery", [mine.id, row.id])):
        assert stranger.get(stranger.path(name, *args)).status_code == 404


def state_named(owner: Organization) -> str:
    return str(named(owner).state)


def test_only_who_may_change_settings_comes_in() -> None:
    owner = make.organization()
    reader = as_member(owner, member(owner, grants={"selvbetjening": ["view"]}))
    assert reader.get(reader.path("sb_webhooks")).status_code == 403


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://hooks.example.dk/", "https://"), ("https://127.0.0.1/", "navn"), ("https://hooks.example.dk:22/", "443")],
)
def test_a_wrong_address_is_refused_with_what_to_do(settings: Any, url: str, said: str) -> None:
    """SEC-69."""
    settings.WEBHOOK_INNER_HOSTS = False
    owner = make.organization()
    manager = as_manager(owner)
    manager.confirm("webhooks")
    answer = manager.post(manager.path("sb_webhook_new"), {**FORM, "url": url})
    assert answer.status_code == 200 and said in words(answer)
    with within(OrganizationId(owner.id)):
        assert not WebhookEndpoint.objects.exists()


def fenerum(password: str) -> Any:
    """A receiver of Fenerum's webhooks: 403 for wrong credentials, 404 for an event that it does not know."""

    def answer(handler: Any, taken: Taken) -> None:
        right = base64.b64encode(f"fenerum:{password}".encode()).decode()
        if taken.headers.get("authorization") != f"Basic {right}":
            return says(403)(handler, taken)
        return says(200 if taken.told["event"] in ("new_invoice", "account.updated") else 404)(handler, taken)

    return answer


def test_an_existing_fenerum_receiver_passes_as_it_is_and_one_that_says_yes_to_all_does_not(settings: Any) -> None:
    """SEC-69: the password proves it. What happened meanwhile waited, and comes."""
    owner = make.organization()
    here, at = OrganizationId(owner.id), clock.now()
    with Receiver(answer=fenerum("hemmelig")) as receiver:
        given: dict[str, Any] = {"events": None, "username": "fenerum", "actor": SYSTEM, "at": at}
        made = add_endpoint(here, url=receiver.url, password="hemmelig", **given)
        wrong = add_endpoint(here, url=receiver.url, password="forkert", **given)
        account = make.account(owner)
        fact = BillingDetailsUpdated(account=account.id, fields=("name",))
        record(here, fact=fact, actor=SYSTEM, at=at)
        assert deliver(here, host=made.endpoint.host, at=at) == 0
        assert challenge(here, endpoint=made.endpoint.id, actor=SYSTEM, at=at) == ""
        assert challenge(here, endpoint=wrong.endpoint.id, actor=SYSTEM, at=at) == "refused"
        deliver(here, host=made.endpoint.host, at=at)
        assert sorted(receiver.events) == ["account.updated", "new_activity"]
    with Receiver() as anybody:
        settings.WEBHOOK_INNER_HOSTS = True
        mine = add_endpoint(here, url=anybody.url, password="x", **given)
        # Outside the demo a yes to everything is no proof: the address counts as judged here, and nothing else.
        settings.WEBHOOK_INNER_HOSTS = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("selvbetjening.adapters.webhooks.network.is_outside", lambda *_, **__: True)
            assert challenge(here, endpoint=mine.endpoint.id, actor=SYSTEM, at=at) == "unproven"
        assert state_of(owner, mine).state == "unverified"


def test_the_code_from_the_receiver_s_log_verifies_and_another_does_not(settings: Any) -> None:
    """SEC-69: for receivers that can neither echo nor ask for a password; ten tries an hour."""
    owner = make.organization()
    manager = as_manager(owner)
    made = add_endpoint(
        OrganizationId(owner.id), url="https://hooks.example.dk/in", events=[], actor=SYSTEM, at=clock.now()
    )
    verify = manager.path("sb_webhook_verify", made.endpoint.id)
    assert "ikke koden" in words(manager.post(verify, {"code": "gættet"}))
    code = challenge_of(endpoint=made.endpoint)
    assert manager.post(verify, {"code": f" {code} "}).status_code == 302
    assert state_of(owner, made).state == "active"
    statuses = [manager.post(verify, {"code": "x"}).status_code for _ in range(12)]
    assert 302 in statuses  # it waits for none any more


def test_tests_are_ten_an_hour() -> None:
    """security.md 5.2: webhook test 10 per hour."""
    owner = make.organization()
    manager = as_manager(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=clock.now())
        answers = [manager.post(manager.path("sb_webhook_test", made.endpoint.id)) for _ in range(11)]
    assert [each.status_code for each in answers[:10]] == [302] * 10
    assert answers[10].status_code == 429


def test_another_host_must_pass_again_and_a_path_need_not() -> None:
    """SEC-69: verified is who answers at a host, not a word in a form; what waits goes to the new address."""
    owner = make.organization()
    here, at = OrganizationId(owner.id), clock.now()
    made = endpoint(owner, "https://hooks.example.dk/in", at=at)
    given: dict[str, Any] = {"endpoint": made.endpoint.id, "actor": SYSTEM, "at": at}
    change_endpoint(here, url="https://hooks.example.dk/other", **given)
    assert state_of(owner, made).state == "active"
    before = challenge_of(endpoint=state_of(owner, made))
    change_endpoint(here, url="https://hooks2.example.dk/in", **given)
    assert state_of(owner, made).state == "unverified"
    assert challenge_of(endpoint=state_of(owner, made)) != before


def test_an_empty_password_keeps_the_one_there_is_and_no_user_name_takes_it_away() -> None:
    owner = make.organization()
    manager = as_manager(owner)
    manager.confirm("webhooks")
    made = endpoint(owner, "https://hooks.example.dk/in", at=clock.now(), username="bo", password="hemmelig")
    edit = manager.path("sb_webhook_edit", made.endpoint.id)
    assert "hemmelig" not in manager.get(edit).content.decode()
    form = {**FORM, "url": "https://hooks.example.dk/in"}
    manager.post(edit, {**form, "username": "bo"})
    assert password_of(endpoint=state_of(owner, made)) == "hemmelig"
    manager.post(edit, form)
    assert password_of(endpoint=state_of(owner, made)) == ""


def test_a_kept_password_is_not_taken_to_another_host() -> None:
    """SEC-124: the page never shows it, and naming another host does not send it there either."""
    owner = make.organization()
    manager = as_manager(owner)
    manager.confirm("webhooks")
    made = endpoint(owner, "https://hooks.example.dk/in", at=clock.now(), username="bo", password="hemmelig")
    edit = manager.path("sb_webhook_edit", made.endpoint.id)
    form = {**FORM, "url": "https://andre.example.dk/in", "username": "bo"}
    refused = manager.post(edit, form)
    assert refused.status_code == 200 and state_of(owner, made).url == "https://hooks.example.dk/in"
    assert "en anden vært" in refused.content.decode()
    assert manager.post(edit, {**form, "password": "igen"}).status_code == 302
    assert password_of(endpoint=state_of(owner, made)) == "igen"


def test_off_on_removed_and_a_new_secret_from_the_page() -> None:
    """Nobody's message goes to what is off; two secrets at most; removed is gone, its secrets with it."""
    owner = make.organization()
    manager = as_manager(owner)
    manager.confirm("webhooks")
    made = endpoint(owner, "https://hooks.example.dk/in", at=clock.now())
    switch = manager.path("sb_webhook_switch", made.endpoint.id)
    manager.post(switch, {"off": "1"})
    assert state_of(owner, made).state == "off"
    record(
        OrganizationId(owner.id), fact=BillingDetailsUpdated(account=make.account(owner).id, fields=()), actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    assert rows(owner) == []
    manager.post(switch, {"on": "1"})
    assert state_of(owner, made).state == "active"
    answer = manager.post(manager.path("sb_webhook_secret", made.endpoint.id), {})
    assert re.findall(r"whsec_[\w-]+", answer.content.decode()) and state_of(owner, made).former_until
    manager.post(manager.path("sb_webhook_secret", made.endpoint.id), {"drop": "1"})
    assert state_of(owner, made).former_until is None
    rotate_secret(OrganizationId(owner.id), endpoint=made.endpoint.id, actor=SYSTEM, at=clock.now())
    manager.post(manager.path("sb_webhook_remove", made.endpoint.id), {})
    gone = named(owner)
    assert (gone.state, bytes(gone.secret), bytes(gone.former_secret)) == ("removed", b"removed", b"")
    assert manager.get(manager.path("sb_webhook", made.endpoint.id)).status_code == 404


def test_days_are_sent_again_from_the_page() -> None:
    """Replay of a time range (issue 7)."""
    owner = make.organization()
    manager = as_manager(owner)
    here, at = OrganizationId(owner.id), clock.now()
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=at, events=["account.updated"])
        for holder in (make.account(owner), make.account(owner)):
            record(here, fact=BillingDetailsUpdated(account=holder.id, fields=()), actor=SYSTEM, at=at)
        deliver(here, host=made.endpoint.host, at=at)
        replay = manager.path("sb_webhook_replay", made.endpoint.id)
        today = clock.today()
        days = {"since": (today - timedelta(days=1)).isoformat(), "until": today.isoformat()}
        assert "2 beskeder" in words(manager.post(replay, days, follow=True))
        assert "0 beskeder" in words(manager.post(replay, {**days, "failed_only": "on"}, follow=True))
        deliver(here, host=made.endpoint.host, at=clock.now())
    assert len(receiver.ids) == 4 and len(set(receiver.ids)) == 2


def test_who_made_it_leaves_and_it_pauses_and_the_managers_are_told_sec_28(posted: list[Any]) -> None:
    """SEC-28: webhooks created by the person are paused, and the Access Managers hear it."""
    owner = make.organization()
    other = member(owner, role="access_manager")
    leaving = member(owner, grants={"selvbetjening": ["settings"]})
    here, at = OrganizationId(owner.id), clock.now()
    made = add_endpoint(here, url="https://hooks.example.dk/in", events=None, made_by=leaving.id, actor=SYSTEM, at=at)
    delete_member(here, membership=leaving.id, surname=leaving.surname, by=other.id, at=at)
    now = state_of(owner, made)
    assert (now.state, now.off_reason) == ("off", "access_ended")
    react(here, at=at)
    client: BusinessClient = as_member(owner, other)
    assert "webhook er slået fra" in words(client.get(client.path("notices")))
