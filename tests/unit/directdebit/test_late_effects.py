"""What comes late, or meets what an invoice is collected by, changes nothing (U13, U18)."""

import pytest

from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.rules.effects import Effect, Standing, Wanted, effect

ASKED = Wanted(sign=1, amount_minor=14950, section="0112", reference="F1")
MORE = Wanted(sign=1, amount_minor=20000, section="0112", reference="F1")
NONE = Wanted(sign=0, amount_minor=0, section="0112", reference="F1")
STANDS = Standing(wanted=ASKED, state=CollectionState.RECEIVED)


@pytest.mark.parametrize(
    ("wanted", "was", "expected"),
    [
        (ASKED, None, Effect.REFUSED), (NONE, None, Effect.NOTHING), (ASKED, STANDS, Effect.UNCHANGED),
        (MORE, STANDS, Effect.REFUSED), (NONE, STANDS, Effect.REFUSED),
    ],
)  # fmt: skip
def test_past_the_deadline_nothing_is_made_changed_or_cancelled(
    wanted: Wanted, was: Standing | None, expected: Effect
) -> None:
    """U13."""
    assert effect(wanted=wanted, was=was, replaces=True, is_late=True) is expected


def test_what_collects_an_invoice_is_changed_by_no_file() -> None:
    """U18."""
    ours = Standing(wanted=ASKED, state=CollectionState.RECEIVED, of_invoice=True)
    found = [effect(wanted=each, was=ours, replaces=True) for each in (ASKED, MORE, NONE)]
    assert found == [Effect.UNCHANGED, Effect.REFUSED, Effect.REFUSED]
