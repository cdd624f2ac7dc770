"""What was refused at a field of a form, in words: one sentence for every reason of accounts, catalog and the books."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[dict[str, str | Promise]] = {
    "required": _("This must be filled in."),
    "too_long": _("This is too long."),
    "unknown": _("This is not known."),
    "email": _("This is not an e-mail address."),
    "range": _("This is outside what is allowed."),
    "form": _("This does not have the form that is asked for."),
    "rows": _("Write one line for each: first day, then the number; each day once."),
    "cvr_form": _("A CVR number has 8 digits."),
    "cvr_check_digit_saved": _("The CVR number does not look right. It has been saved; check it for typing mistakes."),
    "cvr_form_saved": _("A CVR number has 8 digits. It has been saved; check it for typing mistakes."),
    "vat_number_form_saved": _("A VAT number starts with two letters. It has been saved; look it over."),
    "party_type_fixed": _("What the customer is cannot be changed: make a new account."),
    "ean_wrong": _("Write the 13 digits of the EAN number. This one does not exist, so no invoice would arrive."),
    "ean_form_saved": _("An EAN number has 13 digits. It has been saved; check it for typing mistakes."),
    "ean_check_digit_saved": _("The EAN number does not look right. It has been saved; check it for typing mistakes."),
    "postal_code_form": _("A Danish postal code has 4 digits."),
    "postal_code_form_saved": _("A Danish postal code has 4 digits. It has been saved; check it for typing mistakes."),
    "phone_form": _("Write the telephone number with digits and blanks, at least 5 digits, such as +45 12 34 56 78."),
    "last_owner": _("An account needs at least one owner. Make somebody else an owner first."),
    "past": _("The day must lie ahead."),
    "code_taken": _("This code is taken. Give another one."),
    "characters": _("This holds characters that cannot be seen."),
    "too_short": _("The short name must have at least 3 characters."),
    "bad_characters": _("Only the letters a to z, digits and hyphens, not at the ends."),
    "reserved": _("This word is reserved."),
    "host_taken": _("Another company has this host name, or had it."),
    "not_a_domain": _("This is not a domain name."),
    "ours": _("Names under our own domain are given as short names."),
    "too_large": _("The logo is too large: 300 kB at most."),
    "not_png": _("The logo must be a PNG picture. SVG and other kinds are not taken."),
    "damaged": _("The picture is damaged. Save it again as PNG."),
    "too_many_pixels": _("The logo may be 1024 by 1024 pixels at most."),
    "not_a_colour": _("Write the colour as # and six digits, such as #0b6b4f."),
    "amount": _("The amount must be more than nothing."),
    "reference": _("Give the bank's reference."),
    "recorded": _("This payment is recorded already."),
    "reference_used": _("This reference belongs to another payment."),
    "more_than_outstanding": _("This is more than is left to pay."),
    "currency": _("The invoice is in another currency."),
    "too_much": _("This is more than is left of it."),
    "not_by_card": _("This payment did not come by card through a gateway that is known here."),
    "by_card": _("A card refund of it runs. Wait until the gateway has answered."),
    "balance": _("Less than that stands to the account's credit."),
    "closed": _("Somebody has dealt with it already."),
    "nothing": _("Nothing is left to credit."),
    "more_than_left": _("This is more than is left of the line."),
    "below_zero": _("A credit note cannot be below nothing: credit the lines that were given back, too."),
    "unknown_line": _("This line is not there."),
    "reason": _("Write a reason of at most 200 characters."),
    "text": _("Write what the line is for."),
    "quantity": _("The quantity must be a whole number from 1 to 10,000."),
    "price": _("The price must be more than nothing."),
    "period": _("Give both days, the first one first, or none."),
    "gone": _("Nothing waits any more: an invoice has it, or it was dropped."),
    "seller": _("The company's CVR number, name or address is missing."),
    "exchange_rate": _("The rate of exchange is missing. Add it under Rules."),
}


def refusal(code: str) -> str:
    """A refusal in words; the code itself where there are none yet."""
    return str(REFUSALS.get(code, code))
