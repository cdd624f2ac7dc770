"""The solution's pages: address below `selvbetjening/`, view, name; and its menu: groups of words and a page's name.

A menu entry is shown to whoever may open its page, by what the view declares, and a group to whom an entry is shown.
"""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.selvbetjening import start
from selvbetjening.portals.business.selvbetjening.customers import routes as customers
from selvbetjening.portals.business.selvbetjening.importing import routes as importing
from selvbetjening.portals.business.selvbetjening.money import routes as money
from selvbetjening.portals.business.selvbetjening.selling import routes as selling
from selvbetjening.portals.business.selvbetjening.settings import routes as settings

Route = tuple[str, Callable[..., HttpResponseBase], str]

NAME: Final[Promise] = _("Self-service")
ROUTES: Final[tuple[Route, ...]] = (
    ("", start.start, "selvbetjening"),
    *customers.ROUTES,
    *money.ROUTES,
    *selling.ROUTES,
    *importing.ROUTES,
    *settings.ROUTES,
)
Entries = tuple[tuple[Promise, str], ...]
#: Heading and entries; what stands under no heading comes first.
MENU: Final[tuple[tuple[Promise | str, Entries], ...]] = (
    ("", ((_("Overview"), "selvbetjening"),)),
    (
        _("Customers"),
        (
            (_("Accounts"), "sb_accounts"),
            (_("Subscriptions"), "sb_subscriptions"),
            (_("Read files in"), "sb_imports"),
        ),
    ),
    (
        _("Money"),
        (
            (_("Invoices"), "sb_invoices"),
            (_("Open items"), "sb_open_items"),
            (_("Late payment"), "sb_late"),
            (_("Refunds and credits"), "sb_dues"),
            (_("E-invoices"), "sb_e_invoices"),
            (_("Through Betalingsservice"), "sb_debits"),
            (_("Settlements"), "sb_settlements"),
            (_("The books"), "sb_books"),
        ),
    ),
    (
        _("What you sell"),
        (
            (_("Plans"), "sb_plans"),
            (_("Price changes"), "sb_price_changes"),
            (_("Discount codes"), "sb_coupons"),
        ),
    ),
    *settings.MENU,
)
