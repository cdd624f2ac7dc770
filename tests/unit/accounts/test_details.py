"""What may stand on an account (PTY-1, PTY-2, XB-27, LG-11)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.accounts.rules import BillingDetails, blocking, check_details, code_from
from selvbetjening.domain.accounts.rules.numbers import party_of

FIRM = BillingDetails(
    party_type="business", name="Firma ApS", cvr="12345674", address_line="Vej 1", postal_code="8000", city="Aarhus"
)
PERSON = BillingDetails(party_type="consumer", name="Anna")


def codes(details: BillingDetails) -> list[tuple[str, str, bool]]:
    return [(finding.field, finding.code, finding.blocks) for finding in check_details(details=details)]


def test_what_is_well() -> None:
    assert codes(FIRM) == [] and codes(PERSON) == []


@pytest.mark.parametrize("cvr", ["12345678", "1234567", "abc"])
def test_a_wrong_cvr_number_warns_and_never_blocks_pty_2(cvr: str) -> None:
    """PTY-2, XB-27."""
    found = replace(FIRM, cvr=cvr)
    assert len(codes(found)) == 1 and blocking(details=found) == []


def test_what_blocks() -> None:
    assert codes(replace(FIRM, name=" ")) == [("name", "required", True)]
    assert codes(replace(FIRM, city="")) == [("city", "required", True)]
    assert codes(replace(PERSON, party_type="alien")) == [("party_type", "unknown", True)]
    assert codes(replace(PERSON, language="de")) == [("language", "unknown", True)]
    assert codes(replace(PERSON, country="dk")) == [("country", "unknown", True)]
    assert codes(replace(PERSON, name="x" * 129)) == [("name", "too_long", True)]
    assert codes(replace(PERSON, name="A\r\nBcc: x")) == [("name", "characters", True)]
    assert codes(replace(PERSON, cvr="123456789")) == [("cvr", "too_long", True)]


def test_a_danish_postal_code_has_four_digits_and_a_foreign_one_need_not() -> None:
    assert codes(replace(PERSON, postal_code="80")) == [("postal_code", "postal_code_form", False)]
    assert codes(replace(PERSON, postal_code="SW1A 1AA", country="GB")) == []


@given(st.integers(0, 2**64 - 1))
def test_generated_codes_can_be_read_aloud_lg_11(number: int) -> None:
    """LG-11: ten characters, none that is mistaken for another."""
    code = code_from(number=number)
    assert len(code) == 10 and code.startswith("S-") and not set(code[2:]) & set("01IOUL")


SCHOOL = replace(FIRM, party_type="public", ean="5790000123452")


def test_an_institution_needs_an_ean_number_pty_3() -> None:
    """PTY-3: required of public bodies only, and refused where no e-invoice would arrive; others are warned (XB-27)."""
    assert codes(SCHOOL) == []
    assert codes(replace(SCHOOL, ean="")) == [("ean", "required", True)]
    assert codes(replace(FIRM, ean="")) == []
    for wrong in ("5790000123450", "579", "abc"):
        assert codes(replace(SCHOOL, ean=wrong)) == [("ean", "ean_wrong", True)]
    assert codes(replace(FIRM, ean="5790000123450")) == [("ean", "ean_check_digit", False)]
    assert codes(replace(FIRM, ean="579")) == [("ean", "ean_form", False)]


def test_who_does_not_say_what_they_are_counts_as_the_setting_says_pty_1() -> None:
    """PTY-1: what is told counts, also against a CVR number; unknown is a consumer unless the company says else."""
    assert party_of(told="", unknown_as="consumer") == "consumer"
    assert party_of(told="", unknown_as="business") == "business"
    assert party_of(told="consumer", unknown_as="business") == "consumer"
    with pytest.raises(ValueError, match="alien"):
        party_of(told="alien", unknown_as="consumer")


def test_a_foreign_vat_number_warns_only_xb_27() -> None:
    """XB-27."""
    assert codes(replace(FIRM, vat_number="SE556677889901")) == []
    assert codes(replace(FIRM, vat_number="556677")) == [("vat_number", "vat_number_form", False)]


def test_a_billing_address_is_whole_or_not_there() -> None:
    whole = replace(FIRM, billing_address_line="Postboks 1", billing_postal_code="1001", billing_city="København K")
    assert codes(whole) == []
    assert codes(replace(whole, billing_city="")) == [("billing_city", "required", True)]
    assert codes(replace(whole, billing_postal_code="10")) == [("billing_postal_code", "postal_code_form", False)]
    assert codes(replace(whole, billing_postal_code="SW1A", billing_country="GB")) == []
