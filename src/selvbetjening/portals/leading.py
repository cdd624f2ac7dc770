"""Forms that lead to a gateway's page or to MitID: the origins that their policy must name (SEC-132)."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http.response import HttpResponseBase


def leads_to(response: HttpResponseBase, *, gateways: Iterable[str]) -> None:
    """Let the forms of this page lead to the payment pages of these gateways (`stripe`, `quickpay`), and no others."""
    pages = [urlsplit(settings.CARD_GATEWAY_PAGES[gateway]) for gateway in gateways]
    response.leads_to = [f"{page.scheme}://{page.netloc}" for page in pages]  # type: ignore[attr-defined]


def leads_to_login(response: HttpResponseBase) -> None:
    """Let the forms of this page lead to the login brokers' pages, and nowhere else."""
    pages = [urlsplit(page) for page in settings.LOGIN_PAGES]
    response.leads_to = [f"{page.scheme}://{page.netloc}" for page in pages]  # type: ignore[attr-defined]
