"""The system description that is kept with each year's books (BOK-5), as text."""

from datetime import date

from selvbetjening.domain.invoicing.models import CreditNote, Invoice, NumberSeries
from selvbetjening.domain.invoicing.rules.retention import financial_year_end, retain_until
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.rules.postings import ACCOUNTS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.law import REGISTRY, RULE_VERSION

_RULES = ("BOK-1", "BOK-2", "BOK-3", "CRN-1", "CRN-3", "CRN-4", "INV-8", "INV-9", "INV-14")

_TEXT = """Systembeskrivelse · System description
{name}, CVR {cvr}
Regnskabsår til og med / financial year ending {year_end}. Regeludgave / reading of the rules {version}.

1. Systemet / the system
Selvbetjening udsteder fakturaer og kreditnotaer og registrerer indbetalinger. Det er ikke et registreret
bogføringssystem: bilag leveres som PDF og XML, posteringer som CSV og SAF-T {saft}.
Selvbetjening issues invoices and credit notes and records payments. It is not a registered bookkeeping system:
vouchers are delivered as PDF and XML, postings as CSV and SAF-T {saft}.

2. Nummerserier / number series
A number is taken from a locked counter in the transaction that issues the document; what is rolled back gives its
number back. Drafts have none. Numbers of other systems are kept in a field of their own and never used again.
{series}

3. Konteringsregler / posting rules
Invoice: debtors debit total; revenue credit net and VAT credit VAT, by VAT category and rate.
Credit note: the reverse. Reminder fee, interest, compensation: debtors debit, late payment credit, without VAT; waived:
the reverse. Payment: bank debit, debtors credit. Refund, and a payment that left again: debtors debit, bank credit;
one that came back: the reverse.
{accounts}

4. Opbevaring / retention
Documents, lines, payments and credit notes are kept until {retained} at least; the database refuses to delete or alter
them. Each PDF and XML is stored with its SHA-256, which stands on its postings.

5. Regler / rules
{rules}
"""


def system_description(organization: OrganizationId, *, on: date) -> str:
    """Numbering, series, posting rules and retention of the financial year that `on` lies in."""
    with within(organization):
        owner = Organization.objects.get(id=organization)
        ends = owner.choice("financial_year_end")
        year_end = financial_year_end(on=on, last_day=ends)
        series = [_series(organization, row) for row in NumberSeries.objects.filter(organization_id=organization)]
    numbers = [f"{purpose}: {owner.choice(f'ledger_account_{purpose}')}" for purpose in ACCOUNTS]
    rules = [f"{rule.id} ({rule.source}): {rule.summary}" for id_ in _RULES for rule in REGISTRY.get(id_, ())]
    return _TEXT.format(
        name=owner.name,
        cvr=owner.cvr,
        year_end=year_end.isoformat(),
        version=RULE_VERSION,
        saft=owner.choice("saft_version"),
        series="\n".join(sorted(series)) or "-",
        accounts="\n".join(numbers),
        retained=retain_until(on=on, financial_year_ends=ends).isoformat(),
        rules="\n".join(rules),
    )


def _series(organization: OrganizationId, row: NumberSeries) -> str:
    """What was given, and whether the documents are there: a gap would show as a difference."""
    model = {"invoice": Invoice, "credit_note": CreditNote}.get(row.code)
    issued = model.objects.filter(organization_id=organization, series=row.code).count() if model else 0  # type: ignore[attr-defined]
    return f"{row.code}: 1-{row.next_number - 1}, {issued} documents, next {row.next_number}"
