"""What is done in the gateway's own pages, and what a gateway that is connected anew must not mix up."""

from dataclasses import replace

from django.conf import LazySettings

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments import ports
from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway, disconnect_gateway
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.queries.cards import disabled_cards
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import card_gateway
from tests.card_gateway import DANKORT, VISA
from tests.make import AT, account, organization


def here(company: Organization) -> OrganizationId:
    """The company's id, as actions want it."""
    return OrganizationId(company.id)


def test_a_gateway_connected_anew_goes_on_counting(settings: LazySettings) -> None:
    """It may be the same account there: QuickPay's order ids are unique for ever, so none is given twice."""
    card_gateway.install(settings)
    company = organization()
    references = []
    for _ in range(2):
        gateway = card_gateway.connect(company, "quickpay")
        payer = account(company)
        wish = Wish(account=payer.id, gateway_account=gateway.id, kind="save", currency="DKK")
        references += [make_attempt(here(company), wish=wish, at=AT).reference for _ in range(2)]
        disconnect_gateway(here(company), gateway_account=gateway.id, actor=SYSTEM, at=AT)

    assert references == ["S000000001", "S000000002", "S000000003", "S000000004"]


def test_a_payer_deleted_at_the_gateway_takes_her_cards_along(settings: LazySettings) -> None:
    """Stripe's `customer.deleted` names the payer only; another payer's card stays."""
    card_gateway.install(settings)
    company = organization()
    gateway, payer, other = card_gateway.connect(company), account(company), account(company)
    for holder, card in ((payer, VISA), (payer, DANKORT), (other, replace(VISA, external_id="pm_3", customer_ref="c"))):
        keep_card(here(company), account=holder.id, gateway_account=gateway, instrument=card, actor=SYSTEM, at=AT)
    gone = ports.Fact(
        gateway="stripe", dedupe_key="cus_1:instrument_disabled", kind="instrument_disabled", external_id="cus_1",
        occurred_at=AT, mode="live",
    )  # fmt: skip

    (row,) = take_facts(here(company), gateway_account=gateway.id, facts=[gone], at=AT)

    with within(here(company)):
        states = dict(PaymentCard.objects.filter(organization_id=here(company)).values_list("external_id", "state"))
    assert row.outcome == "booked"
    assert states == {"pm_visa": "disabled", "pm_dankort": "disabled", "pm_3": "active"}
    assert VISA.customer_ref == DANKORT.customer_ref == "cus_1"


def test_the_first_reference_of_a_new_account_is_anywhere(settings: LazySettings) -> None:
    """A gateway knows what a former installation gave out: two new companies do not begin at the same number."""
    card_gateway.install(settings)
    begun = set()
    for _ in range(4):
        company = organization()
        connect = {"api_key": "fake-api-key", "notice_secret": "fake-notice-secret"}
        made = connect_gateway(here(company), gateway="quickpay", mode="live", label="", actor=SYSTEM, at=AT, **connect)
        begun.add(made.serial)
    assert len(begun) == 4


def test_a_card_saved_again_is_one_card_and_its_former_number_is_told_off(settings: LazySettings) -> None:
    """CD-03: QuickPay makes a second subscription of the same card; the first one must not stay open there."""
    card_gateway.install(settings)
    company = organization()
    gateway, payer = card_gateway.connect(company), account(company)
    for card in (VISA, replace(VISA, external_id="pm_again")):
        keep_card(here(company), account=payer.id, gateway_account=gateway, instrument=card, actor=SYSTEM, at=AT)

    with within(here(company)):
        rows = dict(PaymentCard.objects.filter(organization_id=here(company)).values_list("external_id", "state"))
        former = PaymentCard.objects.get(organization_id=here(company), external_id="pm_visa")
    assert rows == {"pm_again": "active", "pm_visa": "disabled"}
    assert former.tell_next_at == AT
    with within(here(company)):
        assert disabled_cards(here(company), account=payer.id) == []
