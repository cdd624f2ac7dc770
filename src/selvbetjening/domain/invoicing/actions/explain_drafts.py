"""Explain the amounts of invoices about to be issued, and keep the explanations with them (CM-01)."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from selvbetjening.domain.invoicing.queries.before import Wanted, invoices_before
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.invoicing.rules.explain import Delta, Item, explain, subscriptions_of
from selvbetjening.domain.invoicing.rules.explain_changes import is_change
from selvbetjening.domain.invoicing.rules.explain_words import Compared, sentence, sentences
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId, new_ids_as_text

_COLUMNS = ("id", "organization_id", "invoice_id", "previous_invoice_id", "deltas")


class Unexplained(NamedTuple):
    """An invoice before it is issued: whose, in which currency, its lines, its total incl. VAT, its reader."""

    account: UUID
    currency: str
    lines: Sequence[DraftLine]
    total_minor: int
    language: str
    party_type: str


class Explained(NamedTuple):
    """Why its amount is another than before. `sentences` are in the invoice's language, `deltas` as JSON text."""

    previous: UUID | None
    deltas: str
    sentences: tuple[str, ...]


def explain_drafts(organization: OrganizationId, *, drafts: Sequence[Unexplained]) -> list[Explained]:
    """Compare each with the last invoice of its account, currency and subscriptions, all with at most two queries.

    Call it in the issuing transaction, once the number series is locked: nothing is issued in between then. Raises
    `rules.explain.NotExplained`, so that an amount nobody can explain is not issued.
    """
    items = [[_item(line) for line in draft.lines] for draft in drafts]
    wanted = [
        Wanted(draft.account, draft.currency, subscriptions_of(items=own))
        for draft, own in zip(drafts, items, strict=True)
    ]
    before = invoices_before(organization, wanted=[each for each in wanted if each.subscriptions])
    explained = []
    for draft, own, each in zip(drafts, items, wanted, strict=True):
        last = before.get(each)
        deltas = explain(
            current=own,
            total_minor=draft.total_minor,
            previous=last.items if last else None,
            previous_total_minor=last.total_minor if last else 0,
        )
        # A first invoice, and one for a change in the middle of a period, are compared with nothing.
        compared = last if last and not is_change(current=own, previous=last.items) else None
        before_it = compared and Compared(compared.number, compared.issued_on, compared.total_minor)
        gross = draft.party_type == "consumer"
        said = sentences(
            deltas=deltas,
            language=language_of(draft.language),
            currency=draft.currency,
            gross=gross,
            before=before_it,
        )
        stored = _deltas(deltas, draft.currency, gross) if deltas else "[]"
        explained.append(Explained(compared.invoice if compared else None, stored, said))
    return explained


def keep_explanations(
    organization: OrganizationId, *, invoices: Sequence[UUID], explained: Sequence[Explained]
) -> None:
    """Store them with their invoices, in their order, in the issuing transaction."""
    owner = str(organization)
    rows = [
        (id_, owner, invoice, each.previous, each.deltas)
        for id_, invoice, each in zip(new_ids_as_text(len(invoices)), invoices, explained, strict=True)
    ]
    insert_many(table="invoicing_invoiceexplanation", columns=_COLUMNS, rows=rows)


def _item(line: DraftLine) -> Item:
    return Item(
        line.subscription,
        line.text,
        line.starts_on,
        line.ends_on,
        line.quantity,
        line.unit_price_minor,
        line.net_minor,
        line.vat_basis_points if line.category == "S" else 0,
        line.category == "O",
    )


def _deltas(deltas: Sequence[Delta], currency: str, gross: bool) -> str:
    return json.dumps([_stored(delta, currency, gross) for delta in deltas], ensure_ascii=False)


def _stored(delta: Delta, currency: str, gross: bool) -> dict[str, Any]:
    return {
        "kind": delta.kind,
        "amount_minor": delta.amount_minor,
        "line_key": delta.line_key,
        "from": delta.old,
        "to": delta.new,
        "text_da": sentence(delta=delta, language="da", currency=currency, gross=gross),
        "text_en": sentence(delta=delta, language="en", currency=currency, gross=gross),
    }
