"""The walls around moves and coupons, in plain SQL (SEC-07, SEC-08, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_full_terms")]

    operations = [
        TenantTable(
            "catalog_planmove", parents={"from_terms_id": "catalog_planterms", "to_terms_id": "catalog_planterms"}
        ),
        TenantTable("catalog_coupon"),
    ]
