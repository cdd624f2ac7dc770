"""The walls around disputes, deferrals and instalment plans (CM-06)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

ACCOUNT = {"account_id": "accounts_account"}
INVOICE = {**ACCOUNT, "invoice_id": "invoicing_invoice"}


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_late"), ("invoicing", "0006_late_walls")]

    operations = [
        TenantTable("payments_dispute", parents={**INVOICE, "invoice_line_id": "invoicing_invoiceline"}),
        OnlyColumnsChange(
            "payments_dispute",
            columns=("state", "answer_by_on", "escalated_at", "closed_on", "closed_at", "new_due_on"),
        ),
        # What was said and sent is free text and files: it must be possible to erase it (GDP-4), so no trigger.
        TenantTable("payments_disputemessage", parents={"dispute_id": "payments_dispute"}),
        TenantTable("payments_disputefile", parents={"message_id": "payments_disputemessage"}),
        TenantTable("payments_deferral", parents=INVOICE),
        AppendOnly("payments_deferral"),
        TenantTable("payments_paymentplan", parents=INVOICE),
        OnlyColumnsChange("payments_paymentplan", columns=("state", "closed_on")),
        TenantTable("payments_paymentplanpart", parents={"plan_id": "payments_paymentplan"}),
        AppendOnly("payments_paymentplanpart"),
        TenantTable(
            "payments_claimpayment", parents={"payment_id": "payments_payment", "claim_id": "invoicing_lateclaim"}
        ),
        AppendOnly("payments_claimpayment"),
    ]
