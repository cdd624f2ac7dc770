"""What a login would be worth here, told without letting anybody in (BP-70)."""

from typing import Final, Literal

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.identity.ports import Person
from selvbetjening.kernel import clock

Checked = Literal["ok", "company", "level"]
ANSWERS: Final = ("ok", "company", "level")
#: NSIS levels that let somebody in (A.1).
ENOUGH: Final = ("substantial", "high")


def checked(person: Person) -> Checked:
    """`ok`, or what is missing: a company that is known here, or a level of assurance."""
    if person.level not in ENOUGH:
        return "level"
    return "ok" if access.company_with_cvr(cvr=person.cvr, at=clock.now()) else "company"
