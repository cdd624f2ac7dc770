"""Betalingsservice, to the company's own people: what is in the way, and what waits for them (BP-77, 17.1, 17.2).

Once a day of each kind at most: what comes after that is on the pages, and on the front page.
"""

from uuid import UUID

from betalingsservice.reasons import reason
from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY, SELVBETJENING_SETTINGS
from selvbetjening.domain.access.queries.standing import holds
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.billing.events import DebitsUnanswered
from selvbetjening.domain.directdebit.events import (
    AnswersRead,
    BankFileFetched,
    BankFileRefused,
    BankLineBack,
    BankLineDown,
    CollectionWithdrawn,
    MandateOrderRefused,
)
from selvbetjening.domain.directdebit.queries.waiting import waiting
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.mails.debit_troubles import Trouble
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import Language
from selvbetjening.reactions.access_post import page_of
from selvbetjening.reactions.post import id_in

_LINE = "selvbetjening/betalingsservice/aftaler/linje/"
_DEBITS = "selvbetjening/betalingsservice/"


def line_down(event: Recorded) -> None:
    """Once for an outage, when it has lasted for hours."""
    _tell(event, "line_down", SELVBETJENING_SETTINGS, _LINE, about=id_in(event, "connection"))


def line_back(event: Recorded) -> None:
    """Only where the outage was told."""
    _tell(event, "line_back", SELVBETJENING_SETTINGS, _LINE, about=id_in(event, "connection"))


def file_refused(event: Recorded) -> None:
    """A delivery does not go out."""
    _tell(event, "file_refused", SELVBETJENING_SETTINGS, _LINE)


def file_held(event: Recorded) -> None:
    """A file was fetched that a person has to look at."""
    if event.data["state"] == "held":
        _tell(event, "file_held", SELVBETJENING_SETTINGS, _LINE)


def unmatched(event: Recorded) -> None:
    """Answers that belong to nothing and that somebody has to deal with."""
    if (event.data["unknown"] or event.data["ambiguous"]) and waiting(event.organization).answers:
        _tell(event, "unmatched", SELVBETJENING_MONEY, _DEBITS)


def order_refused(event: Recorded) -> None:
    """The text number in words."""
    _tell(event, "order_refused", SELVBETJENING_MONEY, _DEBITS, code=event.data["code"])


def by_hand(event: Recorded) -> None:
    """What no file can take back."""
    if event.data["by_hand"]:
        _tell(event, "by_hand", SELVBETJENING_MONEY, _DEBITS)


def silent(event: Recorded) -> None:
    """Invoices about which nobody has answered."""
    _tell(event, "silent", SELVBETJENING_MONEY, _DEBITS)


def _tell(
    event: Recorded, trouble: Trouble, permission: str, path: str, *, about: UUID | None = None, code: str = ""
) -> None:
    """To everybody who may do something about it, the way she wants it."""
    today, place = copenhagen_day(event.at), page_of(event, path)
    notice = NewNotice("debits", f"debits:{trouble}", path)

    def values(language: Language) -> dict[str, object]:
        return {"trouble": trouble, "detail": reason(code).into(language) if code else "", "path": place}

    for member in Membership.objects.filter(organization_id=event.organization, state="active").order_by("id"):
        if holds(event.organization, membership=member.id, permission=permission, pbs_numbers=(), today=today):
            key = f"debits:{trouble}:{about or ''}:{today}:{member.id}"
            tell(
                event.organization, to=member, notice=notice, key=key, draw=mails.debit_trouble, values=values,
                at=event.at,
            )  # fmt: skip


SUBSCRIPTIONS = (
    (BankLineDown, line_down),
    (BankLineBack, line_back),
    (BankFileRefused, file_refused),
    (BankFileFetched, file_held),
    (AnswersRead, unmatched),
    (MandateOrderRefused, order_refused),
    (CollectionWithdrawn, by_hand),
    (DebitsUnanswered, silent),
)
