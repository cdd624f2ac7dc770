"""Why each table holds what it holds, and how long (GDP-2). Whoever adds a table says so here, in one line.

A house test wants every table of the domain in this register; the privacy page, the operator's page *Data protection*
and the files of data exports say what stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.kernel.law import law
from selvbetjening.kernel.wording import gettext_noop

Basis = Literal["contract", "legal_duty", "legitimate_interest", "no_person"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a table is for: the legal basis, the words, and how long its rows stay."""

    basis: Basis
    words: str
    until: str


CUSTOMER: Final = Purpose(
    "contract",
    gettext_noop("To know who the customer is and whom to write to"),
    gettext_noop("As long as you are a customer and five years after, or until you are erased"),
)
AGREED: Final = Purpose(
    "contract",
    gettext_noop("To keep what was agreed: subscriptions, changes, offers and withdrawals"),
    gettext_noop("As long as it can be asked for: five years after the end of the financial year"),
)
BOOKS: Final = Purpose(
    "legal_duty",
    gettext_noop("Invoices, credit notes, reminders and payments, as the Danish Bookkeeping Act demands"),
    gettext_noop("Five years after the end of the financial year"),
)
PAYING: Final = Purpose(
    "contract",
    gettext_noop("Saved payment cards, without their numbers, and payments by card on their way"),
    gettext_noop("A disabled card and a finished payment as long as the books; no card number is kept at any time"),
)
DEBITED: Final = Purpose(
    "contract",
    gettext_noop("Collections by Betalingsservice: mandates, what is collected on which day, and what became of it"),
    gettext_noop("As long as the books: five years after the end of the financial year"),
)
TOLD: Final = Purpose(
    "legitimate_interest",
    gettext_noop("What the card gateway told of a payment, so that money is booked once and can be looked into"),
    gettext_noop("The messages 90 days; that a payment was made, as long as the books"),
)
LOG: Final = Purpose(
    "legitimate_interest",
    gettext_noop("The log of what was done to the account and by whom, with numbers instead of names"),
    gettext_noop("As long as the account; names in it are erased with the person"),
)
LOGIN: Final = Purpose(
    "legitimate_interest",
    gettext_noop("To let the right person in and to find misuse: logins, links, sessions, limits"),
    gettext_noop("90 days unless the company chose otherwise; network addresses 7 days, link secrets one day"),
)
MAILS: Final = Purpose(
    "contract",
    gettext_noop("Mails that are sent about the account"),
    gettext_noop("Their words and address 90 days; that they were sent stays"),
)
TAKEN_OUT: Final = Purpose(
    "legal_duty",
    gettext_noop("The file with your data, when you have asked for it, and what was erased"),
    gettext_noop("The file one day"),
)
USERS: Final = Purpose(
    "legitimate_interest",
    gettext_noop("Who works for the company in the business portal, and with what access"),
    gettext_noop("As long as the person works for the company; a deleted user's name 30 days, logins 90 days"),
)
PASSED_ON: Final = Purpose(
    "legitimate_interest",
    gettext_noop("Messages about the account to the company's own systems (webhooks)"),
    gettext_noop("What they say 30 days; that they were sent, half a year"),
)
BROUGHT_IN: Final = Purpose(
    "contract",
    gettext_noop("Files in which the company hands over its customers and agreements"),
    gettext_noop("Until they are brought in, seven days at most; how many lines they had, as long as the company"),
)
COMPANY: Final = Purpose(
    "no_person",
    gettext_noop("The company's own settings, plans and prices"),
    gettext_noop("As long as the company is with us"),
)
FILES: Final = Purpose(
    "no_person",
    gettext_noop("Files that the company sends and fetches: their content, what is known of them, and receipts"),
    gettext_noop("Content 90 days unless the company chose otherwise; the rest five years after the financial year"),
)
OPERATION: Final = Purpose(
    "legitimate_interest",
    gettext_noop("The operator's own work: who looked at what, and why"),
    gettext_noop("As long as the installation"),
)

TABLES: Final[dict[Purpose, Sequence[str]]] = {
    CUSTOMER: (
        "accounts.Account",
        "accounts.AccountantGrant",
        "accounts.CustomerToken",
        "accounts.DocumentRead",
        "accounts.EmailChange",
        "accounts.Recipient",
        "accounts.RecipientInvitation",
        "identity.PortalIdentity",
    ),
    AGREED: (
        "rights.AccountMove",
        "billing.Contract",
        "billing.GivenBack",
        "billing.GuestLink",
        "billing.GuestRequest",
        "billing.LegalAct",
        "billing.PriceNotice",
        "billing.Quote",
        "billing.Undo",
        "contracts.PriceContract",
        "contracts.PriceContractTier",
        "subscriptions.ScheduledChange",
        "subscriptions.Subscription",
        "subscriptions.SubscriptionDiscount",
    ),
    BOOKS: (
        "billing.BilledPeriod",
        "invoicing.ClaimWaiver",
        "invoicing.Correction",
        "invoicing.CorrectionTask",
        "invoicing.CreditNote",
        "invoicing.CreditNoteDocument",
        "invoicing.CreditNoteLine",
        "invoicing.DocumentCheck",
        "invoicing.DraftLine",
        "invoicing.EInvoiceDelivery",
        "invoicing.FikNumber",
        "invoicing.ForeignDocument",
        "invoicing.HandOver",
        "invoicing.Invoice",
        "invoicing.InvoiceDocument",
        "invoicing.InvoiceExplanation",
        "invoicing.InvoiceLine",
        "invoicing.LateClaim",
        "invoicing.Reminder",
        "invoicing.ReminderDocument",
        "payments.CardRefund",
        "payments.Chargeback",
        "payments.ClaimPayment",
        "payments.CollectionPause",
        "payments.CreditUse",
        "payments.Deferral",
        "payments.Dispute",
        "payments.DisputeFile",
        "payments.DisputeMessage",
        "payments.Payment",
        "payments.PaymentPlan",
        "payments.PaymentPlanPart",
        "payments.PaymentReversal",
        "payments.RefundTask",
    ),
    PAYING: (
        "payments.Attempt",
        "payments.AttemptPart",
        "payments.CardCollection",
        "payments.GatewayPayer",
        "payments.PaymentCard",
        "payments.PaymentLink",
    ),
    DEBITED: (
        "billing.InvoiceCollection",
        "billing.MandateLink",
        "directdebit.Collection",
        "directdebit.CollectionWords",
        "directdebit.InformationLine",
        "directdebit.Mandate",
        "directdebit.MandateEvent",
        "directdebit.MandateOrder",
        "directdebit.Settlement",
        "directdebit.UnmatchedAnswer",
    ),
    TOLD: ("payments.GatewayFact", "payments.GatewayNotice"),
    LOG: (
        "history.AnchorWish",
        "history.Event",
        "history.LogEntry",
        "history.LogHead",
        "history.PendingReaction",
        "history.PersonalValue",
    ),
    LOGIN: (
        "identity.DirectLink",
        "identity.LinkEvent",
        "identity.LoginLink",
        "identity.LoginRequest",
        "identity.PortalSession",
        "identity.RateCount",
    ),
    MAILS: ("messaging.Message",),
    PASSED_ON: ("webhooks.WebhookAttempt", "webhooks.WebhookDelivery", "webhooks.WebhookMessage"),
    TAKEN_OUT: ("rights.DataExport", "rights.DataExportPart", "rights.Erasure", "rights.MoveRequest"),
    BROUGHT_IN: ("imports.FileImport", "imports.ImportFile"),
    FILES: (
        "deliveries.Approval",
        "deliveries.Delivery",
        "deliveries.DeliveryMove",
        "deliveries.DeliveryReceipt",
        "deliveries.FileFeed",
        "deliveries.ForgottenReceipt",
        "deliveries.Marker",
        "deliveries.OutFile",
        "deliveries.OutFileMark",
        "deliveries.Preview",
        "deliveries.ReceiptMark",
        "deliveries.Staging",
    ),
    COMPANY: (
        "billing.PriceChange",
        "catalog.Coupon",
        "catalog.Plan",
        "catalog.PlanMove",
        "catalog.PlanTerms",
        "directdebit.BankConnection",
        "directdebit.BankFetched",
        "directdebit.BankSending",
        "directdebit.CreditorAgreement",
        "directdebit.OrderBatch",
        "directdebit.OrderYes",
        "directdebit.Output",
        "directdebit.OutputSeries",
        "access.Entitlement",
        "identity.HostKeyChange",
        "access.FileProduction",
        "access.Solution",
        "identity.ApiAnswer",
        "identity.ApiBudget",
        "identity.ApiCall",
        "identity.ApiToken",
        "identity.ApiUser",
        "invoicing.KickbackNote",
        "invoicing.NumberSeries",
        "organizations.Host",
        "organizations.Logo",
        "organizations.Organization",
        "payments.GatewayAccount",
        "webhooks.WebhookEndpoint",
    ),
    USERS: (
        "access.AccessReview",
        "access.AccessTask",
        "access.Deputy",
        "access.Favourite",
        "access.Grant",
        "access.Invitation",
        "access.InvitedGrant",
        "access.ManagerMessage",
        "access.Notice",
        "access.Membership",
        "access.ReviewRow",
        "access.Succession",
        "identity.BusinessSession",
        "identity.LoginAttempt",
        "identity.LoginEvidence",
        "identity.LogoutToken",
        "identity.HostKeyUse",
        "identity.SshAccount",
        "identity.SshAttempt",
        "identity.SshKey",
        "identity.SshUserName",
        "identity.User",
    ),
    OPERATION: ("deliveries.ScannerTrouble", "identity.StaffLink", "identity.StaffSession", "tenancy.DoorwayUse"),
}


@law("GDP-2", source="databeskyttelsesforordningen art. 6, stk. 1, litra b, c og f")
def purpose_of(*, table: str) -> Purpose:
    """Every table has one purpose: contract, legal duty or legitimate interest. Raises KeyError for one without."""
    for purpose, tables in TABLES.items():
        if table in tables:
            return purpose
    raise KeyError(table)
