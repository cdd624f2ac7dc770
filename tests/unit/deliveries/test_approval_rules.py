"""Which files a second person approves, by solution and PBS number, and why (BM-04, SEC-32)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries.rules.approval import NEVER, Policies, Policy, Weighed, need, policy_of
from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.domain.organizations.rules.register import REGISTER, accepted, approval

ONE, OTHER = "11111111", "22222222"
OFF = Policy(kind="off")


def rule(**parts: Any) -> dict[str, Any]:
    return {"kind": "above", "amount": 0, "count": 0, "new_share": NEVER, "account": False, "approvers": 1, **parts}


def day(pbs_number: str, minor: int, count: int = 1) -> dict[str, Any]:
    return {"pbs_number": pbs_number, "collect": str(minor), "disburse": "0", "count": count}


def weighed(
    *days: dict[str, Any], payers: tuple[tuple[str, int, int], ...] = (), type_: str = "0601", **values: Any
) -> Weighed:
    content = {
        "content": {"deliveries": [{"type": type_}]},
        "counts": {"counted": {"mandates": 3}},
        "totals": list(days),
        "payers": [{"pbs_number": pbs, "count": count, "new": new} for pbs, count, new in payers],
    }
    facts: dict[str, Any] = {
        "solution": "betalingsservice", "pbs_numbers": sorted({each["pbs_number"] for each in days}) or [ONE],
        "content": content, "total_minor": sum(int(each["collect"]) for each in days),
        "count": sum(each["count"] for each in days),
    }  # fmt: skip
    return Weighed(**{**facts, **values})


def why(policies: Policies, file: Weighed) -> list[tuple[str, int, int, str]]:
    found = need(policies=policies, file=file)
    return [(each.code, each.value, each.of, each.pbs_number) for each in found.reasons]


def under(company: Policy = OFF, **rules: Policy) -> Policies:
    return Policies(company=company, rules={f"betalingsservice/{name[1:]}": each for name, each in rules.items()})


def test_a_number_with_a_rule_of_its_own_is_held_against_its_own_amount() -> None:
    """BM-04: (company, solution, PBS-nr)."""
    policies = under(n11111111=Policy(kind="above", amount_minor=10_000))
    assert why(policies, weighed(day(ONE, 9_999), day(OTHER, 50_000))) == []
    assert why(policies, weighed(day(ONE, 10_000), day(OTHER, 50_000))) == [("amount", 10_000, 0, ONE)]
    assert why(under(n11111111=OFF), weighed(day(ONE, 10_000))) == []


def test_a_number_with_a_rule_of_its_own_hides_nothing_from_the_companys() -> None:
    """BM-04: what stands beside it counts for the company's limit, too."""
    policies = under(Policy(kind="above", amount_minor=50_000), n11111111=Policy(kind="above", amount_minor=90_000))
    assert why(policies, weighed(day(ONE, 40_000), day(OTHER, 20_000))) == [("amount", 60_000, 0, "")]
    assert why(policies, weighed(day(ONE, 80_000))) == []


def test_a_rule_of_another_solution_holds_nothing() -> None:
    """BM-04: per solution; and a solution's rule for all its numbers comes before the company's."""
    always = Policy(kind="always")
    other = Policies(company=OFF, rules={"leverandoerservice/*": always})
    assert why(other, weighed(day(ONE, 1))) == []
    assert why(Policies(company=OFF, rules={"betalingsservice/*": always}), weighed(day(ONE, 1))) == [
        ("always", 0, 0, "")
    ]


def test_new_payers_hold_a_file_when_their_share_is_passed() -> None:
    """BM-04: new payer share above x %."""
    policies = under(Policy(kind="above", new_share=30))
    assert why(policies, weighed(day(ONE, 1), payers=((ONE, 40, 12),))) == []
    assert why(policies, weighed(day(ONE, 1), payers=((ONE, 39, 12),))) == [("new_payers", 12, 39, "")]
    assert why(under(Policy(kind="above", new_share=0)), weighed(payers=((ONE, 40, 1),))) == [("new_payers", 1, 40, "")]
    assert why(under(Policy(kind="above")), weighed(payers=((ONE, 40, 40),))) == []


def test_a_changed_account_holds_a_file_and_voids_what_was_said() -> None:
    """BM-04: changed account; any change voids an approval."""
    policies = under(Policy(kind="above", account=True))
    same, other = weighed(day(ONE, 1)), weighed(day(ONE, 1), changed=(ONE,))
    assert (why(policies, same), why(policies, other)) == ([], [("account", 0, 0, ONE)])
    assert need(policies=policies, file=same).version != need(policies=policies, file=other).version


@pytest.mark.parametrize(("type_", "code", "value"), [("0605", "mandates", 3), ("0602", "answers", 0)])
def test_mandates_and_answers_want_a_second_person_under_any_rule(type_: str, code: str, value: int) -> None:
    """BM-04, SEC-32: no total says how much they move."""
    file = weighed(type_=type_)
    assert why(under(Policy(kind="above", amount_minor=1_000_000)), file) == [(code, value, 0, "")]
    assert why(under(OFF), file) == []


RULES = st.fixed_dictionaries({
    "kind": st.sampled_from(approval.KINDS), "amount": st.integers(0, 4), "count": st.integers(0, 4),
    "new_share": st.sampled_from([0, 50, NEVER]), "account": st.booleans(), "approvers": st.integers(1, 2),
})  # fmt: skip


@given(RULES, RULES, st.integers(0, 5), st.integers(0, 5), st.integers(0, 2), st.booleans())
def test_what_is_not_weaker_never_wants_fewer(
    before: dict[str, Any], after: dict[str, Any], minor: int, count: int, new: int, changed: bool
) -> None:
    """SEC-32: whatever needs fewer eyes for some file is a weaker rule, and so wants two Access Managers."""
    file = weighed(day(ONE, minor, count), payers=((ONE, 2, new),), changed=(ONE,) if changed else ())
    wants = [need(policies=under(policy_of(rule=each)), file=file).approvers for each in (before, after)]
    if not approval.is_weaker(before=before, after=after):
        assert wants[1] >= wants[0]


KEYS = ("betalingsservice/*", f"betalingsservice/{ONE}", f"betalingsservice/{OTHER}")
DAYS = st.dictionaries(
    st.sampled_from([ONE, OTHER, "33333333"]),
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 2), st.booleans()),
    min_size=1,
)


@given(
    RULES, st.dictionaries(st.sampled_from(KEYS), RULES),
    st.dictionaries(st.sampled_from(KEYS), RULES | st.none(), min_size=1), DAYS,
)  # fmt: skip
@settings(max_examples=400)
def test_no_rules_of_numbers_that_one_person_may_change_let_a_file_go(
    company: dict[str, Any], before: dict[str, Any], after: dict[str, Any], days: dict[str, Any]
) -> None:
    """SEC-32, BM-04: also where a file is for several numbers, and some of them have rules of their own."""
    if approval.weakened(before=before, after=after, company=company):
        return
    file = weighed(
        *[day(number, minor, count) for number, (minor, count, _new, _is) in days.items()],
        payers=tuple((number, 2, new) for number, (_minor, _count, new, _is) in days.items()),
        changed=tuple(number for number, (*_rest, is_changed) in days.items() if is_changed),
    )
    then = approval.merged(before=before, after=after)
    wants = [
        need(
            policies=Policies(
                company=policy_of(rule=company), rules={name: policy_of(rule=each) for name, each in rules.items()}
            ),
            file=file,
        ).approvers
        for rules in (before, then)
    ]
    assert wants[1] >= wants[0]


def test_a_rule_that_goes_is_weaker_where_the_companys_is() -> None:
    """SEC-32: taking a rule away, or giving a number one below the company's."""
    strict, off = rule(kind="always"), rule(kind="off")
    key = approval.key(solution="betalingsservice", pbs_number=ONE)
    assert approval.weakened(before={key: strict}, after={key: None}, company=off) == [key]
    assert approval.weakened(before={key: strict}, after={key: None}, company=strict) == []
    assert approval.weakened(before={}, after={key: off}, company=strict) == [key]
    assert approval.weakened(before={}, after={key: strict}, company=off) == []


@pytest.mark.parametrize(
    "value",
    [
        {"betalingsservice/1234567": rule()}, {"betalingsservice": rule()}, {"betalingsservice/*": {"kind": "off"}},
        {"betalingsservice/*": rule(kind="never")}, {"betalingsservice/*": rule(new_share=101)},
        {"betalingsservice/*": rule(approvers=3)}, {"betalingsservice/*": rule(amount=True)}, [rule()],
    ],
)  # fmt: skip
def test_what_is_no_rule_is_not_kept(value: Any) -> None:
    with pytest.raises(Refused):
        accepted(setting=REGISTER[approval.CODE], value=value)
