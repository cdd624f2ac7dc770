"""The walls around contracts and their tiers, and when they were changed last (SEC-07, SEC-08, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import LastModified, TenantTable


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial"), ("accounts", "0002_walls"), ("catalog", "0002_walls")]

    operations = [
        TenantTable(
            "contracts_pricecontract", parents={"account_id": "accounts_account", "terms_id": "catalog_planterms"}
        ),
        TenantTable("contracts_pricecontracttier", parents={"contract_id": "contracts_pricecontract"}),
        LastModified("contracts_pricecontract"),
        LastModified("contracts_pricecontracttier"),
    ]
