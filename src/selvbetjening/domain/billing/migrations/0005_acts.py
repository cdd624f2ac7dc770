"""What acts gave back of billed lines, and the acts that may be undone (CM-03)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import OnlyColumnsChange, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0004_legal_walls"),
        ("invoicing", "0005_late"),
        ("organizations", "0003_settings_register"),
        ("subscriptions", "0004_acts"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenBack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("net_minor", models.BigIntegerField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "invoice_line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_back",
                        to="invoicing.invoiceline",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given_back",
                        to="billing.quote",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscriptions.subscription",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "subscription"], name="given_back_of_subscription")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("organization", "invoice_line", "from_on"),
                        name="line_is_given_back_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("net_minor__gte", 0)), name="given_back_is_no_charge"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Undo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("open_until", models.DateTimeField()),
                ("closed_reason", models.CharField(blank=True, default="", max_length=10)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "quote",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undo",
                        to="billing.quote",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subscriptions.subscription",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_reason", "")),
                        fields=("organization", "subscription"),
                        name="undo_latest_act_only",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_reason", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_reason__in", ["undone", "later_act", "renewal", "fulfilled"]),
                            ),
                            _connector="OR",
                        ),
                        name="undo_closed_with_reason",
                    ),
                ],
            },
        ),
        TenantTable(
            "billing_givenback",
            parents={
                "subscription_id": "subscriptions_subscription",
                "invoice_line_id": "invoicing_invoiceline",
                "quote_id": "billing_quote",
            },
        ),
        OnlyColumnsChange("billing_givenback", columns=("undone_at",)),
        TenantTable(
            "billing_undo",
            parents={"quote_id": "billing_quote", "subscription_id": "subscriptions_subscription"},
        ),
        OnlyColumnsChange("billing_undo", columns=("closed_reason", "closed_at")),
    ]
