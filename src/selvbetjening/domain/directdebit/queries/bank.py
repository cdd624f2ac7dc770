"""The line to an external Betalingsservice: what is known of it, and the line itself."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from betalingsservice.findings import Finding, Severity
from betalingsservice.reader import steps
from betalingsservice.steps import DeliveryOpened
from selvbetjening.domain.directdebit.models import BankConnection as BankConnection
from selvbetjening.domain.directdebit.models import BankFetched as BankFetched
from selvbetjening.domain.directdebit.models import BankSending as BankSending
from selvbetjening.domain.directdebit.models import InformationLine as InformationLine
from selvbetjening.domain.directdebit.ports import BankLine, LineTerms
from selvbetjening.domain.directdebit.rules.bank import VERDICT
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal

_SHOWN: Final = 50
#: Of a larger file this much is looked into on a page; the reader in a job reads all of it.
_LOOKED, _PIECE = 16 * 1024 * 1024, 1 << 20
_TOLD: Final = 200
_LONGEST: Final = 10_000
log = structlog.get_logger("selvbetjening.directdebit")


def connections(organization: OrganizationId, *, active_only: bool = True) -> list[BankConnection]:
    """The company's lines, one for each environment at most that is active."""
    found = BankConnection.objects.filter(organization_id=organization)
    return list((found.filter(state="active") if active_only else found).order_by("is_test", "-made_at"))


def sendings(organization: OrganizationId, *, limit: int = 200) -> list[BankSending]:
    """What was sent or is on its way, newest first."""
    found = BankSending.objects.filter(organization_id=organization).select_related("output", "output__agreement")
    return list(found.order_by("-made_at", "-name")[:limit])


def is_sending(organization: OrganizationId, *, sending: UUID) -> bool:
    """Whether the company has this sending, in any state."""
    return BankSending.objects.filter(organization_id=organization, id=sending).exists()


def fetched(organization: OrganizationId, *, states: Sequence[str] = (), limit: int = 200) -> list[BankFetched]:
    """What was fetched, newest first; in these states where some are named (`held` waits for a person)."""
    found = BankFetched.objects.filter(organization_id=organization).defer("content")
    return list((found.filter(state__in=states) if states else found).order_by("-fetched_at", "-name")[:limit])


def get_connection(organization: OrganizationId, *, connection: UUID) -> BankConnection:
    """An active line. Raises `BankConnection.DoesNotExist`."""
    return BankConnection.objects.get(organization_id=organization, id=connection, state="active")


@dataclass(frozen=True, slots=True)
class Looked:
    """A fetched file as a person looks at it: the types of its deliveries, how many lines it has, and what is wrong.

    `findings` are the first fifty that are more than a remark; `text` is what a receipt says. A file whose content is
    forgotten has nothing; `is_broken`: it cannot be looked into at all.
    """

    file: BankFetched
    kinds: tuple[str, ...] = ()
    lines: int = 0
    findings: tuple[Finding, ...] = ()
    is_broken: bool = False
    text: str = ""


def look_at(organization: OrganizationId, *, file: UUID) -> Looked:
    """What stands in a fetched file, as the library reads it. Raises `BankFetched.DoesNotExist`."""
    row = BankFetched.objects.get(organization_id=organization, id=file)
    if not row.content:
        return Looked(row)
    try:
        return _looked_into(row, unseal(bytes(row.content), purpose=row.purpose))
    except Exception as error:  # it may be held for just this: the person who looks must be told so
        log.error("a fetched file could not be looked into", file=str(row.id), exc_info=error)
        return Looked(row, is_broken=True)


def _looked_into(row: BankFetched, packed: bytes) -> Looked:
    """A piece at a time: a page must not hold what a server of anybody's laid ready, 512 MB of it, all at once."""
    if row.code == VERDICT:
        text = zlib.decompressobj().decompress(packed, _LONGEST)
        lines = text.decode("latin-1").splitlines()
        return Looked(row, text="\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines))
    kinds: list[str] = []
    findings: list[Finding] = []
    pieces = _Pieces(packed)
    for step in steps(pieces):
        if pieces.is_cut:
            break  # what follows is of a file that ends here, and this one does not
        if isinstance(step, DeliveryOpened) and len(kinds) < _SHOWN:
            kinds.append(step.kind.number if step.kind else "")
        if len(findings) < _SHOWN:
            findings.extend(each for each in step.findings if each.severity >= Severity.WARNING)
    return Looked(row, tuple(kinds), pieces.count(), tuple(findings[:_SHOWN]))


class _Pieces:
    """The first part of a packed file, to be read once; all its lines are counted."""

    def __init__(self, packed: bytes) -> None:
        self._all = self._unpacked(packed)
        self._lines, self._last, self.is_cut = 0, b"", False

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for piece in self._all:
            yield piece
            seen += len(piece)
            if seen >= _LOOKED:
                self.is_cut = True
                return

    def count(self) -> int:
        """Its lines, to the end of the file."""
        for _ in self._all:
            pass
        return self._lines + (self._last not in {b"", b"\n"})

    def _unpacked(self, packed: bytes) -> Iterator[bytes]:
        opened, rest = zlib.decompressobj(), packed
        while piece := opened.decompress(rest, _PIECE):
            rest = opened.unconsumed_tail
            self._lines, self._last = self._lines + piece.count(b"\n"), piece[-1:]
            yield piece


def information_of(organization: OrganizationId, *, file: UUID) -> list[InformationLine]:
    """The first pairs of 0621 that a file told, in its order (U8)."""
    mine = InformationLine.objects.filter(organization_id=organization, source_delivery=file)
    return list(mine.order_by("source_line")[:_TOLD])


def to_send(organization: OrganizationId, *, connection: BankConnection, at: datetime) -> list[UUID]:
    """What waits to be sent, and what somebody began and did not end, oldest first."""
    mine = BankSending.objects.filter(organization_id=organization, output__is_test=connection.is_test)
    waiting = mine.filter(Q(state="waiting") | Q(state="sending", leased_until__lt=at))
    return list(waiting.order_by("made_at", "name").values_list("id", flat=True))


def line(organization: OrganizationId, *, connection: BankConnection) -> BankLine:
    """The line itself, not open yet; its key is unsealed for it. Raises ValueError for another company's."""
    if connection.organization_id != organization:
        raise ValueError("another company's connection")
    sealed = bytes(connection.private_key)
    terms = LineTerms(
        host=connection.host, port=connection.port, username=connection.username, host_keys=connection.host_keys,
        private_key=unseal(sealed, purpose=connection.purpose).decode() if sealed else "",
        put_folder=connection.put_folder, get_folder=connection.get_folder, folder=str(organization),
    )  # fmt: skip
    made: BankLine = import_string(settings.BANK_LINES[connection.adapter])(terms=terms)
    return made
