"""Writing into the stand-ins' file while their process does not run: for the demo's data, loaded before it starts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo
from selvbetjening.portals.sandbox.gateways.state import State


@contextmanager
def seeding(file: Path) -> Iterator[State]:
    """The state of the file, written back in one piece at the end; nothing is written when the block fails.

    Use it with what `stripe.outside` and `quickpay.outside` offer, such as `saved_card`. Webhooks of what happens
    inside are not sent: the demo's own book knows already.
    """
    refuse_outside_demo()
    kept = State(file)
    kept.load()
    known = {one.id for one in kept.notices}
    yield kept
    kept.notices = [one for one in kept.notices if one.id in known]
    kept.save()
    kept.save_rest(now=True)
