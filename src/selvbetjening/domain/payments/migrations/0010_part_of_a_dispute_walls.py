"""What was credited of a dispute may be written when it ends (CM-06)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_part_of_a_dispute")]

    operations = [
        MoreColumnsChange(
            "payments_dispute",
            columns=("state", "accepted_minor", "answer_by_on", "escalated_at", "closed_on", "closed_at", "new_due_on"),
        ),
    ]
