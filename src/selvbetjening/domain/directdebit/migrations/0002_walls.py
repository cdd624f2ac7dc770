"""The walls around direct debit (SEC-05 to SEC-12). What was agreed, asked and told is not rewritten afterwards."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import OnlyColumnsChange, OnlyGrows, TenantTable

AGREEMENT = {"agreement_id": "directdebit_creditoragreement"}
ACCOUNT = {"account_id": "accounts_account"}
OUTPUT = {"output_id": "directdebit_output"}
MANDATE = {"mandate_id": "directdebit_mandate"}
COLLECTION = {"collection_id": "directdebit_collection"}


class Migration(migrations.Migration):
    dependencies = [("directdebit", "0001_initial")]

    operations = [
        TenantTable("directdebit_creditoragreement"),
        # The number, its debtor group and the environment are locked to each other (betalingsservice.md 2).
        OnlyColumnsChange(
            "directdebit_creditoragreement",
            columns=(
                *("name", "product", "on_closed_day", "data_supplier", "settlement_branch", "settlement_account"),
                *("bank_name", "several_a_day", "on_repeat", "on_late", "accept_partly", "payments", "mandates"),
                *("full_list_day", "information", "state", "ends_on", "last_mandate"),
            ),
        ),
        TenantTable("directdebit_outputseries"),
        OnlyGrows("directdebit_outputseries", column="last_number"),
        TenantTable("directdebit_output", parents=AGREEMENT),
        OnlyColumnsChange("directdebit_output", columns=("state", "sha256", "size", "kept_at")),
        TenantTable("directdebit_informationline", parents={**AGREEMENT, **OUTPUT}),
        OnlyColumnsChange("directdebit_informationline", columns=("output_id",)),
        TenantTable("directdebit_mandate", parents={**AGREEMENT, **ACCOUNT}),
        OnlyColumnsChange(
            "directdebit_mandate",
            columns=(
                *("account_id", "customer_number", "match_key", "mandate_number", "state", "told_raw", "ends_raw"),
                *("stops_on", "last_event_at"),
            ),
        ),
        TenantTable("directdebit_mandateevent", parents={**MANDATE, **AGREEMENT, **OUTPUT}),
        OnlyColumnsChange("directdebit_mandateevent", columns=("output_id",)),
        TenantTable("directdebit_collection", parents={**AGREEMENT, **ACCOUNT, "invoice_id": "invoicing_invoice"}),
        OnlyColumnsChange("directdebit_collection", columns=("mandate_number", "way", "state", "code", "settled_on")),
        TenantTable("directdebit_settlement", parents={**AGREEMENT, **COLLECTION, **OUTPUT}),
        OnlyColumnsChange("directdebit_settlement", columns=("output_id",)),
        TenantTable("directdebit_unmatchedanswer", parents=AGREEMENT),
        OnlyColumnsChange("directdebit_unmatchedanswer", columns=("handled_at",)),
    ]
