"""A mail that breaks whatever touches it is given up and seen, and not posted for ever (issue 2, section B)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.messaging import queries
from selvbetjening.domain.messaging.actions.deliver import deliver
from selvbetjening.domain.messaging.ports import Attachment, register_attachments
from selvbetjening.domain.messaging.rules.retries import TRIES
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox
from tests.story.messaging.test_outbox import put

pytestmark = pytest.mark.usefixtures("database", "posted")


class Broken(Exception):
    """No refusal: something that nobody foresaw."""


def broken_tries(company: OrganizationId, *, message: UUID) -> int:
    """How often the delivery breaks before the mail is left alone; a sweep wakes it every five minutes."""
    at, broken = clock.now(), 0
    for _ in range(3 * TRIES):
        try:
            deliver(company, message=message, at=at)
        except Broken:
            broken += 1
        at += timedelta(minutes=5)
    return broken


def given_up(company: OrganizationId) -> list[tuple[UUID, str]]:
    with within(company):
        return [(row.id, row.last_error) for row in queries.failed(company)]


def test_a_post_that_breaks_after_posting_does_not_post_for_ever(
    posted: list[outbox.Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken by the server, and then the worker breaks, each time: her mailbox gets it a few times, not for ever."""
    deliver_well = outbox.RecordingPost.deliver

    def break_afterwards(self: outbox.RecordingPost, mail: outbox.Mail) -> None:
        deliver_well(self, mail)
        raise Broken

    monkeypatch.setattr(outbox.RecordingPost, "deliver", break_afterwards)
    company = OrganizationId(make.organization().id)
    mail = put(company)
    assert broken_tries(company, message=mail.id) == len(posted) == TRIES
    assert given_up(company) == [(mail.id, "gave_up")]


def test_a_file_that_cannot_be_made_is_seen() -> None:
    """The tries are counted though the file is asked for before the mail is posted."""

    def load(_organization: OrganizationId, _file: UUID) -> Attachment:
        raise Broken

    register_attachments("greeting", load)
    company = OrganizationId(make.organization().id)
    mail = put(company, file=uuid4())
    assert broken_tries(company, message=mail.id) == TRIES
    assert given_up(company) == [(mail.id, "gave_up")]
