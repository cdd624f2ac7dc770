"""The outbox: written once, posted once, tried again, never lost (issue 2, section B; SEC-62)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from selvbetjening.domain.messaging import queries
from selvbetjening.domain.messaging.actions.deliver import deliver
from selvbetjening.domain.messaging.actions.sweep import sweep
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.ports import Attachment, PostRefused, register_attachments
from selvbetjening.domain.messaging.rules.letters import Letter, LetterRefused
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database", "posted")
LETTER = Letter(kind="greeting", subject="Hej", text="Hej\n", html="<p>Hej</p>")


@pytest.fixture
def company() -> OrganizationId:
    return OrganizationId(make.organization().id)


def put(company: OrganizationId, *, to: str = "anna@example.com", key: str = "", file: UUID | None = None) -> Message:
    """One mail in the outbox, without running its job."""
    at, key = clock.now(), key or uuid4().hex
    write(company, key=key, letter=LETTER, to=to, language="da", reply_to="hej@x.example", attachment=file, at=at)
    return now_of(company, key=key)


def now_of(company: OrganizationId, *, key: str) -> Message:
    with within(company):
        return Message.objects.get(key=key)


def test_the_same_key_is_the_same_mail(company: OrganizationId) -> None:
    """Idempotent: a reaction that runs again writes nothing again, and its transaction goes on."""
    with within(company):
        for _ in range(2):
            put(company, key="once")
        assert Message.objects.count() == 1


def test_a_mail_is_posted_once_with_one_message_id(company: OrganizationId, posted: list[outbox.Mail]) -> None:
    """Twenty workers at the same mail: one posts it."""
    mail = put(company)
    barrier = threading.Barrier(20)

    def work(_: int) -> None:
        barrier.wait(timeout=30)
        deliver(company, message=mail.id, at=clock.now())
        for connection in connections.all(initialized_only=True):
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))
    assert [(sent.message_id, sent.sender_name) for sent in posted] == [
        (f"<{mail.id}@portal.test>", "Nordlys Træning ApS")
    ]
    assert now_of(company, key=mail.key).state == "sent"


def test_refused_for_now_is_tried_again_and_then_visible(company: OrganizationId) -> None:
    """Eight tries in about a day, each with its own job; then `failed`, in the list that people see."""
    mail = put(company, to="later@example.com")
    outbox.REFUSED["later@example.com"] = PostRefused("recipient_450", permanent=False)
    at: datetime = clock.now()
    for tries in range(1, 9):
        deliver(company, message=mail.id, at=at)
        seen = now_of(company, key=mail.key)
        assert (seen.attempts, seen.last_error) == (tries, "recipient_450")
        assert seen.state == ("queued" if tries < 8 else "failed")
        deliver(company, message=mail.id, at=seen.next_attempt_at - timedelta(seconds=1))
        assert now_of(company, key=mail.key).attempts == tries
        at = seen.next_attempt_at
    with within(company):
        assert [row.id for row in queries.failed(company)] == [mail.id]
        assert queries.waiting(company) == 0


def test_refused_for_good_is_visible_at_once(company: OrganizationId) -> None:
    mail = put(company, to="refused@example.com")
    outbox.REFUSED["refused@example.com"] = PostRefused("recipient_550", permanent=True)
    deliver(company, message=mail.id, at=clock.now())
    with within(company):
        assert [(row.id, row.last_error, row.attempts) for row in queries.failed(company)] == [
            (mail.id, "recipient_550", 1)
        ]


def test_a_worker_killed_after_posting_repeats_with_the_same_message_id(
    company: OrganizationId, posted: list[outbox.Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Better twice than never: after the claim has run out the sweep posts it again, recognisable as the same mail."""

    class Killed(BaseException):
        pass

    class KilledPost(outbox.RecordingPost):
        def deliver(self, mail: outbox.Mail) -> None:
            super().deliver(mail)
            raise Killed

    mail, at = put(company), clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "RecordingPost", KilledPost)
        with pytest.raises(Killed):
            deliver(company, message=mail.id, at=at)
    deliver(company, message=mail.id, at=at + timedelta(minutes=4))
    assert len(posted) == 1
    deliver(company, message=mail.id, at=at + timedelta(minutes=5))
    assert [sent.message_id for sent in posted] == [f"<{mail.id}@portal.test>"] * 2
    assert now_of(company, key=mail.key).state == "sent"


def test_the_sweep_finds_what_a_lost_job_left(company: OrganizationId, posted: list[outbox.Mail]) -> None:
    """A lost job loses no mail."""
    mail = put(company)
    with within(company), connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'message' = %s", [str(mail.id)])
    with within(company):
        Message.objects.update(next_attempt_at=clock.now() - timedelta(minutes=10))
    assert sweep(at=clock.now()) >= 1
    with within(company):
        organization = Organization.objects.get()
    steps.run_jobs(organization)
    assert len(posted) == 1


def test_a_file_goes_with_the_mail(company: OrganizationId, posted: list[outbox.Mail]) -> None:
    """The loader that start-up registered for the kind of letter finds the file, within the organization."""
    number = uuid4()

    def load(organization: OrganizationId, file: UUID) -> Attachment:
        return Attachment(f"{organization}.pdf", "application/pdf", file.bytes)

    register_attachments("greeting", load)
    mail = put(company, file=number)
    deliver(company, message=mail.id, at=clock.now())
    assert posted[0].attachments == (Attachment(f"{company}.pdf", "application/pdf", number.bytes),)


@pytest.mark.parametrize("to", ["anna@example.com\r\nBcc: x@example.com", "anna@example.com\n"])
def test_no_address_of_two_lines_sec_62(company: OrganizationId, to: str) -> None:
    """SEC-62: header injection is refused before the row is written."""
    with pytest.raises(LetterRefused):
        put(company, to=to)


def test_a_login_mail_that_is_too_late_is_not_sent(posted: list[outbox.Mail]) -> None:
    """A link that ran out while the mail server was away is not posted; the mail stands as `too_late`."""
    made = make.organization()
    anna = make.recipient(make.account(made))
    outbox.REFUSED[anna.email] = PostRefused("recipient_450", permanent=False)
    steps.ask(steps.browser(made), anna.email)
    steps.run_jobs(made)
    company = OrganizationId(made.id)
    with within(company):
        mail = Message.objects.get()
    outbox.REFUSED.clear()
    deliver(company, message=mail.id, at=clock.now() + timedelta(minutes=11))
    assert (posted, now_of(company, key=mail.key).last_error) == ([], "too_late")
