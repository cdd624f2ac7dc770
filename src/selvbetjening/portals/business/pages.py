"""What every page of a company has: the frame, forms that show a refusal where it belongs (as the operator's pages)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from selvbetjening.domain.access.rules.refusals import Refused as AccessRefused
from selvbetjening.domain.accounts.rules import Refused as AccountRefused
from selvbetjening.domain.organizations.rules import Refused as OrganizationRefused
from selvbetjening.portals.business import support
from selvbetjening.portals.business.words import sentence
from selvbetjening.portals.refusal_words import refusal

REFUSED = (AccountRefused, OrganizationRefused)


def page(request: HttpRequest, template: str, *, title: str, **context: Any) -> HttpResponse:
    """A page in the portal's frame; `title` is its heading and stands in the browser's title, too.

    Each can say whom to call: `phone` and `phone_abroad` are there for `business/parts/phone.html`.
    """
    phones = {"phone": support.PHONE, "phone_abroad": support.PHONE_ABROAD}
    return render(request, template, {"title": title, **phones, **context})


def saved(request: HttpRequest, address: str, words: str = "") -> HttpResponse:
    """Back to a page, with the word that it is saved."""
    messages.success(request, words or gettext("Saved."))
    return HttpResponseRedirect(address)


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Let the act be done with the form's values; a refusal becomes an error at its field. True when it is done."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():  # half of a form is not saved
            act(dict(form.cleaned_data))
    except AccessRefused as error:
        form.add_error(error.field if error.field in form.fields else None, sentence(error.code, **error.values))
        return False
    except REFUSED as error:
        form.add_error(error.field if error.field in form.fields else None, refusal(error.reason))
        return False
    return True


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do an act that has no form; a refusal is told on the next page. True when it is done."""
    try:
        with transaction.atomic():
            act()
    except AccessRefused as error:
        messages.error(request, sentence(error.code, **error.values))
        return False
    return True
