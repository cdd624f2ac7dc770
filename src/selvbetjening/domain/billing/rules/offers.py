"""What an act costs and when it takes effect: facts in, offer out. The same code makes the quote and confirms it."""

from collections.abc import Callable

from selvbetjening.domain.billing.rules import changing, ending, pausing, starting
from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts
from selvbetjening.domain.billing.rules.making import Decision
from selvbetjening.domain.billing.rules.quotes import Act, Offer

_ACTS: dict[Act, Callable[..., Decision]] = {
    "start": starting.start,
    "change": changing.change,
    "coupon": changing.coupon,
    "cancel": ending.cancel,
    "withdraw": ending.withdraw,
    "reactivate": ending.reactivate,
    "pause": pausing.pause,
    "resume": pausing.resume,
    "resubscribe": lambda *, facts: starting.resubscribe(facts=facts, mine=_of(facts)),
}


def offer(*, facts: Facts) -> Offer:
    """What the wanted act does and costs on the facts' day. Raises `Refused`."""
    return decide(facts=facts).offer


def decide(*, facts: Facts) -> Decision:
    """The same, with the subscription as it stands afterwards. Raises `Refused`."""
    return _ACTS[facts.act](facts=facts)


def _of(facts: Facts) -> SubscriptionFacts:
    if facts.subscription is None:
        raise ValueError(f"{facts.act} is about a subscription")
    return facts.subscription
