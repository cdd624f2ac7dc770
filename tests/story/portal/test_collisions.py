"""Two pages in each other's way: what the database gives up is done again, whole, as calls of the API are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests import leaving, portal
from tests.rival import rival
from tests.story.portal.test_details import EDIT, GOOD
from tests.story.portal.world import World, text_of

from selvbetjening.config.middleware import transactions
from selvbetjening.config.middleware.transactions import OrganizationTransaction
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event, LogHead
from selvbetjening.domain.payments.queries import gateways
from selvbetjening.domain.tenancy import again
from selvbetjening.domain.tenancy.within import within


def stood(ours: World) -> tuple[str, int]:
    """The name that stands, and how often the book says that it was changed."""
    with within(ours.id):
        told = Event.objects.filter(name="accounts.billing_details_updated").count()
        return Account.objects.get(id=ours.account.id).name, told


def log_of(ours: World) -> Callable[[], Any]:
    return lambda: LogHead.objects.select_for_update().get(account_id=ours.account.id)


def row_of(ours: World) -> Callable[[], Any]:
    return lambda: Account.objects.select_for_update().get(id=ours.account.id)


def test_a_page_that_was_given_up_is_done_once(ours: World) -> None:
    """SEC-35: one deadlock, and she sees that it is saved; the form's token is checked again and still right."""
    client = portal.PortalClient(ours.client().host, enforce_csrf_checks=True)
    client.cookies = ours.client().cookies
    token = client.get(EDIT).content.decode().split('name="csrfmiddlewaretoken" value="')[1].partition('"')[0]
    with rival(ours.id, holds=log_of(ours), wants=row_of(ours), times=1) as won:
        answer = client.post(
            EDIT, {**GOOD, "csrfmiddlewaretoken": token}, headers={"referer": f"https://{client.host}/"}
        )
    assert answer.status_code == 302 and won == [0]
    assert stood(ours) == ("Anna Nyborg", 1)


@pytest.mark.parametrize(("language", "words"), [("da", "Intet af dit er blevet gjort"), ("en", "Nothing of yours")])
def test_after_three_the_page_says_what_to_do(ours: World, language: str, words: str) -> None:
    """SEC-146, XB-42: 503 with Retry-After, in words and in the company's frame; nothing was done."""
    client = ours.client(language=language)
    with rival(ours.id, holds=log_of(ours), wants=row_of(ours), times=again.TRIES) as won:
        answer = client.post(EDIT, GOOD)
    assert (answer.status_code, len(won)) == (503, again.TRIES)
    assert answer.headers["Retry-After"] == "2"
    assert words in text_of(answer) and ours.organization.name in text_of(answer)
    assert stood(ours) == ("Anna Eksempel", 0)


def test_the_request_is_as_it_came(ours: World) -> None:
    """SEC-35: form and file are read again from their beginning, and nothing that the first try noted is left."""
    seen: list[tuple[str, bytes, bool]] = []

    def page(request: HttpRequest) -> HttpResponse:
        middleware.process_exception(request, _given_up()) if not seen else None
        sent: Any = request.FILES["file"]
        seen.append((request.POST["name"], sent.read(), hasattr(request, "noted")))
        request.noted = True  # type: ignore[attr-defined]
        return HttpResponse(status=503 if len(seen) == 1 else 200)

    middleware = OrganizationTransaction(page)
    request = RequestFactory().post(EDIT, {"name": "n", "file": SimpleUploadedFile("a.txt", b"bytes")})
    request.organization_id = ours.id  # type: ignore[attr-defined]
    assert middleware(request).status_code == 200
    assert seen == [("n", b"bytes", False)] * 2


def _given_up() -> OperationalError:
    import psycopg

    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected()
    return error


def test_what_leaves_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-35: the watch over the tests of API and portal sees an order that leaves inside, and only there."""
    middleware: Any = transactions

    class Adapter:
        def __init__(self, _credentials: object) -> None: ...
        def charge(self, _order: object) -> None: ...
        def capabilities(self) -> None: ...

    monkeypatch.setattr(leaving, "import_string", lambda _path: Adapter)
    with leaving.watched(monkeypatch) as seen:
        made: Any = gateways.build(gateway="stripe", credentials=None)  # type: ignore[arg-type]
        made.charge(1)
        middleware.whole(lambda: made.capabilities())
        assert seen == []
        middleware.whole(lambda: made.charge(1))
        assert seen == ["Adapter.charge"]
