"""A subscription's own price of a unit, and the one that a planned change brings along (fenerum-api.md 8)."""

from django.db import migrations, models

_NONE_OR_MORE = models.Q(("own_price_minor__isnull", True), ("own_price_minor__gte", 0), _connector="OR")


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0007_invoiced_before_it_begins")]

    operations = [
        migrations.AddField(
            model_name="scheduledchange",
            name="own_price_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="own_price_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="scheduledchange",
            constraint=models.CheckConstraint(condition=_NONE_OR_MORE, name="scheduled_change_own_price"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(condition=_NONE_OR_MORE, name="subscription_own_price"),
        ),
    ]
