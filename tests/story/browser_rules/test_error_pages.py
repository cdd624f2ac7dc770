"""Error pages: in both languages, with the reference of the log line, and nothing of the inside (SEC-146)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from selvbetjening.portals.customer import urls
from selvbetjening.portals.gate import public
from tests import make, portal

pytestmark = pytest.mark.usefixtures("database")
INSIDE = "hemmelig-værdi-9f2c"
WORDS = {
    400: ("kunne ikke forstås", "could not be understood"),
    403: ("Der er ikke sket noget", "Nothing has been done"),
    404: ("Der er ikke noget på denne adresse", "There is nothing at this address"),
    500: ("Fejlen er vores", "The fault is ours"),
}


def failing(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    """A view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return public(view)


urlpatterns = [
    path("400/", failing(BadRequest(INSIDE))),
    path("403/", failing(PermissionDenied(INSIDE))),
    path("500/", failing(RuntimeError(INSIDE))),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """An organization whose portal has the views above."""
    monkeypatch.setattr("selvbetjening.config.hosts.CUSTOMER", __name__)
    return make.organization()


@pytest.mark.parametrize("status", WORDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_an_error_page_helps_and_tells_nothing_sec_146(status: int, language: str, broken: Any) -> None:
    """SEC-146: status, language, words, reference; no exception, no path of a file, no SQL."""
    client = portal.client(broken, language=language)
    client.raise_request_exception = False
    response = client.get(f"/{status}/")
    body = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in body
    assert WORDS[status][language == "en"] in body
    reference = re.search(r"<code>([0-9a-f]{12})</code>", body)
    assert reference
    assert response.headers["X-Request-Reference"] == reference[1]
    for inside in (INSIDE, "Traceback", "RuntimeError", "selvbetjening.portals", ".py", "SELECT"):
        assert inside not in body


@pytest.mark.parametrize("status", WORDS)
def test_inside_a_portal_it_stands_in_the_frame_sb_09(status: int, broken: Any) -> None:
    """SB-09, SB-10: name, colour and languages always; the menu for whoever is in, but not after a fault of ours,
    where nothing more is read.
    """
    owner = portal.client(broken, make.recipient(make.account(broken)))
    owner.raise_request_exception = False
    for client, is_in in ((portal.client(broken), False), (owner, True)):
        client.raise_request_exception = False
        body = client.get(f"/{status}/").content.decode()
        assert broken.name in body and "/brand.css?v=" in body and 'action="/sprog/"' in body
        assert ('href="/abonnementer/"' in body) is (is_in and status != 500)
        assert ("Gå til dit overblik" in body) is (is_in and status != 500)


def test_a_form_that_was_open_for_too_long_keeps_the_frame(broken: Any) -> None:
    """SEC-136: a post without its token does nothing, and the page looks like the company's."""
    client = portal.PortalClient(f"{broken.slug}.portal.test", enforce_csrf_checks=True)
    answer = client.post("/log-ind/", {"email": "a@example.com"})
    assert answer.status_code == 403
    assert broken.name in answer.content.decode() and 'action="/sprog/"' in answer.content.decode()


def test_a_page_that_cannot_be_framed_is_plain(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-146: error pages work when everything else does not."""

    def fall(_request: object) -> None:
        raise RuntimeError(INSIDE)

    monkeypatch.setattr("selvbetjening.portals.customer.failing.recognise", fall)
    answer = portal.client(broken, language="en").get("/nowhere/")
    assert answer.status_code == 404 and WORDS[404][1] in answer.content.decode()
    assert broken.name not in answer.content.decode() and INSIDE not in answer.content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_an_unknown_host_has_the_same_page_sec_146(language: str) -> None:
    """SEC-146, LG-06."""
    response = portal.PortalClient("nobody.portal.test", headers={"accept-language": language}).get("/")
    body = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in body
    assert WORDS[404][language == "en"] in body


@pytest.mark.parametrize("host", ["nobody.portal.test", "api.portal.test", "status.portal.test"])
def test_a_host_without_a_front_page_offers_no_way_to_it(host: str, broken: Any) -> None:
    """LG-06: the button would lead back to the same page; where there is a front page it stands."""
    button = '<a class="button button-primary" href="/">'
    for address in ("/", "/anything/"):
        answer = portal.PortalClient(host).get(address)
        assert answer.status_code == 404 and button not in answer.content.decode()
    assert button in portal.client(broken).get("/404/").content.decode()
