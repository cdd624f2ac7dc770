"""What webhooks tell of each thing: a picture of its row at the end of the transaction that changed it.

Of many facts at once each kind of row is read once (a billing run issues thousands of invoices).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.queries import own_prices
from selvbetjening.domain.deliveries.models import Delivery, OutFile, Staging
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing.models import IssuedDocument
from selvbetjening.domain.invoicing.queries.issued import lines_of
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.actions.payment_links import url_for_mail, urls_for
from selvbetjening.domain.payments.models import Attempt, PaymentCard, PaymentLink
from selvbetjening.domain.payments.queries.received import last_paid_on
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.webhooks.documents.accounts import account_data
from selvbetjening.domain.webhooks.documents.cards import card_data
from selvbetjening.domain.webhooks.documents.invoices import document_data
from selvbetjening.domain.webhooks.documents.subscriptions import subscription_data
from selvbetjening.domain.webhooks.documents.terms import terms_data
from selvbetjening.domain.webhooks.documents.values import instant
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.webhook_facts import ACTIVITY, Telling

Told = tuple[Recorded, Telling]
_WITHDRAWN: Final = "subscriptions.withdrawn"
#: The ways to cancel, in the API's words.
_WAYS: Final = {"renewal": "at_renewal", "today": "today", "refund": "full_refund"}
_ROWS: Final[dict[str, Callable[[], Any]]] = {
    "account": Account.objects.all,
    "plan_terms": lambda: PlanTerms.objects.select_related("plan"),
    "invoice": IssuedDocument.objects.all,
    "credit_note": IssuedDocument.objects.all,
    "payment_card": PaymentCard.objects.all,
    "subscription": lambda: Subscription.objects.select_related("account", "terms__plan"),
    "delivery": lambda: Delivery.objects.defer("content"),
    "staging": Staging.objects.all,
    "out_file": OutFile.objects.all,
}


def thing_of(*, event: Recorded, telling: Telling) -> UUID | None:
    """The id of what is told about; None where the fact names none."""
    found = event.data.get(telling.field) if telling.field else event.account
    return UUID(str(found)) if found else None


class Pictures:
    """The rows that these tellings need, read at once; `data` draws one of them, empty for what is not there."""

    def __init__(self, organization: OrganizationId, told: Sequence[Told]) -> None:
        self.organization = organization
        wanted: dict[str, set[UUID]] = {}
        for event, telling in told:
            thing = thing_of(event=event, telling=telling)
            if thing is not None and not telling.ids_only and telling.event != ACTIVITY:
                wanted.setdefault(telling.kind, set()).add(thing)
        self.rows = {kind: self._read(kind, ids) for kind, ids in wanted.items() if kind in _ROWS}
        accounts = {event.account for event, _ in told if event.account}
        self.accounts: dict[UUID, Account] = self._read("account", accounts) if accounts else {}
        self.papers = self._papers({event.at for event, _ in told})

    def _read(self, kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
        found: dict[UUID, Any] = _ROWS[kind]().filter(organization_id=self.organization).in_bulk(list(ids))
        return found

    def _papers(self, ats: Collection[datetime]) -> dict[UUID, dict[str, Any]]:
        """Invoices and credit notes, each drawn once.

        An invoice that is issued in this very transaction is known to nobody else, so that making its link waits for
        nobody.
        """
        rows = [row for kind in ("invoice", "credit_note") for row in self.rows.get(kind, {}).values()]
        if not rows:
            return {}
        lines = lines_of(self.organization, documents=[row.id for row in rows])
        paid = last_paid_on(self.organization, invoices=[row.id for row in rows if row.is_paid])
        fresh = [row for row in rows if row.created_at in ats]
        links = urls_for(self.organization, documents=fresh, at=max(ats))
        return {
            row.id: document_data(
                document=row, lines=lines.get(row.id, ()), paid_on=paid.get(row.id), link=links.get(row.id)
            )
            for row in rows
        }

    def data(self, *, event: Recorded, telling: Telling) -> dict[str, Any]:
        """The event's `data`; empty where nothing may be told, or there is nothing any more."""
        if telling.event == ACTIVITY:
            return self._activity(event)
        thing = thing_of(event=event, telling=telling)
        if telling.ids_only or telling.kind not in {*_ROWS, "charge"}:
            return self._ids(event)
        if telling.kind == "charge":
            return self._charge(event)
        row = self.rows[telling.kind].get(thing) if thing is not None and telling.kind in self.rows else None
        return self._picture(event, telling.kind, row) if row is not None else {}

    def _picture(self, event: Recorded, kind: str, row: Any) -> dict[str, Any]:
        match kind:
            case "account":
                return account_data(account=row)
            case "plan_terms":
                return terms_data(terms=row)
            case "invoice" | "credit_note":
                return self.papers[row.id]
            case "payment_card":
                return card_data(card=row)
            case "subscription":
                return self._subscription(row, event) | _cancellation(event)
            case _:
                return _file(event, kind, row)

    def _subscription(self, row: Any, event: Recorded) -> dict[str, Any]:
        own, today = own_prices(event.organization, accounts=[row.account_id]), copenhagen_day(event.at)
        price, company = own.unit_price(subscription=row, day=today), organizations.get(event.organization)
        return subscription_data(subscription=row, unit_price=price, company=company, today=today)

    def _ids(self, event: Recorded) -> dict[str, Any]:
        """Ids, codes, days and amounts as they stand in the book: no personal data (SEC-73)."""
        mine = self.accounts.get(event.account) if event.account else None
        about = {"account": str(mine.id), "account_code": mine.code} if mine else {}
        return {**event.data, **about}

    def _activity(self, event: Recorded) -> dict[str, Any]:
        app, _, act = event.name.partition(".")
        text = f"{app}: {act}".replace("_", " ")
        mine = {"uuid": str(event.id), "type": event.name, "text": text, "created_date": instant(at=event.at)}
        return mine | {key: value for key, value in self._ids(event).items() if key in ("account", "account_code")}

    def _charge(self, event: Recorded) -> dict[str, Any]:
        attempt = event.data.get("attempt")
        rows = (
            Attempt.objects.filter(organization_id=self.organization, id=attempt) if attempt else Attempt.objects.none()
        )
        card = rows.values_list("card_id", flat=True).first()
        invoice = UUID(event.data["invoice"])
        # Only a link that a mail has made already: making one could wait for somebody else, under the accounts' locks.
        there = PaymentLink.objects.filter(organization_id=self.organization, invoice_id=invoice).exists()
        path = url_for_mail(self.organization, invoice=invoice, at=event.at) if there else ""
        return {
            **{key: value for key, value in self._ids(event).items() if key in ("account", "account_code")},
            "invoice": event.data["invoice"],
            "payment_card": str(card) if card else None,
            "reason": event.data.get("failure", "authentication_required"),
            "payment_link": sender(self.organization).url(path) if path else None,
        }  # fmt: skip


def _cancellation(event: Recorded) -> dict[str, Any]:
    if event.name == _WITHDRAWN:
        return {"cancellation_type": "full_refund"}
    if not event.name.endswith(".cancelled"):
        return {}
    today = event.data["ends_on"] <= copenhagen_day(event.at).isoformat()
    return {"cancellation_type": _WAYS.get(event.data.get("kind", ""), "today" if today else "at_renewal")}


def _file(event: Recorded, kind: str, row: Any) -> dict[str, Any]:
    """Ids, counts and states only (SEC-73): a file's name may hold a person's. A test's files are told to nobody."""
    if row.environment == "test":
        return {}
    found = {"uuid": str(row.id), "environment": row.environment, "size": row.size, "sha256": row.sha256}
    if kind == "delivery":
        found |= {
            "number": row.number, "status": row.state, "code": row.code, "accepted": row.accepted_count,
            "refused": row.refused_count, "received_date": instant(at=row.received_at),
        }  # fmt: skip
    elif kind == "staging":
        found |= {"status": row.state, "received": row.offset}
    else:
        found |= {"kind": row.kind, "pbs_number": row.pbs_number, "made_date": instant(at=row.made_at)}
    return found
