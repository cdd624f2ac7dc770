"""The one question of permission, as a table (SB-05 to SB-08, SB-18, LG-14, SEC-24)."""

from dataclasses import replace
from itertools import product

import pytest

from selvbetjening.domain.access import rules
from selvbetjening.domain.access.rules import Decision, Gate, Person, Scope, gate_reason, may

OPEN = Gate(is_active=True, has_feature=True, is_switched_on=True, has_api_user=True)
PERSON = Person(organization="o", account="a", has_access=True, party_type="business")
SCOPE = Scope(
    organization="o",
    gate=OPEN,
    allowed_acts=frozenset({"view_invoices"}),
    known_acts=frozenset({"view_invoices", "cancel_subscription", "create_account"}),
    consumer_floor=frozenset({"cancel_subscription"}),
    roles={"view_invoices": "reader", "cancel_subscription": "billing", "create_account": "reader"},
)


def test_the_gate_names_the_first_reason_in_the_order_of_lg_02() -> None:
    """SB-06, SB-07, SB-08, LG-02: 4 inactive, 5 feature, 6 switch, 7 API user; the first that fails is told."""
    names = ("is_active", "has_feature", "is_switched_on", "has_api_user")
    reasons = ("organization_inactive", "feature_missing", "self_service_disabled", "api_user_missing")
    for values in product((True, False), repeat=4):
        gate = Gate(**dict(zip(names, values, strict=True)))
        first = next((reason for value, reason in zip(values, reasons, strict=True) if not value), None)
        assert gate_reason(gate=gate) == first


@pytest.mark.parametrize(
    ("person", "permission", "scope", "expected"),
    [
        (PERSON, "view_invoices", SCOPE, Decision(allowed=True, reason="allowed")),
        (PERSON, "cancel_subscription", SCOPE, Decision(allowed=False, reason="permission_off")),
        (replace(PERSON, party_type="consumer"), "cancel_subscription", SCOPE, Decision(True, "legal_floor")),
        (replace(PERSON, party_type="consumer"), "create_account", SCOPE, Decision(False, "permission_off")),
        (PERSON, "view_invoces", SCOPE, Decision(allowed=False, reason="unknown_permission")),
        (replace(PERSON, has_access=False), "view_invoices", SCOPE, Decision(False, "recipient_barred")),
        (replace(PERSON, role="reader"), "view_invoices", SCOPE, Decision(True, "allowed")),
        (replace(PERSON, role="accountant"), "view_invoices", SCOPE, Decision(True, "allowed")),
        (replace(PERSON, role="reader"), "cancel_subscription", SCOPE, Decision(False, "role_too_low")),
        (replace(PERSON, role="accountant"), "cancel_subscription", SCOPE, Decision(False, "role_too_low")),
        (
            replace(PERSON, role="reader", party_type="consumer"),
            "cancel_subscription",
            SCOPE,
            Decision(False, "role_too_low"),
        ),
        (
            replace(PERSON, role="billing", party_type="consumer"),
            "cancel_subscription",
            SCOPE,
            Decision(True, "legal_floor"),
        ),
        (replace(PERSON, role="billing"), "view_invoices", replace(SCOPE, roles={}), Decision(False, "role_too_low")),
        (replace(PERSON, organization="p"), "view_invoices", SCOPE, Decision(False, "other_organization")),
        (
            replace(PERSON, party_type="consumer"),
            "cancel_subscription",
            replace(SCOPE, gate=replace(OPEN, is_switched_on=False)),
            Decision(False, rules.SELF_SERVICE_DISABLED),
        ),
    ],
)
def test_may(person: Person, permission: str, scope: Scope, expected: Decision) -> None:
    """SB-05, SB-18, XB-32, SEC-24: gate, person, role, switch, then the floor; anything unknown is refused."""
    assert may(person=person, permission=permission, scope=scope) == expected


def test_an_allowed_act_that_is_not_known_is_refused() -> None:
    """SEC-24: a code that only stands in the organization's row opens nothing."""
    scope = replace(SCOPE, allowed_acts=frozenset({"export_everything"}))
    assert not may(person=PERSON, permission="export_everything", scope=scope)
