"""An entry of the log in plain words: what, about what, who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.formatting import format_day, format_money
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.changes.cancel import REASONS
from selvbetjening.portals.customer.people.words import SHORT
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.history.queries import Entry

#: What a customer may filter by: code → words, beginnings of the facts' names.
KINDS: Final[dict[str, tuple[Promise, tuple[str, ...]]]] = {
    "abonnementer": (_("Subscriptions"), ("subscriptions.", "billing.", "catalog.")),
    "fakturaer": (_("Invoices"), ("invoicing.",)),
    "betalinger": (_("Payments"), ("payments.",)),
    "oplysninger": (_("Details and logins"), ("accounts.", "identity.")),
    "data": (_("My data"), ("rights.",)),
}
_WORDS: Final[dict[str, Promise]] = {
    "number": _("number"),
    "original_number": _("on invoice"),
    "code": _("code"),
    "quantity": _("quantity"),
    "total": _("total"),
    "amount": _("amount"),
    "fee": _("fee"),
    "next_on": _("next try"),
    "expires_on": _("expires"),
    "net": _("amount excl. VAT"),
    "settled": _("paid"),
    "fields": _("changed"),
    "starts_on": _("from"),
    "ends_on": _("ends"),
    "ended_on": _("ended"),
    "effective_on": _("from"),
    "renews_on": _("next renewal"),
    "paid_on": _("paid on"),
    "due_on": _("due"),
    "deadline_on": _("to be paid by"),
    "answer_by_on": _("answer by"),
    "reason": _("reason"),
    "email": _("e-mail address"),
    "name": _("name"),
    "role": _("role"),
    "address": _("address"),
    "documents": _("documents"),
}
FIELDS: Final[dict[str, Promise]] = {
    "name": _("name"),
    "email": _("e-mail address"),
    "cvr": _("CVR number"),
    "ean": _("EAN number"),
    "address_line": _("address"),
    "address_line_2": _("address"),
    "postal_code": _("postal code"),
    "city": _("city"),
    "country": _("country"),
    "language": _("language"),
    "role": _("role"),
    "po_number": _("PO number"),
    "reference": _("reference"),
    "vat_number": _("VAT number"),
}

#: What codes among the values mean, by their key.
CODES: Final[dict[str, dict[str, Promise]]] = {
    "role": SHORT,
    "reason": {
        **REASONS,
        "withdrawal": _("a contract was withdrawn from"),
        "cancellation": _("a subscription was cancelled"),
        "asked": _("the customer asked for it"),
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the page."""

    seq: int
    at: datetime
    words: str
    details: list[tuple[str, str]]
    who: str
    hash: str


def told(
    entry: "Entry",
    names: Mapping[tuple[str, str], str],
    *,
    company: str,
    own: str,
    plans: Mapping[str, str],
    numbers: Mapping[str, str],
) -> Told:
    """The entry as its reader sees it; `own` is the reader's id, `company` how the company calls itself.

    `plans` are names of plans by subscription, `numbers` those of invoices, both by id as text.
    """
    event = entry.event
    given = ((key, event.data.get(key)) for key in _WORDS)
    is_letter = "reminder" in event.data  # its number counts the letters about one invoice
    details = []
    if plan := plans.get(str(event.data.get("subscription", ""))):
        details.append((gettext("plan"), plan))
    if (is_letter or not event.data.get("number")) and (number := numbers.get(str(event.data.get("invoice", "")))):
        details.append((gettext("invoice"), number))
    word = {**_WORDS, "number": _("letter")} if is_letter else _WORDS
    details += [(str(word[key]), text) for key, value in given if (text := _said(key, value))]
    details += [(_word(key), value) for key, (_salt, value) in entry.values.items()]
    gone = [key for key in event.data.get("sealed", {}) if key not in entry.values]
    details += [(_word(key), gettext("erased")) for key in gone]
    words = str(FACT_WORDS.get(event.name, gettext("Something was written down")))
    return Told(entry.seq, event.at, words, details, _who(event, names, company, own), entry.hash.hex())


def _word(key: str) -> str:
    return str(_WORDS.get(key) or FIELDS.get(key) or key)


def _who(event: Any, names: Mapping[tuple[str, str], str], company: str, own: str) -> str:
    name = names.get((event.actor_kind, event.actor_id), "")
    match event.actor_kind:
        case "recipient":
            if event.actor_id == own:
                return gettext("You")
            return name or gettext("Somebody on your account")
        case "staff" | "user":
            staff = gettext("%(company)s, staff") % {"company": company}
            return f"{staff}: {name}" if name else staff
        case "api":
            machine = gettext("%(company)s, another system (API)") % {"company": company}
            return f"{machine}: {name}" if name else machine
        case "import":
            return gettext("%(company)s, files that were read in") % {"company": company}
    return gettext("The system, by itself")


def _said(key: str, value: Any) -> str:
    # A code without words here tells a reader nothing, so it is left out; a sentence stands as it is.
    text = _value(value)
    return text if key not in CODES or " " in text else str(CODES[key].get(text) or "")


def _value(value: Any) -> str:
    match value:
        case None | "" | [] | bool():
            return ""
        case {"minor": int(minor), "currency": str(currency)}:
            return format_money(Money(minor, currency), language())
        case list():
            words = dict.fromkeys(str(FIELDS.get(str(each), each)) for each in value)
            return ", ".join(words)
        case dict():  # a pattern {} would take every one, amounts too
            return ""
        case str():
            return _day(value) or value
    return str(value)


def _day(text: str) -> str:
    try:
        return format_day(date.fromisoformat(text), language()) if len(text) == 10 else ""
    except ValueError:
        return ""
