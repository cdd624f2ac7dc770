"""When a settlement account was changed (BM-04), whom an agreement with several a day asked, and a slip's own number.

Two slips that agree in everything but the bank's archive reference are two (betalingsservice.md 7.3).
"""

from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import MoreColumnsChange


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0009_by_hand_walls")]

    operations = [
        migrations.AddField(
            model_name="creditoragreement",
            name="account_changed_at",
            field=models.DateTimeField(null=True),
        ),
        MoreColumnsChange(
            "directdebit_creditoragreement",
            columns=(
                *("name", "product", "on_closed_day", "data_supplier", "settlement_branch", "settlement_account"),
                *("bank_name", "several_a_day", "on_repeat", "on_late", "accept_partly", "payments", "mandates"),
                *(
                    "full_list_day",
                    "information",
                    "state",
                    "ends_on",
                    "last_mandate",
                    "in_portal",
                    "account_changed_at",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                fields=["organization", "agreement", "match_key"],
                name="collection_of_several",
                condition=models.Q(("is_only", False)),
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="archive_reference",
            field=models.CharField(blank=True, default="", max_length=22),
        ),
        migrations.AddField(
            model_name="unmatchedanswer",
            name="archive_reference",
            field=models.CharField(blank=True, default="", max_length=22),
        ),
        migrations.RemoveConstraint(model_name="unmatchedanswer", name="unmatched_once"),
        migrations.AddConstraint(
            model_name="unmatchedanswer",
            constraint=models.UniqueConstraint(
                fields=(
                    "organization",
                    "delivery_type",
                    "pbs_number",
                    "code",
                    "customer_number",
                    "reference",
                    "archive_reference",
                    "due_raw",
                    "amount_minor",
                ),
                name="unmatched_once",
            ),
        ),
    ]
