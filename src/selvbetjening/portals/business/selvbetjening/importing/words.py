"""The import's files, and what can be found in them, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The files in the order in which they are read.
FILES: Final[dict[str, Promise]] = {
    "plans.csv": _("Plans"),
    "plan_terms.csv": _("Terms of plans"),
    "accounts.csv": _("Accounts"),
    "recipients.csv": _("Recipients"),
    "subscriptions.csv": _("Subscriptions"),
    "mandates.csv": _("Sign-ups for Betalingsservice"),
}
#: What is wrong or doubtful, by the finding's code. What stops nothing says so itself.
FOUND: Final[dict[str, Promise]] = {
    "ahead": _("This day lies ahead. Write the day on which the customer agreed."),
    "amount": _("This amount cannot be read or is too much. Write it as 199,00."),
    "cells": _("The line has more or fewer values than the header. Put a value that holds the separator in quotes."),
    "changed": _("The file has changed since it was checked. Upload it again."),
    "characters": _("This holds a line break or another character that cannot be seen. Remove it."),
    "currency": _("This currency is not possible."),
    "cvr_check_digit": _("The number's check digit does not fit; it may be mistyped. It is brought in all the same."),
    "cvr_form": _("A CVR number has 8 digits."),
    "day": _("This is no day. Write 2026-03-31 or 31-03-2026."),
    "days": _("The days of the subscription do not go together. Correct one of them."),
    "double_address": _(
        "The address stands twice, so nobody can log in with it before one is corrected. It is brought in all the same."
    ),
    "double_column": _("The column stands twice in the header. Remove one."),
    "double_key": _("This code stands on another line, too. Keep one of the two lines."),
    "ean_check_digit": _("The number's check digit does not fit; it may be mistyped. It is brought in all the same."),
    "ean_form": _("An EAN number has 13 digits. It is brought in all the same."),
    "ean_wrong": _("This is no EAN number: 13 digits, the last one a check digit. Correct it, or leave it empty."),
    "email": _("This is not an e-mail address."),
    "empty": _("The file has no header. The first line must name the columns."),
    "encoding": _("The file is not UTF-8. Save it as CSV UTF-8, and upload it again."),
    "left_alone": _("This subscription runs here already and is different now. An import does not change it."),
    "line_end": _("The last line does not end with a line break, so the file may be cut off. Export it again."),
    "mandate_agreement": _("No agreement with Betalingsservice can be signed up to."),
    "mandate_details": _("A customer's numbers cannot be used. Nothing was brought in."),
    "mandate_number": _("A customer's number cannot be used at Betalingsservice, or two customers have the same."),
    "mandate_public": _("A public body pays its e-invoices itself, and cannot be signed up."),
    "many_periods": _("The renewal lies far back: many periods would be billed at once. Correct it."),
    "missing_column": _("This column is missing in the header."),
    "no_agreement": _("No agreement in force has this PBS number; with several, one must be named."),
    "no_such_code": _("Nothing has this code, neither here nor in the files."),
    "nul": _("The line holds a character that no text has. Export the file again as CSV."),
    "number": _("This is no whole number, or it is outside what is possible."),
    "owner": _("An account would be left without an owner. Give one of its recipients the role owner."),
    "postal_code_form": _("A Danish postal code has 4 digits. It is brought in all the same."),
    "quote": _("A quotation mark is not closed, or stands in the middle of a value. Write it twice inside quotes."),
    "required": _("This is empty. It must have a value."),
    "terms_fixed": _(
        "These terms exist with another price, VAT or interval, which customers have agreed to. Give them a new code."
    ),
    "terms_wrong": _("This does not go together with the other values of its line."),
    "tiers": _("The steps of the price cannot be read."),
    "too_long": _("This is too long."),
    "unknown": _("This value is not known."),
    "unknown_column": _("This column is not known."),
    "unknown_file": _("This file is not known."),
    "unknown_party": _(
        "It is not said what the customer is, so the company's rule counts. It is brought in all the same."
    ),
    "wrong_account": _("This is no account number: 10 digits at most."),
    "wrong_branch": _("This is no registration number: 4 digits."),
    "wrong_identity": _("This is no CPR number (10 digits) and no CVR number (8 digits)."),
    "vat_number_form": _("A foreign VAT number begins with two letters. It is brought in all the same."),
}


def found_words(code: str, text: str) -> str:
    """What was found, in the reader's language; the import's own English words for a code that has none here."""
    return str(FOUND[code]) if code in FOUND else text
