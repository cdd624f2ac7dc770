"""Three brokers, one person and one company (Must show 6, annex A.2), and what is no person at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.adapters.mitid import mapping
from selvbetjening.adapters.mitid.profiles import FIELDS, PROFILES, Profile
from selvbetjening.domain.identity.ports import LoginRefused, Person

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NSIS = "https://data.gov.dk/concept/core/nsis"
#: As annex A.2 names them; Signicat's business add-on as an installation would configure it.
SIGNICAT = PROFILES["signicat"].with_names(
    {"cvr": "org_number", "professional_id": "professional_uuid", "company_name": "org_name", "p_number": "org_unit"},
    {},
)
BROKERS: Mapping[str, tuple[Profile, dict[str, Any]]] = {
    "signaturgruppen": (
        PROFILES["signaturgruppen"],
        {
            "sub": "subject", "identity_type": "professional", "idp": "mitid_erhverv", "loa": f"{NSIS}/Substantial",
            "ial": f"{NSIS}/High", "aal": f"{NSIS}/Substantial", "transaction_id": "t-1", "neb_sid": "s-1",
            "nemlogin.persistent_professional_id": "p-1", "nemlogin.cvr": "12345674", "nemlogin.se_number": "12345674",
            "nemlogin.org_name": "Nordlys Træning", "nemlogin.p_number": "1000000001", "nemlogin.name": "Astrid Nordby",
            "nemlogin.given_name": "Astrid", "nemlogin.family_name": "Nordby", "nemlogin.email": "a@nordlys.example",
        },
    ),
    "idura": (
        PROFILES["idura"],
        {
            "sub": "subject", "identityscheme": "dkmitid", "uuid": "p-1", "employee": "true", "name": "Astrid Nordby",
            "acr": "urn:grn:authn:dk:mitid:substantial", "cvrNumberIdentifier": "DK 12345674", "jti": "t-1",
            "2.5.4.10": "Nordlys Træning", "productionUnit": "1000000001", "country": "DK", "sid": "s-1",
        },
    ),
    "signicat": (
        SIGNICAT,
        {
            "sub": "subject", "idp_id": "i-1", "mitid_uuid": "u-1", "mitid_loa": "SUBSTANTIAL", "mitid_ial": "HIGH",
            "name": "Astrid Nordby", "given_name": "Astrid", "family_name": "Nordby", "org_number": 12345674,
            "professional_uuid": "p-1", "org_name": "Nordlys  Træning", "org_unit": "1000000001", "sid": "s-1",
            "mitid_transaction_id": "t-1",
        },
    ),
}  # fmt: skip


def mapped(profile: Profile, claims: Mapping[str, Any], **more: Any) -> Person:
    asked: dict[str, Any] = {"least": "substantial", "private_for_business": False, **more}
    return mapping.person(
        claims, profile=profile, issuer="https://broker.test", subject="subject", logged_in_at=AT, id_token="t", **asked
    )


@pytest.mark.parametrize("name", BROKERS)
def test_all_three_brokers_tell_of_the_same_person_and_company(name: str) -> None:
    """Must show 6, BP-01, BP-02: whatever the claims are called, and however the CVR number is written."""
    profile, claims = BROKERS[name]
    person = replace(mapped(profile, claims), email="", is_signatory=None)
    assert person == Person(
        issuer="https://broker.test", subject="subject", level="substantial", auth_time=AT, is_business=True,
        cvr="12345674", company_name="Nordlys Træning", p_number="1000000001", professional_id="p-1",
        given_name="Astrid", surname="Nordby", broker_transaction="t-1", broker_session="s-1", id_token="t",
    )  # fmt: skip


@pytest.mark.parametrize("name", BROKERS)
def test_what_only_may_be_told_may_be_missing(name: str) -> None:
    """Annex A.2: a missing optional field is nothing; a missing level or CVR number is a refusal."""
    profile, claims = BROKERS[name]
    needed = {profile.claims.get(field, "") for field in ("cvr", "level", "business")}
    for claim in claims:
        without = {one: value for one, value in claims.items() if one != claim}
        if claim not in needed:
            assert mapped(profile, without).cvr == "12345674"
        else:
            with pytest.raises(LoginRefused):
                mapped(profile, without)


LEVELS = [
    ("signaturgruppen", "loa", f"{NSIS}/Low", "low"), ("signaturgruppen", "loa", f"{NSIS}/High", "high"),
    ("signaturgruppen", "loa", "SUBSTANTIAL", "substantial"), ("signaturgruppen", "loa", "urn:x:substantial", ""),
    ("idura", "acr", "urn:grn:authn:dk:mitid:low", "low"), ("idura", "acr", "urn:grn:authn:dk:mitid:high", "high"),
    ("idura", "acr", "urn:grn:authn:dk:mitid:business", ""), ("signicat", "mitid_loa", "HIGH", "high"),
    ("signicat", "mitid_loa", "LOW", "low"), ("signicat", "mitid_loa", "hIGH", ""), ("signicat", "mitid_loa", "", ""),
    ("signicat", "mitid_loa", True, ""), ("signicat", "mitid_loa", 3, ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "claim", "told", "level"), LEVELS)
def test_a_level_is_what_the_brokers_table_says(name: str, claim: str, told: object, level: str) -> None:
    """Annex A.3 no. 10, SEC-44: an unknown word is no level; High passes where High is wanted, Substantial does not."""
    profile, claims = BROKERS[name]
    claims = {**claims, claim: told}
    if level in ("substantial", "high"):
        assert mapped(profile, claims).level == level
    else:
        with pytest.raises(LoginRefused, match="LOGIN-03"):
            mapped(profile, claims)
    if level == "high":
        assert mapped(profile, claims, least="high").level == "high"
    else:
        with pytest.raises(LoginRefused, match="LOGIN-03"):
            mapped(profile, claims, least="high")


def test_an_operator_can_say_what_a_word_of_the_broker_means() -> None:
    """Annex A.2: the level of a business login at Idura is uncertain, so it is configuration and no guess."""
    profile, claims = BROKERS["idura"]
    told = profile.with_names({}, {"urn:grn:authn:dk:mitid:business": "substantial"})
    assert mapped(told, {**claims, "acr": "urn:grn:authn:dk:mitid:business"}).level == "substantial"


def test_names_of_no_field_and_of_no_broker_are_refused_at_once() -> None:
    """Annex A.2: `dk.mitid.` belongs to no listed broker; a slip of the pen shows at start-up."""
    for claims, levels in (({"cvr_number": "x"}, {}), ({"cvr": "dk.mitid.cvr"}, {}), ({}, {"x": "very high"})):
        with pytest.raises(ValueError, match=r"no such|no broker"):
            PROFILES["idura"].with_names(claims, levels)
    assert all(set(profile.claims) <= FIELDS for profile in PROFILES.values())
    assert not any(name.startswith("dk.mitid.") for one in PROFILES.values() for name in one.claims.values())


PRIVATE: Mapping[str, dict[str, Any]] = {
    "signaturgruppen": {"identity_type": "private"},
    "idura": {"employee": None},
}


@pytest.mark.parametrize("name", PRIVATE)
def test_private_mitid_counts_only_for_a_company_and_where_the_operator_wants_it(name: str) -> None:
    """BP-01, LOGIN-02: off by default; on, it is accepted only with a CVR number."""
    profile, claims = BROKERS[name]
    private = {**claims, **PRIVATE[name]}
    with pytest.raises(LoginRefused, match="LOGIN-02"):
        mapped(profile, private)
    person = mapped(profile, private, private_for_business=True)
    assert (person.is_business, person.cvr) == (False, "12345674")
    nobody = {**private, profile.claims["cvr"]: None}
    with pytest.raises(LoginRefused, match="LOGIN-02"):
        mapped(profile, nobody, private_for_business=True)


@pytest.mark.parametrize(
    ("told", "means"), [(True, True), ("true", True), ("True", False), ("1", False), (1, False), ([True], False)]
)
def test_only_true_is_yes(told: object, means: bool) -> None:
    """Annex A.2: `true` as JSON or as a word; for the signatory's flag and for being an employee."""
    profile, claims = BROKERS["idura"]
    assert mapped(profile, {**claims, "companySignatory": told}).is_signatory is means
    if means:
        assert mapped(profile, {**claims, "employee": told}).is_business
    else:
        with pytest.raises(LoginRefused, match="LOGIN-02"):
            mapped(profile, {**claims, "employee": told})


def test_userinfo_adds_and_never_overrules() -> None:
    """SEC-44, annex A.2: what the signed token says stands; nonce, times and acr come from nowhere else."""
    token = {"sub": "s", "loa": f"{NSIS}/Low", "nonce": "n"}
    told = {"sub": "s", "loa": f"{NSIS}/High", "acr": "high", "auth_time": 1, "nonce": "m", "nemlogin.cvr": "12345674"}
    assert mapping.merged(token, told) == {**token, "nemlogin.cvr": "12345674"}
    for other in ({}, {"sub": "t"}, {"sub": None}):
        with pytest.raises(LoginRefused, match="userinfo_subject"):
            mapping.merged(token, other)


WRITTEN = st.text("0123456789", min_size=8, max_size=8)


@settings(max_examples=60)
@given(WRITTEN, st.sampled_from(["{}", "DK{}", "dk {}", " DK {} ", "\tDK{}\n"]))
def test_a_cvr_number_is_read_however_it_is_written(digits: str, frame: str) -> None:
    """BP-02: eight digits, and the check digit is nobody's business; blanks may stand anywhere."""
    profile, claims = BROKERS["signaturgruppen"]
    spaced = frame.format(f"{digits[:2]} {digits[2:4]} {digits[4:]}")
    for told in (frame.format(digits), spaced):
        assert mapped(profile, {**claims, "nemlogin.cvr": told}).cvr == digits


@settings(max_examples=60)
@given(st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.lists(st.text()), st.floats()))
def test_whatever_a_cvr_claim_holds_a_person_has_eight_digits_or_is_refused(told: object) -> None:
    """BP-02: no other shape gets through, and nothing crashes."""
    profile, claims = BROKERS["signaturgruppen"]
    told_claims = {**claims, "nemlogin.cvr": told}
    digits = mapping._cvr(told_claims, "nemlogin.cvr")
    if len(digits) == 8:
        assert digits.isascii() and digits.isdigit()
        assert mapped(profile, told_claims).cvr == digits
    else:
        with pytest.raises(LoginRefused, match=r"LOGIN-04 (no_)?cvr"):
            mapped(profile, told_claims)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5,
)  # fmt: skip


@settings(max_examples=80)
@given(st.sampled_from(sorted(BROKERS)), st.data())
def test_no_claim_of_a_strange_kind_crashes_the_mapping(name: str, data: st.DataObject) -> None:
    """Annex A.2: any JSON in any claim gives a person or a refusal; a name is never anything but short text."""
    profile, claims = BROKERS[name]
    twisted = {**claims, data.draw(st.sampled_from(sorted(claims))): data.draw(JSON)}
    try:
        person = mapped(profile, twisted)
    except LoginRefused:
        return
    for told in (person.given_name, person.surname, person.company_name, person.p_number, person.professional_id):
        assert isinstance(told, str) and len(told) <= 255 and "\n" not in told
