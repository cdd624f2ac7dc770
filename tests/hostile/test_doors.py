"""Nonsense at the doors: never an error of ours, never a redirect to another host (SEC-138, SEC-146)."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import portal
from tests.story.portal.world import World

PATHS = (
    "//evil.example/", "/%00", "/..;/", "/%ff%fe", "/static/%00", "/static/..%2f..%2fetc/passwd", "/log-ind/link/%00/",
    "/log-ind/link/" + "a" * 5000 + "/", "/fakturaer/?page=%00", "/fakturaer/?page=-1", "/fakturaer/?page=%D9%A3",
    "/abonnementer/?page=9e9", "/log-ind/?next=//evil.example", "/log-ind/?next=/%5Cevil.example", "/admin/", "/ui/",
    "/opret/?kundetype=%00", "/brand.css?v=%00", "/logo.png", "/csp-report", "/sprog/", "/mailbox.json",
)  # fmt: skip
METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "TRACE", "BREW")
HEADERS = (
    ("HTTP_ACCEPT_LANGUAGE", "x" * 9000), ("HTTP_HOST", "a@b"), ("HTTP_HOST", "x\x00"), ("HTTP_ORIGIN", "null"),
    ("HTTP_X_FORWARDED_FOR", "1.2.3.4,%00"), ("HTTP_X_FORWARDED_HOST", "evil.example"), ("CONTENT_LENGTH", "-5"),
    ("HTTP_IF_NONE_MATCH", '"'), ("HTTP_IF_MODIFIED_SINCE", "garbage"), ("HTTP_USER_AGENT", "\x00"),
)  # fmt: skip
COOKIES = ("\x00", "æ", "x" * 5000, "../..", "da;en", "a.b.c", "A" * 43 + ".zz", "A" * 43 + "." + "0" * 32)


@pytest.mark.parametrize("method", METHODS)
def test_no_path_breaks_or_leads_away(method: str, ours: World) -> None:
    for client in (ours.client(), portal.client(ours.organization)):
        for path in PATHS:
            answer = client.generic(method, path)
            assert answer.status_code < 500, path
            assert urlsplit(answer.headers.get("Location", "")).netloc == "", path


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_no_header_breaks(name: str, value: str, ours: World) -> None:
    for path in ("/", "/log-ind/", "/fakturaer/"):
        header: dict[str, Any] = {name: value}
        answer = ours.client().get(path, **header)
        assert answer.status_code < 500
        assert "evil" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("name", ["session", "language", "csrf", "link", "login"])
def test_no_cookie_breaks(name: str, ours: World) -> None:
    for value in COOKIES:
        for path in ("/", "/log-ind/", "/log-ind/fortsaet/"):
            for ask in (portal.client(ours.organization).get, portal.client(ours.organization).post):
                assert ask(path, HTTP_COOKIE=f"__Host-{name}={value}").status_code < 500
