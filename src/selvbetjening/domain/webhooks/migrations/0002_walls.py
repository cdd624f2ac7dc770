"""The walls around webhooks."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_endpoints")]

    operations = [
        TenantTable("webhooks_webhookendpoint"),
        TenantTable("webhooks_webhookmessage"),
        TenantTable(
            "webhooks_webhookdelivery",
            parents={"endpoint_id": "webhooks_webhookendpoint", "message_id": "webhooks_webhookmessage"},
        ),
        TenantTable("webhooks_webhookattempt", parents={"delivery_id": "webhooks_webhookdelivery"}),
    ]
