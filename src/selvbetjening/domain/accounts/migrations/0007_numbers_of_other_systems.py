"""What the API keeps on an account: longer codes, numbers of other systems, and when it was changed last."""

import django.db.models.expressions
import django.db.models.functions.text
from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import LastModified


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_search")]

    operations = [
        # PostgreSQL changes no column that a generated one is made of.
        migrations.RemoveIndex(model_name="account", name="account_code_folded"),
        migrations.RemoveField(model_name="account", name="code_folded"),
        migrations.AlterField(model_name="account", name="code", field=models.CharField(max_length=128)),
        migrations.AddField(
            model_name="account",
            name="code_folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Lower("code"),
                output_field=models.CharField(db_collation="C", max_length=128),
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["organization", "code_folded"], name="account_code_folded"),
        ),
        migrations.AddField(
            model_name="account",
            name="invoice_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="account",
            name="erp_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=128),
        ),
        migrations.AddField(model_name="account", name="partner", field=models.BigIntegerField(blank=True, null=True)),
        migrations.AddField(
            model_name="account",
            name="ean_invoicing",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="einvoicing_scheme",
            field=models.CharField(db_default="GLN", default="GLN", max_length=3),
        ),
        migrations.AddField(
            model_name="account",
            name="is_archived",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="gets_reminders",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="account",
            name="last_modified_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["organization", "created_at", "id"], name="account_by_age"),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(fields=["organization", "created_at", "id"], name="recipient_by_age"),
        ),
        LastModified("accounts_account"),
    ]
