"""The walls around the line to an external Betalingsservice: what was sent and fetched is not rewritten."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import ForgottenInTime, OnlyColumnsChange, TenantTable

CONNECTION = {"connection_id": "directdebit_bankconnection"}


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0005_bank_line")]

    operations = [
        TenantTable("directdebit_bankconnection"),
        # Another host, user or key is another connection.
        OnlyColumnsChange(
            "directdebit_bankconnection", columns=("state", "worked_at", "failures", "next_try_at", "code")
        ),
        TenantTable("directdebit_banksending", parents={**CONNECTION, "output_id": "directdebit_output"}),
        OnlyColumnsChange(
            "directdebit_banksending",
            columns=("state", "sha256", "size", "attempts", "leased_until", "sent_at", "code"),
        ),
        TenantTable("directdebit_bankfetched", parents=CONNECTION),
        OnlyColumnsChange("directdebit_bankfetched", columns=("state", "code", "answered")),
        ForgottenInTime(
            "directdebit_bankfetched", over="OLD.forget_on < current_date", wall="is_final", columns=("content",)
        ),
    ]
