"""Who looked across companies, when, at whose what (SEC-18): the doorway's book in words. It is only ever added to."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.portals.staff.looking import names_for_the_book
from selvbetjening.portals.staff.pages import page

_ROWS = 50
_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LOOK = re.compile(rf"staff: (?P<what>[A-Za-z ]+?)(?: (?P<thing>{_ID}))? of (?P<company>{_ID})")

LOOKS: Final[dict[str, str | Promise]] = {
    "settings": _("Settings"),
    "gate": _("Active, and features"),
    "betalingsservice": "Betalingsservice",
    "quarantine": _("Files in quarantine"),
    "failed files": _("Files that failed"),
    "visit": _("Act for this company"),
}
WHOLE: Final[dict[str, str | Promise]] = {
    "staff: list of organizations": _("List of companies"),
    "staff: who looked": _("Who looked"),
    "organizations whose old logins are forgotten": _("Forgets old logins"),
    "organizations whose old mails are forgotten": _("Forgets old mails and files"),
    "who wants the log's last hash by mail": _("Looks for who wants the log's hash by mail"),
    "events that stand outside their log": _("Looks for gaps in logs"),
    "reactions that are overdue": _("Looks for work left undone"),
    "due e-invoices that no job sent": _("Looks for e-invoices not sent"),
    "due mails that no job delivered": _("Looks for mails not sent"),
    "billing sweep: who has something due": _("Looks for what is to be billed"),
    "late sweep: who has something overdue": _("Looks for what is overdue"),
    "notices that wait for the day's collected mail": _("Looks for notices that wait for the day's mail"),
    "bookkeepers whose access ends soon": _("Looks for bookkeepers whose access ends soon"),
    "exports that no job made": _("Looks for files with data not made"),
    "moves that no job made": _("Looks for files of moves not made"),
    "guests nobody answered, prices nobody told": _("Looks for guests not answered and prices not told"),
    "card refunds to send or to read again": _("Looks for card refunds not finished"),
    "card gateways to look at": _("Looks at the card gateways"),
    "card alarms that nobody was told of": _("Looks for card alarms not told"),
    "card sweep: who has a charge that is due": _("Looks for charges that are due"),
    "card attempts to read again": _("Looks for card payments not finished"),
    "gateway notices that no job worked on": _("Looks for notices of card gateways not worked on"),
    "disabled cards that a gateway was not told of": _("Looks for disabled cards that a gateway keeps"),
    "cards that expire soon": _("Looks for cards that expire soon"),
    "whose company a login's CVR number is": _("Looks for the company of a login"),
    "staff: who meets a key of the SFTP server": _("Who meets a key of the SFTP server"),
    "companies whose programs are warned of a host key": _("Warns of a new key of the SFTP server"),
    "companies whose users' access is looked through": _("Looks through the access of companies' users"),
    "companies for which we are Betalingsservice": _("Looks for days of Betalingsservice to settle"),
    "companies with an external Betalingsservice": _("Looks for files to and from Betalingsservice"),
    "companies with old words to payers or answers": _("Forgets old words to payers, and old answers"),
    "find the companies with files on their way": _("Looks for files that are on their way"),
    "find the companies with files to forget": _("Forgets old files"),
    "webhooks that are due": _("Looks for messages to companies' systems that are due"),
    "renewals and expiries to be told to webhooks": _("Looks for renewals and expiries to tell companies' systems"),
    "old bodies of webhooks": _("Forgets old messages to companies' systems"),
    "accounts that a bookkeeper was granted": _("A bookkeeper's customers"),
}


@dataclass(frozen=True)
class Look:
    """One line of the book. `company` is its id or empty."""

    at: datetime
    who: str
    what: str
    company: str
    name: str


def looked(request: HttpRequest) -> HttpResponse:
    """The operators' looks; with `?all=1` the system's own, too."""
    everything = request.GET.get("all") == "1"
    uses = DoorwayUse.objects.all() if everything else DoorwayUse.objects.filter(actor_kind="staff")
    shown = Paginator(uses.order_by("-at"), _ROWS).get_page(request.GET.get("page"))
    found = list(shown)
    ids = [match["company"] for use in found if (match := _LOOK.fullmatch(use.reason))]
    companies = names_for_the_book(request, organizations=ids)
    staff = User.objects.in_bulk([int(use.actor_id) for use in found if use.actor_id.isdigit()])
    names = {str(id_): user.get_username() for id_, user in staff.items()}
    rows = [_line(use, names, companies) for use in found]
    title = gettext("Who looked")
    return page(request, "staff/looked.html", title=title, rows=rows, shown=shown, everything=everything)


def _line(use: DoorwayUse, names: dict[str, str], companies: dict[str, str]) -> Look:
    who = names.get(use.actor_id, gettext("an operator")) if use.actor_kind == "staff" else gettext("the system")
    match = _LOOK.fullmatch(use.reason)
    if match is None:
        return Look(use.at, who, str(WHOLE.get(use.reason, use.reason)), "", "")
    company = match["company"]
    what = str(LOOKS.get(match["what"], match["what"]))
    name = companies.get(company, "")
    return Look(use.at, who, what, company if name else "", name or gettext("a company that is gone"))
