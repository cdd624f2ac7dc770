"""Addresses of the settings' pages, below `selvbetjening/`, and their groups of the solution's menu."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from selvbetjening.portals.business.selvbetjening.settings import (
    alarms,
    api_user,
    api_users,
    bank_files,
    bank_line,
    company,
    direct_debit,
    gateways,
    logs,
    mail_words,
    overview,
    protection,
    register,
    webhook_acts,
    webhook_told,
    webhooks,
)

Route = tuple[str, Callable[..., HttpResponseBase], str]

_GATEWAY: Final = "betalingsformidlere/<uuid:gateway_account>/"
_DEBIT: Final = "betalingsservice/aftaler/"
_HOOK: Final = "webhooks/<uuid:webhook>/"
_LINE: Final = "betalingsservice/aftaler/linje/"
ROUTES: Final[tuple[Route, ...]] = (
    ("indstillinger/", overview.overview, "sb_settings"),
    ("indstillinger/taend/", overview.switch, "sb_switch"),
    ("indstillinger/generelt/", company.general, "sb_general"),
    ("udseende/", company.looks, "sb_looks"),
    ("udseende/logo.png", company.logo, "sb_logo"),
    ("tilladelser/", company.acts, "sb_acts"),
    ("vaertsnavne/", company.hosts, "sb_hosts"),
    ("regler/", register.register, "sb_register"),
    ("regler/lov/", register.law, "sb_law"),
    ("regler/<slug:subject>/", register.subject_page, "sb_register_subject"),
    ("api-brugere/", api_users.api_users, "sb_api_users"),
    ("api-brugere/<uuid:api_user>/", api_user.api_user, "sb_api_user"),
    ("webhooks/", webhooks.webhooks, "sb_webhooks"),
    ("webhooks/ny/", webhooks.webhook_new, "sb_webhook_new"),
    (_HOOK, webhooks.webhook, "sb_webhook"),
    (f"{_HOOK}ret/", webhooks.webhook_edit, "sb_webhook_edit"),
    (f"{_HOOK}noegle/", webhooks.webhook_secret, "sb_webhook_secret"),
    (f"{_HOOK}bekraeft/", webhook_acts.webhook_verify, "sb_webhook_verify"),
    (f"{_HOOK}proev/", webhook_acts.webhook_test, "sb_webhook_test"),
    (f"{_HOOK}tilstand/", webhook_acts.webhook_switch, "sb_webhook_switch"),
    (f"{_HOOK}fjern/", webhook_acts.webhook_remove, "sb_webhook_remove"),
    (f"{_HOOK}igen/", webhook_told.webhook_replay, "sb_webhook_replay"),
    (f"{_HOOK}sendt/<uuid:webhook_delivery>/", webhook_told.webhook_delivery, "sb_webhook_delivery"),
    (f"{_HOOK}sendt/<uuid:webhook_delivery>/igen/", webhook_told.webhook_again, "sb_webhook_again"),
    ("betalingsformidlere/", gateways.gateways, "sb_gateways"),
    ("betalingsformidlere/tilslut/", gateways.gateway_connect, "sb_gateway_connect"),
    (f"{_GATEWAY}proev/", gateways.gateway_test, "sb_gateway_test"),
    (f"{_GATEWAY}afbryd/", gateways.gateway_off, "sb_gateway_off"),
    (f"{_GATEWAY}sammenlign/", gateways.gateway_compared, "sb_gateway_compared"),
    (_DEBIT, direct_debit.direct_debit, "sb_direct_debit"),
    (f"{_DEBIT}<uuid:agreement>/", direct_debit.direct_debit_terms, "sb_direct_debit_terms"),
    (_LINE, bank_line.bank_line, "sb_bank_line"),
    (f"{_LINE}tilslut/", bank_line.bank_connect, "sb_bank_connect"),
    (f"{_LINE}<uuid:bank_connection>/proev/", bank_line.bank_test, "sb_bank_test"),
    (f"{_LINE}<uuid:bank_connection>/afbryd/", bank_line.bank_off, "sb_bank_off"),
    (f"{_LINE}sendt/<uuid:bank_sending>/igen/", bank_line.bank_again, "sb_bank_again"),
    (f"{_LINE}hentet/<uuid:bank_file>/", bank_files.bank_file, "sb_bank_file"),
    ("alarmer/", alarms.alarms, "sb_alarms"),
    ("login-log/", logs.logins, "sb_logins"),
    ("mails/", logs.mails, "sb_mails"),
    ("mailtekster/", mail_words.mail_texts, "sb_mail_texts"),
    ("mailtekster/<slug:kind>/", mail_words.mail_text, "sb_mail_text"),
    ("databeskyttelse/", protection.protection, "sb_protection"),
    ("databeskyttelse/haendelse/", protection.incident, "sb_incident"),
)
MENU: Final[tuple[tuple[Promise, tuple[tuple[Promise, str], ...]], ...]] = (
    (
        _("Settings"),
        (
            (_("Setting up"), "sb_settings"),
            (_("General"), "sb_general"),
            (_("Looks"), "sb_looks"),
            (pgettext_lazy("menu", "Self-service permissions"), "sb_acts"),  # Danish says where the long word breaks
            (_("Mail texts and sender"), "sb_mail_texts"),
            (_("Rules"), "sb_register"),
            (_("Data protection"), "sb_protection"),
        ),
    ),
    (
        _("Connections"),
        (
            (_("Card gateways"), "sb_gateways"),
            (_("Agreements with Betalingsservice"), "sb_direct_debit"),
            (_("API users"), "sb_api_users"),
            (pgettext_lazy("menu", "Webhooks"), "sb_webhooks"),
            (_("Host names"), "sb_hosts"),
        ),
    ),
    (
        _("Logs and alarms"),
        (
            (_("Login log"), "sb_logins"),
            (_("Failed mails"), "sb_mails"),
            (_("Alarms of card payments"), "sb_alarms"),
        ),
    ),
)
