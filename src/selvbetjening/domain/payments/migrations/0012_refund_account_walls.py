"""Where a refund is to be paid to may be said while it is open, and goes when it is closed (WDR-7)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_refund_account")]

    operations = [
        MoreColumnsChange("payments_refundtask", columns=("state", "reference", "closed_at", "sealed_account")),
    ]
