"""A quantity of none, which costs nothing and is kept for later (fenerum-api.md 8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0005_as_other_systems_list_them")]

    operations = [
        migrations.RemoveConstraint(model_name="subscription", name="subscription_quantity"),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 0)), name="subscription_quantity"),
        ),
    ]
