"""Payment means and terms of OIOUBL: FIK as `DK:FIK`, Danish accounts as `DK:BANK`, abroad as `IBAN`."""

from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice.transfer import means_of
from selvbetjening.domain.invoicing.einvoice.xml import amount, leaf, node

_CHANNELS: Final = {"93": "DK:FIK", "42": "DK:BANK", "31": "IBAN", "58": "IBAN"}
_LIST: Final = {"listAgencyID": "320", "listID": "urn:oioubl:codelist:paymentchannelcode-1.1"}


def means(snapshot: InvoiceSnapshot) -> str:
    """How to pay; nothing for an invoice that is paid in another way than OIOUBL has a channel for."""
    how = means_of(snapshot)
    channel = _CHANNELS.get(how.code, "")
    fik = how.code == "93"
    due = snapshot.due_on.isoformat() if snapshot.due_on else ""
    branch = (
        node("cac:FinancialInstitution", leaf("cbc:ID", how.branch))
        if channel == "IBAN"
        else leaf("cbc:ID", how.branch)
    )
    account = leaf("cbc:ID", how.account) + node("cac:FinancialInstitutionBranch", branch)
    return node(
        "cac:PaymentMeans",
        leaf("cbc:ID", "1"),
        leaf("cbc:PaymentMeansCode", "31" if channel == "IBAN" else how.code),
        leaf("cbc:PaymentDueDate", due),
        leaf("cbc:PaymentChannelCode", channel, **_LIST) if channel else "",
        leaf("cbc:InstructionID", how.reference),
        leaf("cbc:PaymentID", "71", schemeAgencyID="320", schemeID="urn:oioubl:id:paymentid-1.1") if fik else "",
        node("cac:PayeeFinancialAccount", account) if channel and not fik else "",
        node("cac:CreditAccount", leaf("cbc:AccountID", how.account)) if fik else "",
    )


def terms(snapshot: InvoiceSnapshot) -> str:
    """The terms in words, and what is to be paid."""
    return node(
        "cac:PaymentTerms",
        leaf("cbc:ID", "1"),
        leaf("cbc:PaymentMeansID", "1"),
        leaf("cbc:Note", snapshot.payment_terms),
        amount("cbc:Amount", snapshot.total_minor, snapshot.currency),
    )
