"""Decide the company's own rules about its users: what weakens them needs two Access Managers (SEC-32)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.actions.company import actor_of, has_two, lock, manager
from selvbetjening.domain.access.actions.tasks import ask
from selvbetjening.domain.access.models import AccessTask
from selvbetjening.domain.access.rules.invitations import WAITS
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.rules.register import REGISTER, SUBJECTS, accepted
from selvbetjening.domain.organizations.rules.register.business import FOUR_EYES, weakens
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_OWN = frozenset(setting.code for setting in SUBJECTS["business"]) | FOUR_EYES


def set_policies(organization: OrganizationId, *, values: Mapping[str, Any], by: UUID, at: datetime) -> tuple[str, ...]:
    """Keep these settings of users or of approving files; return the codes that wait for a second manager.

    A weaker rule waits where two managers stand, and with one manager for nobody; it is asked for on its own, the rest
    is kept at once. Records `organizations.settings_chosen` and `access.task_asked`. Raises `Refused("unknown")`, and
    `organizations.rules.Refused` for a value outside its limits; then nothing is kept.
    """
    if not set(values) <= _OWN:
        raise Refused("unknown", field=sorted(set(values) - _OWN)[0])
    sound = {code: accepted(setting=REGISTER[code], value=value) for code, value in values.items()}
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        weaker = [code for code, value in sound.items() if weakens(code=code, before=company.choice(code), after=value)]
        held = tuple(weaker) if has_two(organization, today=copenhagen_day(at)) else ()
        for code in held:
            kind = AccessTask.Kind.EXTERNAL_MANAGERS if code == "external_managers" else AccessTask.Kind.WEAKEN_POLICY
            ask(organization, kind=kind, by=by, life=WAITS, at=at, subject=code, wanted={code: sound[code]})
        now = {code: value for code, value in sound.items() if code not in held}
        choose(organization, values=now, actor=actor_of(by=by), at=at, by_managers=True)
    return held
