"""Every resource of the API, in the order of fenerum-api.md. A new one gets its line here."""

from typing import Final

from selvbetjening.portals.api import (
    accounts,
    calculate,
    cash_flow,
    contents,
    contract_tiers,
    contracts,
    deliveries,
    delivery_acts,
    draft_lines,
    invoice_xml,
    invoices,
    mandates,
    outputs,
    payment_cards,
    plans,
    recipients,
    self_service,
    status,
    subscribing,
    subscription_changes,
    subscriptions,
    webhooks,
)
from selvbetjening.portals.api.resource import Resource

RESOURCES: Final[tuple[Resource, ...]] = (
    accounts.resource,
    subscribing.resource,
    contracts.resource,
    contract_tiers.resource,
    plans.resource,
    calculate.resource,
    subscriptions.resource,
    subscription_changes.resource,
    self_service.resource,
    recipients.resource,
    payment_cards.resource,
    draft_lines.resource,
    invoices.resource,
    invoice_xml.resource,
    cash_flow.resource,
    webhooks.resource,
    delivery_acts.acts,
    deliveries.receipts,
    outputs.resource,
    contents.resource,
    mandates.resource,
    status.resource,
)
