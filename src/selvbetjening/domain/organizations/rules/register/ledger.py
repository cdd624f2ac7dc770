"""Bookkeeping."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "financial_year_end",
        "text",
        "12-31",
        gettext_noop("Last day of the financial year (month-day)"),
        law="BOK-1",
        pattern="(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    ),
    Setting(
        "accounts_closed_until",
        "text",
        "",
        gettext_noop("Last day of the closed accounts (year-month-day): invoices up to it are not corrected"),
        pattern="20[0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    ),
    Setting("saft_version", "text", "1.0", gettext_noop("Version of the SAF-T file"), law="BOK-3", high=10),
    Setting("ledger_account_debtors", "text", "6100", gettext_noop("Account number of debtors"), high=20),
    Setting("ledger_account_bank", "text", "6700", gettext_noop("Account number of the bank"), high=20),
    Setting("ledger_account_vat", "text", "8720", gettext_noop("Account number of VAT on sales"), high=20),
    Setting("ledger_account_revenue", "text", "1010", gettext_noop("Account number of revenue"), high=20),
    Setting(
        "ledger_account_late_payment",
        "text",
        "1090",
        gettext_noop("Account number of reminder fees and interest"),
        high=20,
    ),
)
