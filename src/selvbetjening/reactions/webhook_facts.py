"""Which fact is which event of a webhook: a table (fenerum-api.md 15, XB-40, BP-46, BP-48)."""

from dataclasses import dataclass
from typing import Any, Final

from selvbetjening.domain.accounts import events as accounts
from selvbetjening.domain.billing import events as billing
from selvbetjening.domain.catalog import events as catalog
from selvbetjening.domain.deliveries import events as deliveries
from selvbetjening.domain.invoicing import events as invoicing
from selvbetjening.domain.payments import events as payments
from selvbetjening.domain.rights import events as rights
from selvbetjening.domain.subscriptions import events as subscriptions
from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True)
class Telling:
    """One event: what it is about (`kind`, and the field of the fact that holds its id), and when it is told at all.

    Without a `field` the id is the account's. `by` is the kind of actor who must have done it; `if_` a field that must
    be true. `ids_only`: the fact's own ids, codes and amounts are told, and no picture of the thing.
    """

    event: str
    kind: str
    field: str = ""
    by: str = ""
    if_: str = ""
    ids_only: bool = False


def _mine(act: str, kind: str, field: str = "") -> Telling:
    """An act of a customer in the portal (XB-40)."""
    return Telling(f"self_service.{act}", kind, field, by="recipient")


def _of_dispute(what: str) -> Telling:
    return Telling(f"dispute.{what}", "dispute", "dispute", ids_only=True)


def _of_file(what: str) -> Telling:
    return Telling(f"file.{what}", "delivery", "delivery")


_SUBSCRIPTION: Final = ("subscription", "subscription")
_CANCEL: Final = Telling("cancel_subscription", *_SUBSCRIPTION)
_DEBIT: Final = {"ids_only": True}

TELLINGS: Final[dict[type[Fact], tuple[Telling, ...]]] = {
    accounts.AccountOpened: (Telling("account.created", "account"), _mine("account_opened", "account")),
    accounts.BillingDetailsUpdated: (Telling("account.updated", "account"), _mine("details_updated", "account")),
    accounts.AccountChanged: (Telling("account.updated", "account"),),
    accounts.CollectionMethodChanged: (
        Telling("account.updated", "account"), _mine("collection_method_changed", "account"),
    ),
    accounts.RecipientAdded: (_mine("recipient_added", "recipient", "recipient"),),
    accounts.RecipientChanged: (_mine("recipient_changed", "recipient", "recipient"),),
    accounts.EmailChanged: (_mine("recipient_changed", "recipient", "recipient"),),
    accounts.RecipientRemoved: (_mine("recipient_removed", "recipient", "recipient"),),
    accounts.AccountantInvited: (_mine("accountant_invited", "accountant", "grant"),),
    accounts.AccountantRevoked: (_mine("accountant_revoked", "accountant", "grant"),),
    catalog.TermsAdded: (Telling("plan_terms.created", "plan_terms", "terms"),),
    catalog.TermsChanged: (Telling("plan_terms.updated", "plan_terms", "terms"),),
    invoicing.InvoiceIssued: (Telling("new_invoice", "invoice", "invoice"),),
    invoicing.CreditNoteIssued: (Telling("new_invoice", "credit_note", "credit_note"),),
    invoicing.InvoiceCorrected: (_mine("invoice_corrected", "invoice", "new_invoice"),),
    payments.PaymentRecorded: (Telling("paid_invoice", "invoice", "invoice", if_="settled"),),
    payments.CreditUsed: (Telling("paid_invoice", "invoice", "invoice", if_="settled"),),
    payments.ChargeNeedsCustomer: (Telling("payment.authentication_required", "charge", "invoice"),),
    payments.ChargeFailed: (Telling("payment.declined", "charge", "invoice"),),
    payments.CardSaved: (
        Telling("payment_card.activated", "payment_card", "card"), _mine("card_added", "payment_card", "card"),
    ),
    payments.CardDisabled: (
        Telling("payment_card.deactivated", "payment_card", "card"), _mine("card_disabled", "payment_card", "card"),
    ),
    payments.DefaultCardChosen: (_mine("default_card_chosen", "payment_card", "card"),),
    payments.InvoiceDeferred: (_mine("invoice_deferred", "invoice", "invoice"),),
    payments.DisputeOpened: (_of_dispute("opened"),),
    payments.DisputeAnswered: (_of_dispute("answered"),),
    payments.DisputeReplied: (_of_dispute("replied"),),
    payments.DisputeAccepted: (_of_dispute("accepted"),),
    payments.DisputePartlyAccepted: (_of_dispute("partly_accepted"),),
    payments.DisputeRejected: (_of_dispute("rejected"),),
    payments.DisputeWithdrawn: (_of_dispute("withdrawn"),),
    payments.DisputeEscalated: (_of_dispute("escalated"),),
    payments.ChargebackOpened: (Telling("dispute.chargeback_opened", "payment", "payment", ids_only=True),),
    payments.ChargebackClosed: (Telling("dispute.chargeback_closed", "payment", "payment", ids_only=True),),
    subscriptions.SubscriptionStarted: (_mine("subscription_started", *_SUBSCRIPTION),),
    subscriptions.SubscriptionChanged: (_mine("subscription_changed", *_SUBSCRIPTION),),
    subscriptions.ChangeScheduled: (_mine("change_scheduled", *_SUBSCRIPTION),),
    subscriptions.ScheduledChangeRemoved: (_mine("change_removed", *_SUBSCRIPTION),),
    subscriptions.SubscriptionCancelled: (_CANCEL, _mine("subscription_cancelled", *_SUBSCRIPTION)),
    subscriptions.SubscriptionWithdrawn: (_CANCEL, _mine("contract_withdrawn", *_SUBSCRIPTION)),
    subscriptions.SubscriptionReactivated: (_mine("subscription_reactivated", *_SUBSCRIPTION),),
    subscriptions.SubscriptionPaused: (_mine("subscription_paused", *_SUBSCRIPTION),),
    subscriptions.SubscriptionResumed: (_mine("subscription_resumed", *_SUBSCRIPTION),),
    subscriptions.SubscriptionDiscounted: (_mine("coupon_used", *_SUBSCRIPTION),),
    subscriptions.ActUndone: (_mine("act_undone", *_SUBSCRIPTION),),
    subscriptions.SubscriptionMethodChanged: (_mine("collection_method_changed", *_SUBSCRIPTION),),
    rights.DataExportAsked: (_mine("data_export_asked", "data_export", "data_export"),),
    billing.MandateLinked: (Telling("betalingsservice.mandate_created", "mandate", "mandate", ids_only=True),),
    billing.MandateLeft: (Telling("betalingsservice.mandate_ended", "mandate", "mandate", ids_only=True),),
    billing.DebitFailed: (Telling("betalingsservice.collection_rejected", "invoice", "invoice", ids_only=True),),
    deliveries.DeliveryReceived: (_of_file("received"),),
    deliveries.UploadIncomplete: (Telling("file.incomplete", "staging", "staging"),),
    deliveries.DeliveryAccepted: (_of_file("validated"),),
    deliveries.DeliveryRejected: (_of_file("rejected"),),
    deliveries.DeliveryHeld: (_of_file("waiting"),),
    deliveries.ApprovalAsked: (_of_file("waiting"),),
    deliveries.DeliveryWithdrawn: (_of_file("withdrawn"),),
    deliveries.DeliveryProcessed: (_of_file("processed"),),
    deliveries.DeliveryFailed: (_of_file("failed"),),
    deliveries.ContentDamaged: (_of_file("failed"),),
    deliveries.DeliveryQuarantined: (_of_file("quarantined"),),
    deliveries.OutFileReady: (Telling("file.ready", "out_file", "file"),),
}  # fmt: skip
#: Everything that happened to an account is activity, too.
ACTIVITY: Final = "new_activity"
_BY_NAME: Final = {fact.name: tellings for fact, tellings in TELLINGS.items()}


def tellings_of(*, name: str, has_account: bool) -> tuple[Telling, ...]:
    """The events of a fact; what happened to an account is activity beside."""
    activity = (Telling(ACTIVITY, "account"),) if has_account else ()
    return (*_BY_NAME.get(name, ()), *activity)


def applies(*, telling: Telling, actor_kind: str, data: dict[str, Any]) -> bool:
    """Whether this fact is told as this event."""
    return (not telling.by or telling.by == actor_kind) and (not telling.if_ or bool(data.get(telling.if_)))
