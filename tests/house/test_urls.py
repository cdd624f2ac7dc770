"""Every URL of every door says who may use it: a permission, `@logged_in` or `@public`. Silence is a fault.

Exempt is one thing, by what it is and not by its path: Django admin's own views on the staff host. They carry their
site, which asks `has_permission` before each view; portals/staff wraps it.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import unwrap
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from selvbetjening.config import hosts
from selvbetjening.domain.access import permissions as business
from selvbetjening.domain.organizations.permissions import REGISTRY
from selvbetjening.portals.gate import LOGGED_IN, logged_in, public, requires

View = Callable[..., Any]
KNOWN = {*REGISTRY, LOGGED_IN, *business.codes(), *business.api_codes()}


def urlconfs() -> list[str]:
    """The url configurations of all doors: the named hosts', the companies' and the demo's."""
    found = {*hosts.URLCONFS.values(), hosts.CUSTOMER, hosts.STAFF, hosts.SANDBOX, "selvbetjening.config.urls"}
    return sorted(found)


def views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, View]]:
    """Every address of a url configuration with its view."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def is_admin(view: View) -> bool:
    """Whether the view is Django admin's own: it carries the site or the model's admin that guards it."""
    guarded = unwrap(view, stop=lambda layer: hasattr(layer, "__self__"))
    if isinstance(getattr(view, "__self__", None), AdminSite):
        return True  # login and logout themselves
    wrapped = guarded is not view and isinstance(getattr(guarded, "__self__", None), BaseModelAdmin)
    return wrapped or hasattr(view, "admin_site") or hasattr(view, "model_admin")


def declarations(view: View) -> list[str]:
    """What the view says of who may use it. Exactly one entry is sound."""
    permission = getattr(view, "permission", None)
    found = (
        [] if permission is None else ["permission" if permission in KNOWN else f"unknown permission {permission!r}"]
    )
    return found + (["public"] if getattr(view, "public", None) is True else [])


def undeclared(patterns: list[Any], *, staff: bool = False) -> list[str]:
    """The addresses whose view says nothing, more than one thing, or something that nobody registered."""
    faults = []
    for address, view in views(patterns):
        found = declarations(view)
        if found in (["permission"], ["public"]) or (staff and is_admin(view)):
            continue
        faults.append(f"{address}: {', '.join(found) or 'no declaration'}")
    return faults


def test_every_url_declares_who_may_use_it() -> None:
    faults = []
    for name in urlconfs():
        import_module(name)
        found = undeclared(get_resolver(name).url_patterns, staff=name == hosts.STAFF)
        faults += [f"{name} {fault}" for fault in found]
    assert faults == []


def test_the_walk_reaches_the_pages() -> None:
    assert len(list(views(get_resolver(hosts.CUSTOMER).url_patterns))) > 15


def view(**marks: object) -> View:
    """A view with these marks."""

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.path)

    for name, value in marks.items():
        setattr(answer, name, value)
    return answer


def test_planted_views_are_seen() -> None:
    patterns = [
        path("one/", requires(next(iter(REGISTRY)))(view())),
        path("two/", public(view())),
        path("three/", logged_in(view())),
        path("silent/", view()),
        path("no/", view(public=False)),
        path("both/", public(logged_in(view()))),
        path("invented/", view(permission="fly")),
        path("admin/", admin.site.urls),
    ]
    expected = [
        "silent/: no declaration",
        "no/: no declaration",
        "both/: permission, public",
        "invented/: unknown permission 'fly'",
    ]
    assert undeclared(patterns, staff=True) == expected
    assert len(undeclared(patterns)) > len(expected), "Django admin is exempt on the staff host only"
