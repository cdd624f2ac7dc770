"""Invoices, e-invoices and VAT."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "simplified_invoice_limit",
        "money",
        300_000,
        gettext_noop("Largest total of a simplified invoice to a consumer"),
        law="INV-10",
        low=0,
        high=300_000,
    ),
    Setting(
        "vat_rates",
        "rows",
        [["1992-01-01", 2500]],
        gettext_noop("Standard rate of VAT from a day on, in hundredths of a per cent"),
        law="INV-14",
        low=0,
        high=10_000,
    ),
    Setting(
        "vat_dkk_on_foreign_invoice",
        "switch",
        default=True,
        label=gettext_noop("Print the VAT in Danish kroner on invoices in other currencies"),
        law="INV-13",
    ),
    Setting(
        "exchange_rates",
        "rows",
        [],
        gettext_noop("Price of 100 units of a currency in øre, from a day on"),
        law="INV-13",
        low=1,
        columns=3,
    ),
    Setting(
        "oss_mode",
        "choice",
        "block",
        gettext_noop("Sales to consumers in other EU countries"),
        law="INV-15",
        options=(
            ("block", gettext_noop("Not sold")),
            ("rate_table", gettext_noop("With the VAT of the consumer's country")),
        ),
    ),
    Setting(
        "public_required_refs",
        "choices",
        ["reference"],
        gettext_noop("What a public buyer must have given before an invoice is issued"),
        law="EIN-1",
        options=(
            ("reference", gettext_noop("Reference person")),
            ("po_number", gettext_noop("PO number")),
        ),
    ),
    Setting(
        "einvoice_formats",
        "choices",
        ["bis3", "oioubl21"],
        gettext_noop("E-invoice formats, the preferred one first"),
        law="EIN-2",
        options=(("bis3", "Peppol BIS Billing 3"), ("oioubl21", "OIOUBL 2.1")),
    ),
    Setting(
        "einvoice_default_for",
        "choice",
        "public",
        gettext_noop("Who gets e-invoices"),
        law="EIN-3",
        options=(
            ("public", gettext_noop("Public bodies")),
            ("business", gettext_noop("Public bodies and companies")),
            ("all", gettext_noop("Everybody with an address for them")),
        ),
    ),
    Setting(
        "cvr_endpoint_prefix",
        "switch",
        default=False,
        label=gettext_noop("Write DK before a CVR number as e-invoice address"),
    ),
    Setting(
        "bank_registration_number",
        "text",
        "",
        gettext_noop("Registration number of the bank account (4 digits)"),
        pattern="[0-9]{4}",
    ),
    Setting("bank_account_number", "text", "", gettext_noop("Bank account number"), pattern="[0-9]{1,10}"),
    Setting(
        "iban", "text", "", gettext_noop("IBAN, for payments from abroad"), pattern="[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"
    ),
    Setting("bic", "text", "", gettext_noop("BIC of the bank"), pattern="[A-Z0-9]{8}([A-Z0-9]{3})?"),
    Setting(
        "fik_creditor_number",
        "text",
        "",
        gettext_noop("FIK creditor number (8 digits, from the bank)"),
        law="FIK-4",
        pattern="[0-9]{8}",
    ),
    Setting(
        "fik_series_prefix",
        "text",
        "",
        gettext_noop("Digits that every FIK payment id begins with"),
        law="FIK-5",
        pattern="[0-9]{0,6}",
    ),
    Setting(
        "fik_line_blank",
        "switch",
        default=False,
        label=gettext_noop("A blank before the second plus of the FIK line"),
        law="FIK-1",
    ),
)
