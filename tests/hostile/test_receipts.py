"""A receipt says what was done then, however late the worker comes and whatever was done since (XB-43, CM-02)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.history.models import PendingReaction
from selvbetjening.domain.tenancy.within import within
from tests import make, outbox
from tests.story.login.login_steps import run_jobs
from tests.story.portal.world import NOW, TICKED, World, quote_in


def press(ours: World, path: str) -> None:
    """See the preview and confirm it."""
    client = ours.client()
    answer = client.post(path, {"quote": quote_in(client.get(path))})
    assert answer.status_code == 302


def last_mail(posted: list[outbox.Mail], subject: str) -> str:
    (mail,) = [mail for mail in posted if mail.subject.startswith(subject)]
    return mail.text.replace("\xa0", " ")


def test_a_welcome_names_the_plan_that_was_ordered(ours: World, posted: list[outbox.Mail]) -> None:
    """ORD-5: ordered and moved to a larger plan within seconds; the confirmation is of the order."""
    run_jobs(ours.organization)
    client, path = ours.client(), f"/nyt-abonnement/{ours.small.id}/"
    made = client.post(path, {**TICKED, "quote": quote_in(client.get(path, {"antal": "2"}))}).headers["Location"]
    press(ours, f"{made}skift/{ours.large.id}/")
    run_jobs(ours.organization)
    text = last_mail(posted, "Velkommen til")
    assert "Basishold" in text and "Storhold" not in text
    assert "500,00" in text and "1.000,00" not in text


def test_a_receipt_of_a_change_names_what_was_changed_to(ours: World, posted: list[outbox.Mail]) -> None:
    """CM-02: two changes on one day; the first receipt does not carry the second one's plan and price."""
    between = make.terms(ours.basic, unit_price_minor=30000)
    run_jobs(ours.organization)
    posted.clear()
    for terms in (between, ours.large):
        press(ours, f"/abonnementer/{ours.subscription.id}/skift/{terms.id}/")
    run_jobs(ours.organization)
    first, second = (mail.text.replace("\xa0", " ") for mail in posted if "Faktura" not in mail.subject)
    assert "375,00" in first and "Storhold" not in first
    assert "500,00" in second and "Storhold" in second


def test_working_off_many_reactions_names_none_that_is_done(ours: World) -> None:
    """A billing run owes a hundred thousand: a statement that grew with each of them would never come to its end."""
    with CaptureQueriesContext(connection) as asked:
        react(ours.id, at=NOW)
    with within(ours.id):
        assert PendingReaction.objects.count() == 0
    looks = [query["sql"] for query in asked if "SKIP LOCKED" in query["sql"]]
    assert len(looks) >= 2
    assert len(looks[-1]) <= len(looks[0])
