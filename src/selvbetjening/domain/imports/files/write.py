"""Write checked files, all in one transaction: everything or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.actions import bring_in as accounts
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.billing.actions.enrol_many import PORTION, SignUp, enrol_many, sign_ups
from selvbetjening.domain.catalog.actions import bring_in as catalog
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.imports.files import layouts, shapes
from selvbetjening.domain.imports.files.check import Progress
from selvbetjening.domain.imports.files.cross_checks import agreement_of
from selvbetjening.domain.imports.files.findings import CannotImport, Finding
from selvbetjening.domain.imports.files.folder import File, Folder
from selvbetjening.domain.imports.files.known import Known, account_ids
from selvbetjening.domain.imports.files.layouts import Layout
from selvbetjening.domain.imports.files.parse import Row, columns_of, rows
from selvbetjening.domain.imports.rules import MOST_FINDINGS
from selvbetjening.domain.subscriptions.actions import bring_in as subscriptions
from selvbetjening.domain.subscriptions.actions.bring_in import ImportedSubscription
from selvbetjening.domain.tenancy.bulk import Merged
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.ids import OrganizationId

_CANNOT_BE: Final = {
    "public": "is a public body's: it pays its e-invoices, and signs up for nothing. Remove the line.",
    "number": "has a code that is no customer number at Betalingsservice, or the same as another account's.",
    "agreement": "names no agreement in force.",
    "details": "has numbers that cannot be.",
}


def write(
    organization: OrganizationId,
    *,
    folder: Folder,
    known: Known,
    today: date,
    actor: Actor,
    at: datetime,
    progress: Progress,
) -> dict[str, Merged]:
    """Bring the files in and return, by file, what was made, changed and found as it should be.

    `known` is what `check` left: it knows the intervals of all terms. Raises `CannotImport` when a file is not what was
    checked any more; nothing is written then.
    """
    done: dict[str, Merged] = {}
    with within(organization):
        for layout in layouts.LAYOUTS:
            path = folder / layout.file
            if path.is_file():
                with _read(path, layout, progress) as source:
                    fields = _fields(path)
                    done[layout.file] = _bring_in(organization, layout, source, fields, known, today, actor, at)
    return done


def _bring_in(
    organization: OrganizationId,
    layout: Layout,
    source: Iterator[Row],
    fields: set[str],
    known: Known,
    today: date,
    actor: Actor,
    at: datetime,
) -> Merged:
    if layout is layouts.PLANS:
        plans = (shapes.plan_of(row) for row in source)
        return catalog.bring_in_plans(organization, rows=plans, fields=fields, actor=actor, at=at)
    if layout is layouts.PLAN_TERMS:
        terms = (shapes.terms_of(row) for row in source)
        return catalog.bring_in_terms(organization, rows=terms, fields=fields, actor=actor, at=at)
    if layout is layouts.ACCOUNTS:
        customers = (shapes.account_of(row, unknown_as=known.unknown_party_as) for row in source)
        return accounts.bring_in_accounts(organization, rows=customers, fields=fields, actor=actor, at=at)
    if layout is layouts.RECIPIENTS:
        people = (shapes.recipient_of(row) for row in source)
        try:
            return accounts.bring_in_recipients(organization, rows=people, fields=fields, actor=actor, at=at)
        except Refused as refused:
            words = f"{layout.file} would leave account {refused.field} without an owner. Nothing was imported."
            words += " Give one of its recipients the role owner."
            raise CannotImport(words, file=layout.file, code="owner") from None
    if layout is layouts.MANDATES:
        return _mandates(organization, source, known, actor, at)
    here: list[str] = []
    contracts = _new_subscriptions(source, known, today, here)
    merged = subscriptions.bring_in(organization, rows=contracts, actor=actor, at=at)
    return Merged(merged.created, merged.updated, merged.unchanged + len(here))


def _mandates(organization: OrganizationId, source: Iterator[Row], known: Known, actor: Actor, at: datetime) -> Merged:
    """Ask for those that are not there and not on their way, a portion at a time. Raises `CannotImport` with every line
    that cannot be."""
    there, wrong = 0, list[Finding]()
    ids, asked = account_ids(organization), sign_ups(organization, at=at)
    lines = iter(source)
    while portion := [_sign_up(row, known, ids) for row in islice(lines, PORTION)]:
        refused = enrol_many(organization, known=asked, rows=portion, actor=actor, at=at)
        for line, reason in sorted(refused.items()):
            if reason in {"mandate", "under_way"}:
                there += 1
            elif len(wrong) < MOST_FINDINGS:
                wrong.append(Finding(layouts.MANDATES.file, line, "", f"mandate_{reason}", _CANNOT_BE[reason]))
    if wrong:
        words = f"{layouts.MANDATES.file} line {wrong[0].line} {wrong[0].text} Nothing was imported."
        raise CannotImport(words, file=layouts.MANDATES.file, code=wrong[0].code, findings=wrong)
    return Merged(asked.made, 0, there)


def _sign_up(row: Row, known: Known, ids: Mapping[str, UUID]) -> SignUp:
    agreement, agreed_on = agreement_of(row.text("pbs_number"), known), row.values["agreed_on"]
    if agreement is None or not isinstance(agreed_on, date):
        raise TypeError("a checked line names an agreement and a day")
    details = BankDetails(identity=row.text("identity"), branch=row.text("branch"), account=row.text("account_number"))
    return SignUp(
        line=row.line, account=ids[row.text("account_code")], agreement=agreement, details=details,
        agreed_at=start_of_day(agreed_on),
        consent=row.text("consent"),  # type: ignore[arg-type]  # one of CONSENTS
    )  # fmt: skip


def _new_subscriptions(
    source: Iterator[Row], known: Known, today: date, here: list[str]
) -> Iterator[ImportedSubscription]:
    """Those that are not here yet; the codes of the others are put into `here`."""
    for row in source:
        if (code := row.text("subscription_code")) in known.subscriptions:
            here.append(code)
        else:
            interval = known.terms[row.text("terms_code")].interval
            if interval is None:
                raise TypeError("checked terms have an interval")
            yield shapes.subscription_of(row, interval=interval, today=today)


def _fields(path: File) -> set[str]:
    """Which values the file says anything of: a column that it lacks is left as it is."""
    with path.open("rb") as file:
        named = set(columns_of(file))
    return {"self_service_enabled" if name == "self_service" else name for name in named}


@contextmanager
def _read(path: File, layout: Layout, progress: Progress) -> Iterator[Iterator[Row]]:
    def changed(finding: Finding) -> None:
        words = f"{finding.file} has changed since it was checked. Nothing was imported. Start again."
        raise CannotImport(words, file=finding.file, code="changed")

    with path.open("rb") as file:

        def told() -> Iterator[Row]:
            for row in rows(file, layout=layout, report=changed):
                progress(layout.file, row.line)
                yield row

        yield told()
