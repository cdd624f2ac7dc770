"""Collect amounts of our own by Betalingsservice: collections without a file that was delivered (issue 6 B).

Where we are Betalingsservice they go the way of those that came in a file. Under an external one they wait in
`received` until a 0601 of ours carries them (`write_delivery`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from betalingsservice.calendar import NonBankingDay
from betalingsservice.identifiers import NO_MANDATE, fold_customer_number, match_key
from selvbetjening.domain.directdebit.actions.register_collections import LOCK
from selvbetjening.domain.directdebit.events import CollectionsAsked
from selvbetjening.domain.directdebit.lifecycle import COLLECTING_AN_INVOICE, STANDING_COLLECTION, AgreementState
from selvbetjening.domain.directdebit.models import Collection, CollectionWords, CreditorAgreement, Mandate
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.queries.asking import days_of, live_mandates
from selvbetjening.domain.directdebit.rules import asking, dates, written
from selvbetjening.domain.directdebit.rules.asking import AskedCollection, AskedRefused, Days, PayerWords
from selvbetjening.domain.directdebit.rules.outputs import Creditor
from selvbetjening.domain.directdebit.rules.written import AskedRow
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.sealed import seal

#: So long after the payment day the words to the payer are kept: as long as the bytes of a file are.
KEEP_WORDS: Final = timedelta(days=90)


class Refused(Exception):
    """Nothing was asked for; `refusals` say of each that cannot be why, and the first day that is possible."""

    def __init__(self, refusals: Sequence[AskedRefused]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(", ".join(f"{each.place}: {each.reason}" for each in self.refusals[:5]))


def ask_collections(
    organization: OrganizationId,
    *,
    agreement: UUID,
    asked: Sequence[AskedCollection],
    with_fee: bool = False,
    actor: Actor = SYSTEM,
    at: datetime,
) -> tuple[UUID, ...]:
    """Make a collection of each amount, in the order asked, all of them or none; give their ids.

    `with_fee` also takes due days whose ordinary deadline has passed, until the late one (17.1: 9). Records
    `CollectionsAsked`. Raises `Refused`, and `CreditorAgreement.DoesNotExist` where there is no active agreement.
    May stand inside the caller's transaction, and is then undone with it.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        mine = CreditorAgreement.objects.get(
            organization_id=organization, id=agreement, state=AgreementState.ACTIVE, starts_on__lte=copenhagen_day(at)
        )
        work = _Work(organization, mine, days_of(agreement=mine, with_fee=with_fee), at)
        made = work.made(asked)
        if made:
            total = Money(sum(each.amount.minor for each in asked), "DKK")
            fact = CollectionsAsked(agreement=mine.id, count=len(made), total=total)
            record(organization, fact=fact, actor=actor, at=at)
    return made


class _Work:
    def __init__(self, organization: OrganizationId, agreement: CreditorAgreement, days: Days, at: datetime) -> None:
        self.organization, self.agreement, self.days, self.at = organization, agreement, days, at
        self.refusals: list[AskedRefused] = []
        self.needs_mandate = agreement.role == "operator" or agreement.product == "basis"
        # Slips are made and sent by whoever is Betalingsservice; only an external one has to be told where to.
        self.tells_payer = agreement.role == "external"
        self.creditor = Creditor(
            supplier_number=agreement.data_supplier, subsystem=agreement.subsystem, pbs_number=agreement.pbs_number,
            debtor_group=agreement.debtor_group,
        )  # fmt: skip

    def made(self, asked: Sequence[AskedCollection]) -> tuple[UUID, ...]:
        found = [
            asking.refused(asked=each, place=place, at=self.at, days=self.days) for place, each in enumerate(asked)
        ]
        self.refusals += [each for each in found if each]
        mandates = live_mandates(self.organization, agreement=self.agreement.id, keys={_key(each) for each in asked})
        self._find_taken(asked)
        rows = [self._row(place, each, mandates.get(_key(each))) for place, each in enumerate(asked)]
        words = [self._words(place, each, row) for place, (each, row) in enumerate(zip(asked, rows, strict=True))]
        if self.refusals:
            first = {each.place: each for each in reversed(self.refusals)}
            raise Refused([first[place] for place in sorted(first)])
        Collection.objects.bulk_create([row for row in rows if row], batch_size=1_000)
        CollectionWords.objects.bulk_create([each for each in words if each], batch_size=1_000)
        return tuple(row.id for row in rows if row)

    def _find_taken(self, asked: Sequence[AskedCollection]) -> None:
        """One for a customer and day, and one for an invoice: among those that stand, and among those asked.

        What is asked for is paid on its due day, a banking day; so one that a file wants on a closed day, and that is
        paid on this one, is in the way as one that is due on it (4, 6.4).
        """
        mine = Collection.objects.filter(organization_id=self.organization)
        asked_days = {each.due_on for each in asked}
        standing = mine.filter(
            Q(due_on__in=asked_days) | Q(pays_on__in=asked_days), agreement=self.agreement,
            state__in=STANDING_COLLECTION, is_only=True, match_key__in={_key(each) for each in asked},
        ).only("id", "match_key", "due_on", "pays_on")  # fmt: skip
        days = {(row.match_key, day): row.id for row in standing for day in (row.pays_on, row.due_on)}
        of_invoice = mine.filter(
            state__in=COLLECTING_AN_INVOICE, invoice__in={each.invoice for each in asked if each.invoice}
        )
        invoices = {row.invoice_id: row.id for row in of_invoice.only("id", "invoice_id")}
        seen: set[object] = set()
        for place, each in enumerate(asked):
            day = (_key(each), each.due_on)
            is_second = (day in seen and not self.agreement.several_a_day) or (each.invoice and each.invoice in seen)
            was = (None if self.agreement.several_a_day else days.get(day)) or invoices.get(each.invoice)
            if is_second or was:
                self.refusals.append(AskedRefused(place=place, reason="taken", standing=was))
            seen |= {day, each.invoice}

    def _row(self, place: int, asked: AskedCollection, mandate: Mandate | None) -> Collection | None:
        if any(each.place == place for each in self.refusals):
            return None
        found = dates.dates(
            section=dates.AUTOMATIC, due_on=asked.due_on, rule=NonBankingDay(self.agreement.on_closed_day), at=self.at,
            is_test=self.agreement.is_test, next_month=False, calendar=calendar(),
        )  # fmt: skip
        starts_on = mandate.registers_on if mandate and mandate.state == "pending" else None
        if self.needs_mandate and (mandate is None or (starts_on and starts_on > found.schedules_on)):
            self.refusals.append(AskedRefused(place=place, reason="no_mandate"))
            return None
        folded = fold_customer_number(asked.customer_number)
        return Collection(
            id=new_id(), organization_id=self.organization, agreement=self.agreement, account_id=asked.account,
            invoice_id=asked.invoice, customer_number=folded, match_key=match_key(folded),
            mandate_number=mandate.mandate_number if mandate else NO_MANDATE, section=dates.AUTOMATIC,
            due_on=asked.due_on, pays_on=found.pays_on, schedules_on=found.schedules_on, final_on=found.final_on,
            sign=1, amount_minor=asked.amount.minor, reference=asked.reference,
            is_only=not self.agreement.several_a_day, made_at=self.at,
        )  # fmt: skip

    def _words(self, place: int, asked: AskedCollection, row: Collection | None) -> CollectionWords | None:
        if row is None:
            return None
        with_address = self.tells_payer and self.agreement.product == "total"
        words = asking.payer_words(asked=asked, with_address=with_address, ean=settings.BETALINGSSERVICE_EAN)
        if not isinstance(words, PayerWords):
            self.refusals.append(AskedRefused(place=place, reason=words))
            return None
        row.texts = len(words.texts)
        if not self.tells_payer:
            return None
        if not written.fits(creditor=self.creditor, row=_asked_row(row, words), made_on=copenhagen_day(self.at)):
            self.refusals.append(AskedRefused(place=place, reason="address" if with_address else "text"))
            return None
        made = CollectionWords(
            organization_id=self.organization, collection=row, made_at=self.at, forget_on=row.pays_on + KEEP_WORDS
        )
        made.sealed = seal(json.dumps(asdict(words)), purpose=made.purpose)
        return made


def _asked_row(row: Collection, words: PayerWords) -> AskedRow:
    return AskedRow(
        customer_number=row.customer_number, mandate_number=row.mandate_number, due_on=row.due_on,
        amount_minor=row.amount_minor, reference=row.reference, words=words,
    )  # fmt: skip


def _key(asked: AskedCollection) -> str:
    return match_key(fold_customer_number(asked.customer_number))


__all__ = ["AskedCollection", "AskedRefused", "Refused", "ask_collections"]
