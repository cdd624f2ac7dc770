"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, OnlyGrows, TenantTable


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        TenantTable("invoicing_numberseries"),
        OnlyGrows("invoicing_numberseries", column="next_number"),
        TenantTable("invoicing_invoice", parents={"account_id": "accounts_account"}),
        TenantTable("invoicing_invoiceline", parents={"invoice_id": "invoicing_invoice"}),
        AppendOnly("invoicing_invoiceline"),
        TenantTable("invoicing_invoicedocument", parents={"invoice_id": "invoicing_invoice"}),
        AppendOnly("invoicing_invoicedocument"),
        OnlyColumnsChange("invoicing_invoice", columns=("settled_minor",)),
    ]
