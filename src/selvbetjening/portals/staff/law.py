"""The rules of law in the code, for the operator and her lawyer."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from selvbetjening.kernel.law import REGISTRY, RULE_VERSION
from selvbetjening.portals.staff.pages import page


def law(request: HttpRequest) -> HttpResponse:
    """The rules of law as docs/law.md lists them, with the setting that carries what is uncertain."""
    order = sorted(REGISTRY, key=lambda id_: (id_.partition("-")[0], int(id_.partition("-")[2])))
    rules = [rule for id_ in order for rule in REGISTRY[id_]]
    title = gettext("Rules of law in the code")
    return page(request, "staff/law.html", title=title, rules=rules, version=RULE_VERSION)
