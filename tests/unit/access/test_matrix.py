"""The authorisation matrix, made from the one decision function: gate, recipient, party, switch, act (SEC-24)."""

from itertools import product

from syrupy.assertion import SnapshotAssertion

from selvbetjening.domain.access.rules import Gate, Person, Scope, may
from selvbetjening.domain.organizations import permissions

GATES = {
    "open": Gate(is_active=True, has_feature=True, is_switched_on=True, has_api_user=True),
    "inactive": Gate(is_active=False, has_feature=True, is_switched_on=True, has_api_user=True),
    "no feature": Gate(is_active=True, has_feature=False, is_switched_on=True, has_api_user=True),
    "switched off": Gate(is_active=True, has_feature=True, is_switched_on=False, has_api_user=True),
    "no API user": Gate(is_active=True, has_feature=True, is_switched_on=True, has_api_user=False),
}
PARTIES = ("consumer", "business", "public")
FLOOR = frozenset(code for code, permission in permissions.REGISTRY.items() if permission.consumer_floor)


def scope(*, gate: Gate, allowed: frozenset[str]) -> Scope:
    known = frozenset(permissions.REGISTRY)
    roles = {code: permission.role for code, permission in permissions.REGISTRY.items()}
    return Scope(organization="o", gate=gate, allowed_acts=allowed, known_acts=known, consumer_floor=FLOOR, roles=roles)


def matrix() -> list[str]:
    """One line for each question: act, switch, party, state of the gate and of the recipient → yes or no, and why."""
    lines = []
    everything = frozenset(permissions.REGISTRY)
    for code, (gate, allowed), has_access in product(
        [*permissions.REGISTRY, "unknown"], product(GATES, (everything, frozenset[str]())), (True, False)
    ):
        for party in PARTIES:
            person = Person(organization="o", account="a", has_access=has_access, party_type=party)  # type: ignore[arg-type]
            decision = may(person=person, permission=code, scope=scope(gate=GATES[gate], allowed=allowed))
            words = (code, "on" if allowed else "off", party, gate, "recipient" if has_access else "barred")
            lines.append(f"{' | '.join(words)} -> {'yes' if decision else 'no'} {decision.reason}")
    return lines


def test_the_matrix_is_the_agreed_one_sec_24(snapshot: SnapshotAssertion) -> None:
    """SEC-24: a change of who may do what shows as a change of this table."""
    assert matrix() == snapshot


def test_yes_is_said_in_one_state_of_the_gate_only_sec_24() -> None:
    """SEC-24: deny by default; a yes needs an open gate, a recipient with access and a known act."""
    yes = [line for line in matrix() if "-> yes" in line]
    assert yes
    assert all(" | open | recipient -> " in line and not line.startswith("unknown") for line in yes)
    off = {line.split(" | ")[0] for line in yes if " | off | " in line}
    assert off == FLOOR, "with the switch off there is only the law's floor"
    assert not [line for line in yes if " | off | " in line and " | consumer | " not in line]


def roles_matrix() -> list[str]:
    """One line for each act: which roles inside the customer may do it (XB-32)."""
    everything = frozenset(permissions.REGISTRY)
    lines = []
    for code in permissions.REGISTRY:
        allowed = [
            role
            for role in ("owner", "billing", "reader", "accountant")
            if may(
                person=Person(organization="o", account="a", has_access=True, party_type="consumer", role=role),  # type: ignore[arg-type]
                permission=code,
                scope=scope(gate=GATES["open"], allowed=everything),
            )
        ]
        lines.append(f"{code}: {', '.join(allowed)}")
    return lines


def test_roles_reach_the_agreed_acts_xb_32(snapshot: SnapshotAssertion) -> None:
    """XB-32: a reader and a bookkeeper read, billing pays and changes, an owner decides about people and data."""
    assert roles_matrix() == snapshot
