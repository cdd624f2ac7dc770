"""Whether and when an invoice is charged to a card (CD-04, EIN-1, S9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from selvbetjening.domain.payments.rules.collecting import (
    CARD,
    LEAST,
    Decision,
    Standing,
    by_card,
    decide,
    still_by_card,
    too_small,
)

TODAY = date(2026, 3, 10)
TOMORROW = TODAY + timedelta(days=1)
DUE = Standing(rest_minor=25000, now_minor=25000, due_on=TODAY, by_card=True)


@pytest.mark.parametrize(
    ("method", "party", "ready", "choice", "charged"),
    [
        (CARD, "consumer", True, "send_invoice", True),
        (CARD, "business", False, "send_invoice", False),
        (CARD, "consumer", False, "fail_and_remind", True),
        (CARD, "public", True, "fail_and_remind", False),
        ("invoice", "consumer", True, "fail_and_remind", False),
        ("betalingsservice", "consumer", True, "send_invoice", False),
    ],
)
def test_what_a_new_invoice_says(method: str, party: str, ready: bool, choice: str, charged: bool) -> None:
    """CD-04, EIN-1: no card is the company's choice; a public body is never charged."""
    assert by_card(method=method, party_type=party, card_ready=ready, on_no_card=choice) is charged


@pytest.mark.parametrize(
    ("methods", "account", "still"),
    [
        ([], CARD, True),
        ([], "invoice", False),
        ([""], CARD, True),
        ([""], "invoice", False),
        ([CARD], "invoice", True),
        (["invoice"], CARD, False),
        (["invoice", ""], CARD, True),
    ],
)
def test_a_subscription_s_own_way_wins(methods: list[str], account: str, still: bool) -> None:
    """Empty is the account's; one that still pays by card is enough."""
    assert still_by_card(methods=methods, account_method=account) is still


@pytest.mark.parametrize(
    ("standing", "decision"),
    [
        (DUE, Decision("charge")),
        (replace(DUE, rest_minor=0, now_minor=0), Decision("finish", "paid")),
        (replace(DUE, rest_minor=0), Decision("charge")),  # fees and interest are left
        (replace(DUE, handed_over=True), Decision("stop", "handed_over")),
        (replace(DUE, by_card=False), Decision("stop", "method")),
        (replace(DUE, disputed=True), Decision("wait", "disputed", TOMORROW)),
        (replace(DUE, plan_kept=True), Decision("wait", "plan", TOMORROW)),
        (replace(DUE, due_on=date(2026, 3, 24)), Decision("wait", "deferred", date(2026, 3, 24))),
        (replace(DUE, has_card=False), Decision("no_card", "no_card")),
        (replace(DUE, has_card=False, disputed=True), Decision("wait", "disputed", TOMORROW)),
    ],
)
def test_what_becomes_of_a_charge_that_is_due(standing: Standing, decision: Decision) -> None:
    """What is paid is done, what is argued about waits, and a missing card is said only when it matters."""
    assert decide(standing=standing, today=TODAY) == decision


def test_too_little_waits_by_itself() -> None:
    """S9: just enough is enough."""
    assert too_small(total_minor=249, least_minor=250, today=TODAY) == Decision("wait", LEAST, TOMORROW)
    assert too_small(total_minor=250, least_minor=250, today=TODAY) is None
