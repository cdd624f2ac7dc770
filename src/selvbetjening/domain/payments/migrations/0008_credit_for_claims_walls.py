"""What a credit paid belongs to the organization that the credit belongs to (SEC-12)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_credit_for_claims"), ("invoicing", "0011_claims_and_letters_walls")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE payments_credituse ADD CONSTRAINT payments_credituse_claim_id_same_organization"
            " FOREIGN KEY (organization_id, claim_id) REFERENCES invoicing_lateclaim (organization_id, id)"
            " DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
