"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("subscriptions", "0002_walls"),
        ("invoicing", "0002_walls"),
        ("accounts", "0002_walls"),
    ]

    operations = [
        TenantTable(
            "billing_billedperiod",
            parents={"subscription_id": "subscriptions_subscription", "invoice_line_id": "invoicing_invoiceline"},
        ),
        AppendOnly("billing_billedperiod"),
        TenantTable(
            "billing_quote",
            parents={
                "account_id": "accounts_account",
                "subscription_id": "subscriptions_subscription",
                "invoice_id": "invoicing_invoice",
            },
        ),
    ]
