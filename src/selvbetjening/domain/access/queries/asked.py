"""What a task asks of a manager, in full, and the digest that binds the answer to it (SEC-31, SEC-32, SEC-157)."""

from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.models import AccessTask, Invitation, Membership
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, USER
from selvbetjening.domain.history.rules.chain import canonical
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a yes leads to. For a person: who, for which company, from which role to which, until when.

    For a rule: its code, as it is and as it would be; one of approval says for which solution and PBS number. For a
    request of access: the solution, the actions (none: all), the numbers (none: all), until when. What does not
    belong to the kind is empty; `ends_on` is the first day without.
    """

    name: str = ""
    email: str = ""
    cvr: str = ""
    is_external: bool = False
    partner_name: str = ""
    why: str = ""
    role_now: str = ""
    role_then: str = ""
    claimed: str = ""
    setting: str = ""
    rule_for: str = ""
    value_now: Any = None
    value_then: Any = None
    solution: str = ""
    actions: tuple[str, ...] = ()
    pbs_numbers: tuple[str, ...] = ()
    opens_production: bool = False
    ends_on: date | None = None


def asked(organization: OrganizationId, *, task: AccessTask) -> Asked:
    """The content of the task as the rows are now. Inside the company's transaction."""
    match task.kind:
        case AccessTask.Kind.PROMOTE if "invitation" in task.wanted:
            return _of_invitation(organization, UUID(task.wanted["invitation"]))
        case AccessTask.Kind.PROMOTE:
            return Asked(**_person(task.about), role_then=ACCESS_MANAGER)
        case AccessTask.Kind.SAME_PERSON:
            return Asked(**_person(task.about), role_then=USER, claimed=task.wanted.get("name", ""))
        case AccessTask.Kind.REQUEST_ACCESS:
            return _of_request(task)
        case AccessTask.Kind.OPEN_PRODUCTION:
            return Asked(solution=task.subject, opens_production=True)
        case _:
            return _of_rule(Organization.objects.get(id=organization), task)


def digest(organization: OrganizationId, *, task: AccessTask) -> str:
    """SHA-256 over the task and what `asked` says of it: another content, another digest."""
    values = {name: str(value) for name, value in asdict(asked(organization, task=task)).items()}
    wanted = {name: str(value) for name, value in task.wanted.items()}
    whole = {"task": str(task.id), "kind": task.kind, "reason": task.reason, "content": values, "wanted": wanted}
    return sha256(canonical(value=whole).encode()).hexdigest()


def _of_invitation(organization: OrganizationId, invitation: UUID) -> Asked:
    found = Invitation.objects.filter(organization_id=organization, id=invitation).first()
    if found is None:
        return Asked(role_then=ACCESS_MANAGER)
    return Asked(
        name=f"{found.given_name} {found.surname}".strip(), email=found.email, cvr=found.bound_cvr,
        is_external=found.is_external, partner_name=found.partner_name, why=found.reason, role_then=found.role,
        claimed=found.claimed_name, ends_on=found.membership_ends_on,
    )  # fmt: skip


def _of_rule(company: Organization, task: AccessTask) -> Asked:
    """A setting, or one rule of approval beside the one in force for its solution and number (`rule_for`)."""
    code, _, name = task.subject.partition(" ")
    now, then = company.choice(code), task.wanted.get(code)
    if name:
        general = approval.company_rule(choose={part: company.choice(part) for part in approval.COMPANY.values()})
        after = approval.merged(before=now, after=then or {})
        now = approval.in_force(rules=now, company=general, name=name)[1]
        then = approval.in_force(rules=after, company=general, name=name)[1]
    return Asked(setting=code, rule_for=name, value_now=now, value_then=then)


def _person(row: Membership | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "name": row.full_name, "email": row.email, "cvr": row.bound_cvr, "is_external": row.is_external,
        "partner_name": row.partner_name, "role_now": row.role, "ends_on": row.ends_on,
    }  # fmt: skip


def _of_request(task: AccessTask) -> Asked:
    ends_on = task.wanted.get("ends_on")
    person = _person(task.about) | {"ends_on": date.fromisoformat(ends_on) if ends_on else None}
    return Asked(
        **person, solution=task.subject, actions=tuple(task.wanted.get("actions", ())),
        pbs_numbers=tuple(task.wanted.get("pbs_numbers", ())),
    )  # fmt: skip
