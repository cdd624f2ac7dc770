"""What a breaker found at the doors: second tries that began something anew, or reached further than they may."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.accounts.queries import recipients_for
from selvbetjening.domain.billing.queries.guests import recipient_of, subscriptions_behind
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.close_dispute import withdraw_dispute
from selvbetjening.domain.payments.actions.correct_invoice import correct_invoice
from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.rules.disputes import DisputeRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from tests import make, portal
from tests.story.invoicing.books import noon
from tests.story.late.debts import CUSTOMER, DUE, Debts, debts, owed
from tests.story.late.test_disputes import no
from tests.story.portal.world import NOW, World, world

pytestmark = pytest.mark.usefixtures("database")


def corrected(mine: Debts, invoice: Invoice, day: date) -> str | None:
    """Why the correction was not made; None when it was."""
    outcome = correct_invoice(
        mine.organization, account=mine.account.id, invoice=invoice.id, wanted={"name": "Nyt Navn"}, actor=CUSTOMER,
        at=noon(day),
    )  # fmt: skip
    return outcome.refused


def test_a_reminded_invoice_is_not_corrected_into_a_fresh_one_dun_2() -> None:
    """DUN-2, CM-07: three letters with fees, then a correction: a new invoice could be reminded three times more."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, DUE + timedelta(days=30))
    assert len(mine.letters(invoice)) == 3
    assert corrected(mine, invoice, DUE + timedelta(days=31)) == "pursued"
    with within(mine.organization):
        assert Invoice.objects.count() == 1


def test_a_disputed_invoice_is_not_corrected_out_of_its_dispute() -> None:
    """CM-06, CM-07: the new invoice would ask for the disputed amount at once."""
    mine = debts()
    invoice = owed(mine)
    no(mine, invoice, DUE - timedelta(days=2))
    assert corrected(mine, invoice, DUE - timedelta(days=1)) == "pursued"


def test_a_correction_gives_no_second_deferral() -> None:
    """CM-06, CM-07: an invoice is put off once."""
    mine = debts(choices={"defers_per_year": 2})
    invoice = owed(mine)
    day = DUE - timedelta(days=2)
    defer(mine.organization, account=mine.account.id, invoice=invoice.id, today=day, actor=CUSTOMER, at=noon(day))
    assert corrected(mine, invoice, DUE - timedelta(days=1)) == "pursued"


def test_a_dispute_taken_back_may_be_raised_once_more_and_no_further() -> None:
    """CM-06: disputing and taking back in turn would stop every reminder for ever."""
    mine = debts()
    invoice = owed(mine)
    for _ in range(2):
        dispute = no(mine, invoice, DUE)
        withdraw_dispute(mine.organization, account=mine.account.id, dispute=dispute.id, actor=CUSTOMER, at=noon(DUE))
    with pytest.raises(DisputeRefused) as refused:
        no(mine, invoice, DUE)
    assert refused.value.reason == "already"


def test_an_invisible_character_is_not_put_on_an_invoice() -> None:
    mine = debts()
    invoice = owed(mine)
    outcome = correct_invoice(
        mine.organization, account=mine.account.id, invoice=invoice.id, wanted={"name": "A\x08B"}, actor=CUSTOMER,
        at=noon(DUE),
    )  # fmt: skip
    assert (outcome.made, outcome.refused) == (None, "characters")


@pytest.fixture
def ours(database: str) -> World:
    return world()


@pytest.mark.parametrize(
    ("values", "reaches"),
    [
        ({"role": "owner"}, True),
        ({"role": "billing"}, True),
        ({"role": "owner", "has_self_service_access": False}, True),  # barred people can still end a contract (CAN-2)
        ({"role": "reader"}, False),
        ({"role": "accountant", "ends_on": copenhagen_day(NOW) + timedelta(days=9)}, False),
        ({"role": "owner", "ends_on": copenhagen_day(NOW)}, False),
    ],
)
def test_a_guest_reaches_no_further_than_the_persons_role_xb_29_xb_32(
    ours: World, values: dict[str, object], reaches: bool
) -> None:
    """XB-29, XB-32: the way without a login is no way around the roles, nor around the end of somebody's time."""
    today, number = copenhagen_day(NOW), str(ours.invoice.number)
    with within(ours.id):
        Recipient.objects.filter(id=ours.recipient.id).update(**values)
        found = subscriptions_behind(ours.id, email=ours.recipient.email, reference=number, today=today)
        person = recipient_of(ours.id, account=ours.account.id, email=ours.recipient.email, today=today)
    assert (bool(found), person is not None) == (reaches, reaches)


def test_a_pause_into_the_end_of_time_is_an_error_at_its_field(ours: World) -> None:
    page = portal.client(ours.organization, ours.recipient).get(
        f"/abonnementer/{ours.subscription.id}/pause/?indtil=9999-12-31"
    )
    assert page.status_code == 200


def test_whoever_s_time_is_over_gets_no_more_mail_xb_32() -> None:
    """XB-32: a bookkeeper with a last day gets the account's invoices until then, and not one after it."""
    account = make.account(make.organization())
    stays = make.recipient(account)
    today = copenhagen_day(NOW)
    make.recipient(account, role="accountant", ends_on=today)
    with within(OrganizationId(account.organization_id)):
        found = recipients_for(
            OrganizationId(account.organization_id), account=account.id, notice="invoice", today=today
        )
    assert [person.id for person in found] == [stays.id]
