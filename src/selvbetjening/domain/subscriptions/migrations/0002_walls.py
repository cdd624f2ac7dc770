"""The walls around this app's tables, in plain SQL (SEC-07, SEC-08, SEC-12, SEC-114)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0001_initial"), ("accounts", "0002_walls"), ("catalog", "0002_walls")]

    operations = [
        TenantTable(
            "subscriptions_subscription", parents={"account_id": "accounts_account", "terms_id": "catalog_planterms"}
        ),
        TenantTable(
            "subscriptions_scheduledchange",
            parents={"subscription_id": "subscriptions_subscription", "terms_id": "catalog_planterms"},
        ),
    ]
