"""The walls around contracts, legal acts, guests and price changes; evidence is only ever added to (CM-04, SEC-12)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

_PARENTS = {"account_id": "accounts_account", "subscription_id": "subscriptions_subscription"}


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_legal_acts")]

    operations = [
        TenantTable("billing_contract", parents=_PARENTS),
        AppendOnly("billing_contract"),
        TenantTable("billing_legalact", parents=_PARENTS),
        AppendOnly("billing_legalact"),
        TenantTable("billing_guestrequest"),
        TenantTable("billing_guestlink", parents=_PARENTS | {"guest_request_id": "billing_guestrequest"}),
        TenantTable(
            "billing_pricechange",
            parents={"from_terms_id": "catalog_planterms", "to_terms_id": "catalog_planterms"},
        ),
        AppendOnly("billing_pricechange"),
        TenantTable("billing_pricenotice", parents=_PARENTS | {"price_change_id": "billing_pricechange"}),
        OnlyColumnsChange("billing_pricenotice", columns=("planned_at",)),
    ]
