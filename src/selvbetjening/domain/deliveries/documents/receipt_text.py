"""A receipt as text of at most 80 columns, from the facts that are signed (annex D.2)."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from selvbetjening.domain.deliveries.documents.words import next_words, status_words, uncollected_words
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_WIDTH: Final = 80
_LABEL: Final = 26
_FINDINGS: Final = 50


def as_text(*, facts: Mapping[str, Any], language: Language, also: str = "") -> str:
    """The receipt for people, lines ended by CR LF. The JSON is what counts: the text says so.

    `also` is what it is called besides (BP-48).
    """
    with override(language):
        title = {"K1": _("RECEIPT K1: received"), "K2": _("RECEIPT K2: checked"), "K3": _("RECEIPT K3: processed")}
        lines = [title[facts["kind"]] + (_(" – TEST") if facts["environment"] == "test" else ""), "=" * _WIDTH]
        for words in (status_words, next_words):
            lines += _wrapped(words(status=facts["status"], code=facts["code"]))
        lines += _approval(facts, language)
        lines += ["", *_head(facts, language), *_totals(facts, language), *_effects(facts, language)]
        lines += _findings(facts, language)
        lines += ["", *_wrapped(_("The file with the ending .json is signed and is what counts."))]
        if also:
            lines += _wrapped(_("With names of old, this receipt is called %(name)s.") % {"name": also})
    return "\r\n".join(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines) + "\r\n"


def _approval(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Why it waits for somebody's yes."""
    for reason in (facts.get("approval") or {}).get("reasons") or ():
        yield from textwrap.wrap(reason["text"][language], _WIDTH, initial_indent="- ", subsequent_indent="  ")


def _head(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    file = facts["file"]
    yield from _row(_("Company"), f"{facts['company']['name']}, CVR {facts['company']['cvr']}")
    yield from _row(_("File"), file["name"])
    yield from _row(_("Size"), ngettext("%(count)s byte", "%(count)s bytes", file["size"]) % {"count": file["size"]})
    yield from _row("SHA-256", file["sha256"])
    number = [str(facts["delivery_number"])] if facts["delivery_number"] else []
    yield from _row(_("Delivery number"), " ".join([*number, facts["delivery_id"]]))
    yield from _row(_("Issued"), _moment(facts["issued_at"], language))
    if facts["duplicate_of"]:
        yield from _row(_("Repeats"), facts["duplicate_of"])
    if facts["next_by"]:
        yield from _row(_("Not later than"), _moment(facts["next_by"], language))
    if facts["kind"] == "K3" and facts.get("left_out"):
        told = ngettext(
            "%(count)s record; receipt K2 says what is wrong", "%(count)s records; receipt K2 says what is wrong",
            facts["left_out"],
        )  # fmt: skip
        yield from _row(_("Left out"), told % {"count": facts["left_out"]})
    if facts.get("deadline"):
        yield from _row(_("Deadline"), _moment(facts["deadline"], language))


def _totals(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    if not facts.get("totals"):
        return
    yield from ("", _("Per payment day"), "-" * _WIDTH)
    for day in facts["totals"]:
        left_out = int(day.get("uncollected_amount") or 0)
        amounts = [format_money(Money(int(day["collect"]) - left_out, "DKK"), language)]
        if day["disburse"] != "0":
            paid_out = format_money(Money(int(day["disburse"]), "DKK"), language)
            amounts.append(_("%(amount)s to pay out") % {"amount": paid_out})
        count = ngettext("%(count)s collection", "%(count)s collections", day["count"]) % {"count": day["count"]}
        when = format_day(date.fromisoformat(day["pays_on"]), language)
        yield from _row(f"{day['pbs_number']} {when}", f"{count}, {', '.join(amounts)}")
    yield from _uncollected(facts["totals"], language)


def _uncollected(days: Sequence[Mapping[str, Any]], language: Language) -> Iterator[str]:
    """What nobody pays, told loudly: no mandate, and an agreement without slips (betalingsservice.md 16)."""
    words = uncollected_words(days=days, language=language)
    if words:
        yield from ("", *_wrapped(f"!! {words}"))


def _effects(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    effects = facts.get("effects")
    if not effects:
        return
    words = {
        "new": _("New"), "changed": _("Changed"), "cancelled": pgettext("collections of a file", "Cancelled"),
        "unchanged": _("Unchanged"),
        "moved": _("Moved to a later month"), "late": _("After the deadline"),
        "missing_mandates": _("Without a mandate"), "refused": _("Refused"),
    }  # fmt: skip
    yield from ("", _("What it does"), "-" * _WIDTH)
    effects = {**effects, "refused": facts.get("left_out", effects.get("refused"))}
    for key, label in words.items():
        if effects.get(key) or key in {"new", "changed", "cancelled"}:
            yield from _row(label, str(effects.get(key, 0)))
    if effects.get("fee"):
        yield from _row(_("Fee"), format_money(Money(int(effects["fee"]), "DKK"), language))


def _findings(facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    for key, title in (("errors", _("Errors")), ("warnings", _("Warnings"))):
        found, count = facts.get(key) or [], facts.get(f"{key[:-1]}_count") or 0
        if not found:
            continue
        yield from ("", f"{title} ({count})", "-" * _WIDTH)
        for one in found[:_FINDINGS]:
            where = _("Line %(line)s, position %(position)s") % {"line": one["line"], "position": one["position"]}
            if label := (one.get("field_label") or {}).get(language):
                where = f"{where} ({label})"
            yield from _wrapped(f"{where}: {one['text'][language]} {one['fix'][language]}")
        if count > _FINDINGS:
            rest = count - min(len(found), _FINDINGS)
            yield ngettext("… and %(count)s more", "… and %(count)s more", rest) % {"count": rest}


def _row(label: str, value: str) -> Iterator[str]:
    head = f"{label}:".ljust(_LABEL)
    yield from textwrap.wrap(
        value, _WIDTH, initial_indent=head, subsequent_indent=" " * _LABEL, break_on_hyphens=False
    ) or [head]


def _wrapped(text: str) -> Iterable[str]:
    return textwrap.wrap(text, _WIDTH)


def _moment(text: str, language: Language) -> str:
    local = datetime.fromisoformat(text).astimezone(COPENHAGEN)
    hour = f"{local:%H.%M}" if language == "da" else f"{local:%H:%M}"
    return f"{format_day(local.date(), language)} {hour}"
