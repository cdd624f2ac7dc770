"""Under which terms a line was charged, and what another system books it as; the list of all lines shows both."""

from typing import Any

from django.db import migrations, models

_LINES = """
CREATE OR REPLACE VIEW invoicing_issuedline WITH (security_invoker = true) AS
SELECT l.id, l.organization_id, l.invoice_id AS document_id, i.account_id, a.code AS account_code, i.currency,
    l.position, l.subscription_id, l.text, l.starts_on, l.ends_on, l.quantity, l.unit_price_minor, l.net_minor,
    l.vat_basis_points, i.issued_on, i.issued_at AS created_at, l.terms_id, l.revenue_group
FROM invoicing_invoiceline l
JOIN invoicing_invoice i ON i.organization_id = l.organization_id AND i.id = l.invoice_id
JOIN accounts_account a ON a.organization_id = i.organization_id AND a.id = i.account_id
UNION ALL
SELECT l.id, l.organization_id, l.credit_note_id, c.account_id, a.code, c.currency, l.position, o.subscription_id,
    l.text, l.starts_on, l.ends_on, -l.quantity, l.unit_price_minor, -l.net_minor, l.vat_basis_points, c.issued_on,
    c.issued_at, o.terms_id, o.revenue_group
FROM invoicing_creditnoteline l
JOIN invoicing_creditnote c ON c.organization_id = l.organization_id AND c.id = l.credit_note_id
JOIN invoicing_invoiceline o ON o.organization_id = l.organization_id AND o.id = l.invoice_line_id
JOIN accounts_account a ON a.organization_id = c.organization_id AND a.id = c.account_id
"""


def _revenue_group(**more: Any) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=128, **more)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0013_as_other_systems_see_it")]

    operations = [
        migrations.AddField(model_name="invoiceline", name="terms_id", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="invoiceline", name="revenue_group", field=_revenue_group(blank=True, db_default="", default="")
        ),
        migrations.RunSQL(_LINES, reverse_sql=migrations.RunSQL.noop),
        migrations.AddField(model_name="issuedline", name="terms_id", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="issuedline", name="revenue_group", field=_revenue_group(default=""), preserve_default=False
        ),
    ]
