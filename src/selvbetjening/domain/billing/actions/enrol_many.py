"""Sign many accounts up for Betalingsservice at once: what `enrol_account` does for one (9.1, 16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.enrolling import enrollable
from selvbetjening.domain.billing.queries.mandate_links import debited, sharing_numbers
from selvbetjening.domain.billing.rules.debits import customer_number_of
from selvbetjening.domain.directdebit.actions.mandates import enrol_many as register_many
from selvbetjening.domain.directdebit.actions.order_many import Batches, Wanted, order_many
from selvbetjening.domain.directdebit.queries.agreements import CreditorAgreement
from selvbetjening.domain.directdebit.queries.ordered import enrolling
from selvbetjening.domain.directdebit.rules.mandates import ACCOUNT, EXISTS, IDENTITY, Consent, wrong_details
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: So many lines are asked for with one handful of statements.
PORTION: Final = 1_000
_REASONS: Final = {EXISTS: "under_way", IDENTITY: "details", ACCOUNT: "details"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """One account to sign up: what `enrol_account` takes, and the `line` that says so."""

    line: int
    account: UUID
    agreement: UUID
    details: BankDetails
    agreed_at: datetime
    consent: Consent


@dataclass(slots=True)
class SignUps:
    """What one act of many portions knows, read once: the agreements, whose numbers cannot be told apart, and what its
    orders wait in. `made` counts what was asked for."""

    agreements: dict[UUID, CreditorAgreement]
    ambiguous: set[UUID]
    batches: Batches = field(default_factory=dict)
    made: int = 0


def sign_ups(organization: OrganizationId, *, at: datetime) -> SignUps:
    """As things stand in the open transaction."""
    mine = enrollable(organization, today=copenhagen_day(at))
    return SignUps({each.id: each for each in mine}, sharing_numbers(organization))


def enrol_many(
    organization: OrganizationId, *, known: SignUps, rows: Sequence[SignUp], actor: Actor, at: datetime
) -> dict[int, str]:
    """Ask for their mandates in the open transaction; why each of the others is not, by its line (`NotEnrolled`).

    The number of statements does not depend on that of the rows, which name no account twice. Records `MandateOrdered`,
    `MandateOrdersHeld` or `MandateEnrolled`.
    """
    refused: dict[int, str] = {}
    mine: dict[UUID, list[SignUp]] = {}
    codes = _locked(organization, rows)
    have = debited(organization, accounts=list(codes), today=copenhagen_day(at))
    under_way = enrolling(organization, accounts=list(codes))
    for row in rows:
        reason = _reason(row, known, codes[row.account], have, under_way)
        if reason:
            refused[row.line] = reason
        else:
            mine.setdefault(row.agreement, []).append(row)
    for agreement, wanted in mine.items():
        again = _asked(organization, known, agreement, wanted, codes, actor, at)
        refused |= {wanted[place].line: _REASONS.get(code, "number") for place, code in again.items()}
        known.made += len(wanted) - len(again)
    return refused


def _locked(organization: OrganizationId, rows: Sequence[SignUp]) -> dict[UUID, tuple[str, str]]:
    """Code and kind of each account, locked in one order: two at once wait for each other and never in a ring."""
    found = Account.objects.select_for_update(no_key=True).filter(
        organization_id=organization, id__in=[row.account for row in rows]
    )
    return {id_: (code, kind) for id_, code, kind in found.order_by("id").values_list("id", "code", "party_type")}


def _reason(row: SignUp, known: SignUps, of: tuple[str, str], have: set[UUID], under_way: set[UUID]) -> str:
    code, kind = of
    if kind == "public":
        return "public"
    if not customer_number_of(code=code) or row.account in known.ambiguous:
        return "number"
    if row.account in have:
        return "mandate"
    if row.account in under_way:
        return "under_way"
    agreement = known.agreements.get(row.agreement)
    if agreement is None:
        return "agreement"
    numbers = row.details
    wrong = agreement.role == "external" and wrong_details(
        identity=numbers.identity, branch=numbers.branch, account=numbers.account
    )
    return "details" if wrong else ""


def _asked(
    organization: OrganizationId,
    known: SignUps,
    agreement: UUID,
    rows: Sequence[SignUp],
    codes: dict[UUID, tuple[str, str]],
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    numbers = [customer_number_of(code=codes[row.account][0]) for row in rows]
    if known.agreements[agreement].role == "operator":
        customers = [(number, row.account) for number, row in zip(numbers, rows, strict=True)]
        return register_many(organization, agreement=agreement, customers=customers, actor=actor, at=at)
    wanted = [
        Wanted(
            account=row.account, customer_number=number, details=row.details, agreed_at=row.agreed_at,
            consent=row.consent,
        )
        for number, row in zip(numbers, rows, strict=True)
    ]  # fmt: skip
    return order_many(
        organization, agreement=agreement, wanted=wanted, batches=known.batches, actor=actor, at=at
    )  # fmt: skip
