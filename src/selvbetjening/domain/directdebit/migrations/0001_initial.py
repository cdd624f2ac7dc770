"""Creditor agreements, mandates, collections and what is told about them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.domain.directdebit.lifecycle
import selvbetjening.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_search"),
        ("invoicing", "0012_content_erased"),
        ("organizations", "0003_settings_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditorAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pbs_number", models.CharField(max_length=8)),
                ("debtor_group", models.CharField(default="00001", max_length=5)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "role",
                    models.CharField(
                        choices=[("operator", "Operator"), ("external", "External")], default="operator", max_length=10
                    ),
                ),
                ("is_test", models.BooleanField(default=False)),
                ("product", models.CharField(default="total", max_length=5)),
                ("on_closed_day", models.CharField(default="following", max_length=10)),
                ("data_supplier", models.CharField(max_length=8)),
                ("settlement_branch", models.CharField(blank=True, default="", max_length=4)),
                ("settlement_account", models.CharField(blank=True, default="", max_length=10)),
                ("bank_name", models.CharField(blank=True, default="", max_length=43)),
                ("several_a_day", models.BooleanField(default=False)),
                ("on_repeat", models.CharField(default="refuse", max_length=10)),
                ("on_late", models.CharField(default="refuse", max_length=10)),
                ("accept_partly", models.BooleanField(default=False)),
                ("payments", models.CharField(default="running", max_length=10)),
                ("mandates", models.CharField(default="changes", max_length=10)),
                (
                    "full_list_day",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                    ),
                ),
                ("information", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("ended", "ended")],
                        default=selvbetjening.domain.directdebit.lifecycle.AgreementState["ACTIVE"],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("last_mandate", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
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
                "ordering": ["pbs_number", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer_number", models.CharField(max_length=15)),
                ("match_key", models.CharField(db_collation="C", max_length=15)),
                ("mandate_number", models.CharField(default="000000000", max_length=9)),
                ("section", models.CharField(max_length=4)),
                ("due_on", models.DateField()),
                ("pays_on", models.DateField()),
                ("schedules_on", models.DateField()),
                ("final_on", models.DateField()),
                ("moved", models.BooleanField(default=False)),
                ("sign", models.PositiveSmallIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(default="DKK", max_length=3)),
                ("reference", models.CharField(blank=True, default="", max_length=30)),
                ("texts", models.PositiveIntegerField(default=0)),
                ("is_only", models.BooleanField(default=True)),
                ("way", models.CharField(blank=True, default="", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("scheduled", "scheduled"),
                            ("completed", "completed"),
                            ("final", "final"),
                            ("rejected", "rejected"),
                            ("cancelled", "cancelled"),
                            ("charged_back", "charged_back"),
                            ("unpaid", "unpaid"),
                            ("superseded", "superseded"),
                        ],
                        default=selvbetjening.domain.directdebit.lifecycle.CollectionState["RECEIVED"],
                        max_length=15,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=4)),
                ("settled_on", models.DateField(null=True)),
                ("source_delivery", models.UUIDField(null=True)),
                ("source_line", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections_of",
                        to="directdebit.creditoragreement",
                    ),
                ),
            ],
            options={
                "ordering": ["pays_on", "match_key"],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer_number", models.CharField(max_length=15)),
                ("match_key", models.CharField(db_collation="C", max_length=15)),
                ("mandate_number", models.CharField(max_length=9)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("active", "active"),
                            ("ended_bank", "ended_bank"),
                            ("ended_creditor", "ended_creditor"),
                            ("ended_bs", "ended_bs"),
                        ],
                        default=selvbetjening.domain.directdebit.lifecycle.MandateState["PENDING"],
                        max_length=15,
                    ),
                ),
                ("told_raw", models.CharField(default="000000", max_length=6)),
                ("ends_raw", models.CharField(default="000000", max_length=6)),
                ("registers_on", models.DateField(null=True)),
                ("stops_on", models.DateField(null=True)),
                ("source_delivery", models.UUIDField(null=True)),
                ("source_line", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("last_event_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates_of",
                        to="directdebit.creditoragreement",
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
                "ordering": ["match_key", "made_at"],
            },
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payments", "Payments"),
                            ("mandates", "Mandates"),
                            ("mandates_full", "Mandates Full"),
                            ("information", "Information"),
                        ],
                        max_length=15,
                    ),
                ),
                ("supplier_number", models.CharField(max_length=8)),
                ("is_test", models.BooleanField(default=False)),
                ("number", models.PositiveIntegerField()),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
                ("total_minor", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "made"), ("kept", "kept")],
                        default=selvbetjening.domain.directdebit.lifecycle.OutputState["MADE"],
                        max_length=10,
                    ),
                ),
                ("sha256", models.BinaryField(default=b"", max_length=32)),
                ("size", models.BigIntegerField(default=0)),
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.creditoragreement",
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
                "ordering": ["made_at", "number"],
            },
        ),
        migrations.CreateModel(
            name="MandateEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=4)),
                ("customer_number", models.CharField(max_length=15)),
                ("told_raw", models.CharField(max_length=6)),
                ("ends_raw", models.CharField(max_length=6)),
                ("at", models.DateTimeField()),
                ("is_told", models.BooleanField(default=False)),
                ("source_delivery", models.UUIDField(null=True)),
                ("source_line", models.PositiveIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.creditoragreement",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
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
                (
                    "output",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.output",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "source_line", "id"],
            },
        ),
        migrations.CreateModel(
            name="InformationLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("transaction", models.CharField(max_length=4)),
                ("text_number", models.CharField(max_length=6)),
                ("text", models.CharField(blank=True, default="", max_length=43)),
                ("customer_number", models.CharField(blank=True, default="", max_length=15)),
                ("mandate_number", models.CharField(default="000000000", max_length=9)),
                ("payment_on", models.DateField(null=True)),
                ("processed_on", models.DateField(null=True)),
                ("collections", models.PositiveIntegerField(default=0)),
                ("texts", models.PositiveIntegerField(default=0)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("source_delivery", models.UUIDField()),
                ("source_line", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("first_raw", models.CharField(blank=True, default="", max_length=128)),
                ("second_raw", models.CharField(blank=True, default="", max_length=128)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.creditoragreement",
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
                    "output",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.output",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutputSeries",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("supplier_number", models.CharField(max_length=8)),
                ("is_test", models.BooleanField(default=False)),
                ("last_number", models.PositiveIntegerField(default=0)),
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
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=4)),
                ("amount_minor", models.BigIntegerField()),
                ("paid_on", models.DateField(null=True)),
                ("booked_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("is_told", models.BooleanField(default=False)),
                ("source_delivery", models.UUIDField(null=True)),
                ("source_line", models.PositiveIntegerField(default=0)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.creditoragreement",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="directdebit.collection",
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
                    "output",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.output",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnmatchedAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("delivery_type", models.CharField(max_length=4)),
                ("code", models.CharField(max_length=4)),
                ("pbs_number", models.CharField(max_length=8)),
                ("customer_number", models.CharField(max_length=15)),
                ("reference", models.CharField(blank=True, default="", max_length=30)),
                ("due_raw", models.CharField(default="000000", max_length=6)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("reason", models.CharField(max_length=10)),
                ("source_delivery", models.UUIDField()),
                ("source_line", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directdebit.creditoragreement",
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
                "ordering": ["at", "source_line"],
            },
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("pbs_number", "is_test"),
                name="agreement_pbs_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("debtor_group__regex", "^[0-9]{5}$"), ("pbs_number__regex", "^[0-9]{8}$")),
                name="agreement_numbers_are_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("data_supplier__regex", "^[0-9]{8}$")), name="agreement_supplier_is_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mandates__in", ["changes", "both"]),
                    ("on_closed_day__in", ["following", "preceding"]),
                    ("on_late__in", ["refuse", "next_month"]),
                    ("on_repeat__in", ["refuse", "replace"]),
                    ("payments__in", ["running", "collected"]),
                    ("product__in", ["total", "basis"]),
                    ("role__in", ["operator", "external"]),
                ),
                name="agreement_choices_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "active"), models.Q(("ends_on__isnull", False), ("state", "ended")), _connector="OR"
                ),
                name="agreement_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditoragreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("full_list_day__range", (1, 28))), name="agreement_full_list_day"
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("account__isnull", False)),
                fields=["organization", "account", "-due_on"],
                name="collection_of_account",
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("state", "received")),
                fields=["organization", "schedules_on"],
                name="collection_to_schedule",
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("state", "scheduled")), fields=["organization", "pays_on"], name="collection_to_pay"
            ),
        ),
        migrations.AddIndex(
            model_name="collection",
            index=models.Index(
                condition=models.Q(("state", "completed")),
                fields=["organization", "final_on"],
                name="collection_to_settle",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["received", "scheduled", "completed", "final", "charged_back", "unpaid"]),
                    ("is_only", True),
                ),
                fields=("organization", "agreement", "match_key", "due_on"),
                name="collection_one_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                fields=("organization", "source_delivery", "source_line"), name="collection_once_a_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["received", "scheduled", "completed", "final", "charged_back", "unpaid"])
                ),
                fields=("organization", "invoice"),
                name="collection_once_an_invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "received",
                            "scheduled",
                            "completed",
                            "final",
                            "rejected",
                            "cancelled",
                            "charged_back",
                            "unpaid",
                            "superseded",
                        ],
                    )
                ),
                name="collection_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0), ("currency", "DKK"), ("sign__in", [1, 2])),
                name="collection_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("section__in", ["0112", "0117", "0118"]), ("way__in", ["", "automatic", "slip"])),
                name="collection_section_and_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["completed", "final", "charged_back", "rejected"]), _negated=True),
                    models.Q(("settled_on__isnull", False), models.Q(("code", ""), _negated=True)),
                    _connector="OR",
                ),
                name="collection_answered_has_its_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("mandate_number__regex", "^[0-9]{9}$"), models.Q(("match_key", ""), _negated=True)),
                name="collection_numbers",
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["organization", "agreement", "mandate_number"], name="mandate_number"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["organization", "registers_on"],
                name="mandate_pending",
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["organization", "agreement", "match_key"], name="mandate_of_customer"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                condition=models.Q(("account__isnull", False)),
                fields=["organization", "account"],
                name="mandate_of_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["pending", "active"])),
                fields=("organization", "agreement", "match_key"),
                name="mandate_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "active", "ended_bank", "ended_creditor", "ended_bs"])),
                name="mandate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "pending"), _negated=True), ("registers_on__isnull", False), _connector="OR"
                ),
                name="mandate_pending_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("mandate_number__regex", "^[0-9]{9}$"), models.Q(("match_key", ""), _negated=True)),
                name="mandate_numbers",
            ),
        ),
        migrations.AddIndex(
            model_name="output",
            index=models.Index(
                condition=models.Q(("state", "made")), fields=["organization", "made_at"], name="output_to_keep"
            ),
        ),
        migrations.AddIndex(
            model_name="output",
            index=models.Index(fields=["organization", "agreement", "kind", "made_on"], name="output_of_agreement"),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.UniqueConstraint(
                fields=("organization", "supplier_number", "is_test", "number"), name="output_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["payments", "mandates", "mandates_full", "information"])),
                name="output_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="output",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kept_at__isnull", True), ("state", "made")),
                    models.Q(("kept_at__isnull", False), ("size__gt", 0), ("state", "kept")),
                    _connector="OR",
                ),
                name="output_kept_has_its_bytes",
            ),
        ),
        migrations.AddIndex(
            model_name="mandateevent",
            index=models.Index(
                condition=models.Q(("is_told", False), ("output__isnull", True)),
                fields=["organization", "agreement"],
                name="mandate_event_untold",
            ),
        ),
        migrations.AddIndex(
            model_name="mandateevent",
            index=models.Index(fields=["organization", "output"], name="mandate_event_of_output"),
        ),
        migrations.AddIndex(
            model_name="mandateevent",
            index=models.Index(fields=["organization", "mandate", "at"], name="mandate_event_of_mandate"),
        ),
        migrations.AddConstraint(
            model_name="mandateevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__in", ["0230", "0231", "0232", "0233", "0234"])), name="mandate_event_code"
            ),
        ),
        migrations.AddIndex(
            model_name="informationline",
            index=models.Index(
                condition=models.Q(("first_raw", ""), ("output__isnull", True)),
                fields=["organization", "agreement"],
                name="information_untold",
            ),
        ),
        migrations.AddIndex(
            model_name="informationline",
            index=models.Index(fields=["organization", "output"], name="information_of_output"),
        ),
        migrations.AddConstraint(
            model_name="informationline",
            constraint=models.UniqueConstraint(
                fields=("organization", "source_delivery", "source_line", "agreement", "text_number", "payment_on"),
                name="information_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="outputseries",
            constraint=models.UniqueConstraint(
                fields=("organization", "supplier_number", "is_test"), name="output_series_once"
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(
                condition=models.Q(("is_told", False), ("output__isnull", True)),
                fields=["organization", "agreement"],
                name="settlement_untold",
            ),
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["organization", "output"], name="settlement_of_output"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("organization", "collection", "code"), name="settlement_once"),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gte", 0), ("code__in", ["0236", "0237", "0238", "0239", "0297", "0299"])
                ),
                name="settlement_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="unmatchedanswer",
            constraint=models.UniqueConstraint(
                fields=(
                    "organization",
                    "delivery_type",
                    "pbs_number",
                    "code",
                    "customer_number",
                    "reference",
                    "due_raw",
                    "amount_minor",
                ),
                name="unmatched_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="unmatchedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["unknown", "ambiguous", "agreement"])), name="unmatched_reason"
            ),
        ),
    ]
