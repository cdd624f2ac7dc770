"""The first rows of an account's list come from the index in the list's order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0002_walls")]

    operations = [
        migrations.RemoveIndex("subscription", "subscription_of_account"),
        migrations.AddIndex(
            "subscription",
            models.Index(
                fields=["organization", "account", "state", "renews_on", "id"], name="subscription_of_account"
            ),
        ),
    ]
