"""What a company says of itself is checked, all of it at once (SB-03)."""

from dataclasses import replace

import pytest

from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings, accept_settings, check_settings
from selvbetjening.kernel.countries import COUNTRIES

SOUND = OrganizationSettings(
    name="Nordlys Træning", cvr="12345674", postal_code="8000", country="DK", email="hej@nordlys.example",
    phone="+45 12 34 56 78",
)  # fmt: skip


def findings(**values: str) -> list[tuple[str, str, bool]]:
    found = check_settings(settings=replace(SOUND, **values))  # type: ignore[arg-type]
    return [(finding.field, finding.code, finding.blocks) for finding in found]


def test_sound_settings_have_no_findings() -> None:
    assert findings() == []
    assert findings(cvr="", postal_code="", phone="", email="") == []
    assert findings(country="NO", postal_code="0150", phone="(22) 34-56.78") == []
    assert findings(country="NL", postal_code="1012 AB") == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("cvr", "123", "cvr_form"),
        ("cvr", "1234567x", "cvr_form"),
        ("postal_code", "abc", "postal_code_form"),
        ("postal_code", "80000", "postal_code_form"),
        ("country", "XX", "unknown"),
        ("country", "Dk", "unknown"),
        ("phone", "hej", "phone_form"),
        ("phone", "+45", "phone_form"),
        ("email", "hej", "email"),
        ("name", " ", "required"),
        ("city", "Aarhus\nC", "characters"),
    ],
)
def test_nonsense_is_refused_at_its_field(field: str, value: str, code: str) -> None:
    assert (field, code, True) in findings(**{field: value})
    with pytest.raises(Refused) as refused:
        accept_settings(settings=replace(SOUND, **{field: value}))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.reason) == (field, code)


def test_all_faults_are_told_in_one_round() -> None:
    found = findings(name="", cvr="123", postal_code="abc", country="XX", phone="hej", email="hej")
    assert {field for field, _, _ in found} == {"name", "cvr", "postal_code", "country", "phone", "email"}


def test_a_check_digit_only_warns_pty_2() -> None:
    """PTY-2: eight digits with a wrong check digit are saved."""
    assert findings(cvr="12345678") == [("cvr", "cvr_check_digit", False)]
    accept_settings(settings=replace(SOUND, cvr="12345678"))


def test_the_countries_are_those_of_iso_3166() -> None:
    assert len(COUNTRIES) == 249 and {"DK", "FO", "GL", "SE", "NO", "DE", "GB"} <= COUNTRIES
