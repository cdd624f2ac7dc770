"""Note what lies beside a file: a sidecar, a marker or an empty file; never a delivery (annex C.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.deliveries.actions.deliver import COMMIT_LOCK
from selvbetjening.domain.deliveries.actions.receipts import issue_about_upload
from selvbetjening.domain.deliveries.events import MarkerNoted
from selvbetjening.domain.deliveries.lifecycle import OPEN_STAGING, STAGING, StagingState
from selvbetjening.domain.deliveries.models import Delivery, Marker, Staging
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import NAMES_KEPT, store
from selvbetjening.domain.deliveries.rules import markers, names
from selvbetjening.domain.deliveries.rules.markers import Promise, Verdict
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

#: An upload that may be waiting for its marker: nobody writes it.
_STILL: Final = (StagingState.INCOMPLETE, StagingState.SETTLING, StagingState.WAITING)


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of it; `judge` is an upload that is to be held against it now."""

    verdict: Verdict
    judge: UUID | None = None


def promise_of(organization: OrganizationId, *, row: Staging) -> Promise | None:
    """What this upload promises of another file, where it is a sidecar, a marker or empty; None for any other file.

    A sidecar that cannot be read is one all the same. Raises `StoreFailed`.
    """
    if row.door != "sftp" or row.purpose != Staging.Purpose.DELIVER or row.account_id is None:
        return None
    if row.offset == 0:
        return Promise()
    if not markers.speaks_of(name=row.name):
        return None
    text = b"".join(store().read(Place(organization, row.id), length=min(row.offset, markers.MOST_BYTES + 1)))
    found = markers.read(name=row.name, text=text)
    return Promise() if found is None and markers.is_sidecar(name=row.name) else found


def note_marker(organization: OrganizationId, *, row: Staging, promise: Promise, actor: Actor, at: datetime) -> Noted:
    """Keep it, say in a receipt what it speaks of, and give its name free again; its bytes are in its row.

    Records `MarkerNoted`. Raises `Refused("not_now")` when somebody writes into it at this moment.
    """
    place = Place(organization, row.id)
    text = b"".join(store().read(place, length=min(row.offset, markers.MOST_BYTES))) if row.offset else b""
    with within(organization):
        # Whichever of the two comes first, the other one sees it: a file's commit asks under the same lock.
        one_at_a_time(organization, what=COMMIT_LOCK)
        gone = Staging.objects.filter(
            organization_id=organization, id=row.id, state=row.state, offset=row.offset, holder=row.holder
        ).update(state=STAGING.after(StagingState(row.state), "remove"), moved_at=at, reserved=0, offset=0)
        if not gone:
            raise Refused("not_now")
        key = names.clash_key(name=markers.speaks_of(name=row.name))
        broken = promise.is_empty and row.offset > 0 and markers.is_sidecar(name=row.name)
        noted, about = _judged(organization, row, key, promise, broken, at)
        _keep(organization, row, key, promise, text, noted.verdict, about, at)
        record(organization, fact=MarkerNoted(staging=row.id, about=about, verdict=noted.verdict), actor=actor, at=at)
        _say(organization, row, promise, "judged" if noted.judge else noted.verdict, about, at)
    store().delete(place)
    return noted


def hold_against(
    organization: OrganizationId, *, marker: Marker, row: Staging, verdict: Verdict, actor: Actor, at: datetime
) -> None:
    """Put down that a file which came after its marker was held against it. Records `MarkerNoted`."""
    with within(organization):
        mine = Marker.objects.filter(organization_id=organization, id=marker.id)
        if mine.exclude(verdict=verdict, about_id=row.id).update(verdict=verdict, about_id=row.id):
            fact = MarkerNoted(staging=marker.staging_id, about=row.id, verdict=verdict)
            record(organization, fact=fact, actor=actor, at=at)


def _judged(
    organization: OrganizationId, row: Staging, key: str, promise: Promise, broken: bool, at: datetime
) -> tuple[Noted, UUID | None]:
    """What it says, and of which file. One that is still being sent is held against it when it is closed."""
    if broken:
        return Noted("unreadable"), None
    if not key:
        return Noted("nothing"), None
    sent = _begun(organization, row)
    found = markers.about(key=key, among=[each.name for each in sent])
    if found is not None:
        target = next(each for each in sent if each.name == found)
        judged = target.id if target.state in _STILL else None
        return Noted("waits", judged), None
    done = _delivered(organization, row, key, at)
    found = markers.about(key=key, among=[each.name for each in done])
    if found is None:
        return Noted("waits"), None
    first = next(each for each in done if each.name == found)
    holds = markers.holds(promise=promise, sha256=first.sha256, size=first.size)
    return Noted("differs" if holds is False else "fits"), first.id


def _begun(organization: OrganizationId, row: Staging) -> Sequence[Staging]:
    mine = Staging.objects.filter(
        organization_id=organization, door="sftp", account_id=row.account_id, environment=row.environment,
        folder=row.folder, state__in=OPEN_STAGING,
    )  # fmt: skip
    return list(mine.exclude(id=row.id).exclude(is_temporary=True).order_by("-began_at"))


def _delivered(organization: OrganizationId, row: Staging, key: str, at: datetime) -> Sequence[Delivery]:
    """One's own deliveries whose name, or whose stem, is the key; a range, since behind the wall LIKE has no index."""
    mine = Delivery.objects.filter(
        organization_id=organization, door="sftp", account_id=row.account_id, environment=row.environment,
        folder=row.folder, received_at__gt=at - NAMES_KEPT,
    )  # fmt: skip
    exact = mine.filter(clash_key=key)
    stems = mine.filter(clash_key__gt=f"{key}.", clash_key__lt=f"{key}/")
    return list(exact.order_by("-number")[:1]) or list(stems.order_by("-number")[:50])


def _keep(
    organization: OrganizationId, row: Staging, key: str, promise: Promise, text: bytes, verdict: Verdict,
    about: UUID | None, at: datetime,
) -> None:  # fmt: skip
    values = {
        "staging_id": row.id, "name": row.name, "names_key": key, "content": text, "sha256": promise.sha256,
        "size": promise.size, "verdict": verdict, "about_id": about, "noted_at": at,
    }  # fmt: skip
    Marker.objects.update_or_create(
        organization_id=organization, environment=row.environment, account_id=row.account_id, folder=row.folder,
        clash_key=row.clash_key, defaults=values,
    )  # fmt: skip


def _say(
    organization: OrganizationId, row: Staging, promise: Promise, verdict: str, about: UUID | None, at: datetime
) -> None:
    content = {
        "marker": {
            "speaks_of": markers.speaks_of(name=row.name), "about": None if about is None else str(about),
            "sha256": promise.sha256, "size": promise.size,
        }
    }  # fmt: skip
    code = "marker.empty" if row.offset == 0 and verdict == "nothing" else f"marker.{verdict}"
    issue_about_upload(
        organization, staging=row, sha256=row.found_sha256, status="marker", code=code, content=content, at=at
    )  # fmt: skip
