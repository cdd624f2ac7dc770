"""A receipt as programs of old expect it: T is one line, V and F are text (annex D.2, betalingsservice.md 12).

In ISO 8859-1. It names the signed receipt, which is what counts.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from selvbetjening.domain.deliveries.documents.receipt_text import as_text
from selvbetjening.domain.deliveries.rules.receipt import file_names
from selvbetjening.kernel.days import COPENHAGEN

#: Signs of ours that the encoding has not.
_PLAIN: Final = str.maketrans({"–": "-", "’": "'", "…": ".", "→": ">", "\N{NO-BREAK SPACE}": " "})


def legacy_text(*, facts: Mapping[str, Any], seq: int) -> bytes:
    """The receipt's bytes under its name of `rules.legacy_names.receipt_alias`; `seq` is its place in the chain."""
    text = _line(facts, seq) if facts["kind"] == "K1" else "\r\n".join([*_head(facts, seq), "", _body(facts)])
    return text.translate(_PLAIN).encode("iso-8859-1", "replace")


def _line(facts: Mapping[str, Any], seq: int) -> str:
    file, other = facts["file"], file_names(facts=facts, seq=seq)["portal"]
    words = (
        f"MODTAGET {_moment(facts)} LEVERANCE {_number(facts)} FIL {file['name']} BYTE {file['size']}"
        f" SHA256 {file['sha256']} KVITTERING {other}: {facts['status_text']['da']}"
    )
    return " ".join(words.split()) + "\r\n"


def _head(facts: Mapping[str, Any], seq: int) -> Iterator[str]:
    named = file_names(facts=facts, seq=seq)
    title = "VALIDERINGSKVITTERING" if facts["kind"] == "K2" else "FOELGESEDDEL"
    yield f"{title} {named['legacy']}"
    for label, value in (
        ("SVAR", facts["status"].upper()), ("LEVERANCENUMMER", _number(facts)), ("TID", _moment(facts)),
        ("SIGNERET KVITTERING", named["portal"]),
    ):  # fmt: skip
        yield f"{label + ':':<21}{value}"
    counted = (facts.get("counts") or {}).get("counted") or {}
    for label, key in (
        ("SEKTIONER", "sections"), ("TEKSTRECORDS (052)", "texts"), ("BELOEBSRECORDS (042)", "collections"),
        ("AFTALERECORDS (042)", "mandates"),
    ):  # fmt: skip
        if key in counted:
            yield f"{label + ':':<21}{counted[key]:>11}"
    if facts.get("totals"):
        total = sum(int(day["collect"]) for day in facts["totals"])
        yield f"{'BELOEB I ALT:':<21}{total // 100:>11},{total % 100:02}"


def _body(facts: Mapping[str, Any]) -> str:
    return as_text(facts=facts, language="da")


def _number(facts: Mapping[str, Any]) -> str:
    return f"{facts['delivery_number'] or 0:010}"


def _moment(facts: Mapping[str, Any]) -> str:
    return f"{datetime.fromisoformat(facts['issued_at']).astimezone(COPENHAGEN):%Y-%m-%d %H:%M:%S}"
