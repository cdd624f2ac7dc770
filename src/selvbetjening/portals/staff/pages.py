"""What every page of the operator's has: the admin's frame, forms that show a refusal where it belongs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from selvbetjening.domain.accounts.rules import Refused as AccountRefused
from selvbetjening.domain.organizations.rules import Refused as OrganizationRefused
from selvbetjening.portals.refusal_words import refusal

REFUSED = (AccountRefused, OrganizationRefused)


def page(request: HttpRequest, template: str, *, title: str, **context: Any) -> HttpResponse:
    """A page in the admin's frame."""
    frame: dict[str, Any] = getattr(request, "staff_context", {})
    return render(request, template, {**frame, "title": title, **context})


def saved(request: HttpRequest, address: str) -> HttpResponse:
    """Back to a page, with the word that it is saved."""
    messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(address)


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Let the act be done with the form's values; a refusal becomes an error at its field. True when it is done."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():  # half of a form is not saved
            act(dict(form.cleaned_data))
    except REFUSED as error:
        form.add_error(error.field if error.field in form.fields else None, refusal(error.reason))
        return False
    return True
