"""What a subscription was charged and has not got back, by invoice line (CRN-3)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min, Q

from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.billing.rules.charged import Charged, ChargedLine, Paper
from selvbetjening.domain.invoicing.documents.crediting import categories_of, vat_of
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules.credits import Creditable
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import period_from


class OnRecord(NamedTuple):
    """What stands charged; whether another system billed the present period; up to when the next one is billed."""

    charged: tuple[Charged, ...]
    elsewhere: bool
    ahead_to: date | None


def charged_of(organization: OrganizationId, *, subscription: Subscription, everything: bool = False) -> OnRecord:
    """What was charged from the present period on, or `everything` there ever was, with what is left of each line.

    Found through the account's invoices, which have an index; lines have none by subscription.
    """
    mine = subscription
    lines = list(_lines(organization, mine, everything))
    periods = BilledPeriod.objects.filter(organization_id=organization, subscription_id=mine.id)
    ahead = None
    if mine.terms.charging == "forward":
        ahead = periods.filter(starts_on=_next_start(mine)).values_list("ends_on", flat=True).first()
    ours = bool(lines) or mine.terms.charging != "forward" or (mine.changed_on or date.min) >= mine.period_starts_on
    ours = ours or mine.period_starts_on == mine.renews_on or mine.state != State.ACTIVE
    ours = ours or (mine.trial_ends_on or date.min) > mine.period_starts_on
    elsewhere = not ours and not periods.filter(starts_on__gte=mine.period_starts_on).exists()
    return OnRecord(tuple(_stretches(lines, mine.renews_on)), elsewhere, ahead)


def _next_start(mine: Subscription) -> date:
    if mine.state != State.PAUSED:
        return mine.renews_on
    return period_from(mine.period_starts_on, mine.terms.interval, anchor_day=mine.anchor_day).ends_on


def _lines(organization: OrganizationId, mine: Subscription, everything: bool) -> Iterable[InvoiceLine]:
    found = InvoiceLine.objects.filter(
        organization_id=organization,
        invoice__organization_id=organization,
        invoice__account_id=mine.account_id,
        subscription_id=mine.id,
        starts_on__isnull=False,
        net_minor__gt=0,
    )
    if not everything:
        found = found.filter(starts_on__gte=mine.period_starts_on)
    cut = Min("given_back__from_on", filter=Q(given_back__undone_at__isnull=True))
    return found.annotate(cut_on=cut).select_related("invoice").order_by("invoice__number", "position")


def _stretches(lines: Sequence[InvoiceLine], renews_on: date) -> Iterable[Charged]:
    """One for each invoice, cut at the renewal: what was billed ahead of it was rounded by itself."""
    groups: dict[tuple[UUID, bool], list[InvoiceLine]] = {}
    for line in lines:
        if line.starts_on:
            groups.setdefault((line.invoice_id, line.starts_on >= renews_on), []).append(line)
    papers: dict[UUID, Paper] = {}
    for (invoice, _), group in groups.items():
        paper = papers.setdefault(invoice, _paper(group[0].invoice))
        known = {each.id: each for each in paper.lines}
        held = tuple(held for line in group if (held := _held(line, known[line.id], paper)))
        if held:
            yield Charged(held)


def _held(line: InvoiceLine, known: Creditable, paper: Paper) -> ChargedLine | None:
    cut_on = getattr(line, "cut_on", None)
    if line.starts_on is None or line.ends_on is None:
        return None
    ends_on = min(line.ends_on, cut_on) if cut_on else line.ends_on
    if ends_on <= line.starts_on:
        return None
    left = Money(known.left, line.invoice.currency)
    return ChargedLine(line.id, left, line.starts_on, ends_on, known.vat_category, line.vat_basis_points, paper)


def _paper(invoice: Invoice) -> Paper:
    lines = InvoiceLine.objects.filter(organization_id=invoice.organization_id, invoice_id=invoice.id)
    return Paper(
        tuple(
            Creditable(line.id, line.net_minor, line.credited_minor, line.offset_minor, category, line.vat_basis_points)
            for line, category in zip(lines.order_by("position"), categories_of(invoice.snapshot), strict=True)
        ),
        vat_of(invoice.snapshot),
    )
