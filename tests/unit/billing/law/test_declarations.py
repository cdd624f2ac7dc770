"""The proof of a legal act: one character changed is another digest (CM-04, CAN-3, WDR-5)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.documents.press import Company
from selvbetjening.domain.billing.documents.receipt import receipt_pdf
from selvbetjening.domain.billing.rules.law import declarations as law
from selvbetjening.domain.billing.rules.law.declarations import ActContent
from selvbetjening.kernel.money import Money

AT = datetime(2026, 7, 3, 12, 5, 6, tzinfo=UTC)
CONTRACT = UUID("0198c0de-0000-7000-8000-00a1b2c3d4e5")
CONTENT = ActContent(
    id=UUID(int=1), organization=UUID(int=2), account=UUID(int=3), contract=CONTRACT, kind="withdraw",
    actor_kind="recipient", actor_id="7", channel="portal", name="Ida Sø", receipt_address="ida@example.com",
    statement="Jeg fortryder aftalen.", language="da", submitted_at=AT, recorded_at=AT,
    effective_on=date(2026, 7, 3), refund=Money(14900, "DKK"), reasons=("WDR-1.in_time",), rule_version="2026-11",
)  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "Jeg fortryder aftalen"},
        {"name": "Ida So"},
        {"refund": Money(14901, "DKK")},
        {"refund": None},
        {"kind": "cancel"},
        {"submitted_at": AT.replace(microsecond=1)},
        {"effective_on": date(2026, 7, 4)},
        {"reasons": ()},
        {"rule_version": "2026-12"},
    ],
)
def test_any_change_of_what_was_declared_is_another_digest(change: dict[str, object]) -> None:
    """CM-04: SHA-256 over canonical JSON."""
    assert law.content_hash(content=replace(CONTENT, **change)) != law.content_hash(content=CONTENT)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(at=st.integers(0, 23), sign=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_code_with_one_sign_changed_is_another_code(at: int, sign: str) -> None:
    """ "Must show" 6: what is typed is the code or it is not."""
    code = law.code_of(digest=law.content_hash(content=CONTENT))
    changed = code[:at] + sign + code[at + 1 :]
    assert (law.typed_code(text=law.grouped(code=changed)) == code) == (sign == code[at])


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_nothing(text: str) -> None:
    assert law.typed_code(text=text) == "" or len(law.typed_code(text=text)) == 24


def test_numbers_of_contracts_are_masked_for_strangers() -> None:
    """CM-04: the public page shows the last signs only."""
    number = law.contract_number(subscription=CONTRACT)
    assert number == "00A1-B2C3-D4E5"
    assert law.masked(number=number) == "••••-••••-D4E5"
    assert law.masked(number="A-17") == "•-•7"
    assert law.contract_number(subscription=CONTRACT, code="FIT-12") == "FIT-12"
    assert law.same_number(typed="00a1 b2c3 d4e5", number=number)
    assert not law.same_number(typed="", number="")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", ["cancel", "withdraw"])
def test_the_receipt_is_printed_the_same_each_time(language: str, kind: str) -> None:
    """CAN-3, WDR-5: a durable medium; equal values are equal bytes, another value another file."""
    company = Company("Nordlys Træning ApS", ("Havnegade 1", "8000 Aarhus C"), "#0b6b4f")
    content = replace(CONTENT, language=language, kind=kind, name="Ida 🎈 Sø")
    given_ = {"company": company, "plan": "Hold", "number": "A-1", "verify_url": "https://x.example/verificer/"}
    made = receipt_pdf(content, **given_)  # type: ignore[arg-type]
    assert made.startswith(b"%PDF")
    assert receipt_pdf(content, **given_) == made  # type: ignore[arg-type]
    assert receipt_pdf(replace(content, statement="x"), **given_) != made  # type: ignore[arg-type]
