"""What a payer was shown that a saved card is charged for at once stands with the attempt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0018_forgotten")]

    operations = [migrations.AddField("attempt", "at_once", models.JSONField(default=list))]
