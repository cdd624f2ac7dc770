"""A subscription as `cancel_subscription` and `renew_subscription_soon` tell it (fenerum-api.md 8 and 15)."""

from datetime import date
from typing import Any, Final

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.domain.webhooks.documents.values import amount, day, instant
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.money import Money

_STATUS: Final = {"active": "active", "paused": "paused", "cancelled": "set_to_expire", "ended": "cancelled"}
#: What is kept for the integration, most of it said on the invoices, with what it is where nobody said anything.
NOTED: Final[dict[str, Any]] = {
    "group_on_invoice": False,
    "payment_terms": None,
    "pre_renewal_invoicing": False,
    "po_number": None,
    "invoice_supplement": None,
    "reference_person": None,
    "case_number": None,
}


def noted_of(*, subscription: Subscription, company: Organization) -> dict[str, Any]:
    """What is kept for the integration. Of what it does not say itself the company's own counts: in how many days it is
    paid, and whether it is invoiced before it renews.
    """
    before = InvoicedBefore.of(company.choice)
    unsaid = {**NOTED, "pre_renewal_invoicing": before.unasked > 0}
    noted = {name: subscription.noted.get(name, empty) for name, empty in unsaid.items()}
    return noted | ({"payment_terms": company.payment_terms_days} if noted["payment_terms"] is None else {})


def subscription_data(
    *, subscription: Subscription, unit_price: Money, company: Organization, today: date
) -> dict[str, Any]:
    """As it stands on `today`, which is also the day of its cancellation where that is what is told.

    Needs its account, terms and plan; the price is of a unit, its own or by the account's contract.
    """
    terms, account, own = subscription.terms, subscription.account, subscription.own_price_minor
    scheduled = subscription.state == "active" and subscription.started_on > today
    ends = subscription.state in ("cancelled", "ended")
    ahead = subscription.ends_on is not None and subscription.renews_on <= subscription.ends_on
    renews = subscription.state == "active" or subscription.paused_until is not None or (ends and ahead)
    return {
        "uuid": str(subscription.id),
        "account": str(account.id),
        "account_code": account.code,
        "terms": str(terms.id),
        "terms_code": terms.code,
        "plan_name": terms.plan.name_da,
        "collection_method": subscription.collection_method or account.collection_method,
        "start_date": day(on=subscription.started_on),
        "quantity": subscription.quantity,
        "currency": terms.currency,
        "unit_price": amount(minor=unit_price.minor),
        "next_renewal_date": instant(at=start_of_day(subscription.renews_on)) if renews else None,
        "status": "scheduled" if scheduled else _STATUS[subscription.state],
        "end_date": day(on=subscription.ends_on),
        "cancelled_date": day(on=today) if ends else None,
        "custom_price": None if own is None else amount(minor=own),
        "created_date": instant(at=subscription.created_at),
        "last_modified_date": instant(at=subscription.last_modified_at or subscription.created_at),
        **noted_of(subscription=subscription, company=company),
    }
