"""Write everything about one account into a ZIP file: JSON, the log, and every document."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import IO, Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.db.models import Model

from selvbetjening.domain.history import queries as history
from selvbetjening.domain.rights.queries import belongings
from selvbetjening.domain.rights.rules.tables import purpose_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

FORMAT: Final = "selvbetjening-export/1"
_READ_ME: Final = """Alt hvad der er gemt om din konto.

data.json     oplysningerne, tabel for tabel, med formål og hvor længe de gemmes
logbog.json   logbogen; kontrollér den med docs/verify_log.py
dokumenter/   fakturaer, kreditnotaer og andre dokumenter, som de blev sendt

Everything that is kept about your account: the data table by table, the log, and every document as it was sent.
"""
_KINDS: Final = ((b"%PDF", "pdf"), (b"<", "xml"), (b"\xef\xbb\xbf<", "xml"), (b"\x89PNG", "png"), (b"PK", "zip"))

Progress = Callable[[int], None]


def write_archive(
    organization: OrganizationId, *, account: UUID, into: IO[bytes], at: datetime, progress: Progress
) -> int:
    """Write the file and return how many documents are in it. Reads in many short transactions; none may be open.

    `progress` is told after each table how many rows are done. Nothing of another account, no secret and no digest is
    in it (XB-39).
    """
    documents = done = 0
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        archive.writestr("LAES-MIG.txt", _READ_ME)
        with archive.open("data.json", "w", force_zip64=True) as out:
            out.write(f'{{"format":"{FORMAT}","made_at":"{at.isoformat()}","account":"{account}","tables":{{'.encode())
            for number, model in enumerate(belongings.tables()):
                with within(organization):
                    done += _table(out, organization, account, model, first=number == 0)
                progress(done)
            out.write(b"}}\n")
        with within(organization), archive.open("logbog.json", "w", force_zip64=True) as out:
            for piece in log_as_json(organization, account=account):
                out.write(piece)
        for model in belongings.tables():
            for column in belongings.file_columns(model=model):
                with within(organization):
                    documents += _documents(archive, organization, account, model, column)
    return documents


def log_as_json(organization: OrganizationId, *, account: UUID) -> Iterator[bytes]:
    """The account's log as docs/verify_log.py reads it (CM-10). Runs in the open transaction."""
    head = history.log_head(organization, account=account)
    end = f'{{"seq":{head.seq},"hash":"{head.hash.hex()}"}}'
    yield f'{{"format":"selvbetjening-log/1","head":{end},"entries":['.encode()
    for entry in history.log_entries(organization, account=account):
        values = {key: {"salt": salt.hex(), "value": value} for key, (salt, value) in entry.values.items()}
        beside = json.dumps({"hash": entry.hash.hex(), "values": values}, ensure_ascii=False)
        text = entry.link.text + f',"prev_hash":"{entry.prev_hash.hex()}","seq":{entry.seq}}}'
        yield (("," if entry.seq > 1 else "") + f'\n{{"entry":{text},{beside[1:]}').encode()
    yield b"\n]}\n"


def _table(out: IO[bytes], organization: OrganizationId, account: UUID, model: type[Model], *, first: bool) -> int:
    label, purpose = model._meta.label, purpose_of(table=model._meta.label)
    about = {"basis": purpose.basis, "purpose": purpose.words, "kept": purpose.until}
    out.write(("" if first else ",").encode() + f'\n"{label}":{json.dumps(about)[:-1]},"rows":['.encode())
    count = 0
    for row in belongings.rows(organization, account=account, model=model):
        text = json.dumps(belongings.as_data(row=row), ensure_ascii=False, default=_plain)
        out.write(("," if count else "").encode() + b"\n" + text.encode())
        count += 1
    out.write(b"]}")
    return count


def _documents(archive: ZipFile, organization: OrganizationId, account: UUID, model: type[Model], column: str) -> int:
    count = 0
    for row in belongings.rows(organization, account=account, model=model):
        content = bytes(getattr(row, column) or b"")
        if content:
            # The key makes the name unique and plain, whatever the row calls itself.
            name = f"dokumenter/{model._meta.model_name}/{_number(row)}{row.pk}.{_kind(content)}"
            archive.writestr(name, content, compress_type=ZIP_STORED if content.startswith(b"%PDF") else ZIP_DEFLATED)
            count += 1
    return count


def _number(row: Model) -> str:
    for owner in (row, getattr(row, "invoice", None), getattr(row, "credit_note", None)):
        number = getattr(owner, "number", None)
        if isinstance(number, int):
            return f"{number}-"
    return ""


def _kind(content: bytes) -> str:
    return next((kind for start, kind in _KINDS if content.startswith(start)), "bin")


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"an export cannot carry a {type(value).__name__}")


class Pieces(io.RawIOBase):
    """A file that hands every full piece on and keeps none; ZIP can be written to it without going back."""

    def __init__(self, give: Callable[[int, bytes], None], *, size: int) -> None:
        super().__init__()
        self._give, self._size, self._number, self._rest, self._at = give, size, 0, bytearray(), 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        self._rest += data
        self._at += len(data)
        while len(self._rest) >= self._size:
            self._hand_on(self._size)
        return len(data)

    def finish(self) -> int:
        """Hand on the last piece; return the whole size."""
        if self._rest:
            self._hand_on(len(self._rest))
        return self._at

    def _hand_on(self, size: int) -> None:
        self._give(self._number, bytes(self._rest[:size]))
        self._number += 1
        del self._rest[:size]
