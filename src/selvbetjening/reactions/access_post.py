"""Tell a company's own users, and write mails from the business portal's address (BP-77)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, override

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.queries.notice_words import KIND_OF, MANAGERS
from selvbetjening.domain.access.rules.notices import NewNotice, reference_of
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import business_sender
from selvbetjening.domain.messaging.rules.letters import Footing
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.post import id_in


def tell_all(
    event: Recorded,
    words: str,
    *,
    path: str,
    about: UUID | None = None,
    source: UUID | None = None,
    only: set[UUID | None] | None = None,
    but: UUID | None = None,
) -> None:
    """Every manager hears it, or only these, or all but one. `words` is a key of `MANAGERS`.

    `about` is the membership, `source` the invitation that it is about: named in the portal, not in the mail (BP-77).
    """
    kind = KIND_OF.get(words, "users")
    notice = NewNotice(kind, f"managers:{words}", path, about=about, source=source)
    for manager in all_managers(event.organization, but=but):
        if only is not None and manager.id not in only:
            continue
        told(
            event, manager, notice, mails.managers_told, key=f"{event.id}:m:{manager.id}",
            what=MANAGERS[words], changed_at=event.at,
        )  # fmt: skip


def told(
    event: Recorded, to: Membership, notice: NewNotice, draw: Any, *, key: str, reply_to: str = "", **given: Any
) -> None:
    """A notice to one user, with its mail. `what` is a msgid; a value that can be called is asked for its language."""

    def values(language: Language) -> dict[str, Any]:
        with override(language):
            found = {name: value(language) if callable(value) else value for name, value in given.items()}
            return found | {name: gettext(msgid) for name, msgid in found.items() if name == "what"}

    path = page_of(event, notice.path) if to.state == "active" else ""
    tell(
        event.organization, to=to, notice=notice, key=key, draw=draw, values=lambda language: {"path": path}
        | values(language), reply_to=reply_to, at=event.at,
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
    event: Recorded, draw: Any, *, key: str, to: str, language: Language, why: str, source: UUID, **values: Any
) -> None:
    """One mail to an address that is no user's: `why` is the msgid of why it came, `source` what its number is of."""
    company = business_sender(event.organization)
    with override(language):
        footing = Footing(gettext(why) % {"company": company.name}, reference_of(notice=source))
    write(
        event.organization,
        key=key,
        letter=draw(sender=replace(company, footing=footing), language=language, **values),
        to=to,
        language=language,
        reply_to=company.reply_to,
        at=event.at,
    )
