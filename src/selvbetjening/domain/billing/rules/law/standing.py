"""Everything that the law asks about one contract, and its two decisions: when it may end, whether it may be undone."""

from dataclasses import dataclass
from datetime import date

from selvbetjening.domain.billing.rules.law.cancelling import End, NoticeTo, earliest_end, end_after_price_change
from selvbetjening.domain.billing.rules.law.withdrawal import Withdrawal, withdrawal
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStanding:
    """One contract before the law. `party` is who the customer was when it was made (PTY-1).

    `price_change_on` is the day on which a price rise that the customer was told of takes effect; None for none.
    """

    party: str
    contracted_on: date
    started_on: date
    started_on_request: bool
    informed_on: date | None
    exempt_reason: str = ""
    long_binding: bool = False
    offer_b2b: bool = False
    consumer_notice_to: NoticeTo = "any_day"
    price_change_on: date | None = None

    @property
    def is_consumer(self) -> bool:
        """Whether consumer law applies."""
        return self.party == "consumer"


def earliest(
    *,
    standing: LegalStanding,
    today: date,
    committed_until: date | None,
    notice: Interval | None,
    current_period_ends_on: date,
) -> End:
    """The earliest day on which the customer may demand the end (CAN-1); a price rise frees from binding (CAN-6)."""
    found = earliest_end(
        party=standing.party,
        today=today,
        contracted_on=standing.contracted_on,
        committed_until=committed_until,
        notice=notice,
        current_period_ends_on=current_period_ends_on,
        long_binding=standing.long_binding,
        consumer_notice_to=standing.consumer_notice_to,
    )
    if standing.price_change_on is None or today >= standing.price_change_on:
        return found
    free = end_after_price_change(today=today, effective_on=standing.price_change_on)
    return free if free.on < found.on else found


def may_withdraw(
    *,
    standing: LegalStanding,
    today: date,
    performed_on: date | None = None,
    paid: Money | None = None,
    paid_for: Period | None = None,
) -> Withdrawal:
    """Whether the contract may be withdrawn from today, and what is paid back (WDR-1, WDR-8 to WDR-10)."""
    return withdrawal(
        party=standing.party,
        contracted_on=standing.contracted_on,
        today=today,
        started_on=standing.started_on,
        started_on_request=standing.started_on_request,
        informed_on=standing.informed_on,
        exempt=bool(standing.exempt_reason),
        exempt_reason=standing.exempt_reason,
        offer_b2b=standing.offer_b2b,
        performed_on=performed_on,
        paid=paid,
        paid_for=paid_for,
    )
