"""Write mails to a company's own users, from the business portal's address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import business_sender
from selvbetjening.kernel.formatting import Language, language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.access_words import MANAGERS
from selvbetjening.reactions.post import id_in


def tell_all(
    event: Recorded,
    words: str,
    *,
    name: str,
    path: str,
    only: set[UUID | None] | None = None,
    but: UUID | None = None,
) -> None:
    """Every manager hears it, or only these, or all but one. `words` is a key of `MANAGERS`."""
    for manager in all_managers(event.organization, but=but):
        if only is not None and manager.id not in only:
            continue
        language = language_of(manager.language)
        with override(language):
            what = gettext(MANAGERS[words])
        post(
            event, mails.managers_told, key=f"{event.id}:m:{manager.id}", to=manager.email, language=language,
            what=what, name=name, changed_at=event.at, path=page_of(event, path),
        )  # fmt: skip


def all_managers(organization: OrganizationId, *, but: UUID | None = None) -> list[Membership]:
    """The active managers with an address."""
    rows = Membership.objects.filter(organization_id=organization, state="active", role="access_manager")
    return [row for row in rows.exclude(email="").order_by("id") if row.id != but]


def member_of(event: Recorded) -> Membership | None:
    """The membership that the fact is about."""
    return Membership.objects.filter(organization_id=event.organization, id=id_in(event, "membership")).first()


def actor_in(event: Recorded) -> UUID | None:
    """The membership that did it; None for the system, an operator and others."""
    return UUID(event.actor_id) if event.actor_kind == "user" else None


def name_of(organization: OrganizationId, membership: UUID | None) -> str:
    """A member by name, empty for none."""
    return queries.names(organization, ids=[membership]).get(membership, "") if membership else ""


def solution_names(codes: Iterable[str], language: Language) -> str:
    """Solutions as the language calls them, one after the other."""
    known = {row.code: row.name_en if language == "en" else row.name_da for row in queries.all_solutions()}
    return ", ".join(known.get(code, code) for code in codes)


def page_of(event: Recorded, below: str = "") -> str:
    """A page of the company on the business portal's host."""
    return f"/v/{event.organization}/{below}"


def post(
    event: Recorded, draw: Any, *, key: str, to: str, language: Language, reply_to: str = "", **values: Any
) -> None:
    """One mail to one address."""
    company = business_sender(event.organization)
    write(
        event.organization,
        key=key,
        letter=draw(sender=company, language=language, **values),
        to=to,
        language=language,
        reply_to=reply_to or company.reply_to,
        at=event.at,
    )
