"""The walls around checks, deliveries and payment ids (SEC-07, SEC-12; FIK-5)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

OF_EITHER = {"invoice_id": "invoicing_invoice", "credit_note_id": "invoicing_creditnote"}


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0007_paper"), ("invoicing", "0006_late_walls")]

    operations = [
        TenantTable("invoicing_documentcheck", parents=OF_EITHER),
        AppendOnly("invoicing_documentcheck"),
        TenantTable("invoicing_einvoicedelivery", parents=OF_EITHER),
        OnlyColumnsChange(
            "invoicing_einvoicedelivery",
            columns=("state", "attempts", "next_try_at", "receipt", "reason", "ended_at"),
        ),
        TenantTable("invoicing_fiknumber", parents={"invoice_id": "invoicing_invoice"}),
        AppendOnly("invoicing_fiknumber"),
    ]
