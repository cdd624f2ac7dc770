"""Who is protected as a consumer (PTY-1)."""

from typing import Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.wording import gettext_noop

Party = Literal["consumer", "business", "public"]


@law(
    "PTY-1",
    source="forbrugeraftaleloven § 2",
    setting="unknown_party_as",
    uncertain=gettext_noop("a CVR number alone is no proof of acting in trade"),
)
def party(*, known: str, unknown_as: str = "consumer") -> Party:
    """Whoever acts mainly outside trade is a consumer; who has not said is what the company's setting says.

    `known` is the account's party type, or empty. A setting that names nobody protects: the answer is `consumer`.
    """
    for said in (known, unknown_as):
        match said:
            case "consumer" | "business" | "public":
                return said
    return "consumer"


def is_consumer(*, known: str, unknown_as: str = "consumer") -> bool:
    """Whether consumer law applies to this customer."""
    return party(known=known, unknown_as=unknown_as) == "consumer"
