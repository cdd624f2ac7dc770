"""Host names of portals: the slug's, and a domain of the company's own (LG-16, XB-36)."""

import re
from datetime import datetime

import idna

from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.kernel.slugs import check_slug

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_REDIRECT = Interval("month", 12)


def accept_slug(*, slug: str) -> str:
    """The slug itself. Raises `Refused` with `too_short`, `too_long`, `bad_characters` or `reserved` (LG-16)."""
    if refusal := check_slug(slug):
        raise Refused(refusal, field="slug")
    return slug


def accept_domain(*, name: str, base: str) -> str:
    """A domain of the company's own in lower case and ASCII. Raises `Refused`: `not_a_domain`, `ours`.

    Names of the platform's own domain are given as slugs only: else a company could take `staff.` or another's name.
    """
    text = name.strip().lower().removesuffix(".")
    try:
        ascii_name = idna.encode(text, uts46=True, std3_rules=True).decode()
    except UnicodeError:
        raise Refused("not_a_domain", field="own_domain") from None
    labels = ascii_name.split(".")
    if len(labels) < 2 or len(ascii_name) > 253 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise Refused("not_a_domain", field="own_domain")
    if ascii_name == base or ascii_name.endswith(f".{base}"):
        raise Refused("ours", field="own_domain")
    return ascii_name


def redirects_until(*, renamed_at: datetime) -> datetime:
    """Until when a former host name leads on: the end of the Copenhagen day twelve months later (LG-16)."""
    day = copenhagen_day(renamed_at)
    last = step(day, _REDIRECT, anchor_day=day.day)
    return start_of_day(step(last, Interval("day", 1), anchor_day=1))
