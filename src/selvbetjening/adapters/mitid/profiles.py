"""What each broker calls things, as data (annex A.2). The claim names that the annex calls uncertain are configured.

A profile tells what is asked for, under which claims our fields come, and what its words for a level mean: a word
that stands in no table means no level.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

#: Fields of ours that a claim may be named for.
FIELDS: Final = frozenset(
    {
        "professional_id", "cvr", "company_name", "p_number", "name", "given_name", "surname", "email", "level",
        "business", "signatory", "transaction", "session", "session_ends",
    }
)  # fmt: skip
_NSIS: Final = "https://data.gov.dk/concept/core/nsis"
_WORDS: Final = {"low": "low", "substantial": "substantial", "high": "high"}
NSIS_LEVELS: Final[Mapping[str, str]] = {
    **_WORDS,
    **{f"{_NSIS}/{word.capitalize()}": word for word in _WORDS},
    **{f"{_NSIS}/loa/{word.capitalize()}": word for word in _WORDS},
    **{word.upper(): word for word in _WORDS},
    **{word.capitalize(): word for word in _WORDS},
}


def _nothing(*, private: bool, text: str) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Profile:
    """One broker's words. `business` is a claim and the values by which it says "a professional identity".

    Without one the company's number in the token says it. `ask` are parameters that depend on the login.
    """

    scope: str
    claims: Mapping[str, str]
    levels: Mapping[str, str]
    business: frozenset[str] = frozenset({"true"})
    request: Mapping[str, str] = field(default_factory=dict)
    ask: Callable[..., dict[str, str]] = _nothing
    reads_userinfo: bool = False

    def with_names(self, claims: Mapping[str, str], levels: Mapping[str, str]) -> "Profile":
        """The profile with an installation's own claim names and level words. Raises ValueError for no such field."""
        if unknown := set(claims) - FIELDS:
            raise ValueError(f"no such field of a login: {', '.join(sorted(unknown))}")
        if wrong := set(levels.values()) - set(_WORDS):
            raise ValueError(f"no such level: {', '.join(sorted(wrong))}")
        if any(name.startswith("dk.mitid.") for name in claims.values()):
            raise ValueError("claims that begin with dk.mitid. are no broker's")
        return replace(self, claims={**self.claims, **claims}, levels={**self.levels, **levels})


def _signaturgruppen(*, private: bool, text: str) -> dict[str, str]:
    wanted: dict[str, dict[str, object]] = {"mitid_erhverv": {"allow_private": True}} if private else {}
    if text:
        wanted["mitid"] = {"reference_text": base64.b64encode(text.encode()).decode()}
    return {"idp_params": json.dumps(wanted, separators=(",", ":"))} if wanted else {}


def _idura(*, private: bool, text: str) -> dict[str, str]:
    return {"login_hint": f"message:{base64.b64encode(text.encode()).decode()}"} if text else {}


PROFILES: Final[Mapping[str, Profile]] = {
    "signaturgruppen": Profile(
        scope="openid nemlogin",
        request={"idp_values": "mitid_erhverv"},
        ask=_signaturgruppen,
        reads_userinfo=True,
        levels=NSIS_LEVELS,
        business=frozenset({"professional"}),
        claims={
            "professional_id": "nemlogin.persistent_professional_id",
            "cvr": "nemlogin.cvr",
            "company_name": "nemlogin.org_name",
            "p_number": "nemlogin.p_number",
            "name": "nemlogin.name",
            "given_name": "nemlogin.given_name",
            "surname": "nemlogin.family_name",
            "email": "nemlogin.email",
            "level": "loa",
            "business": "identity_type",
            "transaction": "transaction_id",
            "session": "neb_sid",
            "session_ends": "session_expiry",
        },
    ),
    "idura": Profile(
        scope="openid",
        request={"acr_values": "urn:grn:authn:dk:mitid:business"},
        ask=_idura,
        levels={**NSIS_LEVELS, **{f"urn:grn:authn:dk:mitid:{word}": word for word in _WORDS}},
        claims={
            "professional_id": "uuid",
            "cvr": "cvrNumberIdentifier",
            "company_name": "2.5.4.10",
            "p_number": "productionUnit",
            "name": "name",
            "given_name": "given_name",
            "surname": "family_name",
            "level": "acr",
            "business": "employee",
            "signatory": "companySignatory",
            "session": "sid",
        },
    ),
    "signicat": Profile(
        scope="openid profile idp-id mitid-extra",
        levels=NSIS_LEVELS,
        reads_userinfo=True,
        claims={
            "name": "name",
            "given_name": "given_name",
            "surname": "family_name",
            "level": "mitid_loa",
            "transaction": "mitid_transaction_id",
            "session": "sid",
        },
    ),
}
"""Signicat's business add-on has its own claims for company and professional identity: they are configured."""
