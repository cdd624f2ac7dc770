"""The application as a server calls it: after each call the connection goes back to the pool."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from tests import portal

Get = Callable[[str], tuple[int, str]]


def browser(handler: WSGIHandler, organization: Any, recipient: Any) -> Get:
    """`get(path) -> (status, body)` on the organization's host, logged in as the recipient."""
    cookies: SimpleCookie = portal.client(organization, recipient).cookies
    host = f"{organization.slug}.{settings.PORTAL_BASE_DOMAIN}"
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())

    def get(path: str) -> tuple[int, str]:
        answered: list[str] = []

        def start(status: str, *_rest: object) -> Callable[[bytes], object]:
            answered.append(status)
            return answered.append  # type: ignore[return-value]  # nobody writes to it

        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": host, "HTTP_COOKIE": cookie,
            "SERVER_NAME": "localhost", "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1",
            "wsgi.url_scheme": "http", "wsgi.input": BytesIO(b""),
        }  # fmt: skip
        response = handler(environ, start)
        try:
            body = b"".join(response).decode()
        finally:
            response.close()
        return int(answered[0].split()[0]), body

    return get
