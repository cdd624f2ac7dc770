"""How to pay, as lines of text: what the company wrote, the payment slip, the account (FIK-1)."""

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Payment
from selvbetjening.domain.invoicing.documents.texts import WORDS
from selvbetjening.kernel.formatting import Language


def how_to_pay(snapshot: InvoiceSnapshot, *, language: Language | None = None) -> list[str]:
    """One line for each way; a card that is charged leaves the others out. Empty for a document nobody pays.

    Our own words are in the document's language, or in `language` where a page shows it; the company's as it wrote.
    """
    paying, words = snapshot.payment, WORDS[language or snapshot.language]
    if snapshot.kind != "invoice":
        return []
    if paying is None:
        return [snapshot.seller.payment_text]
    if paying.by_card:
        return [words["by_card_if" if paying.conditional else "by_card"]]
    account = ""
    if paying.bank_account:
        account = (
            f"{words['bank_registration']} {paying.bank_registration}, {words['bank_account']} {paying.bank_account}"
        )
    iban = f"IBAN {paying.iban}{f', BIC {paying.bic}' if paying.bic else ''}" if paying.iban else ""
    slip = f"{words['fik']}: {paying.fik_line}" if paying.fik_line and snapshot.currency == "DKK" else ""
    taken = [words["by_debit"]] if paying.by_debit else []
    return [*taken, snapshot.seller.payment_text, slip, account, iban, *_debit(paying, words["debit_numbers"])]


def _debit(paying: Payment, words: str) -> list[str]:
    """The three numbers of Betalingsservice, which belong on every invoice (betalingsservice.md 2)."""
    if not paying.debit_pbs_number:
        return []
    return [words.format(pbs=paying.debit_pbs_number, group=paying.debit_group, customer=paying.debit_customer)]
