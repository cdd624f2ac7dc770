"""Look through a file for malware, and whether its bytes are still those that were received (SEC-83, SEC-88)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import structlog

from selvbetjening.domain.deliveries.actions import scanner_trouble
from selvbetjening.domain.deliveries.actions.give_up import give_up
from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.receipts import issue
from selvbetjening.domain.deliveries.events import ContentDamaged, DeliveryQuarantined, ScannerWaits
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery, ScannerTrouble
from selvbetjening.domain.deliveries.ports import Place, ScannerDown, StoreFailed, Verdict
from selvbetjening.domain.deliveries.queries.checking import Pause
from selvbetjening.domain.deliveries.queries.stored import scanner, store
from selvbetjening.domain.deliveries.rules.limits import SCANNER_ALARM
from selvbetjening.domain.deliveries.rules.outline import Outline
from selvbetjening.domain.deliveries.rules.pipeline import STATUS
from selvbetjening.domain.deliveries.rules.receipt import Kind
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")


def scan(organization: OrganizationId, *, row: Delivery, at: datetime, pause: Pause | None = None) -> bool:
    """One look; whether there was a verdict. Without one the file waits and is looked at again: nothing passes unseen.

    Outside every transaction: a scanner may take its time. Records `DeliveryQuarantined`, `ScannerWaits` once after
    five minutes, or `ContentDamaged`. A look that breaks for an hour, for another reason than a scanner that is down,
    refuses the file.
    """
    outline = Outline()
    try:
        verdict = _look(organization, row, outline, pause)
    except ScannerDown as down:
        scanner_trouble.goes_on(kind=ScannerTrouble.Kind.AWAY, code=down.code, at=at)
        _alarm(organization, row, down.code, at)
        return False
    except StoreFailed:
        raise
    except Exception as error:
        if not give_up(organization, row=row, error=error, at=at):
            raise
        return True
    if verdict.clean and outline.sha256 != row.sha256:
        damaged(organization, delivery=row.id, at=at)
        return True
    if not verdict.clean:
        _quarantine(organization, row.id, verdict.signature, at)
        return True
    move(organization, delivery=row.id, verb="pass", actor=SYSTEM, at=at, only_from=DeliveryState.SCANNING)
    return True


def _look(organization: OrganizationId, row: Delivery, outline: Outline, pause: Pause | None) -> Verdict:
    """What the scanner says of the bytes, which pass `outline`. Bytes that are gone are nobody's malware."""

    def seen() -> Iterator[bytes]:
        for piece in store().read(Place(organization, row.id)):
            if pause is not None:
                pause()
            outline.feed(piece)
            yield piece

    try:
        return scanner().scan(seen())
    except StoreFailed as failure:
        if failure.code != "missing":
            raise
        return Verdict(clean=True)


def damaged(organization: OrganizationId, *, delivery: UUID, at: datetime) -> None:
    """The bytes at rest are not those that came: refused, or failed where it was accepted already, and an alarm."""
    with within(organization):
        row = Delivery.objects.select_for_update().get(organization_id=organization, id=delivery)
        verb = "fail" if row.state == DeliveryState.PROCESSING else "reject"
        moved = move(
            organization, delivery=delivery, verb=verb, actor=SYSTEM, at=at, reason="file.damaged",
            code="file.damaged",
        )  # fmt: skip
        if moved is None:
            return
        log.error("a file at rest is not what was received", subject=str(delivery), state=moved.state)
        record(organization, fact=ContentDamaged(delivery=delivery, number=moved.number), actor=SYSTEM, at=at)
        kind: Kind = "K3" if verb == "fail" else "K2"
        issue(organization, delivery=moved, kind=kind, status=STATUS[verb], at=at)


def _quarantine(organization: OrganizationId, delivery: UUID, signature: str, at: datetime) -> None:
    with within(organization):
        moved = move(
            organization, delivery=delivery, verb="quarantine", actor=SYSTEM, at=at, reason=signature,
            code="file.malware", only_from=DeliveryState.SCANNING,
        )  # fmt: skip
        if moved is not None:
            fact = DeliveryQuarantined(delivery=delivery, number=moved.number)
            record(organization, fact=fact, actor=SYSTEM, at=at)
            issue(organization, delivery=moved, kind="K2", status="quarantined", at=at)


def _alarm(organization: OrganizationId, row: Delivery, code: str, at: datetime) -> None:
    if at - row.state_at < SCANNER_ALARM:
        return
    with within(organization):
        first = Delivery.objects.filter(
            organization_id=organization, id=row.id, state=DeliveryState.SCANNING, scan_alarmed_at=None
        ).update(scan_alarmed_at=at)
        if first:
            log.error("a file waits for the virus scanner", subject=str(row.id), seconds=(at - row.state_at).seconds)
            record(organization, fact=ScannerWaits(delivery=row.id, number=row.number, code=code), actor=SYSTEM, at=at)
