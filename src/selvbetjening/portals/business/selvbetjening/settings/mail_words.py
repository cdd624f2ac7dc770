"""What the company's mails come from, and what it says in them itself; each kind with a preview (SB-09, SEC-62)."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions.own_words import set_words
from selvbetjening.domain.messaging.rules.own_words import KINDS, OwnWords
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings import mail_preview
from selvbetjening.portals.business.selvbetjening.settings.mail_forms import LANGUAGES, MailTextForm, SenderForm
from selvbetjening.portals.business.selvbetjening.settings.words import MAILS
from selvbetjening.portals.gate import requires

_FOLDER: Final = "business/selvbetjening/settings"
_SENDER: Final = ("mail_sender_name", "mail_reply_to")


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_texts(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Sender and address for answers; the kinds of mail that take own words, and which have some."""
    acting = request.acting
    company = acting.organization
    form = SenderForm(request.POST or None, initial={code: company.choice(code) for code in _SENDER}, company=company)

    def save(values: dict[str, Any]) -> None:
        choose(acting.here, values=values, actor=acting.actor, at=clock.now())

    if request.method == "POST" and attempt(form, save):
        return saved(request, request.path)
    own = {kind for kind, _ in messaging.own_words(acting.here)}
    kinds = [(reverse("business:sb_mail_text", args=[acting.here, kind]), MAILS[kind], kind in own) for kind in KINDS]
    title = gettext("Mail texts and sender")
    return page(request, f"{_FOLDER}/mail_texts.html", title=title, form=form, kinds=kinds)


@requires(SELVBETJENING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_text(request: CompanyRequest, organization: UUID, kind: str) -> HttpResponse:
    """One kind of mail: own words in both languages, looked at before they are kept, and back to the standard."""
    if kind not in KINDS:
        raise Http404
    here, pressed = request.acting.here, request.POST
    kept = {language: words for (each, language), words in messaging.own_words(here).items() if each == kind}
    form = MailTextForm(pressed or None, initial=_typed(kept), kind=kind)
    back = reverse("business:sb_mail_texts", args=[here])
    if "standard" in pressed:
        _keep(request, kind, {})
        return saved(request, request.path, gettext("The mail is as in the standard again."))
    said = form.said() if form.is_valid() else kept
    if request.method == "POST" and form.is_valid() and "preview" not in pressed:
        _keep(request, kind, said)
        return saved(request, request.path)
    context = {
        "form": form,
        "back": back,
        "places": mail_preview.places_of(kind),
        "previews": mail_preview.drawn(here, kind=kind, said=said),
        "is_own": bool(kept),
        "is_preview": "preview" in pressed and form.is_valid(),
    }
    return page(request, f"{_FOLDER}/mail_text.html", title=str(MAILS[kind]), **context)


def _keep(request: CompanyRequest, kind: str, said: dict[str, OwnWords]) -> None:
    set_words(request.acting.here, kind=kind, said=said, actor=request.acting.actor, at=clock.now())


def _typed(kept: dict[str, OwnWords]) -> dict[str, str]:
    return {
        f"{field}_{language}": getattr(kept.get(language, OwnWords()), field)
        for language in LANGUAGES
        for field in ("subject", "words")
    }
