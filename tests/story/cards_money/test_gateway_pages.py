"""The company connects a gateway, and deals with what did not fit (SB-26, G5, SEC-25)."""

from typing import Any

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.actions.connect_gateway import disconnect_gateway
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import CollectionPause, GatewayAccount, GatewayFact
from selvbetjening.domain.payments.queries.cards import card_to_charge
from selvbetjening.domain.tenancy.within import within
from tests import card_gateway
from tests.business import BusinessClient, as_manager
from tests.card_book import SECRETS
from tests.card_gateway import KEYS, UNAUTHORISED, UNREACHED, VISA
from tests.story.cards_money.till import AT, CLERK, Till, kr, till


def desk(mine: Till) -> BusinessClient:
    """The Access Manager's browser, with MitID afresh for gateways."""
    made = as_manager(mine.owner, language="en")
    made.confirm("gateways")
    return made


def text(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_gateway_is_connected_tested_and_disconnected(mine: Till) -> None:
    """The address for notices is shown, the keys never; a wrong one is told at its field; a test says what is wrong."""
    client = desk(mine)
    page, connect = client.path("sb_gateways"), client.path("sb_gateway_connect")
    form = {"gateway": "quickpay", "mode": "live", "api_key": "pk_live_12345678", "notice_secret": "x"}
    wrong = client.post(connect, form | {"gateway": "stripe"}).content.decode()
    assert "publishable key" in wrong and "pk_live_12345678" not in wrong
    good = form | {"api_key": KEYS["quickpay", "live"], "notice_secret": SECRETS["quickpay"]}
    assert client.post(connect, good).status_code == 302
    told = text(client, page)
    assert KEYS["quickpay", "live"] not in told and SECRETS["quickpay"] not in told
    (made,) = mine.rows(GatewayAccount, gateway="quickpay")
    assert f"/quickpay/{mine.owner.id}/{made.id}/" in told and "All is well" in told
    card_gateway.book(made).script("check", UNAUTHORISED, UNREACHED)
    for words in ("does not know the key", "does not answer"):
        client.post(client.path("sb_gateway_test", made.id))
        assert words in text(client, page)
    off = client.path("sb_gateway_off", made.id)
    assert "What it touches" in text(client, off)
    assert client.post(off).status_code == 302
    assert not mine.rows(GatewayAccount, gateway="quickpay")[0].is_active
    compared = client.path("sb_gateway_compared", mine.gateway.id)
    assert "booked here, to the øre" not in text(client, compared), "the gateway is asked with a press"
    assert "booked here, to the øre" in client.post(compared).content.decode()


def test_alarms_are_seen_and_resolved_with_a_note(mine: Till) -> None:
    """G5: a badge on the company's page; what was asked and what came; a note is needed; twice is refused."""
    client = desk(mine)
    invoice = mine.issue()
    paid = mine.paid(invoice)
    mine.tell(mine.book.refund_outside(paid, kr(99_999)))
    mine.tell(mine.book.dispute(paid, kr(25_000)))
    assert "2 things about card payments wait" in text(client, client.path("front"))
    page = client.path("sb_alarms")
    told = text(client, page)
    assert "More would leave than is left" in told and "999.99" in told and "Collect it as any other" in told
    (fact,) = mine.rows(GatewayFact, outcome="parked")
    assert client.post(page, {"fact": str(fact.id), "note": ""}).status_code == 200
    assert client.post(page, {"fact": str(fact.id), "note": "Talt med Stripe"}).status_code == 302
    assert "Somebody has dealt with it" in client.post(page, {"fact": str(fact.id), "note": "x"}).content.decode()
    (pause,) = mine.rows(CollectionPause)
    assert client.post(page, {"pause": str(pause.id), "decision": "collect"}).status_code == 302
    assert "Talt med Stripe" in text(client, page)
    assert mine.rows(Event, name="payments.fact_resolved") and mine.resting() == []


def test_the_neighbours_ids_are_not_found(mine: Till) -> None:
    """SEC-09: another company's gateway."""
    other, client = till(), desk(mine)
    for page in ("sb_gateway_off", "sb_gateway_compared"):
        assert client.get(client.path(page, other.gateway.id)).status_code == 404
    for page in ("sb_gateway_off", "sb_gateway_compared", "sb_gateway_test"):
        assert client.post(client.path(page, other.gateway.id)).status_code == 404


def test_keys_want_mitid_afresh_and_are_in_no_answer_bp_08(mine: Till) -> None:
    """BP-08: without a fresh MitID nothing is kept, and the page that asks for it holds the keys sealed only."""
    client = as_manager(mine.owner, language="en")
    key = KEYS["quickpay", "live"]
    form = {"gateway": "quickpay", "mode": "live", "api_key": key, "notice_secret": SECRETS["quickpay"]}
    asked = client.post(client.path("sb_gateway_connect"), form)
    assert asked.status_code == 401 and "ACC-03" in asked.content.decode()
    assert key not in asked.content.decode() and SECRETS["quickpay"] not in asked.content.decode()
    assert client.post(client.path("sb_gateway_off", mine.gateway.id)).status_code == 401
    assert [row.gateway for row in mine.rows(GatewayAccount, is_active=True)] == [mine.gateway.gateway]


def test_a_card_of_a_disconnected_gateway_is_not_charged(mine: Till) -> None:
    """What the page says of disconnecting is so: saved cards stay, and none of them is charged (CD-02)."""
    with within(mine.organization):
        keep_card(
            mine.organization, account=mine.account.id, gateway_account=mine.gateway, instrument=VISA, currency="",
            actor=CLERK, at=AT,
        )  # fmt: skip

    def chosen() -> object:
        with within(mine.organization):
            return card_to_charge(mine.organization, account=mine.account.id, currency="DKK", today=AT.date())

    assert chosen() is not None
    disconnect_gateway(mine.organization, gateway_account=mine.gateway.id, actor=CLERK, at=AT)
    assert chosen() is None
    client = desk(mine)
    assert "These cards are not charged" in text(client, client.path("sb_gateway_off", mine.gateway.id))
