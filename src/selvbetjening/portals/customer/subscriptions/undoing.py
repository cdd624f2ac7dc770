"""The act on a subscription that this visitor may still undo, in words (CM-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.billing.queries.undos import OpenUndo, open_undo_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN, copenhagen_day
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.ui.components.values import language

_NEEDS: Final[Mapping[str, str]] = {
    "start": permissions.CREATE_SUBSCRIPTION,
    "resubscribe": permissions.REACTIVATE_SUBSCRIPTION,
    "cancel": permissions.CANCEL_SUBSCRIPTION,
    "reactivate": permissions.REACTIVATE_SUBSCRIPTION,
    "pause": permissions.PAUSE_SUBSCRIPTION,
    "resume": permissions.PAUSE_SUBSCRIPTION,
    "coupon": permissions.USE_COUPON,
}
_ACTS: Final[Mapping[str, Promise]] = {
    "start": _("You have ordered this subscription."),
    "resubscribe": _("You have begun this subscription again."),
    "change": _("You have changed this subscription."),
    "cancel": _("You have cancelled this subscription."),
    "reactivate": _("You have taken the cancellation back."),
    "pause": _("You have paused this subscription."),
    "resume": _("You have taken this subscription up again."),
    "coupon": _("You have used a discount code."),
}


@dataclass(frozen=True, slots=True)
class Banner:
    """What was done, and until when it may be undone, "14.05 i morgen"."""

    act: str
    until: str
    open: OpenUndo


def banner_for(request: VisitorRequest, subscription: UUID) -> Banner | None:
    """The latest act on the subscription, while this visitor may undo it."""
    account, now = request.visitor.account.id, clock.now()
    found = open_undo_of(request.organization_id, account=account, subscription=subscription, at=now)
    if found is None or not _may(request, found):
        return None
    local = found.open_until.astimezone(COPENHAGEN)
    today, day = copenhagen_day(now), local.date()
    time = f"{local:%H.%M}" if language() == "da" else f"{local:%H:%M}"
    if day == today:
        until = gettext("%(time)s today")
    elif day == today + timedelta(days=1):
        until = gettext("%(time)s tomorrow")
    else:
        until = gettext("%(time)s on %(day)s")
    words = until % {"time": time, "day": format_day(day, language())}
    return Banner(str(_ACTS.get(found.quote.act, "")), words, found)


def _may(request: VisitorRequest, found: OpenUndo) -> bool:
    quote = found.quote
    if quote.act != "change":
        return quote.act in _NEEDS and request.visitor.may(_NEEDS[quote.act]).allowed
    wanted = (permissions.UPGRADE_SUBSCRIPTION, permissions.DOWNGRADE_SUBSCRIPTION, permissions.CHANGE_QUANTITY)
    return any(request.visitor.may(code).allowed for code in wanted)
