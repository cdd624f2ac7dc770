"""The browser's rules on every answer of every door, for every kind of visitor (SEC-132 to SEC-135, SEC-142)."""

from collections.abc import Iterator
from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from selvbetjening.config import hosts
from tests import portal
from tests.story.portal.world import World, world
from tests.story.walls.addresses import addresses_of, filled, unknown

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "report-uri /csp-report"
)
#: A file to save runs nothing at all, wherever it is shown (SEC-85).
SAVED = "default-src 'none'; sandbox"
EXACT = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OFF = ("camera", "microphone", "geolocation", "payment", "usb", "fullscreen", "publickey-credentials-get")
#: Pages that carry or just carried a token send no referrer at all (SEC-58, SEC-133).
GUEST = ("/opsig-eller-fortryd/link/", "/opsig-eller-fortryd/fortsaet/")
LEADING = ("/betal/", "/kort/tilfoej/")
NO_REFERRER = (
    "/log-ind/link/", "/log-ind/direkte/", "/log-ind/fortsaet/", "/log-ind/invitation/", "/betal/", "/kalender/", *GUEST
)  # fmt: skip
#: Looks of a company: the same for everybody, so a browser may keep them (SEC-134 is about what is behind the login).
KEPT = ("/brand.css", "/logo.png", "/robots.txt", settings.STATIC_URL)
METHODS = ("get", "head", "options", "post", "put")


@pytest.fixture(scope="module")
def ours(database: str) -> World:
    return world()


@pytest.fixture(scope="module")
def static_file() -> Iterator[Any]:
    """The application with WhiteNoise looking where the files lie, as after `selvbetjening static`."""
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        yield WSGIHandler()


def sound(response: Any, path: str) -> None:
    """Every header that every answer has, exactly; none opens the page to other origins (SEC-137)."""
    shown_elsewhere = path.startswith("/logo.png") and response.status_code < 400
    own = {"Cross-Origin-Resource-Policy": "cross-origin"} if shown_elsewhere else {}
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        own["Content-Security-Policy"] = SAVED
    if path.endswith(LEADING) and "checkout.stripe.com" in response.headers["Content-Security-Policy"]:
        # The forms that lead elsewhere: to the gateway's page, where the company has a gateway (SEC-132).
        own["Content-Security-Policy"] = POLICY.replace("'self'; base", "'self' https://checkout.stripe.com; base")
    if response.wsgi_request.get_host() == "erhverv.portal.test" and path == "/log-ind/" and response.status_code < 400:
        # A form that leads to MitID: to the login brokers' pages, and nowhere else (SEC-132).
        brokers = " ".join(["'self'", *sorted(settings.LOGIN_PAGES)])
        own["Content-Security-Policy"] = POLICY.replace("form-action 'self'", f"form-action {brokers}")
    for name, value in {**EXACT, **own}.items():
        assert response.headers.get(name) == value, f"{path}: {name}"
    # Refused methods have no page of their own, so nothing on it could be followed.
    read = response.status_code == 200 or response.wsgi_request.method in {"GET", "HEAD"}
    token = path.startswith(NO_REFERRER) and read and response.status_code < 400
    assert response.headers["Referrer-Policy"] == ("no-referrer" if token else "same-origin"), path
    features = response.headers["Permissions-Policy"].split(", ")
    assert {f"{feature}=()" for feature in OFF} <= set(features)
    assert all(feature.endswith("=()") for feature in features)
    assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(response.headers), path
    for cookie in response.cookies.values():
        sound_cookie(cookie)


def sound_cookie(cookie: "Morsel[str]") -> None:
    """SEC-135: the prefix, and what it demands; short, and nothing to read in it."""
    assert cookie.key.startswith("__Host-"), cookie.key
    assert (cookie["secure"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, "/", "", "Lax"), (
        cookie.key
    )
    assert cookie["httponly"] or cookie["max-age"] == 0, cookie.key
    assert len(cookie.OutputString()) < 4096
    assert "@" not in cookie.value


def visits(ours: World) -> Iterator[tuple[str, Any, str]]:
    """Address, browser and role: each door's every address with own and unknown ids, by strangers and visitors."""
    for address in addresses_of(hosts.CUSTOMER):
        for path in {filled(address, ours), unknown(address)}:
            yield path, portal.client(ours.organization), "anonymous"
            yield path, ours.client(), "recipient"
    for host in ("nobody.portal.test", "erhverv.portal.test", "api.portal.test", "status.portal.test", "evil.example"):
        for path in ("/", "/log-ind/", "/healthz", "/readyz", "/static/nothing.css"):
            yield path, portal.PortalClient(host), host
    yield "/no-such-page/", portal.client(ours.organization), "anonymous"
    yield "/no-such-page/", ours.client(), "recipient"


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_has_every_header_sec_142(method: str, ours: World) -> None:
    """SEC-132, SEC-133, SEC-135, SEC-142: all addresses, all doors, all roles, errors and refusals included."""
    seen: dict[int, int] = {}
    for path, client, _role in visits(ours):
        client.raise_request_exception = False
        response = getattr(client, method)(path)
        # 503 is the business portal's own refusal: no login broker answers here.
        assert response.status_code < 500 or (response.status_code, path) == (503, "/log-ind/"), f"{method} {path}"
        sound(response, path)
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
    assert sum(seen.values()) > 80
    assert {404, 405} & set(seen)


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_of_the_staff_host_has_every_header_sec_142(method: str, ours: World) -> None:
    """SEC-132, SEC-133, SEC-134, SEC-142: the operator's host, for whoever is not logged in there."""
    addresses = addresses_of(hosts.STAFF)
    assert len(addresses) > 10
    for address in addresses:
        client = portal.PortalClient("staff.portal.test")
        client.raise_request_exception = False
        response = getattr(client, method)(unknown(address))
        assert response.status_code < 500, address
        assert ours.organization.name not in response.content.decode()
        sound(response, unknown(address))
        assert "no-store" in response.headers["Cache-Control"] or response.status_code == 405, address


def test_nothing_behind_the_login_is_stored_sec_134(ours: World) -> None:
    """SEC-134: no-store on every page but the company's looks and static files."""
    for path, client, role in visits(ours):
        response = client.get(path)
        if path.startswith(KEPT) and response.status_code == 200:
            assert "no-store" not in response.headers.get("Cache-Control", "")
        else:
            assert response.headers["Cache-Control"] == "no-store", f"{role} {path}"


def test_a_static_file_has_the_headers_and_no_cookie_sec_132(database: str, static_file: Any) -> None:
    """SEC-132, SEC-133: files are answered before any door and get the same headers."""
    client = portal.PortalClient("nobody.portal.test")
    vars(client.handler)["_middleware_chain"] = vars(static_file)["_middleware_chain"]
    response = client.get("/static/ui/selvbetjening.css")
    assert response.status_code == 200
    sound(response, "/static/")
    assert not response.cookies
    assert "max-age" in response.headers["Cache-Control"]


def test_logging_out_clears_the_browser_sec_134() -> None:
    """SEC-134, LG-13: here and everywhere; the cookie goes, and so does what the browser kept."""
    for path in ("/log-ud/", "/log-ud/alle-steder/"):
        ours = world()
        client = ours.client()
        response = client.post(path)
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert client.cookies[settings.SESSION_COOKIE_NAME].value == ""
        sound(response, path)
        assert client.get("/").status_code == 302


def test_cookies_hold_opaque_ids_only_sec_135(ours: World) -> None:
    """SEC-135: the names, and nothing of the customer in them."""
    client = ours.client()
    client.get("/oplysninger/ret/")
    client.post("/sprog/", {"language": "en", "next": "/"})
    stranger = portal.client(ours.organization)
    stranger.get("/log-ind/")
    stranger.post("/log-ind/", {"email": ours.recipient.email}, REMOTE_ADDR="198.51.100.9")
    names = set(client.cookies) | set(stranger.cookies)
    assert names == {"__Host-session", "__Host-csrf", "__Host-language", "__Host-login"}
    for cookie in (*client.cookies.values(), *stranger.cookies.values()):
        for secret in (ours.recipient.email, str(ours.recipient.id), str(ours.account.id), ours.account.code):
            assert secret not in cookie.value
