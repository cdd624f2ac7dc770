"""The walls around cards, attempts, and what gateways tell (SEC-05 to SEC-12, G4)."""

from django.db import migrations

from selvbetjening.domain.tenancy.operations import AppendOnly, OnlyColumnsChange, TenantTable

ACCOUNT = {"account_id": "accounts_account"}
GATEWAY = {"gateway_account_id": "payments_gatewayaccount"}
INVOICE = {"invoice_id": "invoicing_invoice"}
PAYMENT = {"payment_id": "payments_payment"}


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_cards")]

    operations = [
        TenantTable("payments_gatewayaccount"),
        TenantTable("payments_gatewaynotice", parents=GATEWAY),
        TenantTable("payments_gatewayfact", parents=GATEWAY),
        OnlyColumnsChange("payments_gatewayfact", columns=("outcome", "reason", "resolved_at", "resolution")),
        TenantTable("payments_gatewaypayer", parents={**GATEWAY, **ACCOUNT}),
        TenantTable("payments_paymentcard", parents={**GATEWAY, **ACCOUNT}),
        TenantTable("payments_attempt", parents={**GATEWAY, **ACCOUNT, "card_id": "payments_paymentcard"}),
        OnlyColumnsChange(
            "payments_attempt",
            columns=(
                *("state", "external_ref", "url", "redirect_expires_at", "failure", "failure_code", "retry"),
                *("asks_new_card", "next_look_at", "looks", "closed_at"),
            ),
        ),
        TenantTable("payments_attemptpart", parents={"attempt_id": "payments_attempt", **INVOICE}),
        OnlyColumnsChange("payments_attemptpart", columns=("is_live",)),
        TenantTable("payments_cardcollection", parents={**ACCOUNT, **INVOICE, "attempt_id": "payments_attempt"}),
        TenantTable("payments_paymentlink", parents={**ACCOUNT, **INVOICE}),
        TenantTable("payments_cardrefund", parents={**GATEWAY, **ACCOUNT, **PAYMENT, "task_id": "payments_refundtask"}),
        OnlyColumnsChange(
            "payments_cardrefund", columns=("state", "external_ref", "failure", "next_look_at", "closed_at")
        ),
        TenantTable("payments_paymentreversal", parents={**PAYMENT, **INVOICE}),
        AppendOnly("payments_paymentreversal"),
        TenantTable("payments_chargeback", parents={**ACCOUNT, **PAYMENT}),
        OnlyColumnsChange("payments_chargeback", columns=("state", "reason", "closed_at")),
    ]
