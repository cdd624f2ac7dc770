"""An account moves from one company to another and on: signed, whole, billed by one side at a time (CM-13)."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.models import ForeignDocument, Invoice
from selvbetjening.domain.rights.actions.move_in import Taken, move_in
from selvbetjening.domain.rights.actions.move_out import MovedOut, move_out
from selvbetjening.domain.rights.models import AccountMove
from selvbetjening.domain.rights.rules.moving import MoveRefused, opened, public_of
from selvbetjening.domain.subscriptions.actions.schedule_change import schedule_change
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox
from tests.story.portal.conftest import present
from tests.story.portal.world import World, world
from tests.story.walls.queue import work_off

__all__ = ["present"]
SEED, OTHER_SEED = b"1" * 32, b"2" * 32
KNOWN = [public_of(seed=SEED)]


@pytest.fixture
def old() -> World:
    """The old side: an issued invoice with its documents, and a planned change."""
    made = world()
    with within(made.id):
        mine = Subscription.objects.get(id=made.subscription.id)
        schedule_change(
            made.id, subscription=mine, terms=made.large.id, quantity=1, effective_on=mine.renews_on, actor=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
    document(made.id, invoice=made.invoice.id, at=clock.now())
    return made


def new_side(old: World) -> OrganizationId:
    """Another company with its own plans under its own codes."""
    company = make.organization(name="Den Nye ApS")
    plan = make.plan(company)
    for each, code in ((old.small, "NY-1"), (old.large, "NY-2")):
        make.terms(plan, code=code, unit_price_minor=each.unit_price_minor, currency=each.currency)
    return OrganizationId(company.id)


def out(old: World, organization: OrganizationId | None = None, **values: Any) -> MovedOut:
    here = organization or old.id
    with within(here):
        account = Account.objects.get(**values) if values else old.account
    return move_out(here, account=account.id, seed=SEED, actor=SYSTEM, at=clock.now())


def into(organization: OrganizationId, archive: bytes, old: World, *, dry_run: bool = False, **values: Any) -> Taken:
    terms = {old.small.code: "NY-1", old.large.code: "NY-2"}
    given = {"known": KNOWN, "terms": terms, "code": "", "actor": SYSTEM, "at": clock.now(), **values}
    return move_in(organization, archive=archive, dry_run=dry_run, **given)


def test_out_in_and_out_again_is_the_same(old: World) -> None:
    """CM-13, done when: export, import, export gives the same content hash, and the history goes with it."""
    first = out(old)
    assert "subscriptions.json" in zipfile.ZipFile(io.BytesIO(first.archive)).namelist()
    second_side = new_side(old)
    taken = into(second_side, first.archive, old, code="KUNDE-9")
    assert (taken.code, taken.documents, taken.done) == ("KUNDE-9", 1, True)
    second = out(old, second_side, code="KUNDE-9")
    assert second.content == first.content
    one, two = (opened(content=each.archive, known=KNOWN) for each in (first, second))
    assert one.manifest["content"] == two.manifest["content"] and one.files == two.files
    assert one.parts["documents"] == two.parts["documents"] and len(one.parts["documents"][0]["files"]) >= 1
    assert len(two.parts["log"]) == 2 and two.parts["log"][0] == one.parts["log"][0]


def test_what_comes_is_what_it_was(old: World) -> None:
    """CM-13: people, subscription, planned change; the invoice as history under its own number; cards do not travel."""
    with within(old.id):
        Account.objects.filter(id=old.account.id).update(collection_method="payment_card")
    before = old.reload()
    archive = out(old).archive
    here = new_side(old)
    taken = into(here, archive, old)
    assert taken.asks_for_card and taken.other_price == () and taken.came_from == old.organization.name
    with within(here):
        account = Account.objects.get()
        assert (account.name, account.collection_method) == (old.account.name, "invoice")
        assert [each.email for each in Recipient.objects.filter(account=account)] == [old.recipient.email]
        mine = Subscription.objects.get()
        assert (mine.renews_on, mine.state, mine.terms.code) == (before.renews_on, "active", "NY-1")
        assert ScheduledChange.objects.get(state="waiting").terms.code == "NY-2"
        history = ForeignDocument.objects.get()
        assert (history.foreign_number, history.total_minor) == (str(old.invoice.number), old.invoice.total_minor)
        assert not Invoice.objects.exists()
    work_off(here)
    mails = [each for each in outbox.POSTED if each.to == old.recipient.email]
    assert [each.subject for each in mails] == ["Gem dit betalingskort igen"]


def test_no_period_is_billed_twice_and_none_by_nobody(old: World, present: Any) -> None:
    """CM-13: from the hand-over day on the new side bills; the old side bills what lies before it, and no more."""
    archive = out(old).archive
    here = new_side(old)
    day = into(here, archive, old).hand_over[str(old.subscription.id)]
    assert old.reload().ends_on == day == old.reload().renews_on
    for _month in range(3):
        present(clock.now() + timedelta(days=32))
        for side in (old.id, here):
            run(side, today=clock.today(), at=clock.now())
    with within(old.id):
        assert Invoice.objects.count() == 1 and old.reload().state == "ended"
    with within(here):
        starts = [line.starts_on for each in Invoice.objects.order_by("number") for line in each.lines.all()]
    assert starts[0] == day and len(starts) == len(set(starts)) >= 3


def test_a_dry_run_says_it_all_and_writes_nothing(old: World) -> None:
    """CM-13: the plan mapping is tried, and nothing is left."""
    archive, here = out(old).archive, new_side(old)
    looked = into(here, archive, old, dry_run=True)
    with within(here):
        assert not Account.objects.exists() and not AccountMove.objects.exists()
    taken = into(here, archive, old)
    assert (looked.plans, looked.hand_over, looked.done) == (taken.plans, taken.hand_over, False)


def test_what_is_refused(old: World) -> None:
    """CM-13: an altered byte, a strange key, terms that do not fit, a code that is taken, a second time."""
    archive, here = out(old).archive, new_side(old)

    def refused(content: bytes = archive, **values: Any) -> str:
        with pytest.raises(MoveRefused) as error:
            into(here, content, old, **values)
        return error.value.reason

    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        entries = {name: read.read(name) for name in read.namelist()}
    for name, reason in (("subscriptions.json", "altered"), ("manifest.json", "unknown_key")):
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w") as write:
            for each, content in entries.items():
                write.writestr(each, content.replace(b"2026", b"2025") if each == name else content)
        assert refused(changed.getvalue()) == reason
    assert refused(archive[: len(archive) // 2]) == "form"
    assert refused(known=[public_of(seed=OTHER_SEED)]) == "unknown_key"
    assert refused(terms={}) == "terms"
    with within(here):
        PlanTerms.objects.filter(code="NY-1").update(interval_count=3)
    assert refused() == "terms"
    with within(here):
        PlanTerms.objects.filter(code="NY-1").update(interval_count=1)
    into(here, archive, old)
    assert (refused(), refused(code="ANDEN")) == ("code_taken", "came_already")
    with pytest.raises(MoveRefused, match="moved"):
        out(old)


def test_paused_and_backward_stay(old: World) -> None:
    """CM-13: what nobody could bill rightly does not move, and nothing is handed over."""
    with within(old.id):
        PlanTerms.objects.filter(id=old.small.id).update(charging="backward")
    with pytest.raises(MoveRefused, match="backward"):
        out(old)
    assert old.reload().state == "active"
    with within(old.id):
        assert not AccountMove.objects.exists()


def test_what_was_cancelled_ends_on_its_day(old: World, present: Any) -> None:
    """CM-13: cancelled for a later day, the old side stops at the hand-over and the new side ends it on that day."""
    ends_on = old.reload().renews_on + timedelta(days=61)
    with within(old.id):
        ScheduledChange.objects.filter(subscription=old.subscription.id).update(state="removed")
        Subscription.objects.filter(id=old.subscription.id).update(state="cancelled", ends_on=ends_on)
    archive, here = out(old).archive, new_side(old)
    assert old.reload().ends_on == old.reload().renews_on
    into(here, archive, old)
    with within(here):
        assert (Subscription.objects.get().state, Subscription.objects.get().ends_on) == ("cancelled", ends_on)
    for _month in range(4):
        present(clock.now() + timedelta(days=32))
        run(here, today=clock.today(), at=clock.now())
    with within(here):
        lines = [line for each in Invoice.objects.order_by("number") for line in each.lines.all()]
        assert lines[-1].ends_on == ends_on and Subscription.objects.get().state == "ended"
