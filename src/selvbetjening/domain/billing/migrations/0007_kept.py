"""How long evidence is kept, and from which day a new price holds for each who was told of it."""

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0006_quote_acts")]

    # What is there already gets its own days in the next migration.
    operations = [
        migrations.AddField("legalact", "content_erased_on", models.DateField(null=True)),
        migrations.AddField(
            "legalact", "retain_until", models.DateField(default=date(9999, 12, 31)), preserve_default=False
        ),
        migrations.AddField("contract", "content_erased_on", models.DateField(null=True)),
        migrations.AddField(
            "contract", "retain_until", models.DateField(default=date(9999, 12, 31)), preserve_default=False
        ),
        migrations.AddField(
            "pricenotice", "effective_on", models.DateField(default=date(9999, 12, 31)), preserve_default=False
        ),
        migrations.AddConstraint(
            "legalact",
            models.CheckConstraint(
                condition=models.Q(
                    ("content_erased_on__isnull", True),
                    models.Q(("name", "–"), ("receipt", b""), ("receipt_address", ""), ("statement", "")),
                    _connector="OR",
                ),
                name="legal_act_erased_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            "contract",
            models.CheckConstraint(
                condition=models.Q(("content_erased_on__isnull", True), ("confirmation", b""), _connector="OR"),
                name="contract_erased_names_nobody",
            ),
        ),
    ]
