"""A company with Access Managers and users, for the stories of access: acts by their names, the clock in the hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.redeem import Redeemed, redeem
from selvbetjening.domain.access.actions.send_again import issue_token
from selvbetjening.domain.access.models import Entitlement, Grant, Invitation, Membership
from selvbetjening.domain.access.queries import Standing
from selvbetjening.domain.access.rules.invitations import InvitationDetails, WantedGrant
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
CVR, PARTNER = "12345674", "87654321"
BS = WantedGrant(solution="bs-kundeportal", actions=("view",))
OWN = WantedGrant(solution="selvbetjening", actions=("view", "customers"))


def person(*, surname: str = "Vinter", **values: Any) -> User:
    fields = {"issuer": "https://broker.example", "subject": uuid4().hex, "given_name": "Vibe", "created_at": AT}
    return User.objects.create(**{**fields, "surname": surname, **values})


class Firm:
    """A company that has two solutions, and whoever joins it."""

    def __init__(self, *, managers: int = 1, **values: Any) -> None:
        self.company = make.organization(**values)
        self.id = OrganizationId(self.company.id)
        self.entitle("bs-kundeportal")
        self.managers = [self.member(role="access_manager") for _ in range(managers)]

    @property
    def boss(self) -> UUID:
        return self.managers[0].id

    def entitle(self, solution: str, **values: Any) -> Entitlement:
        with within(self.id):
            return Entitlement.objects.create(
                organization=self.company, solution_id=solution, **{"state": "active", **values}
            )

    def member(self, *, user: User | None = None, **values: Any) -> Membership:
        fields: dict[str, Any] = {
            "state": "active", "role": "user", "bound_cvr": CVR, "given_name": "Vibe", "surname": "Vinter",
            "email": f"vibe.{uuid4().hex[:8]}@example.com", "joined_at": AT, "first_login_at": AT,
            "last_login_at": AT, "state_changed_at": AT,
        }  # fmt: skip
        with within(self.id):
            return Membership.objects.create(organization=self.company, user=user or person(), **{**fields, **values})

    def grant(self, row: Membership, solution: str = "bs-kundeportal", **values: Any) -> Grant:
        fields: dict[str, Any] = {"state": "active", "actions": ["view"], "granted_at": AT}
        with within(self.id):
            return Grant.objects.create(
                organization=self.company, membership=row, solution_id=solution, **{**fields, **values}
            )

    def invited(self, *, at: datetime = AT, **values: Any) -> Invitation:
        fields: dict[str, Any] = {
            "given_name": "Bo", "surname": "Bruun", "email": f"bo.{uuid4().hex[:8]}@example.com", "grants": (BS,),
        }  # fmt: skip
        return invite(self.id, details=InvitationDetails(**{**fields, **values}), by=self.boss, at=at)

    def token(self, invitation: Invitation, *, at: datetime = AT) -> str:
        """The link that the mail carries, made as the delivery makes it."""
        made = issue_token(self.id, invitation=invitation.id, at=at)
        assert made
        return made["token"]

    def join(self, invitation: Invitation, *, user: User | None = None, cvr: str = CVR, at: datetime = AT) -> Redeemed:
        who, token = user or person(surname="Bruun"), self.token(invitation, at=at)
        return redeem(self.id, invitation=invitation.id, token=token, user=who.id, cvr=cvr, at=at)

    def fresh(self, row: Any) -> Any:
        with within(self.id):
            return type(row).objects.get(id=row.id)

    def standing(self, row: Membership, *, cvr: str = "", today: date = TODAY) -> Standing | None:
        with within(self.id):
            return queries.standing(self.id, user=row.user_id, cvr=cvr or row.bound_cvr, today=today)

    def may(self, row: Membership, code: str, *, today: date = TODAY) -> queries.Decision:
        with within(self.id):
            found = queries.standing(self.id, user=row.user_id, cvr=row.bound_cvr, today=today)
            return queries.may(standing=found, permission=code, is_operator=False)

    def facts(self) -> list[str]:
        with within(self.id):
            rows = Event.objects.filter(organization_id=self.id, name__startswith="access.").order_by("at", "id")
            return list(rows.values_list("name", flat=True))

    def standing_managers(self) -> int:
        with within(self.id):
            return Membership.objects.filter(
                organization_id=self.id, role="access_manager", state="active", ends_on=None,
                first_login_at__isnull=False,
            ).count()  # fmt: skip


def later(**values: float) -> datetime:
    return AT + timedelta(**values)
