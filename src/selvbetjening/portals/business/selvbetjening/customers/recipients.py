"""Who stands on an account: adding, correcting, barring and letting in again (SB-18, LG-03)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS
from selvbetjening.domain.accounts import queries
from selvbetjening.domain.accounts.actions import recipients as acts
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.forms import RecipientForm
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def recipient_page(
    request: CompanyRequest, organization: UUID, account: UUID, recipient: UUID | None = None
) -> HttpResponse:
    """Add or change a recipient; a second one with the same address is allowed and warned of (LG-03)."""
    here = request.acting.here

    def save(values: dict[str, Any]) -> None:
        details, who, at = acts.RecipientDetails(**values), request.acting.actor, clock.now()
        if recipient is None:
            done = acts.add(here, account=account, details=details, actor=who, at=at)
        else:
            done = acts.change(here, recipient=recipient, details=details, actor=who, at=at)
        if done.same_address_as:
            warn(request, done.same_address_as)

    found = account_of(here, account)
    present = queries.get_recipient(here, recipient=recipient) if recipient else None
    if recipient and (present is None or present.account_id != account):
        raise Http404
    initial = {name: getattr(present, name) for name in RecipientForm.base_fields} if present else None
    form = RecipientForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("business:sb_account", args=[here, account])
    if request.method == "POST" and attempt(form, save):
        return saved(request, back)
    title = gettext("New recipient of %(account)s") if present is None else gettext("Recipient of %(account)s")
    title %= {"account": found}
    return page(request, "business/form.html", title=title, form=form, back=back)


@requires(SELVBETJENING_CUSTOMERS)
@require_POST
def access(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """A press bars a recipient or lets one in again (SB-18).

    The act is named, not worked out from what is true now: a press in an old tab means what it said there.
    """
    here = request.acting.here
    account_of(here, account)
    named = {act: request.POST.get(act.__name__, "") for act in (acts.bar, acts.admit)}
    act, wanted = next(((act, one) for act, one in named.items() if one), (None, ""))
    back = reverse("business:sb_account", args=[here, account])
    if act is None:
        return HttpResponseRedirect(back)
    people = queries.recipients_of(here, account=account)
    chosen = next((person for person in people if str(person.id) == wanted), None)
    if chosen is None:
        raise Http404
    act(here, recipient=chosen.id, actor=request.acting.actor, at=clock.now())
    return saved(request, back)


def warn(request: CompanyRequest, other: queries.Recipient) -> None:
    """Say that nobody can log in with an address that stands on two recipients (LG-03)."""
    words = gettext(
        "The address already stands on %(name)s of account %(account)s. Nobody can log in with it as long as it stands "
        "on both: correct one of them."
    )
    messages.warning(request, words % {"name": other.name, "account": other.account.code})
