"""What was tried at the SSH door, kept for a day for whoever cannot get in (BM-08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.identity.models import SshAttempt, SshUserName
from selvbetjening.domain.identity.rules.ssh_doors import Verdict

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt. `organization` and `account` where the name is somebody's."""

    at: datetime
    verdict: Verdict
    address: str
    user_name: str = ""
    organization: UUID | None = None
    account: UUID | None = None
    client: str = ""
    kind: str = ""
    bits: int = 0
    fingerprint: str = ""
    wanted: str = ""


def note_attempts(*, attempts: Iterable[Tried]) -> None:
    """Write them down; texts of strangers are cut and lose what cannot be printed.

    Whoever never came so far that the name was looked up (a password, nothing in common) is looked up here.
    """
    attempts = list(attempts)
    asked = {each.user_name for each in attempts if each.account is None}
    known = {row.name: row for row in SshUserName.objects.filter(name__in=asked)}
    SshAttempt.objects.bulk_create(
        SshAttempt(
            at=each.at, verdict=each.verdict, address=each.address[:45], user_name=_plain(each.user_name, 64),
            organization_id=each.organization or getattr(known.get(each.user_name), "organization_id", None),
            account_id=each.account or getattr(known.get(each.user_name), "account_id", None),
            client=_plain(each.client, 80),
            kind=_plain(each.kind, 60), bits=each.bits, fingerprint=each.fingerprint, wanted=_plain(each.wanted, 1000),
        )
        for each in attempts
    )  # fmt: skip


def forget_attempts(*, at: datetime) -> int:
    """Remove those that are older than a day, and return how many (BM-08); may run at any time, twice, or late."""
    return SshAttempt.objects.filter(at__lte=at - KEPT).delete()[0]


def _plain(text: str, length: int) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:length]
