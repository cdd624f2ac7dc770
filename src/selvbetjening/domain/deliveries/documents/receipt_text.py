"""A receipt in words, from the facts that are signed; and those as text of at most 80 columns (annex D.2)."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from selvbetjening.domain.deliveries.documents.approval_words import why_words
from selvbetjening.domain.deliveries.documents.words import next_words, status_words, uncollected_words
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_WIDTH: Final = 80
_LABEL: Final = 26
_FINDINGS: Final = 50


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of what follows; the first is the receipt's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; `is_apart` from what stands before it."""

    text: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something else begins."""


Part: TypeAlias = Title | Row | Said | Gap


def parts(*, facts: Mapping[str, Any], language: Language, also: str = "") -> list[Part]:
    """Everything that the receipt says to people, in order. `also` is what it is called besides (BP-48)."""
    with override(language):
        title = {"K1": _("RECEIPT K1: received"), "K2": _("RECEIPT K2: checked"), "K3": _("RECEIPT K3: processed")}
        found: list[Part] = [Title(title[facts["kind"]] + (_(" – TEST") if facts["environment"] == "test" else ""))]
        told = [words(status=facts["status"], code=facts["code"]) for words in (status_words, next_words)]
        found += [Said(words) for words in told if words]
        if why := why_words(words=[each["text"][language] for each in _reasons(facts)], language=language):
            found.append(Said(why))
        found += [Gap(), *_head(facts, language), *_totals(facts, language), *_effects(facts, language)]
        found += _findings(facts, language)
        found += [Gap(), Said(_("The file with the ending .json is signed and is what counts."))]
        if also:
            found.append(Said(_("With names of old, this receipt is called %(name)s.") % {"name": also}))
    return found


def as_text(*, facts: Mapping[str, Any], language: Language, also: str = "") -> str:
    """The receipt for people, lines ended by CR LF. The JSON is what counts: the text says so."""
    lines: list[str] = []
    for part in parts(facts=facts, language=language, also=also):
        lines += _lines(part, is_first=not lines)
    return "\r\n".join(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines) + "\r\n"


def _lines(part: Part, *, is_first: bool) -> list[str]:
    match part:
        case Gap():
            return [""]
        case Title(text):
            return [text, "=" * _WIDTH] if is_first else ["", text, "-" * _WIDTH]
        case Row(label, value):
            head = f"{label}: ".ljust(_LABEL)
            return textwrap.wrap(
                value, _WIDTH, initial_indent=head, subsequent_indent=" " * _LABEL, break_on_hyphens=False
            ) or [head]
        case Said(text, is_apart=is_apart):
            return [*([""] if is_apart else []), *textwrap.wrap(text, _WIDTH)]


def _reasons(facts: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Why it waits for somebody's yes."""
    return (facts.get("approval") or {}).get("reasons") or ()


def _head(facts: Mapping[str, Any], language: Language) -> Iterator[Part]:
    file = facts["file"]
    yield Row(_("Company"), f"{facts['company']['name']}, CVR {facts['company']['cvr']}")
    yield Row(_("File"), file["name"])
    yield Row(_("Size"), ngettext("%(count)s byte", "%(count)s bytes", file["size"]) % {"count": file["size"]})
    yield Row("SHA-256", file["sha256"])
    number = [str(facts["delivery_number"])] if facts["delivery_number"] else []
    yield Row(_("Delivery number"), " ".join([*number, facts["delivery_id"]]))
    yield Row(_("Issued"), _moment(facts["issued_at"], language))
    if facts["duplicate_of"]:
        yield Row(_("Repeats"), facts["duplicate_of"])
    if facts["next_by"]:
        yield Row(_("Not later than"), _moment(facts["next_by"], language))
    if facts["kind"] == "K3" and facts.get("left_out"):
        told = ngettext(
            "%(count)s record; receipt K2 says what is wrong", "%(count)s records; receipt K2 says what is wrong",
            facts["left_out"],
        )  # fmt: skip
        yield Row(_("Left out"), told % {"count": facts["left_out"]})
    if facts.get("deadline"):
        yield Row(_("Deadline"), _moment(facts["deadline"], language))


def _totals(facts: Mapping[str, Any], language: Language) -> Iterator[Part]:
    if not facts.get("totals"):
        return
    yield Title(_("Per payment day"))
    for day in facts["totals"]:
        left_out = int(day.get("uncollected_amount") or 0)
        amounts = [format_money(Money(int(day["collect"]) - left_out, "DKK"), language)]
        if day["disburse"] != "0":
            paid_out = format_money(Money(int(day["disburse"]), "DKK"), language)
            amounts.append(_("%(amount)s to pay out") % {"amount": paid_out})
        count = ngettext("%(count)s collection", "%(count)s collections", day["count"]) % {"count": day["count"]}
        when = format_day(date.fromisoformat(day["pays_on"]), language)
        yield Row(f"{day['pbs_number']} {when}", f"{count}, {', '.join(amounts)}")
    yield from _uncollected(facts["totals"], language)


def _uncollected(days: Sequence[Mapping[str, Any]], language: Language) -> Iterator[Part]:
    """What nobody pays, told loudly: no mandate, and an agreement without slips (betalingsservice.md 16)."""
    words = uncollected_words(days=days, language=language)
    if words:
        yield Said(f"!! {words}", is_apart=True)


def _effects(facts: Mapping[str, Any], language: Language) -> Iterator[Part]:
    effects = facts.get("effects")
    if not effects:
        return
    words = {
        "new": _("New"), "changed": _("Changed"), "cancelled": pgettext("collections of a file", "Cancelled"),
        "unchanged": _("Unchanged"),
        "moved": _("Moved to a later month"), "late": _("After the deadline"),
        "missing_mandates": _("Without a mandate"), "refused": _("Refused"),
    }  # fmt: skip
    yield Title(_("What it does"))
    effects = {**effects, "refused": facts.get("left_out", effects.get("refused"))}
    for key, label in words.items():
        if effects.get(key) or key in {"new", "changed", "cancelled"}:
            yield Row(label, str(effects.get(key, 0)))
    if effects.get("fee"):
        yield Row(_("Fee"), format_money(Money(int(effects["fee"]), "DKK"), language))


def _findings(facts: Mapping[str, Any], language: Language) -> Iterator[Part]:
    for key, title in (("errors", _("Errors")), ("warnings", _("Warnings"))):
        found, count = facts.get(key) or [], facts.get(f"{key[:-1]}_count") or 0
        if not found:
            continue
        yield Title(f"{title} ({count})")
        for one in found[:_FINDINGS]:
            where = _("Line %(line)s, position %(position)s") % {"line": one["line"], "position": one["position"]}
            if label := (one.get("field_label") or {}).get(language):
                where = f"{where} ({label})"
            yield Said(f"{where}: {one['text'][language]} {one['fix'][language]}")
        if count > _FINDINGS:
            rest = count - min(len(found), _FINDINGS)
            yield Said(ngettext("… and %(count)s more", "… and %(count)s more", rest) % {"count": rest})


def _moment(text: str, language: Language) -> str:
    local = datetime.fromisoformat(text).astimezone(COPENHAGEN)
    hour = f"{local:%H.%M}" if language == "da" else f"{local:%H:%M}"
    return f"{format_day(local.date(), language)} {hour}"
