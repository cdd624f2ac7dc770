"""Invoices collected through Betalingsservice, and the mandates of accounts, behind their walls (SEC-05 to SEC-12)."""

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.domain.billing.lifecycle
import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import OnlyColumnsChange, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_search"),
        ("billing", "0009_undo_of_one_quote"),
        ("directdebit", "0002_walls"),
        ("invoicing", "0012_content_erased"),
        ("organizations", "0003_settings_register"),
        ("payments", "0019_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvoiceCollection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("asked", "asked"),
                            ("paid", "paid"),
                            ("rejected", "rejected"),
                            ("cancelled", "cancelled"),
                            ("unpaid", "unpaid"),
                            ("charged_back", "charged_back"),
                            ("withdrawn", "withdrawn"),
                            ("stopped", "stopped"),
                        ],
                        default=selvbetjening.domain.billing.lifecycle.DebitState["WAITING"],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=20)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(default="DKK", max_length=3)),
                ("due_on", models.DateField(null=True)),
                ("pays_on", models.DateField(null=True)),
                ("is_late", models.BooleanField(default=False)),
                ("open_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.collection",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="invoicing.invoice",
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
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "invoice", "-made_at"], name="debit_of_invoice"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["organization", "account"],
                        name="debit_live_of_account",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["organization", "state"],
                        name="debit_live",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["rejected", "cancelled", "unpaid", "charged_back"]),
                            ("told_at__isnull", True),
                        ),
                        fields=["organization", "moved_at"],
                        name="debit_untold",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=("organization", "invoice"),
                        name="debit_one_live",
                    ),
                    models.UniqueConstraint(fields=("organization", "collection"), name="debit_of_one_collection"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "asked",
                                    "paid",
                                    "rejected",
                                    "cancelled",
                                    "unpaid",
                                    "charged_back",
                                    "withdrawn",
                                    "stopped",
                                ],
                            )
                        ),
                        name="debit_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("collection__isnull", True), ("state__in", ["waiting", "stopped"])),
                            models.Q(
                                models.Q(("state__in", ["waiting", "stopped"]), _negated=True),
                                ("amount_minor__gt", 0),
                                ("collection__isnull", False),
                                ("pays_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="debit_asked_has_its_collection",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True), ("payment__isnull", False), _connector="OR"
                        ),
                        name="debit_paid_has_its_payment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_person", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.mandate",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "account", "-made_at"], name="mandate_link_of_account"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["organization", "mandate"],
                        name="mandate_link_live",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "mandate"), name="mandate_linked_once")
                ],
            },
        ),
        TenantTable(
            "billing_mandatelink",
            parents={"account_id": "accounts_account", "mandate_id": "directdebit_mandate"},
        ),
        OnlyColumnsChange("billing_mandatelink", columns=("ended_at",)),
        TenantTable(
            "billing_invoicecollection",
            parents={
                "account_id": "accounts_account",
                "invoice_id": "invoicing_invoice",
                "collection_id": "directdebit_collection",
                "payment_id": "payments_payment",
            },
        ),
        OnlyColumnsChange(
            "billing_invoicecollection",
            columns=(
                *("state", "reason", "collection_id", "payment_id", "amount_minor", "due_on", "pays_on", "is_late"),
                *("open_until", "moved_at", "told_at"),
            ),
        ),
    ]
