"""The test button: one message of nothing that has happened."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import sender
from selvbetjening.domain.webhooks.events import WebhookTested
from selvbetjening.domain.webhooks.ports import Answer, NotSent, Post
from selvbetjening.domain.webhooks.queries.endpoints import get_endpoint, password_of, secrets_of
from selvbetjening.domain.webhooks.rules.catalogue import TEST
from selvbetjening.domain.webhooks.rules.envelopes import envelope, headers
from selvbetjening.domain.webhooks.rules.examples import example
from selvbetjening.domain.webhooks.rules.retrying import outcome
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id


def send_test(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> tuple[str, Answer | None]:
    """Send the test event, whatever the endpoint named; the outcome's code, empty for a 2xx, and the answer.

    Its body is dropped (SEC-72). Nothing is kept or tried again. Must stand outside every transaction. Records
    `WebhookTested`. Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint)
        name = organizations.get(organization).name
    id_ = new_id()
    body = envelope(id_=id_, event=TEST, data=example(name=name), created=at).encode()
    found = headers(
        body=body, secrets=secrets_of(endpoint=mine, at=at), username=mine.username,
        password=password_of(endpoint=mine), delivery=id_, at=at,
    )  # fmt: skip
    answer: Answer | None = None
    try:
        answer = sender().send(Post(mine.url, body, found))
        code = outcome(status=answer.status)
    except NotSent as failed:
        code = failed.code
    with within(organization):
        record(organization, fact=WebhookTested(endpoint=mine.id, code=code), actor=actor, at=at)
    return code, answer
