"""Browsers on the business host: over https, logged in as after MitID, with the membership that the test wants."""

from datetime import UTC, date, datetime
from random import randrange
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from selvbetjening.config import hosts
from selvbetjening.domain.access.models import Entitlement, Grant, Membership
from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.identity.actions.confirm import confirm
from selvbetjening.domain.identity.actions.keep_business_session import Visit
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sessions import BusinessStore
from tests.portal import PortalClient

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
HOST = "erhverv.portal.test"
#: Never the own number of any test company.
ELSEWHERE = "96666623"


class BusinessClient(PortalClient):
    """A browser on the business host; `here` is the company whose addresses `path` gives."""

    def __init__(self, *, here: Organization | None = None, language: str = "da") -> None:
        # Each browser has an address of its own: logins are limited by network (security.md 5.2).
        address = f"10.{randrange(256)}.{randrange(256)}.{randrange(1, 255)}"
        super().__init__(HOST, headers={"accept-language": language}, REMOTE_ADDR=address)
        self.here = here
        self.membership: Membership | None = None

    def path(self, name: str, *args: Any) -> str:
        """The address of a page of the client's company, by the name of its route."""
        assert self.here is not None
        return reverse(f"business:{name}", args=[self.here.id, *args], urlconf=hosts.BUSINESS)

    @property
    def digest(self) -> bytes:
        """What the table knows this browser's session by."""
        return BusinessStore(self.cookies[settings.SESSION_COOKIE_NAME].value).digest

    def confirm(self, action_class: str) -> None:
        """As after a fresh MitID for this class of acts."""
        assert self.here is not None
        confirm(session_digest=self.digest, action_class=action_class, organization=self.here.id, at=clock.now())


def user(*, name: str = "Astrid Nordby") -> User:
    """A person who has logged in once."""
    given, _, surname = name.partition(" ")
    return User.objects.create(
        issuer="https://mitid.test", subject=uuid4().hex, given_name=given, surname=surname, created_at=AT
    )


def member(
    organization: Organization,
    *,
    who: User | None = None,
    role: str = "user",
    grants: dict[str, list[str]] | None = None,
    **values: Any,
) -> Membership:
    """A user of the company; `grants` are solutions with their actions (an empty list: all of them)."""
    person = who or user()
    fields: dict[str, Any] = {
        "state": "active", "role": role, "bound_cvr": organization.cvr, "given_name": person.given_name,
        "surname": person.surname, "email": f"{uuid4().hex[:8]}@firma.example", "joined_at": AT, "state_changed_at": AT,
        "first_login_at": AT, "last_login_at": AT,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(organization.id)):
        made = Membership.objects.create(organization=organization, user=person, **fields)
        for code, actions in (grants or {}).items():
            give(organization, made, code, actions)
    return made


def give(organization: Organization, to: Membership, code: str, actions: list[str], **values: Any) -> Grant:
    """An active grant; the company's transaction is opened here."""
    with within(OrganizationId(organization.id)):
        return Grant.objects.create(
            organization=organization, membership=to, solution_id=code, state="active",
            actions=actions or list(ACTIONS[code]), granted_at=AT, **values,
        )  # fmt: skip


def entitle(organization: Organization, *codes: str) -> None:
    """Active agreements for these solutions."""
    with within(OrganizationId(organization.id)):
        for code in codes:
            Entitlement.objects.create(
                organization=organization, solution_id=code, state="active", began_on=date(2025, 1, 1)
            )


def client_for(
    person: User | None, *, cvr: str, here: Organization | None = None, language: str = "da", **visit: Any
) -> BusinessClient:
    """A browser in which this person has logged in with this CVR number."""
    made = BusinessClient(here=here, language=language)
    session = BusinessStore()
    session.begin(Visit(user=person.id if person else None, cvr=cvr, broker="demo", **visit))
    made.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return made


def as_member(organization: Organization, membership: Membership, *, language: str = "da") -> BusinessClient:
    """This user's browser."""
    made = client_for(
        User.objects.get(id=membership.user_id), cvr=membership.bound_cvr, here=organization, language=language
    )
    made.membership = membership
    return made


def as_manager(organization: Organization, *, language: str = "da") -> BusinessClient:
    """The browser of an Access Manager of the company, who is made for it."""
    return as_member(organization, member(organization, role="access_manager"), language=language)


def operator() -> int:
    """The number of an operator who is made for it."""
    made = get_user_model().objects.create(username=f"{uuid4().hex}@drift.example", is_staff=True)
    return int(made.pk)


def as_operator(
    organization: Organization, *, number: int | None = None, reason: str = "Hjælp til opsætning", language: str = "da"
) -> BusinessClient:
    """An operator's browser, acting for this company with a reason; the operator is made for it unless one is given."""
    return client_for(
        None, cvr="", here=organization, language=language, operator=operator() if number is None else number,
        acting_for=UUID(str(organization.id)), acting_reason=reason,
    )  # fmt: skip


def stranger(organization: Organization | None = None, *, language: str = "da") -> BusinessClient:
    """A browser that nobody has logged in with."""
    return BusinessClient(here=organization, language=language)


def confirmed(client: BusinessClient, address: str, form: dict[str, str]) -> Any:
    """The answer to a form that shows what it comes to before it books: filled in, and confirmed as shown."""
    shown = client.post(address, form)
    return client.post(address, form | {"confirmed": shown.context["seal"]})
