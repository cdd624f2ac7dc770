"""Addresses of the customers' pages, below `selvbetjening/`."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.business.selvbetjening.customers import (
    account,
    accounts,
    details,
    endings,
    erasing,
    moving,
    recipients,
    subscriptions,
    viewing,
    why,
)

Route = tuple[str, Callable[..., HttpResponseBase], str]

ACCOUNT: Final = "konti/<uuid:account>/"
ROUTES: Final[tuple[Route, ...]] = (
    ("konti/", accounts.accounts, "sb_accounts"),
    ("konti/fil/", accounts.accounts_file, "sb_accounts_file"),
    ("abonnementer/", subscriptions.subscriptions, "sb_subscriptions"),
    ("konti/ny/", details.account_add, "sb_account_add"),
    (ACCOUNT, account.account_page, "sb_account"),
    (f"{ACCOUNT}oplysninger/", details.account_change, "sb_account_change"),
    (f"{ACCOUNT}adgang/", recipients.access, "sb_access"),
    (f"{ACCOUNT}modtagere/ny/", recipients.recipient_page, "sb_recipient_add"),
    (f"{ACCOUNT}modtagere/<uuid:recipient>/", recipients.recipient_page, "sb_recipient"),
    (f"{ACCOUNT}hvorfor/", why.why, "sb_why"),
    (f"{ACCOUNT}se-som/", viewing.view_as, "sb_view_as"),
    (f"{ACCOUNT}opsigelse/", endings.cancellation, "sb_cancellation"),
    (f"{ACCOUNT}slet/", erasing.erase, "sb_erase"),
    (f"{ACCOUNT}flyt/", moving.move, "sb_move"),
    ("flyttefil/<uuid:move_request>/", moving.move_file, "sb_move_file"),
)
