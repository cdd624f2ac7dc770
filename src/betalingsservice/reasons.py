"""What the numbers and codes mean that say what became of a collection or why an enrolment failed.

Source: betalingsservice.md 9.2 and 13. Neither list is closed: what is not in it is shown as it came (U8).
"""

from betalingsservice.words import Words

API_CODES: dict[str, Words] = {
    "MANDATE_ALREADY_EXISTS": Words("Kunden har allerede en betalingsaftale.", "The customer already has a mandate."),
    "BANK_IS_NOT_WITHIN_BETALINGSSERVICE": Words(
        "Kundens bank er ikke med i Betalingsservice.", "The customer's bank does not take part in Betalingsservice."
    ),
    "CREDITORS_DEBTOR_REFERENCE_IS_NOT_CORRECT": Words(
        "Kundenummeret er forkert.", "The customer number is not correct."
    ),
    "DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT": Words(
        "Kundens registrerings- eller kontonummer er forkert.", "The customer's branch or account is not correct."
    ),
    "DEBTOR_IDENTITY_IS_NOT_CORRECT": Words(
        "Kundens CPR- eller CVR-nummer er forkert.", "The customer's CPR or CVR number is not correct."
    ),
    "CREDITOR_DATA_IS_NOT_CORRECT": Words(
        "PBS-nummer eller debitorgruppe er forkert.", "The PBS number or the debtor group is not correct."
    ),
    "DEBTOR_GROUP_CLOSED": Words("Debitorgruppen er lukket.", "The debtor group is closed."),
    "UNKNOWN_VALIDATION_ERROR": Words("Der er ikke oplyst nogen årsag.", "No reason was told."),
}
"""`errorCode` of the creditor API, the best words there are for why an enrolment fails."""

TEXT_NUMBERS: dict[str, Words] = {
    "210100": Words(
        "Betales automatisk til kontoen på betalingsdatoen.",
        "Will be paid automatically to the account on the payment date.",
    ),
    "210300": Words("Sendes som indbetalingskort.", "Goes out as payment slips."),
    "230940": API_CODES["DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT"],
    "230945": API_CODES["DEBTOR_IDENTITY_IS_NOT_CORRECT"],
}
"""Text numbers of 0621."""


def reason(code: str) -> Words:
    """The words of an API code or a text number; an unknown one is its own word."""
    return TEXT_NUMBERS.get(code) or API_CODES.get(code) or Words(code, code)
