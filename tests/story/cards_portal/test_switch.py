"""Changing how one pays (CM-05, XB-34, PY-11)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.story.cards_portal.wallet import by_card, collected, facts, saved, stripe, ways
from tests.story.portal.world import NOW, World, text_of, world


def one(owner: World) -> str:
    return f"/abonnementer/{owner.subscription.id}/betalingsmaade/"


ALL = "/betalingsmaade/"
#: The world's invoice is not due yet.
BEFORE_DUE = NOW - timedelta(days=6)


def sent(answer: Any) -> dict[str, str]:
    """What the page's button sends."""
    found = re.findall(r'name="(til|set)" value="([^"]+)"', answer.content.decode())
    return dict(found)


def collection(owner: World) -> tuple[str, str]:
    with within(owner.id):
        row = CardCollection.objects.get(organization_id=owner.id)
    return row.state, row.reason


def test_from_invoice_to_card_for_one_subscription_cm_05(ours: World, present: Any) -> None:
    """CM-05, XB-34: what was sent as an invoice is paid by hand to its end; the next one is charged."""
    present(BEFORE_DUE)
    saved(ours, stripe(ours))
    page = ours.client().get(one(ours))
    words = text_of(page)
    assert f"Faktura {ours.invoice.number}" in words and "betal det selv senest" in words
    assert "Visa •••• 4242 (12/30)" in words
    done = ours.client().post(one(ours), sent(page), follow=True)
    assert "Du betaler med kort fra nu af." in text_of(done)
    assert ways(ours) == ("invoice", "payment_card")
    assert facts(ours).count("subscriptions.method_changed") == 1
    with within(ours.id):
        assert not CardCollection.objects.exists()


def test_from_card_to_invoice_stops_the_charge_xb_34(ours: World, present: Any) -> None:
    """XB-34: an invoice that waited for the card is paid by hand by its day, and no card is charged for it."""
    present(BEFORE_DUE)
    saved(ours, stripe(ours))
    by_card(ours)
    collected(ours)
    page = ours.client().get(one(ours))
    assert "trækkes ikke på dit kort" in text_of(page)
    ours.client().post(one(ours), sent(page))
    assert ways(ours) == ("payment_card", "invoice")
    assert collection(ours) == ("stopped", "method")


def test_a_charge_that_runs_stays_where_it_is_xb_34(ours: World) -> None:
    """CM-05: what is handed over is collected there, so nothing is asked for twice."""
    saved(ours, stripe(ours))
    by_card(ours)
    collected(ours, state="running", next_on=None)
    page = ours.client().get(one(ours))
    assert "allerede på vej fra dit kort" in text_of(page)
    ours.client().post(one(ours), sent(page))
    assert collection(ours) == ("running", "")


def for_both(owner: World) -> Any:
    """An invoice for two subscriptions, which waits for the card; of the day that it is billed."""
    make.subscription(owner.account, owner.large)
    with within(owner.id):
        run(owner.id, today=date(2026, 4, 1), at=datetime(2026, 4, 1, 6, tzinfo=UTC))
        both = owner.invoices()[-1]
        CardCollection.objects.get_or_create(
            organization_id=owner.id,
            invoice=both,
            defaults={
                "account": owner.account,
                "first_on": both.due_on,
                "next_on": both.due_on,
                "made_at": NOW,
            },
        )
    return both


def test_an_invoice_for_both_stays_where_it_is_xb_34(ours: World, present: Any) -> None:
    """CM-05: an invoice is paid in one way: while another subscription on it goes on by card, the card pays it."""
    saved(ours, stripe(ours))
    by_card(ours)
    both = for_both(ours)
    present(datetime(2026, 4, 1, 9, tzinfo=UTC))
    page = ours.client().get(one(ours))
    words = text_of(page)
    assert "hører sammen med noget, du stadig betaler med kort" in words
    ours.client().post(one(ours), sent(page))
    assert ways(ours) == ("payment_card", "invoice")
    with within(ours.id):
        assert CardCollection.objects.get(invoice=both).state == "waiting"


def test_the_last_of_an_invoice_that_leaves_the_card_takes_it_along_xb_34(ours: World, present: Any) -> None:
    """CM-05: when nothing on it is paid by card any more, the page says to pay it, and no charge is left waiting."""
    saved(ours, stripe(ours))
    by_card(ours)
    both = for_both(ours)
    present(datetime(2026, 4, 1, 9, tzinfo=UTC))
    client = ours.client()
    client.post(one(ours), sent(client.get(one(ours))))
    with within(ours.id):
        other = Subscription.objects.exclude(id=ours.subscription.id).get(account=ours.account)
    page = client.get(f"/abonnementer/{other.id}/betalingsmaade/")
    words = text_of(page)
    assert f"Faktura {both.number}" in words and "hører sammen med noget" not in words
    client.post(f"/abonnementer/{other.id}/betalingsmaade/", sent(page))
    with within(ours.id):
        left = CardCollection.objects.get(invoice=both)
    assert (left.state, left.reason) == ("stopped", "method")


def test_an_overdue_invoice_is_paid_now(ours: World, present: Any) -> None:
    """CM-05: it was tried and failed; after the change nobody tries again, and the page says to pay."""
    saved(ours, stripe(ours))
    by_card(ours)
    present(NOW + timedelta(days=40))
    collected(ours, next_on=(NOW + timedelta(days=41)).date())
    page = ours.client().get(one(ours))
    assert "Der trækkes ikke på kortet igen" in text_of(page)
    ours.client().post(one(ours), sent(page))
    assert collection(ours) == ("stopped", "method")


@pytest.mark.parametrize("moved", ["invoice", "subscription", "card"])
def test_stale_is_shown_anew_cm_02(moved: str, ours: World) -> None:
    """XB-34: exactly what was shown happens; when something has changed meanwhile, nothing does."""
    at = stripe(ours)
    mine = saved(ours, at, "1111", exp_month=3, exp_year=2026)
    saved(ours, at, "2222")
    client = ours.client()
    given = sent(client.get(ALL))
    if moved == "invoice":
        with within(ours.id):
            type(ours.invoice).objects.filter(id=ours.invoice.id).update(settled_minor=100)
    elif moved == "subscription":
        make.subscription(ours.account, ours.large)
    else:
        client.post(f"/kort/{mine.id}/deaktiver/", {"efter": "intet"})
    answer = client.post(ALL, given)
    assert answer.status_code == 409 and "Der er ikke sket noget." in text_of(answer)
    assert ways(ours) == ("invoice", "")
    assert client.post(ALL, sent(answer)).status_code == 302
    assert ways(ours)[0] == "payment_card"


def test_the_account_takes_all_along_cm_05(ours: World) -> None:
    """CM-05: the account and every subscription that is not ended; each is named before."""
    saved(ours, stripe(ours))
    other = make.subscription(ours.account, ours.large, collection_method="invoice")
    ended = make.subscription(
        ours.account, ours.yearly, state="ended", ends_on=date(2026, 3, 5), collection_method="invoice"
    )
    page = ours.client().get(ALL)
    assert "Basishold" in text_of(page) and "Storhold" in text_of(page)
    ours.client().post(ALL, sent(page))
    with within(ours.id):
        found = dict(Subscription.objects.filter(organization_id=ours.id).values_list("id", "collection_method"))
    assert (found[ours.subscription.id], found[other.id], found[ended.id]) == ("", "", "invoice")
    assert ways(ours)[0] == "payment_card"
    assert "Du betaler allerede sådan" in text_of(ours.client().get(f"{ALL}?til=payment_card", follow=True))


def test_stopping_undoes_what_saving_did_sb_32(ours: World) -> None:
    """SB-32: it is undone in one place, by whoever may disable a card, without the permission to change methods."""
    saved(ours, stripe(ours))
    by_card(ours)
    collected(ours)
    ours.forbid("change_collection_method")
    client = ours.client()
    assert 'href="/kort/stop/"' in client.get("/kort/").content.decode()
    page = client.get("/kort/stop/")
    assert sent(page)["til"] == "invoice"
    client.post("/kort/stop/", sent(page))
    assert ways(ours) == ("invoice", "") and collection(ours) == ("stopped", "method")


def test_stopping_is_never_the_other_way_round(ours: World) -> None:
    """SEC-25: what another page's permission refuses is not smuggled through this one."""
    saved(ours, stripe(ours))
    ours.forbid("change_collection_method")
    client = ours.client()
    client.post("/kort/stop/", {"til": "payment_card", "set": "x"})
    assert ways(ours) == ("invoice", "")


def test_without_a_card_the_way_to_one_is_shown(ours: World) -> None:
    """CM-05: only methods that exist: no usable card, no card payment."""
    at = stripe(ours)
    saved(ours, at, exp_month=1, exp_year=2026)
    answer = ours.client().get(ALL)
    assert "Der er ikke noget kort, der kan trækkes på" in text_of(answer)
    assert 'href="/kort/tilfoej/"' in answer.content.decode()
    assert ours.client().post(ALL, {"til": "payment_card", "set": ""}).status_code == 409
    assert ways(ours) == ("invoice", "")


def test_a_card_for_each_currency_cd_02(ours: World) -> None:
    """CD-02: with a card that pays kroner only, a subscription in euro cannot be paid by card."""
    saved(ours, stripe(ours), currency="DKK")
    euro = make.subscription(ours.account, make.terms(ours.basic, currency="EUR", unit_price_minor=3000))
    assert "ikke noget kort" in text_of(ours.client().get(f"/abonnementer/{euro.id}/betalingsmaade/"))
    assert "Visa •••• 4242" in text_of(ours.client().get(one(ours)))


def test_a_public_body_pays_its_e_invoices() -> None:
    """EIN-1: there is no other way to choose; the page leads back and says so."""
    public = world(party_type="public")
    saved(public, stripe(public))
    client = public.client()
    assert "betalingsmaade" not in client.get(f"/abonnementer/{public.subscription.id}/").content.decode()
    assert client.get(ALL).status_code == 302
    client.post(ALL, {"til": "payment_card", "set": "x"})
    assert ways(public) == ("invoice", "")


@pytest.mark.parametrize("way", ["betalingsservice", "direct_debit"])
def test_what_was_handed_to_the_bank_runs_to_its_end_py_11(way: str, ours: World) -> None:
    """PY-11: from Betalingsservice one chooses among the two ways; what is handed over stays, with its date."""
    saved(ours, stripe(ours))
    with within(ours.id):
        Account.objects.filter(id=ours.account.id).update(collection_method=way)
    client = ours.client()
    page = client.get(ALL)
    assert re.findall(r'value="(invoice|payment_card)"', page.content.decode()) == ["invoice", "payment_card"]
    shown = client.get(f"{ALL}?til=payment_card")
    assert f"Faktura {ours.invoice.number}" in text_of(shown)
    client.post(ALL, sent(shown))
    assert ways(ours)[0] == "payment_card"


@pytest.mark.parametrize("til", ["bitcoin", "direct_debit", "", "e_invoice"])
def test_only_ways_that_exist(til: str, ours: World) -> None:
    """CM-05: a way that is not offered is not taken."""
    saved(ours, stripe(ours))
    ours.client().post(ALL, {"til": til, "set": "x"})
    assert ways(ours) == ("invoice", "")


def test_an_ended_subscription_has_nothing_to_change(ours: World) -> None:
    ended = make.subscription(ours.account, ours.large, state="ended", ends_on=date(2026, 3, 5))
    saved(ours, stripe(ours))
    client = ours.client()
    assert client.get(f"/abonnementer/{ended.id}/betalingsmaade/").status_code == 302
    assert "betalingsmaade" not in client.get(f"/abonnementer/{ended.id}/").content.decode()


def test_a_neighbour_s_subscription_is_unknown_sb_01(ours: World) -> None:
    """SB-01: another account of the same company."""
    client = portal.client(ours.organization, make.recipient(make.account(ours.organization)))
    assert client.get(one(ours)).status_code == 404
    assert client.post(one(ours), {"til": "payment_card", "set": "x"}).status_code == 404
