"""An access point that puts each document into a folder, with its receipt beside it.

It refuses what a real one refuses at its counter: receivers that nobody answers for, and what is not XML.
"""

import hashlib
import json
import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from django.conf import settings

from selvbetjening.domain.invoicing.ports import LAID_OUT, NotReached, Parcel, Receipt

_SCHEME = re.compile(r"[0-9]{4}")
_SAFE = re.compile(r"[A-Za-z0-9-]+")


class FolderAccessPoint:
    """Writes to `settings.E_INVOICE_FOLDER`. The same parcel again gives the same receipt and one file."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.E_INVOICE_FOLDER)

    def send(self, parcel: Parcel) -> Receipt:
        """Accepted, or rejected with `receiver`, `content` or `hash`. Raises `NotReached` where it cannot write."""
        if reason := _refusal(parcel):
            return Receipt("rejected", reason=reason)
        reference = f"folder-{parcel.sha256[:16]}"
        about = {
            "id": parcel.id, "kind": parcel.kind, "document": parcel.document, "number": parcel.number,
            "sender": list(parcel.sender), "receiver": list(parcel.receiver), "sha256": parcel.sha256,
            "reference": reference,
        }  # fmt: skip
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / f"{parcel.id}.xml", parcel.content)
            _write(self.folder / f"{parcel.id}.json", json.dumps(about, sort_keys=True, indent=1).encode())
        except OSError as trouble:
            raise NotReached("folder") from trouble
        return Receipt("accepted", reference=reference, reason=LAID_OUT)


def _refusal(parcel: Parcel) -> str:
    scheme, number = parcel.receiver
    if not _SCHEME.fullmatch(scheme) or not number or not _SAFE.fullmatch(parcel.id):
        return "receiver"
    if hashlib.sha256(parcel.content).hexdigest() != parcel.sha256:
        return "hash"
    try:
        ElementTree.fromstring(parcel.content)  # noqa: S314 - a document of our own
    except ElementTree.ParseError:
        return "content"
    return ""


def _write(path: Path, content: bytes) -> None:
    # Under another name first: who reads the folder never sees half a document.
    half = path.with_suffix(path.suffix + ".part")
    half.write_bytes(content)
    os.replace(half, path)
