"""Who works for the demo's companies: people of the MitID stand-in, with their access (BP-85)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from selvbetjening.domain.access.actions.company import lock
from selvbetjening.domain.access.actions.favourites import choose_favourites
from selvbetjening.domain.access.actions.first_manager import invite_first_manager
from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.join import join
from selvbetjening.domain.access.models import Entitlement, Invitation, Membership
from selvbetjening.domain.access.rules.invitations import InvitationDetails, WantedGrant
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox.mitid import people


@dataclass(frozen=True)
class Firm:
    """A company's Access Manager, by the stand-in's key, the solutions it has, and whether it has the bookkeeper."""

    manager: str
    solutions: tuple[str, ...]
    has_bookkeeper: bool


BOOKKEEPER: Final = "birgit"
FIRMS: Final = {
    "nordlys": Firm("astrid", ("bs-kundeportal", "my-file-transfer"), has_bookkeeper=False),
    "fjordbyg": Firm("freja", ("my-file-transfer",), has_bookkeeper=True),
    "yogahuset": Firm("yrsa", (), has_bookkeeper=True),
}


def employ(organization: OrganizationId, *, slug: str, at: datetime) -> None:
    """Let the company's people in, as invitations and their answers would; done already, it changes nothing."""
    firm = FIRMS.get(slug)
    with within(organization):
        if firm is None or Membership.objects.filter(organization_id=organization).exists():
            return
        for code in firm.solutions:
            Entitlement.objects.get_or_create(
                organization_id=organization, solution_id=code, defaults={"state": "active", "began_on": at.date()}
            )
        person = _person(firm.manager)
        first = invite_first_manager(
            organization, given_name=person.given_name, surname=person.surname, email=email_of(firm.manager),
            actor=SYSTEM, at=at,
        )  # fmt: skip
        manager = _joined(organization, first, firm.manager, at)
        choose_favourites(organization, membership=manager.id, codes=["selvbetjening", *firm.solutions[:1]])
        if firm.has_bookkeeper:
            _bookkeeper(organization, manager, at)


def email_of(key: str) -> str:
    """The person's work address in the demo."""
    return f"{key}@{'taltabel' if key == BOOKKEEPER else 'firma'}.example"


def _bookkeeper(organization: OrganizationId, manager: Membership, at: datetime) -> None:
    person = _person(BOOKKEEPER)
    company = next(one for one in people.COMPANIES if one.cvr == person.cvr)
    details = InvitationDetails(
        given_name=person.given_name, surname=person.surname, email=email_of(BOOKKEEPER), is_external=True,
        partner_cvr=company.cvr, partner_name=company.name, reason="Bogføring",
        grants=(WantedGrant(solution="selvbetjening", actions=("view", "money", "export")),),
    )  # fmt: skip
    sent = invite(organization, details=details, by=manager.id, at=at)
    _joined(organization, sent, BOOKKEEPER, at)


def _joined(organization: OrganizationId, invitation: Invitation, key: str, at: datetime) -> Membership:
    person = _person(key)
    user, _ = User.objects.get_or_create(
        issuer=people.ISSUER,
        subject=people.subject_of(key, person.cvr),
        defaults={"given_name": person.given_name, "surname": person.surname, "created_at": at},
    )
    return join(organization, company=lock(organization), invitation=invitation, user=user, by=None, at=at)


def _person(key: str) -> people.Invented:
    return next(one for one in people.PEOPLE if one.key == key)
