"""Refusals of access by their codes (annex J): the answer's status, its words and the way on. Pure."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from selvbetjening.kernel.wording import gettext_noop

Way = Literal["", "login", "guide", "phone", "apply", "managers", "request", "switch", "row", "invite", "step_up"]


@dataclass(frozen=True, slots=True)
class Words:
    """What a refusal says. `text` is a msgid with `%(name)s` places for the refusal's values."""

    status: int
    text: str
    way: Way = ""


#: Annex J as far as access refuses; the Danish texts are the annex's own.
REFUSALS: Final[dict[str, Words]] = {
    "LOGIN-05": Words(403, gettext_noop("The company with CVR %(cvr)s is not known here."), "apply"),
    "LOGIN-06": Words(
        403,
        gettext_noop(
            "The company has no active agreement. Somebody who may sign for it can apply for one, or renew it."
        ),
        "apply",
    ),
    "LOGIN-07": Words(
        403, gettext_noop("You are not a user here. One of the company's Access Managers must add you."), "managers"
    ),
    "LOGIN-08": Words(
        403, gettext_noop("Your access is suspended. Ask one of the company's Access Managers."), "managers"
    ),
    "LOGIN-09": Words(
        403, gettext_noop("Your access ended on %(day)s. An Access Manager can give you more time."), "managers"
    ),
    "LOGIN-12": Words(
        403,
        gettext_noop(
            "We do not know your business identity. An Access Manager must confirm that you are the same person."
        ),
        "request",
    ),
    "INV-01": Words(404, gettext_noop("The link cannot be used. Ask the person who invited you for a new one.")),
    "INV-02": Words(
        403, gettext_noop("The invitation is for another company than the one you logged in for."), "switch"
    ),
    "INV-03": Words(409, gettext_noop("The person is a user already, or has been invited."), "row"),
    "INV-04": Words(
        202,
        gettext_noop(
            "The name does not quite fit the invitation. An Access Manager must confirm that it is you first."
        ),
    ),
    "INV-05": Words(429, gettext_noop("Too many invitations have been sent. Try again %(again)s.")),
    "USER-01": Words(
        409,
        gettext_noop("The company must always have at least one active Access Manager. Add another one first."),
        "invite",
    ),
    "USER-02": Words(
        409, gettext_noop("You cannot suspend yourself. Ask another Access Manager, or leave the company.")
    ),
    "USER-03": Words(410, gettext_noop("The user was deleted more than 30 days ago. Send a new invitation."), "invite"),
    "USER-04": Words(409, gettext_noop("An Access Manager has access to all solutions. Take the role away first.")),
    "USER-05": Words(409, gettext_noop("Choose who takes over %(tasks)s before the user is deleted.")),
    "ACC-01": Words(
        403, gettext_noop("You do not have access to %(solution)s. An Access Manager can give you it."), "request"
    ),
    "ACC-02": Words(409, gettext_noop("%(solution)s is not a part of the company's agreement."), "apply"),
    "ACC-03": Words(401, gettext_noop("Confirm with MitID to go on."), "step_up"),
    "ACC-04": Words(403, gettext_noop("You cannot approve what you have made or sent yourself."), "managers"),
    "ACC-05": Words(409, gettext_noop("The page belongs to another company. Load it again, and try once more.")),
}


class Refused(Exception):
    """An act of access was refused.

    `code` is one of annex J, or for a field a short one: `required`, `too_long`, `characters`, `email`, `phone`,
    `unknown`, `past`, `too_late`, `cvr_form`, `reason`, `own_company`, `surname`, `too_many`, `gone`, `two_persons`,
    `too_soon`, `production_closed`. `values` fill the words of annex J; `about` is the id of the row in the way.
    """

    def __init__(self, code: str, *, field: str = "", about: object = None, **values: Any) -> None:
        super().__init__(f"{code} {field}".strip())
        self.code, self.field, self.about, self.values = code, field, about, values
