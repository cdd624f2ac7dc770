"""What one line says against the other files and what is known; each check looks at the cells that were read."""

from collections.abc import Callable, Container
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID

from selvbetjening.domain.accounts.rules import check_details
from selvbetjening.domain.imports.files.course import Course, NotPossible, course, out_of_order
from selvbetjening.domain.imports.files.findings import Finding, Report
from selvbetjening.domain.imports.files.known import Agreed, Known
from selvbetjening.domain.imports.files.layouts import ACCOUNTS, LARGEST_AMOUNT, PLAN_TERMS, PLANS, Layout
from selvbetjening.domain.imports.files.parse import Row
from selvbetjening.domain.imports.files.shapes import CellsClash, details_of, interval_of, terms_of
from selvbetjening.kernel.periods import Interval, periods_until

Check: TypeAlias = Callable[[Row, Layout, Known, Report], None]

_WORDS = {
    "required": "is empty. A business or a public body must have it for its invoices. Imported all the same.",
    "cvr_check_digit": "its check digit does not fit; it may be mistyped. Imported all the same.",
    "cvr_form": "is not eight digits. Imported all the same.",
    "ean_check_digit": "its check digit does not fit; it may be mistyped. Imported all the same.",
    "ean_wrong": "is no EAN number: thirteen digits, the last one a check digit. Correct it, or leave it empty.",
    "ean_form": "is not thirteen digits. Imported all the same.",
    "vat_number_form": "does not start with two letters, as foreign VAT numbers do. Imported all the same.",
    "postal_code_form": "is not four digits, as Danish ones are. Imported all the same.",
}
_CVR_MUST = "is not eight digits, as a Danish business's must be. Correct it, or leave it empty."
_FIXED = "exists with another plan, price, VAT or interval, which customers have agreed to. Give it a new code."


def plan(row: Row, layout: Layout, known: Known, report: Report) -> None:
    """A line of plans.csv: its code is there from now on."""
    if row.has("plan_code"):
        known.plans.add(row.text("plan_code"))


def terms(row: Row, layout: Layout, known: Known, report: Report) -> None:
    """A line of plan_terms.csv: its plan exists, its cells go together, and its price is the one agreed to."""
    _points_to(row, layout, "plan_code", known.plans, known, report)
    code = row.text_if_read("terms_code")
    if code is None:
        return
    said = _agreed(row)
    stands = known.terms.get(code)
    if stands is not None:
        if any(new is not None and new != old for new, old in zip(said, stands, strict=True)):
            report(Finding(layout.file, row.line, "terms_code", "terms_fixed", _FIXED))
        return
    if row.has(*(field.name for field in layout.fields)):
        try:
            terms_of(row)
        except CellsClash as error:
            words = f"does not go together with the other cells of its line: {error}. Correct them."
            report(Finding(layout.file, row.line, error.column, "terms_wrong", words))
    if any(part is None for part in said[:4]) or not row.has("vat_percent"):
        known.without_price.add(code)
    else:
        known.terms[code] = said


def _agreed(row: Row) -> Agreed:
    lengths = [
        (row.values[f"{name}_count"], row.values[f"{name}_unit"])
        if row.has(f"{name}_count", f"{name}_unit") and row.values[f"{name}_count"] is not None
        else None
        for name in ("commitment", "notice")
    ]
    return Agreed(
        row.text_if_read("plan_code"),
        interval_of(row) if row.has("interval", "interval_count") else None,
        _number(row, "unit_price"),
        row.text_if_read("currency"),
        _number(row, "vat_percent"),
        _text(row, "pricing"),
        _number(row, "base_fee"),
        _text(row, "tiers"),
        _text(row, "vat_category"),
        _text(row, "charging"),
        *lengths,  # type: ignore[arg-type]  # a number and a unit, by their fields
    )


def account(row: Row, layout: Layout, known: Known, report: Report) -> None:
    """A line of accounts.csv: whether invoices can be made out to it."""
    for finding in check_details(details=details_of(row, unknown_as=known.unknown_party_as)):
        if not row.has(finding.field):
            continue
        must = finding.code == "cvr_form" and row.values.get("party_type") in {"business", "public"}
        blocks = must or (finding.blocks and finding.code != "required")
        words = _CVR_MUST if must else _WORDS.get(finding.code, "cannot be used.")
        report(Finding(layout.file, row.line, finding.field, finding.code, words, blocks=blocks))
    if row.text_if_read("party_type") == "unknown":
        words = f"is unknown: the customer counts as {known.unknown_party_as} (PTY-1). Imported all the same."
        report(Finding(layout.file, row.line, "party_type", "unknown_party", words, blocks=False))
    if row.has("account_code"):
        known.accounts.add(row.text("account_code"))


class Recipients:
    """Lines of recipients.csv: their accounts exist, and an address on two of them is told."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def __call__(self, row: Row, layout: Layout, known: Known, report: Report) -> None:
        _points_to(row, layout, "account_code", known.accounts, known, report)
        if row.has("role", "ends_on") and row.values["role"] == "accountant" and row.values["ends_on"] is None:
            words = "is empty. A bookkeeper has a first day without access: write it, or choose another role."
            report(Finding(layout.file, row.line, "ends_on", "required", words))
        email = row.text_if_read("email")
        if email is None:
            return
        first = self.lines.setdefault(email, row.line)
        mine = row.text_if_read("account_code")
        elsewhere = known.addresses.get(email, mine)
        where = f"line {first}" if first != row.line else f"account {elsewhere}" if mine and elsewhere != mine else ""
        if where:
            words = f"the address stands on {where} too, so nobody can log in with it (LG-03). Imported all the same."
            report(Finding(layout.file, row.line, "email", "double_address", words, blocks=False))


class Subscriptions:
    """Lines of subscriptions.csv: account and terms exist, the days fit, and nothing is billed for years at once."""

    def __init__(self, today: date) -> None:
        self.today = today

    def __call__(self, row: Row, layout: Layout, known: Known, report: Report) -> None:
        _points_to(row, layout, "account_code", known.accounts, known, report)
        _points_to(row, layout, "terms_code", known.terms, known, report)
        present = known.subscriptions.get(row.text_if_read("subscription_code") or "")
        if present:
            columns = ("account_code", "terms_code", "quantity", "started_on")
            if any(row.has(name) and row.values[name] != old for name, old in zip(columns, present, strict=True)):
                words = "exists and is different now; subscriptions that run here are not changed by an import."
                report(Finding(layout.file, row.line, "subscription_code", "left_alone", words, blocks=False))
            return
        agreed = known.terms.get(row.text_if_read("terms_code") or "")
        quantity = row.values.get("quantity")
        if agreed and isinstance(quantity, int) and (agreed.unit_price or 0) * quantity > LARGEST_AMOUNT:
            words = "times the price is more than a hundred million for one period. Correct the quantity or the price."
            report(Finding(layout.file, row.line, "quantity", "amount", words))
        self._days(row, layout, agreed.interval if agreed else None, report)

    def _days(self, row: Row, layout: Layout, interval: Interval | None, report: Report) -> None:
        started_on, renews_on, ends_on = (_day(row, name) for name in ("started_on", "renews_on", "ends_on"))
        faults = list(out_of_order(started_on=started_on, renews_on=renews_on, ends_on=ends_on))
        if not faults and started_on and interval and row.has("renews_on", "ends_on"):
            try:
                stands = course(
                    started_on=started_on, renews_on=renews_on, ends_on=ends_on, interval=interval, today=self.today
                )
            except NotPossible as fault:
                faults = [fault]
            else:
                self._at_once(row, layout, stands, interval, report)
        for found in faults:
            report(Finding(layout.file, row.line, found.column, "days", found.text))

    def _at_once(self, row: Row, layout: Layout, stands: Course, interval: Interval, report: Report) -> None:
        """Years of back payments by a forgotten cell must be meant: an empty one is refused, a written one told."""
        until = min(self.today, stands.ends_on - timedelta(days=1)) if stands.ends_on else self.today
        ahead = periods_until(stands.renews_on, interval, anchor_day=stands.anchor_day, until=until)
        if (due := sum(1 for _ in ahead)) > 1:
            empty = row.values["renews_on"] is None
            words = f"{'is empty, so' if empty else 'lies so far back that'} {due} periods would be billed at once."
            way = f" Write the first day that is not billed yet, {stands.renews_on} if that is meant." if empty else ""
            report(Finding(layout.file, row.line, "renews_on", "many_periods", words + way, blocks=empty))


class Mandates:
    """Lines of mandates.csv: the account exists, one agreement is meant, and the yes was given before today."""

    def __init__(self, today: date) -> None:
        self.today = today

    def __call__(self, row: Row, layout: Layout, known: Known, report: Report) -> None:
        _points_to(row, layout, "account_code", known.accounts, known, report)
        number = row.text_if_read("pbs_number")
        if number is not None and agreement_of(number, known) is None:
            words = "names no agreement in force. " if number else "is empty, and there is no agreement, or several. "
            numbers = ", ".join(sorted(known.agreements)) or "none"
            report(Finding(layout.file, row.line, "pbs_number", "no_agreement", f"{words}Write one of {numbers}."))
        agreed_on = _day(row, "agreed_on")
        if agreed_on is not None and agreed_on > self.today:
            words = "lies ahead. Write the day on which the customer agreed."
            report(Finding(layout.file, row.line, "agreed_on", "ahead", words))


def agreement_of(number: str, known: Known) -> UUID | None:
    """The agreement of this PBS number, or the only one; None for none, and for several."""
    if number:
        return known.agreements.get(number)
    return next(iter(known.agreements.values())) if len(known.agreements) == 1 else None


def _number(row: Row, name: str) -> int | None:
    value = row.values.get(name)
    return value if isinstance(value, int) else None


def _text(row: Row, name: str) -> str | None:
    value = row.values.get(name)
    return value if isinstance(value, str) else None


def _day(row: Row, name: str) -> date | None:
    value = row.values.get(name)
    return value if isinstance(value, date) else None


_TARGETS = {
    "plan_code": ("plan", PLANS.file),
    "account_code": ("account", ACCOUNTS.file),
    "terms_code": ("terms", PLAN_TERMS.file),
}


def _points_to(row: Row, layout: Layout, column: str, there: Container[str], known: Known, report: Report) -> None:
    what, file = _TARGETS[column]
    code = row.text_if_read(column)
    if code is None or code in there or file in known.unread or (what == "terms" and code in known.without_price):
        return
    words = f"no {what} has the code “{code[:40]}”, neither here nor in {file}. Add it or correct it."
    report(Finding(layout.file, row.line, column, "no_such_code", words))
