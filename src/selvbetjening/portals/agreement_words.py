"""Creditor agreements in words: what a choice means, and what of the terms could not be agreed."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

ROLES: Final[Words] = {
    "operator": _("This installation is Betalingsservice: it decides and answers what the company sends"),
    "external": _("Betalingsservice is outside: files are sent there, and its answers are read here"),
}
ENVIRONMENTS: Final[Words] = {
    "production": _("Production (subsystem BS1): real payments"),
    "test": _("Test (subsystem KR9): nothing is collected"),
}
PRODUCTS: Final[Words] = {
    "total": _("Total: a customer without a mandate gets a payment slip"),
    "basis": _("Basis: only customers with a mandate are collected from"),
}
STATES: Final[Words] = {"active": _("In force"), "ended": _("Ended")}
#: Why no mandate can be asked for an account (`billing.actions.enrol_account.NotEnrolled`).
NOT_ENROLLED: Final[Words] = {
    "public": _("A public body pays its e-invoices itself."),
    "number": _("The customer number cannot be used at Betalingsservice, or another customer has the same."),
    "mandate": _("There is a mandate already."),
    "under_way": _("A mandate is on its way already."),
    "agreement": _("There is no agreement with Betalingsservice that can be signed up to here."),
}
#: Numbers of a payer that cannot be, by their field.
WRONG_DETAILS: Final[Words] = {
    "identity": _("Write the ten digits of a CPR number, or the eight of a CVR number. This one does not exist."),
    "branch": _("A registration number has 4 digits, such as 0040. It stands before the account number."),
    "account": _("An account number has 10 digits at most, and nothing else."),
}
_REFUSED: Final[dict[tuple[str, str], Promise]] = {
    ("pbs_number", "digits"): _("A PBS number has 8 digits."),
    ("pbs_number", "taken"): _(
        "An agreement in force has this number already, in the same role and environment. It may be another company's."
    ),
    ("debtor_group", "digits"): _("A debtor group has 5 digits, such as 00001."),
    ("data_supplier", "digits"): _("A data supplier's number has 8 digits: the CVR number of whoever sends the files."),
    ("settlement_branch", "digits"): _("A registration number has 4 digits at most."),
    ("settlement_account", "digits"): _("An account number has 10 digits at most."),
    ("full_list_day", "day"): _("Write a day of the month from 1 to 28."),
    ("ends_on", "day"): _("Write a day from the agreement's first day to today. One that lies ahead is entered then."),
}


def refused(field: str, reason: str) -> str:
    """Why a term could not be agreed."""
    locked = _("This is locked to the PBS number. End the agreement, and open another one.")
    return str(_REFUSED.get((field, reason), locked))
