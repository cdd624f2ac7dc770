"""How an invoice is paid, as codes of UN/ECE 4461 that Danish suppliers may use (DK-R-005)."""

from dataclasses import dataclass

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot


@dataclass(frozen=True, slots=True)
class Means:
    """`reference` is what the payment carries, `account` who gets it, `branch` the bank's number or BIC."""

    code: str
    reference: str = ""
    account: str = ""
    branch: str = ""


def means_of(snapshot: InvoiceSnapshot) -> Means:
    """The first that is known: card (48), FIK 71 (93), Danish account (42), IBAN (58 in euro, else 31), or none (1)."""
    paying = snapshot.payment
    if paying is None:
        return Means("1", snapshot.number)
    if paying.by_card:
        return Means("48", snapshot.number)
    if paying.fik_id and paying.fik_creditor and snapshot.currency == "DKK":
        return Means("93", paying.fik_id, paying.fik_creditor)
    if paying.bank_account and paying.bank_registration and not (paying.iban and snapshot.currency != "DKK"):
        return Means("42", snapshot.number, paying.bank_account, paying.bank_registration)
    if paying.iban:
        iban = "".join(paying.iban.split())
        code = "31" if snapshot.currency != "EUR" and paying.bic else "58"
        return Means(code, snapshot.number, iban, paying.bic)
    return Means("1", snapshot.number)
