"""The transaction of a page: the request's own, or one that is opened where the request has none (G2)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.portals.customer.requests import HouseRequest


@contextmanager
def inside(request: HouseRequest) -> Iterator[None]:
    """Read, write and draw in here; nothing in here may call a gateway."""
    if current() is not None:
        yield
    else:
        with within(request.organization_id):
            yield


def browser_of(request: HttpRequest) -> str:
    """The secret by which a browser is known again: that of its form tokens, empty where it has none (COO-1)."""
    return str(request.META.get("CSRF_COOKIE") or "")
