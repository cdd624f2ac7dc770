"""An Access Manager has an account's file made for another side: MitID, a job, a download for some days (CM-13)."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.rights.actions.ask_move import ask_move, forget_moves, make_move
from selvbetjening.domain.rights.actions.sweep import sweep
from selvbetjening.domain.rights.models import AccountMove, MoveRequest
from selvbetjening.domain.rights.queries.move_requests import file_of
from selvbetjening.domain.rights.rules.moving import opened, public_of
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests import business, make, outbox
from tests.at_once import at_once
from tests.story.portal.conftest import present
from tests.story.portal.world import World, world, world_in
from tests.story.walls.card_rows import card_of
from tests.story.walls.queue import work_off

__all__ = ["present"]
SEED = b"1" * 32
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _key(settings: Any, database: str) -> None:
    """The worker's key, as in the tests of the command."""
    settings.RECEIPT_KEYS = replace(settings.RECEIPT_KEYS, seed=SEED)


@pytest.fixture
def old(database: str) -> World:
    return world()


def manager(old: World, language: str = "en") -> business.BusinessClient:
    return business.as_manager(old.organization, language=language)


def asked(old: World, client: business.BusinessClient) -> MoveRequest:
    """Pressed with MitID, and worked off."""
    client.confirm("export")
    answer = client.post(client.path("sb_move", old.account.id), {"sure": "on"})
    assert answer.status_code == 302, answer.content.decode()
    work_off(old.id)
    return request_of(old)


def request_of(old: World) -> MoveRequest:
    with within(old.id):
        return MoveRequest.objects.get(organization_id=old.id, account=old.account)


def facts(old: World) -> list[str]:
    with within(old.id):
        rows = Event.objects.filter(organization_id=old.id, name__startswith="rights.move").order_by("id")
        return sorted(each.name.removeprefix("rights.") for each in rows)


def pause(old: World, *, over: bool = False) -> None:
    values = {"state": "active", "paused_on": None} if over else {"state": "paused", "paused_on": clock.today()}
    with within(old.id):
        Subscription.objects.filter(id=old.subscription.id).update(**values)


def test_asked_for_made_and_fetched(old: World) -> None:
    """CM-13: the page shows what ends and when; MitID; a job; a mail to who asked; the file is the command's own."""
    client, other = manager(old), manager(old)
    address = client.path("sb_move", old.account.id)
    assert address in client.get(client.path("sb_account", old.account.id)).content.decode()
    shown = client.get(address).content.decode()
    assert "The other side bills from" in shown and "It cannot be taken back" in shown
    assert client.post(address, {"sure": "on"}).status_code == 401
    client.confirm("export")
    assert client.post(address, {}).status_code == 200
    with within(old.id):
        assert not MoveRequest.objects.exists() and not AccountMove.objects.exists()
    outbox.POSTED.clear()
    assert client.post(address, {"sure": "on"}).status_code == 302
    waiting = client.get(address).content.decode()
    assert "The file is being made" in waiting and 'http-equiv="refresh"' in waiting
    assert client.post(address, {"sure": "on"}).status_code == 302
    work_off(old.id)
    row = request_of(old)
    assert row.state == "ready"
    assert client.membership and other.membership
    mine = [each.subject for each in outbox.POSTED if each.to == client.membership.email]
    theirs = [each.subject for each in outbox.POSTED if each.to == other.membership.email]
    assert len(mine) == 2 and len(theirs) == 1 and "en konto flytter" in theirs[0]
    got = client.get(client.path("sb_move_file", row.id))
    assert got.headers["Content-Disposition"].startswith("attachment") and len(got.content) == row.size
    found = opened(content=got.content, known=[public_of(seed=SEED)])
    with within(old.id):
        mine_ = Subscription.objects.get(id=old.subscription.id)
        assert mine_.ends_on is not None and found.manifest["hand_over"] == {
            str(mine_.code or mine_.id): mine_.ends_on.isoformat()
        }
    assert other.get(other.path("sb_move_file", row.id)).status_code == 200
    assert facts(old) == ["move_asked", "move_fetched", "move_fetched", "move_ready"]


def test_who_may_not(old: World) -> None:
    """CM-13, SEC-12: no user without the manager's role, no operator, no neighbour, nobody before MitID of today."""
    row = asked(old, manager(old))
    everything = {"selvbetjening": ["view", "customers", "money", "plans", "settings", "export", "view_as"]}
    user = business.as_member(old.organization, business.member(old.organization, grants=everything))
    stranger = manager(world())
    for client, code in ((user, 403), (stranger, 404)):
        assert client.get(client.path("sb_move_file", row.id)).status_code == code
        assert client.get(client.path("sb_move", old.account.id)).status_code == code
        client.confirm("export")
        assert client.post(client.path("sb_move", old.account.id), {"sure": "on"}).status_code == code
    assert "move_fetched" not in facts(old)
    assert (
        user.path("sb_move", old.account.id) not in user.get(user.path("sb_account", old.account.id)).content.decode()
    )


def test_the_file_dies_and_is_deleted(old: World) -> None:
    """CM-13: thirty days unfetched, three from the first download on; then neither page nor database has it."""
    client = manager(old)
    row = asked(old, client)
    assert row.ready_at and row.expires_at == row.ready_at + 30 * DAY
    assert client.get(client.path("sb_move_file", row.id)).status_code == 200
    row = request_of(old)
    assert row.fetched_at and row.expires_at == row.fetched_at + 3 * DAY
    later = row.expires_at
    assert forget_moves(old.id, at=later - timedelta(minutes=1)) == 0
    with within(old.id):
        assert file_of(old.id, move_request=row, at=later) is None
    assert forget_moves(old.id, at=later) == 1 and forget_moves(old.id, at=later) == 0
    assert client.get(client.path("sb_move_file", row.id)).status_code == 404
    with within(old.id):
        assert bytes(AccountMove.objects.get().archive) == b""
    assert "move_file_deleted" in facts(old)
    shown = client.get(client.path("sb_move", old.account.id)).content.decode()
    assert "was deleted when its time was over" in shown and '<form class="sb-form"' not in shown
    client.confirm("export")
    assert client.post(client.path("sb_move", old.account.id), {"sure": "on"}).status_code == 200
    with within(old.id):
        assert MoveRequest.objects.count() == AccountMove.objects.count() == 1


def test_what_cannot_be_handed_over_stops_it_and_changes_nothing(old: World) -> None:
    """CM-13: a paused subscription is said on the page; one that is paused meanwhile stops the job, with a mail."""
    client = manager(old)
    pause(old)
    shown = client.get(client.path("sb_move", old.account.id)).content.decode()
    assert "The subscription is paused" in shown and 'name="sure"' not in shown
    client.confirm("export")
    client.post(client.path("sb_move", old.account.id), {"sure": "on"})
    assert facts(old) == []
    pause(old, over=True)
    assert client.post(client.path("sb_move", old.account.id), {"sure": "on"}).status_code == 302
    pause(old)
    work_off(old.id)
    assert request_of(old).state == "refused" and facts(old) == ["move_asked", "move_stopped"]
    with within(old.id):
        assert not AccountMove.objects.exists() and Subscription.objects.get(id=old.subscription.id).ends_on is None
    pause(old, over=True)
    shown = client.get(client.path("sb_move", old.account.id)).content.decode()
    assert "nothing has changed" in shown and 'name="sure"' in shown


def test_without_a_key_nothing_is_handed_over(old: World) -> None:
    """CM-13: a worker without the key that signs refuses it; the subscriptions go on."""
    actor = Actor("user", "x")
    member = business.member(old.organization, role="access_manager")
    made = ask_move(old.id, account=old.account.id, membership=member.id, actor=actor, at=clock.now())
    make_move(old.id, move_request=made.id, seed=None, at=clock.now())
    assert (request_of(old).state, request_of(old).refusal) == ("refused", "no_key")
    with within(old.id):
        assert Subscription.objects.get(id=old.subscription.id).ends_on is None


def test_who_is_no_manager_any_more_moves_nothing(old: World) -> None:
    """SEC-28: what an Access Manager asked for ends with her role."""
    member, at = business.member(old.organization, role="access_manager"), clock.now()
    business.member(old.organization, role="access_manager")  # the last one stays
    made = ask_move(old.id, account=old.account.id, membership=member.id, actor=SYSTEM, at=at)
    with within(old.id):
        type(member).objects.filter(id=member.id).update(role="user")
    make_move(old.id, move_request=made.id, seed=SEED, at=at)
    assert request_of(old).refusal == "no_manager"
    with within(old.id):
        assert not AccountMove.objects.exists()


def test_at_once_it_is_asked_and_made_once(old: World) -> None:
    """CM-13: of presses and workers at the same moment one counts; a lost job is found again by the sweep."""
    member, at = business.member(old.organization, role="access_manager"), clock.now()

    def ask() -> Any:
        return ask_move(old.id, account=old.account.id, membership=member.id, actor=SYSTEM, at=at).id

    (one,) = set(at_once(ask, ask, ask))
    assert facts(old) == ["move_asked"]
    assert sweep(at=at + timedelta(minutes=5)) == 0 and sweep(at=at + timedelta(minutes=20)) >= 1

    def work() -> Any:
        make_move(old.id, move_request=one, seed=SEED, at=at)

    at_once(work, work, work)
    with within(old.id):
        assert AccountMove.objects.count() == 1
    assert facts(old) == ["move_asked", "move_ready"]


def test_no_secret_and_nobody_else_is_in_the_file(old: World) -> None:
    """CM-13, SEC-12, SEC-124: neither a card nor any other customer or company in any entry."""
    neighbour, stranger = make.account(old.organization, name="Naboens Hus"), world_in(make.organization())
    make.recipient(neighbour, email="nabo@example.com", name="Nabo Nabosen")
    card_of(old)
    with within(old.id):
        PaymentCard.objects.filter(account=old.account).update(consent="ja", consent_version="1")
        held = list(PaymentCard.objects.filter(account=old.account))
        cards = [value for each in held for value in (each.external_id, each.customer_ref, each.fingerprint) if value]
        login = Recipient.objects.get(id=old.recipient.id)
    client = manager(old)
    row = asked(old, client)
    content = client.get(client.path("sb_move_file", row.id)).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"\n".join(archive.read(name) for name in archive.namelist())
    assert login.email.encode() in whole
    unwanted = [
        "nabo@example.com", "Nabo Nabosen", "Naboens Hus", str(neighbour.id), neighbour.code,
        str(stranger.account.id), str(stranger.recipient.id), str(stranger.id), SEED.hex(), *cards,
    ]  # fmt: skip
    assert cards and [each for each in unwanted if each.encode() in whole] == []
