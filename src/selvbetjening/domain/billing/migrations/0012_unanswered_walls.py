"""What of an invoice's collection may change since somebody may be told that nobody answers."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_unanswered_debits")]

    operations = [
        MoreColumnsChange(
            "billing_invoicecollection",
            columns=(
                *("state", "reason", "collection_id", "payment_id", "amount_minor", "due_on", "pays_on", "is_late"),
                *("open_until", "moved_at", "told_at", "silent_told_at"),
            ),
        ),
    ]
