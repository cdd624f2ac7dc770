"""Lines of 0603 from outside: mandates as they are told, both dates raw (17.1: 1, 2; U4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0603 import MandateLine
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.directdebit.actions.order_mandates import answered_orders
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE, MANDATE, MandateState, OrderState
from selvbetjening.domain.directdebit.models import (
    CreditorAgreement,
    Mandate,
    MandateEvent,
    MandateOrder,
    UnmatchedAnswer,
)
from selvbetjening.domain.directdebit.rules.answers import ENDS, Counted
from selvbetjening.kernel.ids import OrganizationId

_Told = tuple[str, str, str, str]


def read_mandates(
    organization: OrganizationId,
    *,
    known: Mapping[str, CreditorAgreement],
    lines: Sequence[MandateLine],
    delivery: UUID,
    at: datetime,
    done: Counted,
) -> None:
    """Make, keep and end mandates in the open transaction, and count into `done`.

    0230 makes one active as 0231 does, on receipt (U4). What was told before in the same words changes nothing, so an
    old file cannot bring back what has ended since. A new mandate's customer is the account it was ordered for, or the
    one whose number is the same without leading zeros; none, or several, are listed, and the mandate stands without a
    customer.
    """
    if not lines:
        return
    work = _Work(organization, delivery, at, done)
    work.load({(known[line.pbs_number].id, match_key(line.customer)) for line in lines})
    for line in lines:
        work.take(line, known[line.pbs_number])


@dataclass(slots=True)
class _Work:
    organization: OrganizationId
    delivery: UUID
    at: datetime
    done: Counted
    mandates: dict[tuple[UUID, str], list[Mandate]] = field(default_factory=dict)
    told: dict[UUID, set[_Told]] = field(default_factory=dict)
    accounts: dict[str, list[UUID]] | None = None
    ordered: dict[tuple[UUID, str], UUID] = field(default_factory=dict)

    def load(self, keys: set[tuple[UUID, str]]) -> None:
        """What is known of these customers: their mandates, newest last, and all that was told of them."""
        rows = Mandate.objects.filter(
            organization_id=self.organization,
            agreement_id__in={agreement for agreement, _ in keys},
            match_key__in={customer for _, customer in keys},
        ).order_by("made_at")
        orders = MandateOrder.objects.filter(
            organization_id=self.organization, match_key__in={customer for _, customer in keys}, verb="register",
            account__isnull=False,
        ).exclude(state=OrderState.UNDONE)  # fmt: skip
        self.ordered = {
            (agreement, key): account
            for agreement, key, account in orders.order_by("made_at").values_list(
                "agreement_id", "match_key", "account_id"
            )
            if account
        }
        for row in rows:
            self.mandates.setdefault((row.agreement_id, row.match_key), []).append(row)
        events = MandateEvent.objects.filter(organization_id=self.organization, mandate__in=rows)
        for of, *words in events.values_list("mandate_id", "code", "told_raw", "ends_raw", "mandate__mandate_number"):
            self.told.setdefault(of, set()).add((words[0], words[1], words[2], words[3]))

    def take(self, line: MandateLine, agreement: CreditorAgreement) -> None:
        mine = self.mandates.setdefault((agreement.id, match_key(line.customer)), [])
        words = self._words(line)
        if any(words in self.told.get(each.id, ()) for each in mine):
            self.done.repeated += 1
            return
        live = next((each for each in mine if each.state in LIVE_MANDATE), None)
        if line.transaction in ENDS:
            self._end(line, live, agreement)
            return
        if live is None:
            live = self._make(line, agreement)
            mine.append(live)
        else:
            live.mandate_number, live.told_raw, live.last_event_at = line.mandate, words[1], self.at
            live.save(update_fields=["mandate_number", "told_raw", "last_event_at"])
        self._note(line, live)

    def _make(self, line: MandateLine, agreement: CreditorAgreement) -> Mandate:
        asked_for = self.ordered.get((agreement.id, match_key(line.customer)))
        customers = [asked_for] if asked_for else self._customers(match_key(line.customer))
        if len(customers) != 1:
            self._list(line, agreement, "ambiguous" if customers else "unknown")
        return Mandate.objects.create(
            organization_id=self.organization, agreement=agreement, state=MandateState.ACTIVE,
            account_id=customers[0] if len(customers) == 1 else None, customer_number=line.customer.strip(),
            match_key=match_key(line.customer), mandate_number=line.mandate, told_raw=self._words(line)[1],
            source_delivery=self.delivery, source_line=line.number, made_at=self.at, last_event_at=self.at,
        )  # fmt: skip

    def _end(self, line: MandateLine, live: Mandate | None, agreement: CreditorAgreement) -> None:
        if live is None or line.mandate.strip("0") not in {"", live.mandate_number.strip("0")}:
            self._list(line, agreement, "unknown")
            return
        words = self._words(line)
        live.state = MANDATE.after(MandateState(live.state), ENDS[line.transaction])
        live.told_raw, live.ends_raw, live.last_event_at = words[1], words[2], self.at
        live.save(update_fields=["state", "told_raw", "ends_raw", "last_event_at"])
        self._note(line, live)

    def _note(self, line: MandateLine, mandate: Mandate) -> None:
        code, told_raw, ends_raw, _ = words = self._words(line)
        MandateEvent.objects.create(
            organization_id=self.organization, mandate=mandate, agreement_id=mandate.agreement_id, code=code,
            customer_number=mandate.customer_number, told_raw=told_raw, ends_raw=ends_raw, at=self.at, is_told=True,
            source_delivery=self.delivery, source_line=line.number,
        )  # fmt: skip
        self.told.setdefault(mandate.id, set()).add(words)
        self.done.applied += 1
        verb = "end" if code in ENDS else "register"
        answered_orders(
            self.organization, agreement=mandate.agreement_id, keys=[mandate.match_key], verb=verb, at=self.at
        )

    def _words(self, line: MandateLine) -> _Told:
        columns = MandateLine.told_on.place, MandateLine.ends_on.place
        return line.transaction, line.raw[columns[0]], line.raw[columns[1]], line.mandate

    def _customers(self, key: str) -> list[UUID]:
        if self.accounts is None:
            self.accounts = {}
            codes = Account.objects.filter(organization_id=self.organization).values_list("id", "code")
            for id_, code in codes.iterator(chunk_size=5_000):
                self.accounts.setdefault(match_key(code), []).append(id_)
        return self.accounts.get(key, [])

    def _list(self, line: MandateLine, agreement: CreditorAgreement, reason: str) -> None:
        UnmatchedAnswer.objects.bulk_create(
            [
                UnmatchedAnswer(
                    organization_id=self.organization, agreement=agreement, delivery_type="0603",
                    code=line.transaction, pbs_number=line.pbs_number, customer_number=match_key(line.customer),
                    due_raw=self._words(line)[1], reason=reason, source_delivery=self.delivery,
                    source_line=line.number, at=self.at,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        if reason == "unknown":
            self.done.unknown += 1
        else:
            self.done.ambiguous += 1
