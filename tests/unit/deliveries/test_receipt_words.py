"""A receipt as people read it."""

from typing import Any

from selvbetjening.domain.deliveries.documents.receipt_text import as_text
from selvbetjening.domain.deliveries.rules.content import Gathered

FACTS: dict[str, Any] = {
    "kind": "K2", "environment": "produktion", "status": "accepted", "code": "accepted", "delivery_number": 1,
    "delivery_id": "f764fc65-9220-4241-8f6b-9b45b1ef2fe3", "issued_at": "2026-11-23T01:50:44Z", "duplicate_of": None,
    "next_by": None, "company": {"name": "Nordlys Træning", "cvr": "12345674"},
    "file": {"name": "nat.bs1", "size": 84_630, "sha256": "ea" * 32},
    "totals": [{"pbs_number": "04001249", "pays_on": "2026-12-01", "count": 317, "collect": "100", "disburse": "0"}],
}  # fmt: skip


def test_a_long_name_keeps_its_distance_from_what_it_is() -> None:
    """D.2: the Danish day fills the column of names."""
    assert "04001249 1. december 2026: 317 opkrævninger, 1,00 kr." in as_text(facts=FACTS, language="da")
    assert "\r\nFil:                      nat.bs1\r\n" in as_text(facts=FACTS, language="da")


def test_findings_stand_in_the_order_of_lines() -> None:
    """D.2, BP-46: what only the books can tell is found last, and what is about the whole file stands first."""
    gathered = Gathered()
    for line in (198, 21, 14, 0):
        gathered.own("of.the.books", line=line)
    gathered.name_records({14: "042 0280"})
    assert [(each["line"], each["record"]) for each in gathered.errors] == [
        (0, ""), (14, "042 0280"), (21, ""), (198, ""),
    ]  # fmt: skip
