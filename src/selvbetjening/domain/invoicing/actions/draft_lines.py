"""Draft lines: added and dropped by the company, taken by the account's next invoice, or invoiced at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.issue import Draft, Issued, issue
from selvbetjening.domain.invoicing.actions.take_lines import waiting
from selvbetjening.domain.invoicing.documents.freeze import DebitOf
from selvbetjening.domain.invoicing.events import DraftLineAdded, DraftLineDropped
from selvbetjening.domain.invoicing.models import DraftLine
from selvbetjening.domain.invoicing.rules import DraftLine as Line
from selvbetjening.domain.invoicing.rules.draft_lines import Refused, check_line
from selvbetjening.domain.invoicing.rules.put_lines import on_paper
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money


def add_draft_line(
    organization: OrganizationId,
    *,
    account: UUID,
    text: str,
    unit_price: Money,
    actor: Actor,
    at: datetime,
    quantity: int = 1,
    starts_on: date | None = None,
    ends_on: date | None = None,
    unit: str = "",
    vat_category: str = "S",
    vat_basis_points: int = 2500,
) -> DraftLine:
    """Let a line wait for the account's next invoice in `unit_price`'s currency; prices excl. VAT.

    Records `DraftLineAdded`. Raises `rules.draft_lines.Refused` and `Account.DoesNotExist`.
    """
    price = unit_price.minor
    words = check_line(text=text, quantity=quantity, unit_price_minor=price, starts_on=starts_on, ends_on=ends_on)
    with within(organization):
        Account.objects.only("id").get(organization_id=organization, id=account)
        made = DraftLine.objects.create(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            text=words,
            starts_on=starts_on,
            ends_on=ends_on,
            quantity=quantity,
            unit=unit,
            unit_price_minor=price,
            currency=unit_price.currency,
            vat_basis_points=vat_basis_points if vat_category == "S" else 0,
            vat_category=vat_category,
            added_at=at,
        )
        record(organization, fact=_added(made), actor=actor, at=at)
    return made


def _added(made: DraftLine) -> DraftLineAdded:
    return DraftLineAdded(account=made.account_id, draft_line=made.id, net=made.net)


def drop_draft_line(organization: OrganizationId, *, draft_line: UUID, actor: Actor, at: datetime) -> None:
    """Do not charge it after all. Records `DraftLineDropped`. Raises `Refused("gone")` when an invoice has it."""
    with within(organization):
        mine = DraftLine.objects.filter(organization_id=organization, id=draft_line)
        if not mine.filter(invoice_line__isnull=True, dropped_at__isnull=True).update(dropped_at=at):
            raise Refused("gone")
        found = mine.get()
        fact = DraftLineDropped(account=found.account_id, draft_line=found.id, net=found.net)
        record(organization, fact=fact, actor=actor, at=at)


def lines_waiting(
    organization: OrganizationId, *, accounts: Sequence[UUID], for_renewal: Sequence[bool] = (True,)
) -> dict[tuple[UUID, str], list[Line]]:
    """What waits on these accounts, by account and currency, ready to stand in a draft of `issue`.

    Locked until the transaction ends; one query. `issue` ties each to its invoice line by itself. `for_renewal` as in
    `take_lines.waiting`.
    """
    found: dict[tuple[UUID, str], list[Line]] = {}
    for row in waiting(organization, accounts=accounts, for_renewal=for_renewal):
        found.setdefault((row.account_id, row.currency), []).append(_line(row))
    return found


def issue_drafts_now(
    organization: OrganizationId,
    *,
    account: UUID,
    issued_on: date,
    by_card: Callable[[Account, str], bool],
    debit: DebitOf | None = None,
    actor: Actor,
    at: datetime,
    for_renewal: Sequence[bool] = (True, False),
) -> list[Issued]:
    """Invoice what waits on the account at once, one invoice for each currency; no subscription is needed (XB-24).

    `by_card` says whether one in a currency is charged to a card, `debit` what it prints of Betalingsservice.
    Raises `Refused("gone")` where nothing waits, and what `issue` raises.
    """
    with within(organization):
        holder = Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        found = lines_waiting(organization, accounts=[account], for_renewal=for_renewal)
        if not found:
            raise Refused("gone")
        drafts = []
        for (_, currency), lines in sorted(found.items()):
            charged = by_card(holder, currency)
            says = debit(holder, currency, charged, []) if debit else None
            drafts.append(Draft(holder, currency, lines, charged, says))
        return issue(organization, drafts=drafts, issued_on=issued_on, actor=actor, at=at)


def _line(row: DraftLine) -> Line:
    return Line(
        subscription=None,
        text=on_paper(text=row.text, said=row.said, quantity=row.quantity),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        quantity=row.quantity,
        unit_price_minor=row.unit_price_minor,
        net_minor=row.net.minor,
        vat_basis_points=row.vat_basis_points,
        unit=row.unit,
        vat_category=row.vat_category,
        discount_minor=row.discount_minor,
        drafted=row.id,
        revenue_group=row.said.get("revenue_group") or "",
    )
