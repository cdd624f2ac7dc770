"""Find the companies with subscriptions that say themselves how early they are invoiced, without reading them all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0006_none_of_it")]

    operations = [
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("noted__has_key", "pre_renewal_invoicing")),
                fields=["organization"],
                name="subscription_invoiced_early",
            ),
        ),
    ]
