"""One answer for one Idempotency-Key: the row comes first, and whoever comes meanwhile waits for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection

from selvbetjening.domain.identity.models import ApiAnswer
from selvbetjening.domain.identity.rules.api import ANSWERS, DEAD
from selvbetjening.domain.tenancy.within import waiting_at_most, within
from selvbetjening.kernel import sealed
from selvbetjening.kernel.ids import OrganizationId, new_id

_CLAIM = """
    INSERT INTO identity_apianswer AS a (id, organization_id, api_user_id, key, body_digest, created_at)
    VALUES (%(id)s, %(organization)s, %(api_user)s, %(key)s, %(digest)s, %(at)s)
    ON CONFLICT (organization_id, api_user_id, key) DO UPDATE SET
        body_digest = EXCLUDED.body_digest, created_at = EXCLUDED.created_at, status = NULL, answer = NULL
    WHERE a.created_at <= %(old)s OR (a.status IS NULL AND a.created_at <= %(dead)s)
    RETURNING id
"""


@dataclass(frozen=True)
class Kept:
    """What is known of a key: `ours` when this call is to answer it, else the answer, or no status while it is made."""

    id: UUID
    ours: bool
    same_body: bool = True
    status: int | None = None
    answer: bytes = b""


class StillRunning(Exception):
    """The first call with this key has not answered within the time that others wait for it."""


def claim(organization: OrganizationId, *, api_user: UUID, key: str, digest: bytes, seconds: int, at: datetime) -> Kept:
    """Take the key, or see what came of it. Waits while another transaction holds it.

    Raises `StillRunning` after `seconds`; the transaction is broken then and must end.
    """
    values: dict[str, Any] = {
        "id": new_id(), "organization": organization, "api_user": api_user, "key": key, "digest": digest, "at": at,
        "old": at - ANSWERS, "dead": at - DEAD,
    }  # fmt: skip
    with within(organization, savepoint=False):
        with waiting_at_most(seconds=seconds), connection.cursor() as cursor:
            try:
                cursor.execute(_CLAIM, values)
            except OperationalError as error:
                raise StillRunning from error
            row = cursor.fetchone()
        if row is not None:
            return Kept(row[0], ours=True)
        found = ApiAnswer.objects.get(organization_id=organization, api_user_id=api_user, key=key)
    same = bytes(found.body_digest) == digest
    answer = sealed.unseal(bytes(found.answer), purpose=_purpose(organization, found.id)) if found.answer else b""
    return Kept(found.id, ours=False, same_body=same, status=found.status, answer=answer)


def keep(organization: OrganizationId, *, kept: UUID, status: int, answer: bytes) -> None:
    """The answer to a key that was claimed. It may hold secrets, so it is sealed."""
    with within(organization, savepoint=False):
        secret = sealed.seal(answer, purpose=_purpose(organization, kept)) if answer else None
        ApiAnswer.objects.filter(organization_id=organization, id=kept).update(status=status, answer=secret)


def release(organization: OrganizationId, *, kept: UUID) -> None:
    """The call failed at our end: its key is free again."""
    with within(organization, savepoint=False):
        ApiAnswer.objects.filter(organization_id=organization, id=kept, status=None).delete()


def _purpose(organization: OrganizationId, kept: UUID) -> str:
    return f"{organization}:identity_apianswer:answer:{kept}"
