"""What other systems keep with a subscription, and when it was changed last (fenerum-api.md 8)."""

from django.db import migrations, models

from selvbetjening.domain.tenancy.operations import LastModified


class Migration(migrations.Migration):
    dependencies = [("subscriptions", "0004_acts")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="noted",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="subscription",
            name="last_modified_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["organization", "created_at", "id"], name="subscription_by_age"),
        ),
        LastModified("subscriptions_subscription"),
    ]
