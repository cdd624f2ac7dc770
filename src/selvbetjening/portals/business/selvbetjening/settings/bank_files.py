"""A file that was fetched and held (U3): what is wrong with it, and the press that reads it or puts it aside."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from betalingsservice.reasons import TEXT_NUMBERS
from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.directdebit.actions.put_aside import put_aside
from selvbetjening.domain.directdebit.actions.read_held import read_held
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import ELSEWHERE
from selvbetjening.domain.directdebit.rules.information import class_of
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import Language
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.direct_debit import FOLDER
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_words import CLASSES, FILES
from selvbetjening.portals.gate import confirmed_by_mitid, requires
from selvbetjening.ui.components.values import language

_LOOKS_EVERY: Final = "4"


@requires(SELVBETJENING_SETTINGS)
@confirmed_by_mitid("gateways")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_file(request: CompanyRequest, organization: UUID, bank_file: UUID) -> HttpResponse:
    """What the file is, what is wrong with it, and what reading it did; a held one is read or put aside."""
    here = request.acting.here
    back = reverse("business:sb_bank_line", args=[here])
    try:
        looked = bank.look_at(here, file=bank_file)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        return _decided(request, bank_file, back)
    row, spoken = looked.file, language()
    context = {
        "row": row,
        "state": FILES.get(row.code) or FILES[row.state],
        "kinds": ", ".join(each or gettext("unknown") for each in looked.kinds),
        "lines": looked.lines,
        "findings": [(each.line, each.what(spoken), each.mend(spoken)) for each in looked.findings],
        "told": [_told(each, spoken) for each in bank.information_of(here, file=row.id)],
        "text": looked.text,
        "is_gone": not row.content,
        "can_be_read": bool(row.content) and not looked.is_broken,
        "is_broken": looked.is_broken,
        "is_elsewhere": row.code == ELSEWHERE,
        "back": back,
        "looks_every": _LOOKS_EVERY if row.state == "fetched" else "",
    }
    return page(request, f"{FOLDER}/bank_file.html", title=row.name, **context)


def _told(pair: bank.InformationLine, spoken: Language) -> tuple[str, Any, str, str]:
    """Of whom, how grave, the number and what it says: in our words where they are known, else in theirs (U8)."""
    known = TEXT_NUMBERS.get(pair.text_number)
    words = known.into(spoken) if known else pair.text.strip()
    return pair.customer_number.lstrip("0"), CLASSES[class_of(text_number=pair.text_number)], pair.text_number, words


def _decided(request: CompanyRequest, file: UUID, back: str) -> HttpResponse:
    acting, at = request.acting, clock.now()
    if request.POST.get("decision") == "read":
        done = read_held(acting.here, file=file, actor=acting.actor, at=at)
        words = gettext("The file is being read. Its answers are booked as soon as it is done.")
    elif request.POST.get("decision") == "aside":
        done = put_aside(acting.here, file=file, actor=acting.actor, at=at)
        words = gettext("The file is put aside. Nothing of it is booked.")
    else:
        messages.error(request, gettext("Choose whether the file is read or put aside."))
        return HttpResponseRedirect(request.path)
    if done:
        return saved(request, back, words)
    messages.error(request, gettext("This file does not wait for you any more."))
    return HttpResponseRedirect(back)
