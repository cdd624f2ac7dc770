"""Instants are called so."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0002_walls")]

    operations = [
        migrations.RenameField("webhookendpoint", "failing_since", "failed_first_at"),
        migrations.RenameField("webhookdelivery", "since", "asked_at"),
    ]
