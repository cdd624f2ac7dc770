"""QuickPay's error table, each row (gateways.md 3.3), and its loose values."""

from datetime import UTC, datetime
from typing import Any

import pytest

from selvbetjening.adapters.quickpay.failures import failure_of
from selvbetjening.adapters.quickpay.values import mapping, moment, operations, text, whole, yes

CODES = [
    ("30100", "authentication_required", "after_customer", False),
    ("30101", "authentication_required", "after_customer", False),
    ("40001", "bad_request", "never", False),
    ("40002", "authorisation_expired", "never", False),
    ("40003", "aborted", "after_customer", False),
    ("40300", "fraud_block", "never", True),
    ("41000", "card_removed", "never", True),
    ("42300", "card_suspended", "never", True),
    ("50000", "gateway_error", "later", False),
    ("50300", "gateway_error", "later", False),
    ("40000", "declined", "later", False),
    ("99999", "declined", "later", False),
]
WORDS = [
    ("Card expired", "card_expired", "never", True),
    ("LOST OR STOLEN card", "lost_or_stolen", "never", True),
    ("Card not found", "declined", "never", True),
    ("User action required", "declined", "never", True),
    ("USER_ACTION_REQUIRED", "declined", "never", True),
    ("Rule violation: 12", "declined", "never", True),
    ("Insufficient funds", "insufficient_funds", "later", False),
    ("Do not honour", "declined", "later", False),
    (None, "declined", "later", False),
]


@pytest.mark.parametrize(("code", "kind", "retry", "new_card"), CODES)
def test_each_code(code: str, kind: str, retry: str, new_card: bool) -> None:
    found = failure_of({"qp_status_code": code, "aq_status_code": "05", "aq_status_msg": "Rejected"})

    assert (found.kind, found.retry, found.ask_for_new_card, found.code) == (kind, retry, new_card, f"{code}/05")


@pytest.mark.parametrize(("said", "kind", "retry", "new_card"), WORDS)
def test_each_of_the_acquirers_words(said: str | None, kind: str, retry: str, new_card: bool) -> None:
    found = failure_of({"qp_status_code": 40000, "aq_status_code": "40000", "aq_status_msg": said})

    assert (found.kind, found.retry, found.ask_for_new_card, found.code) == (kind, retry, new_card, "40000")


@pytest.mark.parametrize(("value", "is_yes"), [(True, True), ("true", True), ("1", True), (1, True), (False, False),
                                               ("false", False), (None, False), ("", False)])  # fmt: skip
def test_booleans_as_text(value: Any, is_yes: bool) -> None:
    assert yes(value) is is_yes


def test_numbers_texts_and_instants_as_they_come() -> None:
    assert [whole(value) for value in (12, "12", " 12 ", "-3", None, "", "1.5", True, "x", "²")] == [
        12, 12, 12, -3, None, None, None, None, None, None,
    ]  # fmt: skip
    assert [text(value) for value in (None, 5, "a")] == ["", "5", "a"]
    ten = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert [moment(value) for value in ("2026-11-21T10:00:00Z", "2026-11-21T11:00:00+01:00", None, "soon")] == [
        ten, ten, None, None,
    ]  # fmt: skip
    assert mapping([]) == {} == mapping(None)


@pytest.mark.parametrize(
    ("raw", "pending", "approved"),
    [
        ({"pending": False, "qp_status_code": "20000"}, False, True),
        ({"pending": "false", "qp_status_code": 20000}, False, True),
        ({"pending": True, "qp_status_code": None}, True, False),
        ({"pending": "true", "qp_status_code": "20000"}, True, False),
        ({"pending": False, "qp_status_code": "20200"}, True, False),
        ({"pending": False}, True, False),
        ({"pending": False, "qp_status_code": "40000"}, False, False),
    ],
)
def test_an_operation_is_pending_until_it_says_how_it_ended(raw: dict[str, Any], pending: bool, approved: bool) -> None:
    """3.2: the answer to an order is a snapshot from before."""
    (step,) = operations({"operations": [{"id": "1", "type": "capture", "amount": "12500", **raw}]})

    assert (step.id, step.amount, step.pending, step.approved) == (1, 12_500, pending, approved)
    assert operations({}) == operations({"operations": None}) == []
