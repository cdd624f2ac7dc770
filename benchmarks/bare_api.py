"""A bare django-ninja site to measure against: the same statements, the same rows and the same schema, nothing else.

No middleware, no token, no rights, no limit, no log. Served by the same server with the product's own pool;
`BARE_ORGANIZATION` and `BARE_ACCOUNT` say whose rows it shows.
"""

import os
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings

settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.translation import activate  # noqa: E402
from ninja import NinjaAPI  # noqa: E402

from selvbetjening.domain.accounts.queries.listed import account_called, listed_accounts  # noqa: E402
from selvbetjening.domain.organizations.queries import Organization, get  # noqa: E402
from selvbetjening.domain.tenancy.within import within  # noqa: E402
from selvbetjening.kernel import clock  # noqa: E402
from selvbetjening.kernel.actors import SYSTEM  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402
from selvbetjening.portals.api import account_out  # noqa: E402
from selvbetjening.portals.api.account_out import AccountOut  # noqa: E402
from selvbetjening.portals.api.call import Call  # noqa: E402
from selvbetjening.portals.api.listing import DEFAULT  # noqa: E402
from selvbetjening.portals.api.resource import Page  # noqa: E402

HERE, ACCOUNT = OrganizationId(UUID(os.environ["BARE_ORGANIZATION"])), os.environ["BARE_ACCOUNT"]
api = NinjaAPI()


@cache
def _organization() -> Organization:
    return get(HERE)


def _call() -> Call:
    activate("en")  # as the product answers whoever says no language
    at = clock.now()
    return Call(
        here=HERE, organization=_organization(), api_user=uuid4(), token=uuid4(), rights=None, is_read_only=False,
        actor=SYSTEM, caller="", at=at, language="en",
    )  # fmt: skip


@api.get("accounts/", response=Page[AccountOut])
def listed(request: HttpRequest) -> Any:
    """Count and first page."""
    with within(HERE):
        call = _call()
        found = listed_accounts(HERE)
        rows = list(found.order_by("-created_at", "-pk")[:DEFAULT])
        return {"count": found.count(), "next": None, "previous": None, "results": account_out.rows(call, rows)}


@api.get("accounts/one/", response=AccountOut)
def read(request: HttpRequest) -> Any:
    """One account with all that belongs to it."""
    with within(HERE):
        account = account_called(HERE, reference=ACCOUNT)
        assert account is not None
        return account_out.one(_call(), account)


urlpatterns = [path("", api.urls)]
application = WSGIHandler()
