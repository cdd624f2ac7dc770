"""The walls around credit notes, draft lines, corrections and explanations (NUM-2, CRN-3, BOK-1)."""

from typing import Any

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, MoreColumnsChange, OnlyColumnsChange, TenantTable

INVOICES = {"invoice_id": "invoicing_invoice"}

# Five years from the end of the financial year; what was issued before there was a setting has the calendar year's.
RETAIN_OLD: list[Any] = [
    "ALTER TABLE invoicing_invoice NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE invoicing_invoice DISABLE TRIGGER is_final",
    (
        "UPDATE invoicing_invoice SET retain_until = make_date(extract(year FROM issued_on)::int + 5, 12, 31)"
        " WHERE retain_until IS NULL"
    ),
    "ALTER TABLE invoicing_invoice ENABLE TRIGGER is_final",
    "ALTER TABLE invoicing_invoice FORCE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0003_credit"), ("invoicing", "0002_walls")]

    operations = [
        migrations.RunSQL(RETAIN_OLD, reverse_sql=migrations.RunSQL.noop),
        MoreColumnsChange("invoicing_invoice", columns=("settled_minor", "credited_minor"), grows=("credited_minor",)),
        MoreColumnsChange(
            "invoicing_invoiceline", columns=("credited_minor", "offset_minor"), grows=("credited_minor",)
        ),
        TenantTable("invoicing_creditnote", parents={"account_id": "accounts_account", **INVOICES}),
        OnlyColumnsChange("invoicing_creditnote", columns=("used_minor",)),
        TenantTable(
            "invoicing_creditnoteline",
            parents={"credit_note_id": "invoicing_creditnote", "invoice_line_id": "invoicing_invoiceline"},
        ),
        AppendOnly("invoicing_creditnoteline"),
        TenantTable("invoicing_creditnotedocument", parents={"credit_note_id": "invoicing_creditnote"}),
        AppendOnly("invoicing_creditnotedocument"),
        TenantTable(
            "invoicing_draftline",
            parents={"account_id": "accounts_account", "invoice_line_id": "invoicing_invoiceline"},
        ),
        TenantTable("invoicing_invoiceexplanation", parents={**INVOICES, "previous_invoice_id": "invoicing_invoice"}),
        AppendOnly("invoicing_invoiceexplanation"),
        TenantTable(
            "invoicing_correction",
            parents={
                "original_id": "invoicing_invoice",
                "new_invoice_id": "invoicing_invoice",
                "credit_note_id": "invoicing_creditnote",
            },
        ),
        AppendOnly("invoicing_correction"),
        TenantTable("invoicing_correctiontask", parents=INVOICES),
        TenantTable("invoicing_foreigndocument", parents={"account_id": "accounts_account"}),
        AppendOnly("invoicing_foreigndocument"),
    ]
