"""Which lines of a 0605 would be refused, before anything is registered: a file that must be whole is refused whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0605 import Cancellation, NumberChange, OldCancellation, Registration
from betalingsservice.records import Record
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate
from selvbetjening.domain.directdebit.queries.agreements import agreements
from selvbetjening.domain.directdebit.queries.effects import Refusal
from selvbetjening.domain.directdebit.rules import mandates as rules
from selvbetjening.domain.directdebit.rules.mandates import Act, Live
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_LINES = Registration | NumberChange | Cancellation | OldCancellation


def refused_mandates(
    organization: OrganizationId, *, records: Iterable[Record], at: datetime, is_test: bool = False
) -> list[Refusal]:
    """The lines that `register_mandates` would refuse at this moment, in their order; nothing is written."""
    with within(organization):
        mine = agreements(organization, active_on=copenhagen_day(at), is_test=is_test)
        world = _World(organization, {each.pbs_number: each for each in mine})
        lines = (line for line in records if isinstance(line, _LINES))
        return [Refusal(line.number, code) for line in lines if (code := world.refused(line))]


@dataclass(slots=True)
class _World:
    """What stands, and what the lines before would have done to it: customers by agreement and number as compared."""

    organization: OrganizationId
    known: dict[str, CreditorAgreement]
    changed: dict[tuple[UUID, str], Live | None] = field(default_factory=dict)
    ended: set[tuple[UUID, str]] = field(default_factory=set)

    def refused(self, line: _LINES) -> str:
        """Why the line is refused, empty where it is not; what it does stands for the lines after it."""
        agreement = self.known.get(line.pbs_number)
        if agreement is None or agreement.debtor_group != line.group:
            return rules.CREDITOR
        key = (agreement.id, match_key(line.customer))
        live = self._live(key)
        new = (agreement.id, match_key(line.new_customer)) if isinstance(line, NumberChange) else key
        decision = rules.decided(
            line=line, live=live, new=self._live(new) if new != key else live,
            was_ended=isinstance(line, Cancellation | OldCancellation) and self._was_ended(key),
        )  # fmt: skip
        match decision.act:
            case Act.REGISTER:
                self.changed[key] = Live(mandate_number="")  # nobody knows its number yet
            case Act.RENUMBER:
                self.changed[key], self.changed[new] = None, live
            case Act.END:
                self.changed[key] = None
                self.ended.add(key)
        return decision.code

    def _live(self, key: tuple[UUID, str]) -> Live | None:
        if key in self.changed:
            return self.changed[key]
        mine = Mandate.objects.filter(
            organization_id=self.organization, agreement=key[0], match_key=key[1], state__in=LIVE_MANDATE
        )
        number = mine.values_list("mandate_number", flat=True).first()
        return None if number is None else Live(mandate_number=number)

    def _was_ended(self, key: tuple[UUID, str]) -> bool:
        before = Mandate.objects.filter(organization_id=self.organization, agreement=key[0], match_key=key[1])
        return key in self.ended or before.exclude(state__in=LIVE_MANDATE).exclude(stops_on__isnull=True).exists()
