"""Let an account go: its file for the new side, and nothing billed here from the hand-over on (CM-13)."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.rights.actions.archive import log_as_json
from selvbetjening.domain.rights.events import AccountMovedOut
from selvbetjening.domain.rights.models import AccountMove
from selvbetjening.domain.rights.queries.moving import moves_of, parts_of, running
from selvbetjening.domain.rights.rules.moving import (
    MoveRefused,
    code_of,
    content_hash,
    obstacle,
    opened,
    packed,
    public_of,
    with_history,
)
from selvbetjening.domain.rights.rules.sealing import moved_as
from selvbetjening.domain.subscriptions.actions.hand_over import hand_over
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class MovedOut:
    """The file, and from which day on the new side bills each subscription, by its code."""

    archive: bytes = field(repr=False)
    content: str
    hand_over: dict[str, date]
    move: UUID


def move_out(organization: OrganizationId, *, account: UUID, seed: bytes, actor: Actor, at: datetime) -> MovedOut:
    """Write the signed file and hand every running subscription over, in one transaction.

    Each ends here on the first day that is not billed here; the new side bills from that day. What is owed here stays
    owed here. Records `rights.account_moved_out` and `subscriptions.handed_over`. Raises `MoveRefused`.
    """
    with within(organization):
        holder = Account.objects.select_for_update().get(organization_id=organization, id=account)
        earlier = moves_of(organization, account=account)
        if any(each.direction == AccountMove.Direction.OUT for each in earlier):
            raise MoveRefused("moved", about=holder.code)
        parts, files = _everything(organization, holder, earlier)
        days = {code_of(row=each): each.renews_on for each in running(organization, account=account)}
        for each in running(organization, account=account):
            _check(each.terms.charging, each.state, code_of(row=each))
            hand_over(organization, subscription=each.id, actor=actor, at=at)
        archive = packed(parts=parts, files=files, about=_about(organization, holder, days, at), seed=seed)
        row = AccountMove(id=new_id(), organization_id=organization, account=holder, direction="out", moved_at=at)
        row.content_hash, row.hand_over = content_hash(parts=parts), {code: on.isoformat() for code, on in days.items()}
        row.key = public_of(seed=seed)
        row.archive = seal(archive, purpose=moved_as(organization=organization, move=row.id))
        row.save(force_insert=True)
        fact = AccountMovedOut(account=account, move=row.id, subscriptions=len(days))
        record(organization, fact=fact, actor=actor, at=at)
    return MovedOut(archive, row.content_hash, days, row.id)


def _check(charging: str, state: str, code: str) -> None:
    if reason := obstacle(charging=charging, state=state):
        raise MoveRefused(reason, about=code)


def _everything(
    organization: OrganizationId, holder: Account, earlier: list[AccountMove]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    parts, files = parts_of(organization, account=holder)
    parts["log"] = [json.loads(b"".join(log_as_json(organization, account=holder.id)))]
    came = [_kept(organization, each) for each in earlier]
    for each in came:
        files |= each[1]
    return with_history(parts=parts, before=[each[0] for each in came]), files


def _kept(organization: OrganizationId, row: AccountMove) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What came with an earlier move; it was proven when it came."""
    sealed = bytes(row.archive)
    found = opened(
        content=unseal(sealed, purpose=moved_as(organization=organization, move=row.id)), known=[bytes(row.key)]
    )  # fmt: skip
    return dict(found.parts), dict(found.files)


def _about(organization: OrganizationId, holder: Account, days: dict[str, date], at: datetime) -> dict[str, Any]:
    company = Organization.objects.get(id=organization)
    return {
        "made_at": at.isoformat(), "company": {"name": company.name, "cvr": company.cvr}, "account": holder.code,
        "account_id": str(holder.id), "hand_over": {code: on.isoformat() for code, on in days.items()},
    }  # fmt: skip
