"""Check all files against each other and against what is known, before anything is written."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from selvbetjening.config.importing.course import Course, NotPossible, course
from selvbetjening.config.importing.findings import Finding, Report
from selvbetjening.config.importing.known import Known
from selvbetjening.config.importing.layouts import (
    ACCOUNTS,
    LARGEST_AMOUNT,
    LAYOUTS,
    PLAN_TERMS,
    PLANS,
    RECIPIENTS,
    Layout,
)
from selvbetjening.config.importing.parse import Row, rows
from selvbetjening.config.importing.shapes import details_of, interval_of
from selvbetjening.domain.accounts.rules import check_details
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, periods_until

Progress: TypeAlias = Callable[[str, int], None]

_WORDS = {
    "required": "is empty. A business or a public body must have it for its invoices.",
    "cvr_check_digit": "its check digit does not fit; it may be mistyped. Imported all the same.",
    "cvr_form": "is not eight digits. Imported all the same.",
    "postal_code_form": "is not four digits, as Danish ones are. Imported all the same.",
}


def check(folder: Path, *, known: Known, today: date, report: Report, progress: Progress) -> int:
    """Read every file of the folder, add its codes to `known`, report every fault, and return the number of lines."""
    checks: dict[str, Callable[[Row, Layout, Known, Report], None]] = {
        PLANS.file: _plan, PLAN_TERMS.file: _terms, ACCOUNTS.file: _account, RECIPIENTS.file: _Recipients(),
    }  # fmt: skip
    total = 0
    for layout in LAYOUTS:
        if not (folder / layout.file).is_file():
            continue
        one = checks.get(layout.file) or _Subscriptions(today)
        for row in _once(folder / layout.file, layout, report):
            one(row, layout, known, report)
            total += 1
            progress(layout.file, row.line)
    return total


def _once(path: Path, layout: Layout, report: Report) -> Iterator[Row]:
    """The rows, each key once; a second one is reported and left out."""
    seen: dict[object, int] = {}
    with path.open("rb") as file:
        for row in rows(file, layout=layout, report=report):
            key = row.values[layout.key[0]] if len(layout.key) == 1 else tuple(row.values[name] for name in layout.key)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                words = f"stands on line {first} too. Keep one of the two lines."
                report(Finding(layout.file, row.line, " + ".join(layout.key), "double_key", words))
            else:
                yield row


def _plan(row: Row, layout: Layout, known: Known, report: Report) -> None:
    known.plans.add(row.text("plan_code"))


def _terms(row: Row, layout: Layout, known: Known, report: Report) -> None:
    plan, code, minor = row.text("plan_code"), row.text("terms_code"), row.values["unit_price"]
    _points_to(row, layout, "plan_code", plan in known.plans, "plan", PLANS.file, report)
    try:
        amount = Money(int(minor), row.text("currency")) if isinstance(minor, int) else None
    except ValueError:
        words = "has no hundredths, which prices here are counted in. Use another currency."
        report(Finding(layout.file, row.line, "currency", "unknown", words))
        amount = None
    if amount is None:
        return
    price = (plan, interval_of(row), amount.minor, amount.currency, int(str(row.values["vat_percent"])))
    if known.terms.setdefault(code, price) != price:
        words = "exists with another plan, price, VAT or interval, which customers have agreed to. Give it a new code."
        report(Finding(layout.file, row.line, "terms_code", "terms_fixed", words))


def _account(row: Row, layout: Layout, known: Known, report: Report) -> None:
    for finding in check_details(details=details_of(row)):
        blocks = finding.blocks and finding.code != "required"
        words = _WORDS.get(finding.code, "cannot be used.")
        report(Finding(layout.file, row.line, finding.field, finding.code, words, blocks=blocks))
    known.accounts.add(row.text("account_code"))


class _Recipients:
    def __init__(self) -> None:
        self.lines: dict[str, int] = {}

    def __call__(self, row: Row, layout: Layout, known: Known, report: Report) -> None:
        account, email = row.text("account_code"), row.text("email")
        _points_to(row, layout, "account_code", account in known.accounts, "account", ACCOUNTS.file, report)
        first = self.lines.setdefault(email, row.line)
        elsewhere = known.addresses.get(email, account)
        where = f"line {first}" if first != row.line else f"account {elsewhere}" if elsewhere != account else ""
        if where:
            words = f"the address stands on {where} too, so nobody can log in with it (LG-03). Imported all the same."
            report(Finding(layout.file, row.line, "email", "double_address", words, blocks=False))


class _Subscriptions:
    def __init__(self, today: date) -> None:
        self.today = today

    def __call__(self, row: Row, layout: Layout, known: Known, report: Report) -> None:
        account, terms, code = row.text("account_code"), row.text("terms_code"), row.text("subscription_code")
        started_on, renews_on, ends_on = (row.values[name] for name in ("started_on", "renews_on", "ends_on"))
        _points_to(row, layout, "account_code", account in known.accounts, "account", ACCOUNTS.file, report)
        _points_to(row, layout, "terms_code", terms in known.terms, "terms", PLAN_TERMS.file, report)
        present = known.subscriptions.get(code)
        if present and present != (account, terms, row.values["quantity"], started_on):
            words = "exists and is different now; subscriptions that run here are not changed by an import."
            report(Finding(layout.file, row.line, "subscription_code", "left_alone", words, blocks=False))
        if present or terms not in known.terms or not isinstance(started_on, date):
            return
        _, interval, price, _, _ = known.terms[terms]
        try:
            stands = course(
                started_on=started_on,
                renews_on=renews_on if isinstance(renews_on, date) else None,
                ends_on=ends_on if isinstance(ends_on, date) else None,
                interval=interval,
                today=self.today,
            )
        except NotPossible as fault:
            report(Finding(layout.file, row.line, fault.column, "days", fault.text))
            return
        if price * int(str(row.values["quantity"])) > LARGEST_AMOUNT:
            words = "times the price is more than a hundred million for one period. Correct the quantity or the price."
            report(Finding(layout.file, row.line, "quantity", "amount", words))
        self._at_once(row, layout, stands, interval, report)

    def _at_once(self, row: Row, layout: Layout, stands: Course, interval: Interval, report: Report) -> None:
        """Years of back payments by a forgotten cell must be meant: an empty one is refused, a written one told."""
        until = min(self.today, stands.ends_on - timedelta(days=1)) if stands.ends_on else self.today
        ahead = periods_until(stands.renews_on, interval, anchor_day=stands.anchor_day, until=until)
        if (due := sum(1 for _ in ahead)) > 1:
            empty = row.values["renews_on"] is None
            words = f"{'is empty, so' if empty else 'lies so far back that'} {due} periods would be billed at once."
            way = f" Write the first day that is not billed yet, {stands.renews_on} if that is meant." if empty else ""
            report(Finding(layout.file, row.line, "renews_on", "many_periods", words + way, blocks=empty))


def _points_to(row: Row, layout: Layout, column: str, found: bool, what: str, file: str, report: Report) -> None:
    if not found:
        words = f"no {what} has the code “{row.text(column)[:40]}”, neither here nor in {file}. Add it or correct it."
        report(Finding(layout.file, row.line, column, "no_such_code", words))
