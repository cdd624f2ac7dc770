"""What of a collection may change since one can find that no file takes it back."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0008_mandates_asked_for")]

    operations = [
        MoreColumnsChange(
            "directdebit_collection",
            columns=(
                *("mandate_number", "way", "state", "code", "settled_on", "output_id", "withdrawn_at", "withdrawal_id"),
                "by_hand_at",
            ),
        ),
    ]
