"""Draft lines as other systems put them, when documents changed last, and invoices with credit notes as one list."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import selvbetjening.kernel.ids
from selvbetjening.domain.tenancy.operations import LastModified, TenantTable

_DOCUMENTS = """
CREATE VIEW invoicing_issueddocument WITH (security_invoker = true) AS
SELECT i.id, i.organization_id, 'invoice'::varchar(11) AS kind, i.account_id, a.code AS account_code,
    i.number::varchar(40) AS number, i.issued_on, i.due_on, i.currency, i.net_minor, i.vat_minor, i.total_minor,
    i.total_minor - i.settled_minor AS outstanding_minor, i.settled_minor >= i.total_minor AS is_paid,
    NULL::uuid AS credited_invoice_id, coalesce(k.status, '') AS kickback_status, i.snapshot,
    i.issued_at AS created_at, greatest(i.issued_at, i.last_modified_at, k.modified_at) AS modified_at
FROM invoicing_invoice i
JOIN accounts_account a ON a.organization_id = i.organization_id AND a.id = i.account_id
LEFT JOIN invoicing_kickbacknote k ON k.organization_id = i.organization_id AND k.document_id = i.id
UNION ALL
SELECT c.id, c.organization_id, 'credit_note', c.account_id, a.code, c.number::varchar(40), c.issued_on, NULL,
    c.currency, -c.net_minor, -c.vat_minor, -c.total_minor, c.used_minor - c.total_minor,
    c.used_minor >= c.total_minor, c.invoice_id, coalesce(k.status, ''), c.snapshot, c.issued_at,
    greatest(c.issued_at, c.last_modified_at, k.modified_at)
FROM invoicing_creditnote c
JOIN accounts_account a ON a.organization_id = c.organization_id AND a.id = c.account_id
LEFT JOIN invoicing_kickbacknote k ON k.organization_id = c.organization_id AND k.document_id = c.id
"""

_LINES = """
CREATE VIEW invoicing_issuedline WITH (security_invoker = true) AS
SELECT l.id, l.organization_id, l.invoice_id AS document_id, i.account_id, a.code AS account_code, i.currency,
    l.position, l.subscription_id, l.text, l.starts_on, l.ends_on, l.quantity, l.unit_price_minor, l.net_minor,
    l.vat_basis_points, i.issued_on, i.issued_at AS created_at
FROM invoicing_invoiceline l
JOIN invoicing_invoice i ON i.organization_id = l.organization_id AND i.id = l.invoice_id
JOIN accounts_account a ON a.organization_id = i.organization_id AND a.id = i.account_id
UNION ALL
SELECT l.id, l.organization_id, l.credit_note_id, c.account_id, a.code, c.currency, l.position, o.subscription_id,
    l.text, l.starts_on, l.ends_on, -l.quantity, l.unit_price_minor, -l.net_minor, l.vat_basis_points, c.issued_on,
    c.issued_at
FROM invoicing_creditnoteline l
JOIN invoicing_creditnote c ON c.organization_id = l.organization_id AND c.id = l.credit_note_id
JOIN invoicing_invoiceline o ON o.organization_id = l.organization_id AND o.id = l.invoice_line_id
JOIN accounts_account a ON a.organization_id = c.organization_id AND a.id = c.account_id
"""


def _id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=selvbetjening.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def _organization() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
    )


def _last_modified(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model, name="last_modified_at", field=models.DateTimeField(editable=False, null=True)
    )


def _by_age(model: str, column: str, name: str) -> migrations.AddIndex:
    return migrations.AddIndex(model_name=model, index=models.Index(fields=["organization", column, "id"], name=name))


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0012_content_erased"), ("accounts", "0007_numbers_of_other_systems")]

    operations = [
        migrations.RemoveConstraint(model_name="draftline", name="draft_line_costs_something"),
        migrations.AddField(
            model_name="draftline", name="discount_minor", field=models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="draftline", name="for_renewal", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.AddField(model_name="draftline", name="said", field=models.JSONField(default=dict)),
        _last_modified("draftline"),
        _last_modified("invoice"),
        _last_modified("creditnote"),
        migrations.AddConstraint(
            model_name="draftline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__gte", 1),
                    ("discount_minor__gte", 0),
                    ("unit_price_minor__gte", 0),
                    (
                        "discount_minor__lte",
                        models.expressions.CombinedExpression(models.F("unit_price_minor"), "*", models.F("quantity")),
                    ),
                ),
                name="draft_line_gives_nothing_back",
            ),
        ),
        _by_age("draftline", "added_at", "draft_line_by_age"),
        _by_age("invoice", "issued_at", "invoice_by_age"),
        _by_age("creditnote", "issued_at", "credit_note_by_age"),
        migrations.CreateModel(
            name="KickbackNote",
            fields=[
                ("id", _id()),
                ("document_id", models.UUIDField()),
                ("status", models.CharField(blank=True, max_length=32)),
                ("modified_at", models.DateTimeField()),
                ("organization", _organization()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "document_id"), name="kickback_note_once"),
                ],
            },
        ),
        TenantTable("invoicing_kickbacknote"),
        LastModified("invoicing_draftline"),
        LastModified("invoicing_invoice"),
        LastModified("invoicing_creditnote"),
        migrations.RunSQL([_DOCUMENTS, _LINES], reverse_sql=migrations.RunSQL.noop),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", _id()),
                ("kind", models.CharField(max_length=11)),
                ("account_id", models.UUIDField()),
                ("account_code", models.CharField(max_length=128)),
                ("number", models.CharField(max_length=40)),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("net_minor", models.BigIntegerField()),
                ("vat_minor", models.BigIntegerField()),
                ("total_minor", models.BigIntegerField()),
                ("outstanding_minor", models.BigIntegerField()),
                ("is_paid", models.BooleanField()),
                ("credited_invoice_id", models.UUIDField(null=True)),
                ("kickback_status", models.CharField(max_length=32)),
                ("snapshot", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField()),
                ("organization", _organization()),
            ],
            options={"db_table": "invoicing_issueddocument", "ordering": ["-created_at"], "managed": False},
        ),
        migrations.CreateModel(
            name="IssuedLine",
            fields=[
                ("id", _id()),
                ("document_id", models.UUIDField()),
                ("account_id", models.UUIDField()),
                ("account_code", models.CharField(max_length=128)),
                ("currency", models.CharField(max_length=3)),
                ("position", models.PositiveSmallIntegerField()),
                ("subscription_id", models.UUIDField(null=True)),
                ("text", models.CharField(max_length=200)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("quantity", models.IntegerField()),
                ("unit_price_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("vat_basis_points", models.PositiveIntegerField()),
                ("issued_on", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("organization", _organization()),
            ],
            options={"db_table": "invoicing_issuedline", "ordering": ["position"], "managed": False},
        ),
    ]
