"""What is ordered about mandates waits for a second person where files do, by the same rule (BM-04, SEC-32)."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.billing.actions.enrol_account import enrol_account
from selvbetjening.domain.deliveries.actions.approve_orders import approve_orders, turn_down_orders
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.domain.directdebit.actions.bank_line import forget
from selvbetjening.domain.directdebit.actions.order_mandates import order_end, order_mandate
from selvbetjening.domain.directdebit.actions.undo_order import undo_order
from selvbetjening.domain.directdebit.actions.write_delivery import write_mandates
from selvbetjening.domain.directdebit.models import Mandate, MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.queries.held_orders import digest
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.imports.files.run import run
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import approval
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from tests import deliveries as files
from tests import directdebit as dd
from tests import make
from tests.deliveries import AT, Sender
from tests.story.importing.folder import write

pytestmark = pytest.mark.usefixtures("database")
DETAILS = BankDetails(identity="99999993", branch="9999", account="1234567")


def company(**choices: Any) -> Sender:
    """One with an external Betalingsservice."""
    of = files.sender(**choices)
    of.agreement = dd.agreement(of.id, at=AT, role="external", data_supplier=dd.pbs_number())
    return of


def actor(of: Sender) -> Actor:
    return Actor("user", str(of.person))


def ordered(of: Sender, number: str = "7", **values: Any) -> MandateOrder:
    return order_mandate(
        of.id, agreement=of.agreement.id, customer_number=number, details=DETAILS, agreed_at=AT,
        **{"actor": actor(of), "at": AT, **values},
    )  # fmt: skip


def state(of: Sender, order: MandateOrder) -> tuple[str, bool]:
    """Its state, and whether the payer's bank details are still there."""
    with within(of.id):
        row = MandateOrder.objects.get(organization_id=of.id, id=order.id)
    return row.state, bool(row.sealed)


def facts(of: Sender) -> list[str]:
    with within(of.id):
        mine = Event.objects.filter(organization_id=of.id, name__startswith="directdebit.mandate_order")
        return [
            each.removeprefix("directdebit.mandate_")
            for each in mine.order_by("at", "id").values_list("name", flat=True)
        ]


def says_yes(of: Sender, batch: UUID | None, member: UUID, *, sha256: str = "") -> str:
    """Whether they go, or why the yes does not count."""
    assert batch is not None
    with within(of.id):
        shown = sha256 or digest(of.id, batch=batch)
    try:
        return "go" if approve_orders(of.id, batch=batch, membership=member, sha256=shown, at=AT) else "wait"
    except Refused as refused:
        return refused.code


def test_an_order_of_a_page_waits_for_somebody_else() -> None:
    """BM-04: no file and no mail before that; her own yes is none, and one to other orders is none."""
    of = company(files_four_eyes="above", files_four_eyes_amount=1_000_000)
    order = ordered(of)
    assert (state(of, order), facts(of)) == (("held", True), ["orders_held"])
    assert write_mandates(of.id, agreement=of.agreement.id, at=AT) is None
    other = files.member_of(of)
    assert says_yes(of, order.batch_id, of.person) == "own_file"
    assert says_yes(of, order.batch_id, other, sha256="0" * 64) == "stale"
    assert says_yes(of, order.batch_id, other) == "go"
    assert state(of, order)[0] == "waiting" and sorted(facts(of)) == ["ordered", "orders_approved", "orders_held"]
    assert says_yes(of, order.batch_id, other) == "not_now"
    made = write_mandates(of.id, agreement=of.agreement.id, at=AT)
    assert made is not None and made.rows == 1


def test_an_end_waits_too_and_counts_for_nothing_before() -> None:
    """BM-04: a file that ends a mandate would wait as well."""
    of = company(files_four_eyes="always")
    with within(of.id):
        mandate = Mandate.objects.create(
            organization_id=of.id, agreement=of.agreement, state="active", customer_number="7", match_key="7",
            mandate_number="123456789", made_at=AT, last_event_at=AT,
        )  # fmt: skip
    assert order_end(of.id, mandate=mandate.id, actor=actor(of), at=AT).state == "held"


def test_without_a_rule_and_for_the_payer_herself_nobody_is_asked() -> None:
    """BM-04: her own account; and a rule of another number is another number's."""
    of = company(files_four_eyes="off")
    assert ordered(of).state == "waiting"
    strict = company(files_four_eyes="always")
    assert ordered(strict, actor=Actor("recipient", "1"), consent="portal").state == "waiting"
    general = {"kind": "always", "amount": 0, "count": 0, "new_share": 100, "account": False, "approvers": 2}
    for number, waits in ((of.agreement.pbs_number, "held"), ("99999999", "waiting")):
        one = company()
        key = approval.key(
            solution="betalingsservice", pbs_number=one.agreement.pbs_number if waits == "held" else number
        )
        choose(one.id, values={approval.CODE: {key: general}}, actor=SYSTEM, at=AT, by_managers=True)
        assert ordered(one).state == waits


def test_two_people_where_two_are_wanted_and_a_changed_rule_asks_anew() -> None:
    """BM-04: what was said under another rule is void; a rule that goes lets nothing go by itself."""
    of = company(files_four_eyes="always", files_approvers=2)
    order, one, two = ordered(of), files.member_of(of), files.member_of(of)
    assert says_yes(of, order.batch_id, one) == "wait"
    assert says_yes(of, order.batch_id, one) == "approved_already"
    choose(of.id, values={"files_four_eyes": "off"}, actor=SYSTEM, at=AT, by_managers=True)
    assert state(of, order)[0] == "held"
    choose(of.id, values={"files_four_eyes": "always", "files_approvers": 1}, actor=SYSTEM, at=AT, by_managers=True)
    assert says_yes(of, order.batch_id, two) == "go"


def test_a_whole_file_waits_as_one_and_is_turned_down_as_one(tmp_path: Path) -> None:
    """BM-04, SEC-128: mandates.csv; bank details go with the no."""
    of = company(files_four_eyes="always")
    accounts = "account_code,party_type,name\n1,privat,Anna Eksempel\n2,privat,Bo Eksempel\n"
    rows = "account_code,pbs_number,identity,branch,account_number,consent,agreed_on\n"
    rows += f"1,{of.agreement.pbs_number},99999993,9999,1234567,written,2027-01-18\n"
    rows += f"2,{of.agreement.pbs_number},99999993,9999,7654321,phone,2027-01-18\n"
    folder = write(tmp_path, accounts=accounts, mandates=rows)
    done = run(of.id, folder=folder, at=AT, dry_run=False, progress=lambda _f, _l: None, actor=actor(of))
    assert done.done["mandates.csv"].created == 2
    with within(of.id):
        batch = OrderBatch.objects.get(organization_id=of.id)
        assert batch.orders.filter(state="held").count() == 2
    assert says_yes(of, batch.id, of.person) == "own_file"
    turn_down_orders(of.id, batch=batch.id, actor=Actor("user", str(files.member_of(of))), at=AT)
    with within(of.id):
        rows_now = set(MandateOrder.objects.filter(organization_id=of.id).values_list("state", "sealed"))
    assert {(each, bytes(sealed)) for each, sealed in rows_now} == {("undone", b"")}
    assert sorted(facts(of)) == ["orders_dropped", "orders_held"]
    again = run(
        of.id, folder=folder, at=AT + timedelta(hours=1), dry_run=False, progress=lambda _f, _l: None, actor=actor(of)
    )
    assert again.done["mandates.csv"].created == 2, "what was turned down can be asked for again"


def test_what_never_goes_out_keeps_nobodys_bank_account() -> None:
    """SEC-128: undone, its agreement ended, or nobody answered for ninety days; the customer can be asked again."""
    of = company(files_four_eyes="always")
    undone, stays = ordered(of, "1"), ordered(of, "2")
    assert undo_order(of.id, order=undone.id, actor=actor(of), at=AT)
    assert state(of, undone) == ("undone", False) and "order_undone" not in facts(of), "nobody had heard of it"
    choose(of.id, values={"files_four_eyes": "off"}, actor=SYSTEM, at=AT, by_managers=True)
    written = ordered(of, "3")
    write_mandates(of.id, agreement=of.agreement.id, at=AT)
    forget(of.id, at=AT + timedelta(days=89))
    assert (state(of, stays), state(of, written)) == (("held", True), ("written", True))
    forget(of.id, at=AT + timedelta(days=92))
    assert (state(of, stays), state(of, written)) == (("undone", False), ("expired", False))
    late = AT + timedelta(days=93)
    waits = ordered(of, "3", at=late)
    assert waits.state == "waiting"
    end_agreement(of.id, agreement=of.agreement.id, ends_on=copenhagen_day(late), actor=SYSTEM, at=late)
    assert state(of, waits) == ("undone", False)


def test_an_account_is_signed_up_again_by_nobody_while_it_waits() -> None:
    """BM-04: enrolling by page is held as well, and the customer hears of it with the yes."""
    of = company(files_four_eyes="always")
    with within(of.id):
        organization = Organization.objects.get(id=of.id)
    account = make.account(organization, at=AT)
    enrol_account(
        of.id, account=account.id, agreement=of.agreement.id, details=DETAILS, agreed_at=AT, consent="phone",
        actor=actor(of), at=AT,
    )  # fmt: skip
    assert facts(of) == ["orders_held"]
    with within(of.id):
        batch = OrderBatch.objects.get(organization_id=of.id)
    assert says_yes(of, batch.id, files.member_of(of)) == "go"
    assert "ordered" in facts(of)
