"""What another site can make a browser send, and what a hostile request can make us say (SEC-136, SEC-138, SEC-139)."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from selvbetjening.portals.network import client_ip
from tests import portal
from tests.story.portal.world import World, world
from tests.story.walls.addresses import filled, portal_addresses
from tests.story.walls.contents import changed, contents
from tests.story.walls.queue import work_off

#: What reading may write: that a session was seen, and the stored quote of a preview (design, "A change shows itself
#: first"). Opening a mailed link is noted as well (CM-11); the walk has none to open.
#: A letter's PDF is drawn when it is first asked for, where its job has not been by.
READING_WRITES = frozenset({"identity_portalsession", "billing_quote", "invoicing_reminderdocument"})
#: Addresses with a payment link's token: the walk has nobody's, and a wrong guess is counted (LG-15, SEC-19).
GUESSED, COUNTED = ("/betal/<str:token>/", "/kalender/", "/customer-api/"), {"identity_ratecount"}
PAYLOADS = (
    "//evil.example", "https://evil.example/", "http:evil.example", "/\\evil.example", "\\\\evil.example",
    "/%5cevil.example", "/%2f%2fevil.example", "/%252f/evil.example", "javascript:alert(1)", "data:text/html,evil",
    " //evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: evil=b", "///evil.example",
    "https:///evil.example", "@evil.example", "/x//evil.example", "//evil.example/%2f..",
    "https://firma.portal.test@evil.example", "\x00//evil.example",
)  # fmt: skip
#: A link, a form or a redirect of a page whose address begins with anything but one path of ours.
LEADS_AWAY = re.compile(r'(?:href|action|src)="(?!/[^/\\])[^"]*evil')


@pytest.fixture
def ours(database: str) -> World:
    return world()


def strict(ours: World, *, logged_in: bool = True) -> portal.PortalClient:
    """A client that does what Django's otherwise leaves out: the token is asked for."""
    made = ours.client() if logged_in else portal.client(ours.organization)
    made.handler.enforce_csrf_checks = True
    return made


def origin(ours: World) -> str:
    return f"https://{ours.organization.slug}.portal.test"


@pytest.mark.parametrize("address", [one for one in portal_addresses() if one != "/csp-report"])
def test_a_post_without_token_does_nothing_sec_136(address: str, ours: World) -> None:
    """SEC-136: 403 with the page that says so, on every address that takes posts, and nothing happened."""
    client, path = strict(ours), filled(address, ours)
    before = contents(ours.id, but={"identity_portalsession"})
    response = client.post(path, {"quote": "x", "email": "a@example.com"}, HTTP_ORIGIN=origin(ours))
    assert response.status_code == 403
    assert re.search(r"<code>[0-9a-f]{12}</code>", response.content.decode())
    assert changed(before, contents(ours.id, but={"identity_portalsession"})) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "https://nabo.portal.test"},
        {"HTTP_ORIGIN": "http://{slug}.portal.test"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://evil.example/"},
        {},
    ],
)
def test_a_post_with_token_from_elsewhere_is_refused_sec_136(headers: dict[str, str], ours: World) -> None:
    """SEC-136: another site, a neighbour's portal, a page without TLS, no origin and no referrer at all."""
    client = strict(ours)
    token = token_of(client)
    given: dict[str, Any] = {name: value.format(slug=ours.organization.slug) for name, value in headers.items()}
    assert client.post("/log-ud/", {"csrfmiddlewaretoken": token}, **given).status_code == 403
    assert client.get("/").status_code == 200, "still logged in"


def token_of(client: Client) -> str:
    """The token in the form of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/log-ud/").content.decode())
    assert found
    return found[1]


def test_a_post_of_our_own_page_passes_behind_a_proxy_too_sec_136(ours: World) -> None:
    """SEC-136, SEC-139: TLS ends at the proxy; what the hop from there speaks does not matter, nor what it says."""
    client = strict(ours)
    token = token_of(client)
    plain = Client(enforce_csrf_checks=True)
    plain.cookies = client.cookies
    response = plain.post(
        "/log-ud/",
        {"csrfmiddlewaretoken": token},
        secure=False,
        HTTP_HOST=f"{ours.organization.slug}.portal.test",
        HTTP_ORIGIN=origin(ours),
        HTTP_SEC_FETCH_SITE="same-origin",
        HTTP_X_FORWARDED_PROTO="http",
    )
    assert (response.status_code, response.headers["Location"]) == (302, "/log-ind/?farvel=1")


def test_a_token_of_another_session_is_refused_sec_136(ours: World) -> None:
    """SEC-136: the token belongs to the browser that got it."""
    theirs = token_of(strict(ours))
    client = strict(ours)
    token_of(client)
    assert client.post("/log-ud/", {"csrfmiddlewaretoken": theirs}, HTTP_ORIGIN=origin(ours)).status_code == 403


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_changes_nothing_sec_136(method: str, ours: World) -> None:
    """SEC-136, SEC-58: every address, with own ids, logged in and not."""
    clients = ours.client(), portal.client(ours.organization)
    # That somebody took the data out is written in the book, which the account's owners read (XB-39).
    told = {"/oplysninger/mine-data/<uuid:data_export>/"}
    paths = {address: filled(address, ours) for address in portal_addresses() if address not in told}
    work_off(ours.id)  # invoices have their documents, as they have a moment after they were issued
    before = contents(ours.id, but=READING_WRITES)
    for address, path in paths.items():
        for client in clients:
            getattr(client, method)(path)
            after = contents(ours.id, but=READING_WRITES)
            assert set(changed(before, after)) <= (COUNTED if address.startswith(GUESSED) else set()), address
            before = after


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_redirect_leaves_the_host_sec_138(payload: str, ours: World, posted: list[Any]) -> None:
    """SEC-138: the language switch, and the whole way of a login, with a target of an attacker's choice."""
    client = portal.client(ours.organization)
    assert client.post("/sprog/", {"language": "en", "next": payload}).headers["Location"] == "/"
    page = client.get("/log-ind/", {"next": payload}).content.decode()
    assert not LEADS_AWAY.search(page)
    assert re.findall(r'name="next" value="([^"]*)"', page) in ([], [f"/log-ind/?{urlencode({'next': payload})}"])
    client.post("/log-ind/", {"email": ours.recipient.email, "next": payload}, REMOTE_ADDR=f"198.51.{len(payload)}.1")
    work_off(ours.id)
    found = re.search(r"https://\S+?(/log-ind/link/\S+/)", posted[-1].text)
    assert found
    client.get(found[1])
    spent = client.post("/log-ind/fortsaet/")
    assert (spent.status_code, spent.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("address", portal_addresses())
def test_every_redirect_of_every_address_is_local_sec_138(address: str, ours: World) -> None:
    """SEC-138: whatever stands in `next` of whatever page."""
    for client in (portal.client(ours.organization), ours.client()):
        for ask in (client.get, client.post):
            response = ask(filled(address, ours), {"next": "//evil.example", "url": "//evil.example"})
            location = response.headers.get("Location", "/")
            assert location.startswith("/"), address
            assert not location.startswith(("//", "/\\")), address
            body = response.getvalue() if response.streaming else response.content
            assert not LEADS_AWAY.search(body.decode(errors="replace")), address


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "",
        "a b",
        "[::1]",
        "a.b.portal.test",
        "x.portal.test.evil.example",
        "xn--",
        "..",
        "a@b",
        "127.0.0.1:x",
    ],
)
def test_an_unknown_host_learns_nothing_sec_139(host: str, ours: World) -> None:
    """SEC-139, LG-06: 404 for whatever is nobody's, without a word about anybody."""
    client = portal.PortalClient(host)
    for path in ("/", "/log-ind/", "/brand.css"):
        response = client.get(path, HTTP_X_FORWARDED_HOST=f"{ours.organization.slug}.portal.test")
        assert response.status_code == 404
        assert "Nordlys" not in response.content.decode()
        assert settings.PORTAL_BASE_DOMAIN not in response.content.decode()


def test_a_forged_host_never_reaches_a_mail_sec_139(ours: World, posted: list[Any]) -> None:
    """SEC-139, SEC-62: links in mails carry the configured host, whatever the request said of itself."""
    client = portal.client(ours.organization)
    forged: dict[str, Any] = {
        "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_SERVER": "evil.example",
        "HTTP_FORWARDED": "host=evil.example", "HTTP_X_HOST": "evil.example", "HTTP_X_FORWARDED_PORT": "8443",
    }  # fmt: skip
    host = f"{ours.organization.slug}.portal.test:8443"
    form = {"email": ours.recipient.email}
    client.post("/log-ind/", form, HTTP_HOST=host, REMOTE_ADDR="198.51.100.99", **forged)
    work_off(ours.id)
    assert f"https://{ours.organization.slug}.portal.test/log-ind/link/" in posted[-1].text
    for body in (posted[-1].text, posted[-1].html):
        assert "evil" not in body
        assert "8443" not in body


def test_an_address_is_believed_from_a_known_proxy_only_sec_139(rf: Any, settings: Any) -> None:
    """SEC-139: X-Forwarded-For counts from the right, and only past proxies that are named."""
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.1, 203.0.113.2"}
    settings.TRUSTED_PROXIES = []
    assert str(client_ip(rf.get("/", **told))) == "10.0.0.1"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert str(client_ip(rf.get("/", **told))) == "203.0.113.2"
