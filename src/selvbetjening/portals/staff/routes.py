"""The operator's pages: address, view, name. Grouped as one looks for them."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.staff import (
    accounts,
    alarms,
    api_users,
    books,
    card_refunds,
    coupons,
    credits,
    disputes,
    dues,
    electronic,
    endings,
    gateways,
    late,
    logs,
    looked,
    open_items,
    organizations,
    payments,
    plans,
    price_changes,
    protection,
    register_pages,
    settings_pages,
    terms_pages,
    why,
)

View = Callable[..., HttpResponseBase]
Route = tuple[str, View, str]

_ONE: Final = "organizations/<uuid:organization>/"
_ACCOUNT: Final = f"{_ONE}accounts/<uuid:account>/"

EVERYWHERE: Final[tuple[Route, ...]] = (
    ("looked/", looked.looked, "looked"),
    ("law/", protection.law, "law"),
    ("organizations/", organizations.every, "organizations"),
    ("organizations/add/", organizations.add, "organization_add"),
)
COMPANY: Final[tuple[Route, ...]] = (
    (_ONE, organizations.one, "organization"),
    (f"{_ONE}settings/", settings_pages.configure_page, "organization_settings"),
    (f"{_ONE}gate/", settings_pages.gate_page, "organization_gate"),
    (f"{_ONE}acts/", settings_pages.acts_page, "organization_acts"),
    (f"{_ONE}register/", register_pages.register_page, "register"),
    (f"{_ONE}register/<slug:subject>/", register_pages.subject_page, "register_subject"),
    (f"{_ONE}looks/", settings_pages.looks_page, "organization_looks"),
    (f"{_ONE}hosts/", settings_pages.hosts_page, "organization_hosts"),
    (f"{_ONE}api-users/", api_users.api_users, "api_users"),
    (f"{_ONE}logins/", logs.logins, "logins"),
    (f"{_ONE}mails/", logs.mails, "mails"),
    (f"{_ONE}protection/", protection.protection, "protection"),
    (f"{_ONE}protection/incident/", protection.incident, "incident"),
)
SELLING: Final[tuple[Route, ...]] = (
    (f"{_ONE}plans/", plans.plans, "plans"),
    (f"{_ONE}plans/add/", plans.plan_add, "plan_add"),
    (f"{_ONE}plans/<uuid:plan>/", plans.plan_change, "plan_change"),
    (f"{_ONE}plans/<uuid:plan>/terms/add/", terms_pages.terms_add, "terms_add"),
    (f"{_ONE}terms/<uuid:terms>/", terms_pages.terms_change, "terms_change"),
    (f"{_ONE}terms/<uuid:terms>/moves/", terms_pages.terms_moves, "terms_moves"),
    (f"{_ONE}price-changes/", price_changes.price_changes, "price_changes"),
    (f"{_ONE}price-changes/add/", price_changes.price_change_add, "price_change_add"),
    (f"{_ONE}price-changes/<uuid:change>/", price_changes.price_change, "price_change"),
    (f"{_ONE}coupons/", coupons.coupons, "coupons"),
    (f"{_ONE}coupons/add/", coupons.coupon_add, "coupon_add"),
)
CUSTOMERS: Final[tuple[Route, ...]] = (
    (f"{_ACCOUNT}erase/", protection.erase, "erase"),
    (f"{_ONE}accounts/", accounts.accounts, "accounts"),
    (f"{_ONE}accounts/add/", accounts.account_add, "account_add"),
    (f"{_ACCOUNT}", accounts.account_page, "account"),
    (f"{_ACCOUNT}why/", why.why, "why"),
    (f"{_ACCOUNT}cancellation/", endings.cancellation, "cancellation"),
    (f"{_ACCOUNT}details/", accounts.account_change, "account_change"),
    (f"{_ACCOUNT}recipients/add/", accounts.recipient_page, "recipient_add"),
    (f"{_ACCOUNT}recipients/<uuid:recipient>/", accounts.recipient_page, "recipient"),
)
MONEY: Final[tuple[Route, ...]] = (
    (f"{_ONE}e-invoices/", electronic.electronic_page, "e_invoices"),
    (f"{_ACCOUNT}invoices/<uuid:invoice>/", payments.payment, "payment"),
    (f"{_ACCOUNT}invoices/<uuid:invoice>/credit/", credits.invoice_credit, "credit"),
    (f"{_ACCOUNT}money/", credits.money, "money"),
    (f"{_ONE}refunds/", dues.dues, "dues"),
    (f"{_ONE}books/", books.books, "books"),
    (f"{_ONE}books/foreign/", books.foreign, "foreign"),
    (f"{_ONE}late/", late.late_page, "late"),
    (f"{_ONE}disputes/<uuid:dispute>/", disputes.dispute_page, "dispute"),
    (f"{_ONE}dispute-files/<uuid:file>/", disputes.file_page, "dispute_file"),
    (f"{_ONE}gateways/", gateways.gateways, "gateways"),
    (f"{_ONE}gateways/<uuid:gateway_account>/off/", gateways.gateway_off, "gateway_off"),
    (f"{_ONE}gateways/<uuid:gateway_account>/compared/", gateways.gateway_compared, "gateway_compared"),
    (f"{_ONE}alarms/", alarms.alarms, "alarms"),
    (f"{_ONE}open-items/", open_items.open_items, "open_items"),
    (f"{_ONE}settlements/", open_items.settlements, "settlements"),
    (f"{_ACCOUNT}entries/", card_refunds.entries, "entries"),
    (f"{_ACCOUNT}payments/<uuid:payment>/give-back/", card_refunds.give_back, "give_back"),
    (f"{_ACCOUNT}invoices/<uuid:invoice>/late/", late.claims_page, "claims"),
)

ROUTES: Final = (*EVERYWHERE, *COMPANY, *SELLING, *CUSTOMERS, *MONEY)
