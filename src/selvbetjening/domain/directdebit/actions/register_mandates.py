"""Register the mandates of a checked delivery: new ones, other customer numbers, and those that end (9.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from betalingsservice.deadlines import registered_on
from betalingsservice.identifiers import fold_customer_number, match_key
from betalingsservice.layouts.delivery_0605 import Cancellation, NumberChange, OldCancellation, Registration
from betalingsservice.records import Record
from selvbetjening.domain.directdebit.actions.mandates import end_mandate, next_serials
from selvbetjening.domain.directdebit.events import MandatesRegistered
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE, MANDATE, MandateState
from selvbetjening.domain.directdebit.models import CreditorAgreement, InformationLine, Mandate
from selvbetjening.domain.directdebit.queries.agreements import agreements, calendar
from selvbetjening.domain.directdebit.queries.effects import Refusal
from selvbetjening.domain.directdebit.rules import mandates as rules
from selvbetjening.domain.directdebit.rules.mandates import Act, Decision, Live
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: What else changes mandates waits for the same lock.
LOCK: Final = "directdebit:mandates"


@dataclass(slots=True)
class RegisteredMandates:
    """How many mandates were made, renumbered, ended, found as they should be; and the lines that were refused."""

    registered: int = 0
    renumbered: int = 0
    ended: int = 0
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)


class MandatesRefused(Exception):
    """Nothing was registered, since some lines cannot be; `refusals` names them."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(f"{len(refusals)} refused")
        self.refusals = refusals


def register_mandates(
    organization: OrganizationId,
    *,
    delivery: UUID,
    records: Iterable[Record],
    is_test: bool = False,
    whole: bool = False,
    actor: Actor,
    at: datetime,
) -> RegisteredMandates:
    """Do what the 042 lines of a checked 0605 delivery say; other records are passed over. Twice changes nothing.

    `whole`: one line that is refused refuses all (`MandatesRefused`), and nothing is registered; otherwise the others
    are. Refused lines are told in 0621 where it has a text number for it. Records `MandatesRegistered`, and
    `MandateEnded` for each that ends.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        work = _Work(organization, delivery, actor, at)
        work.known = {
            each.pbs_number: each for each in agreements(organization, active_on=copenhagen_day(at), is_test=is_test)
        }
        for line in records:
            work.take(line)
        done = work.done
        if whole and done.refusals:
            raise MandatesRefused(done.refusals)
        counts = {name: getattr(done, name) for name in ("registered", "renumbered", "ended", "unchanged")}
        fact = MandatesRegistered(delivery=delivery, refused=len(done.refusals), **counts)
        record(organization, fact=fact, actor=actor, at=at)
    return done


@dataclass(slots=True)
class _Work:
    organization: OrganizationId
    delivery: UUID
    actor: Actor
    at: datetime
    known: dict[str, CreditorAgreement] = field(default_factory=dict)
    done: RegisteredMandates = field(default_factory=RegisteredMandates)

    def take(self, line: Record) -> None:
        if not isinstance(line, Registration | NumberChange | Cancellation | OldCancellation):
            return
        agreement = self.known.get(line.pbs_number)
        if agreement is None or agreement.debtor_group != line.group:
            self._refuse(line, None, rules.CREDITOR)
            return
        mandate = self._live(agreement, line.customer)
        decision = self._decide(line, agreement, mandate)
        match decision.act:
            case Act.REFUSE:
                self._refuse(line, agreement, decision.code)
            case Act.NOTHING:
                self.done.unchanged += 1
            case Act.REGISTER:
                self._register(line, agreement)
            case Act.RENUMBER if mandate and isinstance(line, NumberChange):
                self._renumber(mandate, line)
            case Act.END if mandate:
                end_mandate(self.organization, mandate=mandate.id, by="creditor", actor=self.actor, at=self.at)
                self.done.ended += 1

    def _decide(
        self,
        line: Registration | NumberChange | Cancellation | OldCancellation,
        agreement: CreditorAgreement,
        mandate: Mandate | None,
    ) -> Decision:
        live = self._as_rule(mandate, line)
        if isinstance(line, Registration):
            return rules.decided(line=line, live=live)
        if isinstance(line, NumberChange):
            return rules.decided(
                line=line, live=live, new=self._as_rule(self._live(agreement, line.new_customer), line)
            )
        ended = Mandate.objects.filter(
            organization_id=self.organization, agreement=agreement, match_key=match_key(line.customer)
        ).exclude(state__in=LIVE_MANDATE)
        ended = ended.exclude(stops_on__isnull=True)  # it goes on under another customer number
        return rules.decided(line=line, live=live, was_ended=ended.exists())

    def _live(self, agreement: CreditorAgreement, customer: str) -> Mandate | None:
        mine = Mandate.objects.filter(organization_id=self.organization, agreement=agreement, state__in=LIVE_MANDATE)
        return mine.filter(match_key=match_key(customer)).first()

    def _as_rule(self, mandate: Mandate | None, line: Record) -> Live | None:
        if mandate is None:
            return None
        same = mandate.source_delivery == self.delivery and mandate.source_line == line.number
        return Live(mandate_number=mandate.mandate_number, is_of_this_line=same)

    def _register(self, line: Record, agreement: CreditorAgreement) -> None:
        if not isinstance(line, Registration):
            return
        serial = next_serials(self.organization, agreement=agreement.id, count=1)
        folded = fold_customer_number(line.customer)
        Mandate.objects.create(
            organization_id=self.organization, agreement=agreement, customer_number=folded,
            match_key=match_key(folded), mandate_number=rules.number(serial=serial),
            registers_on=registered_on(self.at, calendar=calendar()), source_delivery=self.delivery,
            source_line=line.number, made_at=self.at, last_event_at=self.at,
        )  # fmt: skip
        self.done.registered += 1

    def _renumber(self, mandate: Mandate, line: NumberChange) -> None:
        """It goes on as a row of its own: whose the old number is has no mandate any more, whose the new one is has.

        Nothing is told of it, and what stands on the overview is paid (`stops_on` stays empty).
        """
        new = fold_customer_number(line.new_customer)
        made = Mandate(
            organization_id=self.organization, agreement_id=mandate.agreement_id, customer_number=new,
            match_key=match_key(new), mandate_number=mandate.mandate_number, state=mandate.state,
            told_raw=mandate.told_raw, registers_on=mandate.registers_on, source_delivery=self.delivery,
            source_line=line.number, made_at=self.at, last_event_at=self.at,
        )  # fmt: skip
        mandate.state = MANDATE.after(MandateState(mandate.state), "end_by_creditor")
        mandate.last_event_at = self.at
        mandate.save(update_fields=["state", "last_event_at"])
        made.save(force_insert=True)
        self.done.renumbered += 1

    def _refuse(self, line: Record, agreement: CreditorAgreement | None, code: str) -> None:
        self.done.refusals.append(Refusal(line.number, code))
        if agreement is None or code not in rules.TOLD or not isinstance(line, Registration):
            return
        InformationLine.objects.bulk_create(
            [
                InformationLine(
                    organization_id=self.organization, agreement=agreement, transaction="0200", at=self.at,
                    text_number=rules.TOLD[code], customer_number=fold_customer_number(line.customer),
                    source_delivery=self.delivery, source_line=line.number,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
