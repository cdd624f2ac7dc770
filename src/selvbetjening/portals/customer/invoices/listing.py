"""The flat list of documents, what is looked for in it, and several of them as one ZIP (XB-15)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast, get_args
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing.queries.charged_by_card import charged_by_card
from selvbetjening.domain.invoicing.actions.bundle import MOST, Picked, bundled
from selvbetjening.domain.invoicing.queries.listing import Filter, State, documents_of, years_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.owing import OpenItem, summed
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.invoices.charged import by_itself
from selvbetjening.portals.customer.invoices.shown import open_badge
from selvbetjening.portals.customer.paying.debited import Debited, through_bank
from selvbetjening.portals.customer.paying.offered import Offer
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.invoicing.queries.listing import Document

ON_A_PAGE: Final = 25
STATES: Final = [
    ("", gettext_lazy("All")),
    ("open", gettext_lazy("To be paid")),
    ("overdue", gettext_lazy("Overdue")),
    ("paid", gettext_lazy("Paid")),
    ("credited", gettext_lazy("Credited")),
]


class Search(forms.Form):
    """What is looked for. What does not fit is passed over: a list is shown in any case."""

    marks_optional = False

    q = forms.CharField(label=gettext_lazy("Number, text or amount"), max_length=100, required=False)
    state = forms.ChoiceField(label=gettext_lazy("Show"), choices=STATES, required=False)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, empty_value=None, required=False)
    subscription = forms.ChoiceField(label=gettext_lazy("Subscription"), required=False)

    def __init__(self, *args: Any, years: list[int], plans: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = _("All")
        self.fields["year"].choices = [("", everything), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["subscription"].choices = [("", everything), *plans]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """The filter behind the fields."""
        self.is_valid()
        values = self.cleaned_data
        state = values.get("state") or ""
        return Filter(
            state=cast(State, state) if state in get_args(State) else "",
            year=values.get("year"),
            subscription=UUID(values["subscription"]) if values.get("subscription") else None,
            text=values.get("q") or "",
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A document as the list shows it. `href` and `pdf` are empty where there is no page; a credit note is below 0.

    `now` is what is to be paid, where that is another amount than `total`; `pay` is where, empty for nowhere.
    """

    key: str
    name: str
    href: str
    pdf: str
    issued_on: date
    due_on: date | None
    total: Money
    badge: str
    badge_text: str
    now: Money | None = None
    pay: str = ""


@requires(permissions.VIEW_INVOICES)
@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """Every document of the account that fits, newest first, those of ended subscriptions too (XB-15)."""
    organization, account, today = request.organization_id, request.visitor.account.id, clock.today()
    search = _search(request)
    wanted, at = search.wanted(), _page(request)
    found = documents_of(
        organization, account=account, wanted=wanted, today=today, offset=(at - 1) * ON_A_PAGE, limit=ON_A_PAGE
    )
    page = Paginator(range(found.total), ON_A_PAGE).get_page(at)
    if page.number != at:
        offset = (page.number - 1) * ON_A_PAGE
        found = documents_of(organization, account=account, wanted=wanted, today=today, offset=offset, limit=ON_A_PAGE)
    items, offer = open_items(organization, account=account), Offer(request)
    by_card = by_itself(charged_by_card(organization, account=account, items=items.values(), today=today))
    through = through_bank(organization, invoices=items, items=items, at=clock.now())
    rows = [_row(each, items.get(each.id), today, offer, through.of(each.id)) for each in found.rows]
    context = {
        "page": page,
        "rows": rows,
        "can_pay": any(row.pay for row in rows),
        "total": found.total,
        "search": search,
        "filtered": not wanted.is_empty,
        "most": MOST,
        "open": summed(items=items.values(), today=today, charged=by_card.invoices | through.invoices),
        "by_card": by_card,
        "through": through,
        "balance": payments.balance(organization, account=account),
    }
    return render(request, "customer/invoices.html", context)


@requires(permissions.DOWNLOAD_INVOICES)
@require_safe
def archive(request: VisitorRequest) -> HttpResponseBase:
    """The chosen documents, or all that fit the filter, as one ZIP that is written as it is sent."""
    organization, account = request.organization_id, request.visitor.account.id
    now = clock.now()
    chosen = request.GET.getlist("pick")[:MOST]
    if request.GET.get("what") == "all":
        found = documents_of(
            organization, account=account, wanted=_search(request).wanted(), today=clock.today(), limit=MOST
        )
        picked = [Picked(each.kind, each.id) for each in found.rows if each.kind != "foreign"]
    else:
        picked = [one for one in map(_picked, chosen) if one]
    if not picked:
        return HttpResponseRedirect(f"{reverse('customer:invoices')}?none=1")
    content = bundled(organization, account=account, picked=picked, at=now)
    word = "invoices" if language() == "en" else "fakturaer"
    name = f'attachment; filename="{word}-{clock.today().isoformat()}.zip"'
    return StreamingHttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _search(request: VisitorRequest) -> Search:
    organization, account = request.organization_id, request.visitor.account.id
    mine = subscriptions.of_account(organization, account=account)
    plans = [(str(each.id), each.terms.plan.name(language())) for each in mine]
    return Search(request.GET, years=years_of(organization, account=account), plans=plans)


def _page(request: VisitorRequest) -> int:
    text = request.GET.get("page", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _picked(text: str) -> Picked | None:
    kind, _colon, id_ = text.partition(":")
    if kind not in ("invoice", "credit_note"):
        return None
    try:
        return Picked(kind, UUID(id_))  # type: ignore[arg-type]
    except ValueError:
        return None


def _row(of: "Document", item: OpenItem | None, today: date, offer: Offer, debit: Debited | None) -> Row:
    pages = {"invoice": ("invoice", "invoice_pdf"), "credit_note": ("credit_note", "credit_note_pdf")}.get(of.kind)
    names = {
        "invoice": _("Invoice %(number)s"),
        "credit_note": _("Credit note %(number)s"),
        "foreign": _("Earlier invoice %(number)s"),
    }
    badge, text = open_badge(item, today=today) if item else _badge(of)
    if debit and debit.is_silent:
        badge, text = "open", _("Betalingsservice has not answered")
    elif debit and debit.on:
        badge, text = "open", _("Betalingsservice %(day)s") % {"day": format_day(debit.on, language())}
    return Row(
        key=f"{of.kind}:{of.id}",
        name=names[of.kind] % {"number": of.number},
        href=reverse(f"customer:{pages[0]}", args=[of.id]) if pages else "",
        pdf=reverse(f"customer:{pages[1]}", args=[of.id]) if pages else "",
        issued_on=of.issued_on,
        due_on=item.due_on if item else of.due_on,
        total=-of.total if of.kind == "credit_note" else of.total,
        badge=badge,
        badge_text=text,
        now=item.now if item and item.now != of.total and item.now.minor > 0 else None,
        pay=offer.href(of.id, item.now) if item and debit is None else "",
    )


def _badge(of: "Document") -> tuple[str, str]:
    if of.kind == "foreign":
        return "info", _("From before")
    if of.kind == "credit_note":
        return ("info", _("To your credit")) if of.left.minor else ("ended", _("Used"))
    if of.credited.minor and of.credited >= of.total:
        return "ended", _("Credited")
    return "paid", ""
