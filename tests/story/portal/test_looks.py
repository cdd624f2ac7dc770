"""Colours, logo, language, contact and reports: what every page shares."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from tests import make, portal
from tests.story.portal.world import World, world

from selvbetjening.domain.organizations.models import Logo, Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import colour

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_the_brand_colour_is_a_guarded_style_sheet(ours: World) -> None:
    """SB-10, XB-35: the tokens of the company's colour; text in it reads at 4.5:1 whatever colour was chosen."""
    client = portal.client(ours.organization)
    first = re.search(r'href="(/brand\.css\?v=\w+)"', client.get("/hjaelp/").content.decode())
    assert first
    answer = client.get(first[1])
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--brand:#0b6b4f" in answer.content.decode()
    with within(ours.id):
        Organization.objects.filter(id=ours.organization.id).update(brand_colour="#ffd500")
    second = re.search(r'href="(/brand\.css\?v=\w+)"', client.get("/hjaelp/").content.decode())
    assert second and second[1] != first[1], "another colour has another address"
    strong = re.search(r"--brand-strong:(#\w{6})", client.get(second[1]).content.decode())
    assert strong
    assert colour.contrast(colour.parse(strong[1]), colour.WHITE) >= 4.5


@pytest.mark.parametrize("wrong", ["", "red", "#12", "#fff}x"])
def test_a_colour_that_is_none_reaches_no_style_sheet(wrong: str) -> None:
    """XB-35."""
    company = make.organization(brand_colour=wrong)
    assert portal.client(company).get("/brand.css").content == b""


def test_the_logo_is_on_every_page(ours: World) -> None:
    """SB-02, SB-09: shown at once after it was set, with a new address for new bytes, and only on its own host."""
    client, neighbour = portal.client(ours.organization), world()
    assert client.get("/logo.png").status_code == 404
    assert "/logo.png" not in client.get("/hjaelp/").content.decode()
    with within(ours.id):
        Logo.objects.create(organization=ours.organization, png=PNG, sha256="ab" * 32, width=1, height=1)
    for page in (client.get("/hjaelp/"), ours.client().get("/"), ours.client().get("/fakturaer/")):
        assert 'src="/logo.png?v=abababababab" alt="Nordlys Træning ApS"' in page.content.decode()
    answer = client.get("/logo.png")
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    again = client.get("/logo.png", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert portal.client(neighbour.organization).get("/logo.png").status_code == 404


def test_the_language_is_switched_on_the_same_page(ours: World) -> None:
    """XB-42: a cookie of this host only (SEC-135), and back to where one was (SEC-138)."""
    client = ours.client(language="da")
    answer = client.post("/sprog/", {"language": "en", "next": "/fakturaer/?page=1"})
    assert answer.headers["Location"] == "/fakturaer/?page=1"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert settings.LANGUAGE_COOKIE_NAME.startswith("__Host-")
    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert '<html lang="en">' in client.get("/fakturaer/").content.decode()


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", ""])
def test_the_switch_leads_nowhere_else(target: str, ours: World) -> None:
    """SEC-138."""
    answer = ours.client().post("/sprog/", {"language": "xx", "next": target})
    assert answer.headers["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def report(**fields: Any) -> str:
    return json.dumps({"csp-report": fields})


@pytest.mark.parametrize(
    "body",
    [report(**{"effective-directive": "script-src", "document-uri": "https://x/log-ind/link/SECRET/"}), "", "[]", "{",
     report(**{"effective-directive": "x" * 9000}), report(**{"effective-directive": ["SECRET"]}), "[" * 5000],
)  # fmt: skip
def test_reports_are_taken_and_nothing_personal_is_kept(body: str, ours: World, capsys: Any, caplog: Any) -> None:
    """SEC-132, SEC-143: always 204 and empty, without a token; no address or excerpt in the log."""
    client = portal.PortalClient(f"{ours.organization.slug}.portal.test", enforce_csrf_checks=True)
    answer = client.post("/csp-report", body, content_type="application/csp-report")
    assert (answer.status_code, answer.content) == (204, b"")
    told = capsys.readouterr()
    assert "SECRET" not in told.out + told.err + caplog.text


def test_crawlers_are_sent_away(ours: World) -> None:
    assert b"Disallow: /" in portal.client(ours.organization).get("/robots.txt").content


def test_forms_need_their_token(ours: World) -> None:
    """SEC-136: a post without the page's token does nothing."""
    client = ours.client()
    client.handler.enforce_csrf_checks = True
    for path in ("/sprog/", "/oplysninger/ret/", f"/abonnementer/{ours.subscription.id}/opsig/"):
        assert client.post(path, {"name": "X", "language": "en"}).status_code == 403
