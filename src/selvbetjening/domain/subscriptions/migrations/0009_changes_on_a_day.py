"""Changes that wait for a day within a period, and why one could not be made (fenerum-api.md 8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0008_own_price")]

    operations = [
        migrations.RemoveConstraint(model_name="scheduledchange", name="scheduled_change_state"),
        migrations.AddField(
            model_name="scheduledchange",
            name="at_day",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="scheduledchange",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
        migrations.AddConstraint(
            model_name="scheduledchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "done", "removed", "failed"])),
                name="scheduled_change_state",
            ),
        ),
    ]
