"""Decide what the settings register leaves to the company."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import SettingsChosen
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.domain.organizations.rules.register import REGISTER, accepted, approval
from selvbetjening.domain.organizations.rules.register.business import weakens
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def choose(
    organization: OrganizationId,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    by_managers: bool = False,
) -> tuple[str, ...]:
    """Keep these choices and return the codes that changed. A choice that is the default is not kept. Rules of approval
    are kept one by one: those that are not named stay as they are (`approval.merged`).

    `by_managers`: what weakens the rules about the company's own users was agreed by its Access Managers; without it
    such a choice is refused, whoever asks, the operator too (SEC-32). Records `organizations.settings_chosen` when
    something changed. Raises `Refused`: `two_persons`, and see `register.setting.accepted`; then nothing is kept.
    """
    if unknown := sorted(set(values) - set(REGISTER)):
        raise Refused("unknown", field=unknown[0])
    wanted = {code: accepted(setting=REGISTER[code], value=value) for code, value in values.items()}
    with within(organization):
        found = Organization.objects.select_for_update().get(id=organization)
        weaker = []
        if (rules := wanted.get(approval.CODE)) is not None:
            weaker = [approval.CODE] if approval.weakened_rules(choice=found.choice, rules=rules) else []
            # What names no rule changes none.
            wanted[approval.CODE] = approval.merged(before=found.choice(approval.CODE), after=rules)
        changed = tuple(code for code, value in wanted.items() if found.choice(code) != value)
        weaker += [code for code in changed if weakens(code=code, before=found.choice(code), after=wanted[code])]
        if weaker and not by_managers:
            raise Refused("two_persons", field=weaker[0])
        if changed:
            chosen = {**found.choices, **wanted}
            found.choices = {code: value for code, value in chosen.items() if value != REGISTER[code].default}
            found.save(update_fields=["choices"])
            record(organization, fact=SettingsChosen(codes=changed), actor=actor, at=at)
    return changed
