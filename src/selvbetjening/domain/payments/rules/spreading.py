"""How one amount that a gateway gave back spreads over the payments that its payment became here. Pure."""

from collections.abc import Sequence

from selvbetjening.domain.payments.rules.incoming import Refused


def newest_first(*, minor: int, lefts: Sequence[int]) -> list[int]:
    """So much of each, the first (the newest) before the others, never more than is left of it; what is over stays."""
    parts: list[int] = []
    for left in lefts:
        parts.append(min(minor - sum(parts), max(0, left)))
    return parts


def spread(*, minor: int, lefts: Sequence[int]) -> list[int]:
    """So much of each, the last part first, and never more than is left of it. Raises `Refused("too_much")`."""
    parts = [0] * len(lefts)
    rest = minor
    for place in reversed(range(len(lefts))):
        parts[place] = min(rest, max(0, lefts[place]))
        rest -= parts[place]
    if rest:
        raise Refused("too_much")
    return parts
