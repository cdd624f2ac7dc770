"""Take an account in that comes from another company's Selvbetjening: look first, then exactly that (CM-13)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.actions.bring_in import (
    ImportedAccount,
    ImportedRecipient,
    bring_in_accounts,
    bring_in_recipients,
)
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.bring_in_foreign import Foreign, bring_in_foreign
from selvbetjening.domain.rights.events import AccountMovedIn
from selvbetjening.domain.rights.models import AccountMove
from selvbetjening.domain.rights.queries.moving import SUBSCRIPTION
from selvbetjening.domain.rights.rules.moving import MoveRefused, Opened, content_hash, opened
from selvbetjening.domain.rights.rules.sealing import moved_as
from selvbetjening.domain.subscriptions.actions.bring_in import ImportedSubscription, bring_in
from selvbetjening.domain.subscriptions.actions.schedule_change import schedule_change
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.sealed import seal


@dataclass(frozen=True, slots=True)
class Taken:
    """What came, or would come. `hand_over` is from which day on we bill each subscription, by its code.

    `dearer` and `cheaper` are subscriptions whose price is another one here; `same_address` people who are known here
    on another account, and cannot log in before that is settled; `asks_for_card`: it paid by card, which does not
    travel, so that invoices go out until it saves one here.
    """

    account: UUID
    code: str
    came_from: str
    hand_over: Mapping[str, date]
    plans: Mapping[str, str]
    other_price: tuple[str, ...]
    same_address: tuple[str, ...]
    documents: int
    asks_for_card: bool
    done: bool


def move_in(
    organization: OrganizationId,
    *,
    archive: bytes,
    known: Collection[bytes],
    terms: Mapping[str, str],
    actor: Actor,
    at: datetime,
    code: str = "",
    dry_run: bool,
) -> Taken:
    """Bring the account in, all or nothing; a dry run says what would come and takes it back.

    `terms` maps the old side's terms to ours, by code; one that is not named is called the same. `code` is our number
    of the account. Issued documents come as history under their own numbers (NUM-3). A customer who paid by card is
    asked for a new one by mail. Records
    `rights.account_moved_in`. Raises `MoveRefused`.
    """
    found = opened(content=archive, known=known)
    try:
        with within(organization):
            taken = _taken(organization, found, dict(terms), code, actor, at, done=not dry_run)
            _keep(organization, taken, found, archive, known, actor, at)
            if dry_run:
                raise _OnlyLooked(taken)
    except _OnlyLooked as looked:
        return looked.taken
    return taken


class _OnlyLooked(Exception):
    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


def _taken(
    organization: OrganizationId,
    found: Opened,
    terms: dict[str, str],
    code: str,
    actor: Actor,
    at: datetime,
    *,
    done: bool,
) -> Taken:
    """Write it all, and say what it was."""
    parts, company = found.parts, found.manifest["company"]
    named = code or str(parts["account"]["instance"]["code"])
    if not parts["recipients"]:
        raise MoveRefused("no_recipient")
    if Account.objects.filter(organization_id=organization, code=named).exists():
        raise MoveRefused("code_taken", about=named)
    ours = {row["code"]: _terms(organization, row["instance"], terms) for row in parts["subscriptions"]}
    known = _known_here(organization, parts["recipients"])
    holder = _account(organization, named, parts, actor, at)
    _subscriptions(organization, named, parts["subscriptions"], ours, actor, at)
    _changes(organization, parts["scheduled_changes"], terms, actor, at)
    documents = _documents(organization, named, f"move:{found.manifest['account_id']}"[:40], parts["documents"], at)
    methods = [row["instance"]["method"] for row in parts["subscriptions"]]
    by_card = [parts["account"]["instance"]["collection_method"], *methods]
    return Taken(
        account=holder, code=named, came_from=str(company["name"]),
        hand_over={row["code"]: date.fromisoformat(row["renews_on"]) for row in parts["subscriptions"]},
        plans={row["code"]: ours[row["code"]].code for row in parts["subscriptions"]},
        other_price=tuple(
            row["code"] for row in parts["subscriptions"]
            if ours[row["code"]].unit_price_minor != row["instance"]["unit_price_minor"]
            and row.get("own_price_minor") is None  # its own price came along
        ),
        same_address=known, documents=documents, asks_for_card="payment_card" in by_card, done=done,
    )  # fmt: skip


def _terms(organization: OrganizationId, theirs: Mapping[str, Any], terms: Mapping[str, str]) -> PlanTerms:
    """Ours for theirs: the same currency, interval and charging, or nobody could say what is billed from when."""
    code = terms.get(str(theirs["terms"]), str(theirs["terms"]))
    row = PlanTerms.objects.filter(organization_id=organization, code=code).select_related("plan").first()
    fits = row is not None and [row.currency, row.interval_count, row.interval_unit] == [
        theirs["currency"], *theirs["interval"]
    ]  # fmt: skip
    if row is None or not fits:
        raise MoveRefused("terms", about=f"{theirs['terms']} → {code}")
    if row.charging == "backward" or theirs["charging"] == "backward":
        raise MoveRefused("backward", about=code)
    return row


def _known_here(organization: OrganizationId, people: list[dict[str, Any]]) -> tuple[str, ...]:
    emails = [row["email"] for row in people]
    mine = Recipient.objects.filter(organization_id=organization, email__in=emails, removed_at=None)
    return tuple(sorted(set(mine.values_list("email", flat=True))))


def _account(organization: OrganizationId, code: str, parts: Mapping[str, Any], actor: Actor, at: datetime) -> UUID:
    """The account and its people. What it is collected by does not travel: invoices until something else is chosen."""
    details = BillingDetails(**{name: value for name, value in parts["account"].items() if name != "instance"})
    bring_in_accounts(
        organization, rows=[ImportedAccount(code, details, "invoice")], fields=(), actor=actor, at=at
    )  # fmt: skip
    people = [
        ImportedRecipient(account_code=code, **{**row, "ends_on": _day(row["ends_on"])}) for row in parts["recipients"]
    ]
    bring_in_recipients(organization, rows=people, fields=(), actor=actor, at=at)
    return Account.objects.get(organization_id=organization, code=code).id


def _subscriptions(
    organization: OrganizationId, code: str, rows: list[dict[str, Any]], ours: Mapping[str, PlanTerms], actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    taken = Subscription.objects.filter(organization_id=organization, code__in=[row["code"] for row in rows]).first()
    if taken is not None:
        raise MoveRefused("came_already", about=taken.code)
    days = [name for name in SUBSCRIPTION if name.endswith(("_on", "_until"))]
    made = [
        ImportedSubscription(
            code=row["code"], account_code=code, terms_code=ours[row["code"]].code, quantity=row["quantity"],
            state=row["state"], anchor_day=row["anchor_day"],
            own_price_minor=row.get("own_price_minor"), **{name: _day(row[name]) for name in days},  # type: ignore[arg-type]
        )
        for row in rows
    ]  # fmt: skip
    bring_in(organization, rows=made, actor=actor, at=at)


def _changes(
    organization: OrganizationId, rows: list[dict[str, Any]], terms: Mapping[str, str], actor: Actor, at: datetime
) -> None:
    for row in rows:
        theirs = str(row["instance"]["terms"])
        to = PlanTerms.objects.filter(organization_id=organization, code=terms.get(theirs, theirs)).first()
        if to is None:
            raise MoveRefused("terms", about=theirs)
        mine = Subscription.objects.select_for_update().get(organization_id=organization, code=row["subscription"])
        schedule_change(
            organization, subscription=mine, terms=to.id, quantity=row["quantity"],
            effective_on=date.fromisoformat(row["effective_on"]), own_price_minor=row.get("own_price_minor"),
            at_day=row.get("at_day", False), actor=actor, at=at,
        )  # fmt: skip


def _documents(organization: OrganizationId, code: str, source: str, rows: list[dict[str, Any]], at: datetime) -> int:
    """What was issued elsewhere, as history: a credit note below nothing, and no number of ours."""
    made = [
        Foreign(
            account_code=code, number=_number(row), issued_on=date.fromisoformat(row["issued_on"]),
            due_on=_day(row["due_on"]), total=Money(_signed(row), row["currency"]),
        )
        for row in rows
    ]  # fmt: skip
    return bring_in_foreign(organization, source=source, documents=made, at=at).created


def _number(row: Mapping[str, Any]) -> str:
    """As it was; a credit note's says so, since the series are two and the history is one (NUM-1)."""
    if row["kind"] == "foreign":
        return f"{row['source']} {row['foreign_number']}"[:60]
    return f"K-{row['number']}" if row["kind"] == "credit_note" else str(row["number"])


def _signed(row: Mapping[str, Any]) -> int:
    return -int(row["total_minor"]) if row["kind"] == "credit_note" else int(row["total_minor"])


def _keep(
    organization: OrganizationId, taken: Taken, found: Opened, archive: bytes, known: Collection[bytes], actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    row = AccountMove(id=new_id(), organization_id=organization, account_id=taken.account, direction="in", moved_at=at)
    row.content_hash = content_hash(parts=found.parts)
    row.hand_over = {code: on.isoformat() for code, on in taken.hand_over.items()}
    row.key = next(key for key in known if _proves(archive, key))
    row.archive = seal(archive, purpose=moved_as(organization=organization, move=row.id))
    row.save(force_insert=True)
    fact = AccountMovedIn(
        account=taken.account, move=row.id, subscriptions=len(taken.hand_over), asks_for_card=taken.asks_for_card
    )
    record(organization, fact=fact, actor=actor, at=at)


def _proves(archive: bytes, key: bytes) -> bool:
    try:
        opened(content=archive, known=[key])
    except MoveRefused:
        return False
    return True


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
