"""The snapshot as it is stored: JSON and back, without loss and without guessing."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.invoicing.document_samples import BUSINESS_INVOICE, CREDIT_NOTE, INVOICE

from selvbetjening.domain.invoicing.documents.snapshot import (
    Buyer,
    InvoiceSnapshot,
    Line,
    Seller,
    VatGroup,
    VatInKroner,
)

texts = st.text(max_size=20)
minor = st.integers(-(10**15), 10**15)
days = st.dates()
addresses = st.lists(texts, max_size=3).map(tuple)
categories = st.sampled_from(["S", "Z", "E", "AE", "O"])
rates = st.integers(0, 10_000)

sellers = st.builds(Seller, name=texts, cvr=texts, address_lines=addresses, payment_text=texts)
buyers = st.builds(
    Buyer,
    name=texts,
    account_code=texts,
    party_type=st.sampled_from(["consumer", "business", "public"]),
    address_lines=addresses,
    ean=texts,
)
lines = st.builds(
    Line,
    text=texts,
    quantity=st.integers(-1000, 1000),
    unit_price_minor=minor,
    net_minor=minor,
    starts_on=st.just(date(2026, 1, 31)),
    ends_on=st.dates(date(2026, 2, 1)),
    vat_basis_points=rates,
    vat_category=categories,
) | st.builds(Line, text=texts, quantity=st.just(1), unit_price_minor=minor, net_minor=minor)
groups = st.builds(VatGroup, vat_basis_points=rates, vat_category=categories, net_minor=minor, vat_minor=minor)
snapshots = st.builds(
    InvoiceSnapshot,
    kind=st.sampled_from(["invoice", "credit_note"]),
    number=texts,
    issued_on=days,
    due_on=st.none() | days,
    seller=sellers,
    buyer=buyers,
    lines=st.lists(lines, max_size=4).map(tuple),
    vat_groups=st.lists(groups, max_size=3).map(tuple),
    net_minor=minor,
    vat_minor=minor,
    total_minor=minor,
    language=st.sampled_from(["da", "en"]),
    note=texts,
    original_number=st.text(min_size=1, max_size=9),
    original_date=days,
    reason=st.text(min_size=1, max_size=9),
    vat_in_kroner=st.none() | st.builds(VatInKroner, vat_minor=minor, rate=texts),
)


@given(snapshots)
def test_json_and_back_is_the_same_snapshot(snapshot: InvoiceSnapshot) -> None:
    """XB-28: what is stored is what was issued."""
    text = snapshot.to_json()
    assert InvoiceSnapshot.from_json(text) == snapshot
    assert InvoiceSnapshot.from_json(text).to_json() == text
    json.loads(text)


@pytest.mark.parametrize("snapshot", [INVOICE, BUSINESS_INVOICE, CREDIT_NOTE])
def test_the_samples_survive_the_round_trip(snapshot: InvoiceSnapshot) -> None:
    assert InvoiceSnapshot.from_json(snapshot.to_json()) == snapshot


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError):
        InvoiceSnapshot.from_json(json.dumps(json.loads(INVOICE.to_json()) | {"surprise": 1}))


@pytest.mark.parametrize("missing", ["original_number", "original_date", "reason"])
def test_a_credit_note_must_name_what_it_amends(missing: str) -> None:
    """CRN-1."""
    stored = json.loads(CREDIT_NOTE.to_json()) | {missing: None}
    with pytest.raises(ValueError, match="CRN-1"):
        InvoiceSnapshot.from_json(json.dumps(stored))


def test_a_colour_that_is_no_colour_never_reaches_the_template() -> None:
    with pytest.raises(ValueError, match="brand_colour"):
        replace(INVOICE.seller, brand_colour="red")


def test_half_a_period_is_refused() -> None:
    with pytest.raises(ValueError, match="both days"):
        replace(INVOICE.lines[0], ends_on=None)
