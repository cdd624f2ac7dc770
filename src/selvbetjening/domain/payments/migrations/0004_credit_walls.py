"""The walls around balances and refunds (PY-06, WDR-7)."""

from typing import Any

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, MoreColumnsChange, OnlyColumnsChange, TenantTable

ACCOUNT = {"account_id": "accounts_account"}

RETAIN_OLD: list[Any] = [
    "ALTER TABLE payments_payment NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE payments_payment DISABLE TRIGGER only_added",
    (
        "UPDATE payments_payment SET retain_until = make_date(extract(year FROM paid_on)::int + 5, 12, 31)"
        " WHERE retain_until IS NULL"
    ),
    "ALTER TABLE payments_payment ENABLE TRIGGER only_added",
    "ALTER TABLE payments_payment FORCE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_credit"), ("invoicing", "0004_credit_walls")]

    operations = [
        migrations.RunSQL(RETAIN_OLD, reverse_sql=migrations.RunSQL.noop),
        MoreColumnsChange("payments_payment", columns=("used_minor",)),
        migrations.RunSQL(
            "ALTER TABLE payments_payment ADD CONSTRAINT payments_payment_account_id_same_organization"
            " FOREIGN KEY (organization_id, account_id) REFERENCES accounts_account (organization_id, id)"
            " DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=migrations.RunSQL.noop,
        ),
        TenantTable("payments_refundtask", parents=ACCOUNT),
        OnlyColumnsChange("payments_refundtask", columns=("state", "reference", "closed_at")),
        TenantTable(
            "payments_credituse",
            parents={
                **ACCOUNT,
                "credit_note_id": "invoicing_creditnote",
                "payment_id": "payments_payment",
                "invoice_id": "invoicing_invoice",
                "refund_id": "payments_refundtask",
            },
        ),
        AppendOnly("payments_credituse"),
    ]
