"""What waits for this member: a few lines, each with the page that settles it (BP-10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, ngettext, ngettext_lazy

from selvbetjening.domain.access.permissions import (
    FILES_APPROVE,
    FILES_FETCH,
    FILES_SEND,
    SELVBETJENING_MONEY,
    SELVBETJENING_SETTINGS,
)
from selvbetjening.domain.access.queries import bouncing
from selvbetjening.domain.access.queries.tasks import attention, deputies
from selvbetjening.domain.billing.queries.unbilled import unbilled
from selvbetjening.domain.deliveries import queries as deliveries
from selvbetjening.domain.directdebit.queries import waiting as direct_debit
from selvbetjening.domain.directdebit.queries.held_orders import held_batches
from selvbetjening.domain.payments.queries.alarms import waiting
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.filetransfer.senders import reader, scope
from selvbetjening.portals.business.people.succession import under_way
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.ui.components.values import language

_APPROVALS: Final = ngettext_lazy("%d file waits for approval", "%d files wait for approval")


@dataclass(frozen=True)
class Line:
    """One thing that waits."""

    words: str
    href: str


def waiting_for(acting: Acting) -> list[Line]:
    """Everything, the most pressing first."""
    return [line for part in _PARTS for line in part(acting)]


def _ends(acting: Acting) -> list[Line]:
    """The member's own access that ends within thirty days, or fades."""
    if acting.standing is None:
        return []
    found = []
    href = reverse("business:own_access", args=[acting.here])
    for grant in acting.standing.grants:
        if grant.is_fading:
            words = gettext("Your access to %(solution)s ends soon, because you have not used it for long.")
            found.append(Line(words % {"solution": name_of(grant.solution)}, href))
        elif grant.ends_on is not None and (grant.ends_on - acting.today).days <= 30:
            words = gettext("Your access to %(solution)s ends on %(day)s.")
            values = {"solution": name_of(grant.solution), "day": format_day(grant.ends_on, language())}
            found.append(Line(words % values, href))
    return found


def _managing(acting: Acting) -> list[Line]:
    """Requests and invitations that an Access Manager can settle."""
    if not acting.is_manager:
        return []
    seen = attention(acting.here, at=clock.now(), today=acting.today)
    lines = (
        (seen.tasks, "tasks", ngettext_lazy("%d request waits for your answer", "%d requests wait for your answer")),
        (
            seen.to_confirm,
            "invitations",
            ngettext_lazy("%d invited person has another name", "%d invited people have other names"),
        ),
        (
            seen.expired_invitations,
            "invitations",
            ngettext_lazy(
                "%d invitation has expired without an answer", "%d invitations have expired without an answer"
            ),
        ),
        (seen.invitations, "invitations", ngettext_lazy("%d invitation is out", "%d invitations are out")),
        (seen.ending, "members", ngettext_lazy("%d access ends within 30 days", "%d accesses end within 30 days")),
        (seen.fading, "members", ngettext_lazy("%d access is not used, and ends", "%d accesses are not used, and end")),
        (
            seen.suspended_over,
            "members",
            ngettext_lazy("%d suspension was to end by now", "%d suspensions were to end by now"),
        ),
    )
    return [
        Line(words % count, reverse(f"business:{name}", args=[acting.here])) for count, name, words in lines if count
    ]


def _unreached(acting: Acting) -> list[Line]:
    """Mails that do not arrive: one's own, and to a manager the users' (BP-77)."""
    if acting.standing is None:
        return []
    me, found = acting.standing.membership.id, []
    everybody = bouncing(acting.here, memberships=None if acting.is_manager else [me])
    if me in everybody:
        words = gettext("Mails to you do not arrive. See what you can do.")
        found.append(Line(words, reverse("business:notices", args=[acting.here])))
    if others := len(everybody - {me}):
        text = ngettext("Mails to %d user do not arrive", "Mails to %d users do not arrive", others)
        found.append(Line(text % others, reverse("business:members", args=[acting.here])))
    return found


def _money(acting: Acting) -> list[Line]:
    """Card payments that did not fit, and customers who are due and cannot be billed."""
    if not acting.holds(SELVBETJENING_MONEY):
        return []
    unfit, dues = waiting(acting.here), len(unbilled(acting.here, today=acting.today))
    lines = (
        (
            unfit,
            "sb_alarms",
            ngettext_lazy("%d thing about card payments waits for you", "%d things about card payments wait for you"),
        ),
        (
            dues,
            "sb_dues",
            ngettext_lazy("%d customer is due and cannot be billed", "%d customers are due and cannot be billed"),
        ),
    )
    return [
        Line(words % count, reverse(f"business:{name}", args=[acting.here])) for count, name, words in lines if count
    ]


def _betalingsservice(acting: Acting) -> list[Line]:
    """The line to it and its files, for who may set it up; answers that are booked nowhere, for who has the money."""
    may_line, may_money = acting.holds(SELVBETJENING_SETTINGS), acting.holds(SELVBETJENING_MONEY)
    if not (may_line or may_money):
        return []
    seen = direct_debit.waiting(acting.here)
    lines = (
        (
            seen.lines if may_line else 0,
            "sb_bank_line",
            ngettext_lazy("%d line to Betalingsservice does not work", "%d lines to Betalingsservice do not work"),
        ),
        (
            seen.unsent if may_line else 0,
            "sb_bank_line",
            ngettext_lazy(
                "%d file could not be sent to Betalingsservice", "%d files could not be sent to Betalingsservice"
            ),
        ),
        (
            seen.held if may_line else 0,
            "sb_bank_line",
            ngettext_lazy(
                "%d file from Betalingsservice is held until you look at it",
                "%d files from Betalingsservice are held until you look at them",
            ),
        ),
        (
            seen.answers if may_money else 0,
            "sb_debits",
            ngettext_lazy(
                "%d answer of Betalingsservice is booked nowhere", "%d answers of Betalingsservice are booked nowhere"
            ),
        ),
    )
    return [
        Line(words % count, reverse(f"business:{name}", args=[acting.here])) for count, name, words in lines if count
    ]


def _following(acting: Acting) -> list[Line]:
    """Somebody wants to become Access Manager, which everybody is told; and one's own answer as a deputy (BM-11)."""
    if acting.standing is None:
        return []
    found = []
    if (way := under_way(acting)) is not None:
        words = gettext("%(name)s has asked to become Access Manager. Look at it, and stop it if it is not right.")
        found.append(Line(words % {"name": way.name}, reverse("business:succession", args=[acting.here])))
    me = acting.standing.membership.id
    if any(one.membership_id == me and one.accepted_at is None for one in deputies(acting.here)):
        words = gettext("You have been named deputy of the Access Managers, and have not answered yet.")
        found.append(Line(words, reverse("business:deputy_answer", args=[acting.here])))
    return found


def _files(acting: Acting) -> list[Line]:
    """Files that wait for a decision which this member may take, and those of the last week that were refused."""
    if not acting.holds(FILES_FETCH):
        return _to_approve(acting)
    here, numbers, who = acting.here, scope(acting), reader(acting)
    seen = deliveries.waiting(here, pbs_numbers=numbers, reader=who)
    failed = deliveries.Filters(
        states=("rejected", "quarantined", "failed"), from_on=acting.today - timedelta(days=7), pbs_numbers=numbers,
        reader=who,
    )  # fmt: skip
    waits = ngettext_lazy("%d file may be a duplicate and waits", "%d files may be duplicates and wait")
    lines = (
        (
            seen.approvals if acting.holds(FILES_APPROVE) else 0,
            "venter",
            _APPROVALS,
        ),
        (seen.duplicates if acting.holds(FILES_SEND) else 0, "venter", waits),
        (
            len(deliveries.deliveries(here, filters=failed)),
            "afvist",
            ngettext_lazy("%d file was refused in the last seven days", "%d files were refused in the last seven days"),
        ),
    )
    address = reverse("business:mft", args=[here])
    return [Line(words % count, f"{address}?tilstand={group}") for count, group, words in lines if count]


def _to_approve(acting: Acting) -> list[Line]:
    """For whoever may approve files and not look at all of them: to the oldest one that waits."""
    if not acting.holds(FILES_APPROVE):
        return []
    waits = deliveries.Filters(states=("awaiting_approval",), pbs_numbers=scope(acting), reader=reader(acting))
    rows = deliveries.deliveries(acting.here, filters=waits)
    if not rows:
        return []
    return [Line(_APPROVALS % len(rows), reverse("business:mft_approve", args=[acting.here, rows[-1].id]))]


def _orders_to_approve(acting: Acting) -> list[Line]:
    """Orders about mandates that this member may approve: to the oldest (BM-04)."""
    if not acting.holds(FILES_APPROVE):
        return []
    waiting = held_batches(acting.here, pbs_numbers=scope(acting))
    if not waiting:
        return []
    words = ngettext_lazy(
        "%d set of orders about mandates waits for approval", "%d sets of orders about mandates wait for approval"
    )
    return [Line(words % len(waiting), reverse("business:mft_approve_orders", args=[acting.here, waiting[0].id]))]


_PARTS: Final[tuple[Callable[[Acting], list[Line]], ...]] = (
    _following,
    _files,
    _orders_to_approve,
    _managing,
    _unreached,
    _money,
    _betalingsservice,
    _ends,
)
