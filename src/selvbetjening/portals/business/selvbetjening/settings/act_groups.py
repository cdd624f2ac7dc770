"""The self-service permissions as the company reads them: in groups, each with what it opens (SB-11, XB-17)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions as acts
from selvbetjening.portals.business.selvbetjening.act_words import ACTS

PRESET_WORDS: Final[dict[str, str | Promise]] = {
    "full": _("Everything"),
    "invoices_only": _("Invoices only"),
    "invoices_and_payment": _("Invoices and payment"),
    "no_cancel": _("No cancelling (companies and institutions)"),
}

#: Heading, and each permission with what it opens in the portal.
_GROUPS: Final[tuple[tuple[Promise, dict[str, Promise]], ...]] = (
    (
        _("New customers and orders"),
        {
            acts.CREATE_ACCOUNT: _("Whoever is not known here yet can sign up, and becomes a customer."),
            acts.CREATE_SUBSCRIPTION: _("Customers can order the plans that you offer in the portal."),
            acts.USE_COUPON: _("A field for a discount code stands at orders."),
        },
    ),
    (
        _("Subscriptions"),
        {
            acts.UPGRADE_SUBSCRIPTION: _("To a dearer plan, at once; the rest of the period is charged."),
            acts.DOWNGRADE_SUBSCRIPTION: _("To a cheaper plan, from the next renewal on."),
            acts.CHANGE_QUANTITY: _("More or fewer, within the limits of the plan's terms."),
            acts.MANAGE_SCHEDULED_CHANGE: _("A change that lies ahead can be moved or taken back."),
            acts.PAUSE_SUBSCRIPTION: _("A pause with a day on which it starts again."),
            acts.CANCEL_SUBSCRIPTION: _("Cancelling with notice and binding as agreed."),
            acts.REACTIVATE_SUBSCRIPTION: _("A cancellation can be taken back, an ended subscription begun again."),
            acts.WITHDRAW_CONTRACT: _("A consumer withdraws within 14 days."),
        },
    ),
    (
        _("Invoices"),
        {
            acts.VIEW_INVOICES: _("All invoices and credit notes on one page."),
            acts.DOWNLOAD_INVOICES: _("As PDF."),
            acts.DOWNLOAD_EINVOICE: _("As XML for the customer's own bookkeeping."),
            acts.CORRECT_INVOICE: _("A credit note and a new invoice with the right EAN, address or reference."),
            acts.DISPUTE_INVOICE: _("The customer says what is wrong; reminders rest until you have answered."),
            acts.DEFER_INVOICE: _("More time or instalments, within the limits under Late payment."),
        },
    ),
    (
        _("Paying"),
        {
            acts.USE_PAYMENT_LINK: _("Pay now in the portal and in mails; wants a payment gateway."),
            acts.ADD_CARD: _("A card that is charged by itself; wants a payment gateway."),
            acts.SAVE_CARD_WHEN_PAYING: _("The box Save the card while paying; it is empty until it is ticked."),
            acts.SET_DEFAULT_CARD: _("Which of several cards is charged."),
            acts.DISABLE_CARD: _("A card is not charged any more."),
            acts.CHANGE_COLLECTION_METHOD: _("Card or invoice, for each subscription."),
            acts.ENROL_BETALINGSSERVICE: _("The numbers to sign up with are shown; wants a creditor agreement."),
            acts.RETRY_PAYMENT: _("A payment that failed can be tried again."),
            acts.PAY_OUT_BALANCE: _("What stands to the customer's good can be asked for."),
        },
    ),
    (
        _("The customer's own details"),
        {
            acts.UPDATE_BILLING_DETAILS: _("Name, address and language."),
            acts.UPDATE_TAX_DETAILS: _("CVR, VAT and EAN number; typing mistakes are warned of."),
            acts.UPDATE_REFERENCES: _("PO number and reference on coming invoices."),
            acts.MANAGE_RECIPIENTS: _("Owners decide who else gets mails and logs in."),
            acts.INVITE_ACCOUNTANT: _("Owners let their bookkeeper read, for a year at most."),
            acts.VIEW_ACTIVITY_LOG: _("Everything that was done to the account, and by whom."),
            acts.USE_CALENDAR_FEED: _("The customer's calendar shows due days and renewals by a secret address."),
            acts.USE_CUSTOMER_API: _("The customer's own program fetches invoices with a token that only reads."),
            acts.EXPORT_DATA: _("All of the customer's own data as one file."),
        },
    ),
)


@dataclass(frozen=True)
class Switch:
    """One permission as a box: `floor` is the rule of law that gives it to consumers whatever stands here."""

    code: str
    label: str | Promise
    about: str | Promise
    is_on: bool
    floor: str


def groups(on: set[str]) -> list[tuple[str | Promise, list[Switch]]]:
    """Every permission once, in its group."""
    return [(heading, [_switch(code, about, on) for code, about in of.items()]) for heading, of in _GROUPS]


def _switch(code: str, about: Promise, on: set[str]) -> Switch:
    return Switch(code, ACTS[code], about, code in on, acts.REGISTRY[code].floor)
