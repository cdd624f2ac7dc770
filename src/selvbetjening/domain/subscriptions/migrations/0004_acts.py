"""Pauses, commitments, trials and discounts of subscriptions."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_people"),
        ("catalog", "0004_walls"),
        ("organizations", "0003_settings_register"),
        ("subscriptions", "0003_first_of_account"),
    ]

    operations = [
        migrations.CreateModel(
            name="SubscriptionDiscount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("percent_basis_points", models.PositiveIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["starts_on", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="subscription",
            name="subscription_state_and_end_agree",
        ),
        migrations.AddField(
            model_name="subscription",
            name="changed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="charged_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="collection_method",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="subscription",
            name="committed_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="contracted_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="paused_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="paused_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="trial_ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("state__in", ["active", "paused"])),
                    models.Q(("ends_on__isnull", False), ("state__in", ["cancelled", "ended"])),
                    _connector="OR",
                ),
                name="subscription_state_and_end_agree",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_on__isnull", False), ("state", "paused")),
                    models.Q(
                        models.Q(("state", "paused"), _negated=True),
                        ("paused_on__isnull", True),
                        ("paused_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="subscription_state_and_pause_agree",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paused_until__isnull", True),
                    models.Q(("paused_until__gt", models.F("paused_on")), ("renews_on", models.F("paused_until"))),
                    _connector="OR",
                ),
                name="subscription_paused_until_later",
            ),
        ),
        migrations.AddField(
            model_name="subscriptiondiscount",
            name="coupon",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.coupon",
            ),
        ),
        migrations.AddField(
            model_name="subscriptiondiscount",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="subscriptiondiscount",
            name="subscription",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="discounts",
                to="subscriptions.subscription",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptiondiscount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_minor__isnull", True), ("percent_basis_points__range", (1, 10000))),
                    models.Q(("amount_minor__gt", 0), ("percent_basis_points__isnull", True)),
                    _connector="OR",
                ),
                name="discount_percent_or_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriptiondiscount",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("starts_on__lte", models.F("ends_on")), _connector="OR"),
                name="discount_days",
            ),
        ),
        TenantTable(
            "subscriptions_subscriptiondiscount",
            parents={"subscription_id": "subscriptions_subscription", "coupon_id": "catalog_coupon"},
        ),
    ]
