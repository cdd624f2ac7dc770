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
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import REGISTER, SUBJECTS, accepted, approval
from selvbetjening.domain.organizations.rules.register.business import FOUR_EYES, weakens
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_OWN = frozenset(setting.code for setting in SUBJECTS["business"]) | FOUR_EYES | {approval.CODE}


def set_policies(organization: OrganizationId, *, values: Mapping[str, Any], by: UUID, at: datetime) -> tuple[str, ...]:
    """Keep these settings of users or of approving files; return the codes that wait for a second manager.

    A weaker rule waits where two managers stand, and with one manager for nobody; it is asked for on its own, the
    rest is kept at once. Of rules of approval each solution and PBS number is asked for on its own, too. Records
    `organizations.settings_chosen` and `access.task_asked`. Raises `Refused("unknown")`, and
    `organizations.rules.Refused` for a value outside its limits; then nothing is kept.
    """
    if not set(values) <= _OWN:
        raise Refused("unknown", field=sorted(set(values) - _OWN)[0])
    sound = {code: accepted(setting=REGISTER[code], value=value) for code, value in values.items()}
    with within(organization):
        company = lock(organization)
        manager(organization, by=by, at=at)
        held = _weaker(company, sound) if has_two(organization, today=copenhagen_day(at)) else {}
        for subject, wanted in held.items():
            external = subject == "external_managers"
            kind = AccessTask.Kind.EXTERNAL_MANAGERS if external else AccessTask.Kind.WEAKEN_POLICY
            ask(organization, kind=kind, by=by, life=WAITS, at=at, subject=subject, wanted=wanted)
        now = {code: value for code, value in sound.items() if code not in held}
        if approval.CODE in now:
            left = {name for subject in held for name in held[subject].get(approval.CODE, ())}
            now[approval.CODE] = {name: rule for name, rule in now[approval.CODE].items() if name not in left}
        choose(organization, values=now, actor=actor_of(by=by), at=at, by_managers=True)
    return tuple(held)


def _weaker(company: Organization, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What waits, by the subject of its task: the code, and for a rule of approval its key (`asked`)."""
    others = {code: value for code, value in values.items() if code != approval.CODE}
    found = {
        code: {code: value}
        for code, value in others.items()
        if weakens(code=code, before=company.choice(code), after=value)
    }
    rules = values.get(approval.CODE, {})
    for name in approval.weakened_rules(choice=company.choice, rules=rules):
        found[f"{approval.CODE} {name}"] = {approval.CODE: {name: rules[name]}}
    return found
