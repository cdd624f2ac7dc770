"""Disabling a card (SB-27, CD-03, CD-04, CD-05)."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.utils.translation import override

from selvbetjening.domain.organizations.permissions import DISABLE_CARD
from selvbetjening.domain.payments.actions.connect_gateway import disconnect_gateway
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.tell_off import tell_off
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.business.selvbetjening.act_words import ACTS
from tests import card_gateway, make, portal
from tests.story.cards_portal.wallet import (
    attempts,
    by_card,
    card,
    collected,
    facts,
    foreign,
    quickpay,
    saved,
    stripe,
    ways,
)  # fmt: skip
from tests.story.portal.world import NOW, World, text_of, world


def page_of(mine: Any) -> str:
    return f"/kort/{mine.id}/deaktiver/"


def choices(answer: Any) -> list[str]:
    """The values of the choice, in order."""
    return re.findall(r'name="efter" value="([^"]+)"', answer.content.decode())


def state(owner: World) -> tuple[str, Any, str]:
    """Of the only collection there is."""
    with within(owner.id):
        row = CardCollection.objects.get(organization_id=owner.id)
    return row.state, row.next_on, row.reason


def test_a_card_that_pays_nothing_just_goes(ours: World) -> None:
    """SB-27, CD-03: nothing is touched, nothing is asked; the gateway is told in the background."""
    mine = saved(ours, stripe(ours))
    page = ours.client().get(page_of(mine))
    assert choices(page) == ["intet"] and "Ikke noget af sig selv lige nu." in text_of(page)
    done = ours.client().post(page_of(mine), {"efter": "intet"}, follow=True)
    assert "Visa •••• 4242 er deaktiveret." in text_of(done)
    now = card(ours, mine.id)
    assert (now.state, now.told_off_at, now.tell_next_at) == ("disabled", None, NOW)
    assert facts(ours).count("payments.card_disabled") == 1


def test_the_last_card_shows_what_it_touches_cd_04(ours: World) -> None:
    """CD-04: the renewal with its day and amount, what happens then, and the other ways in the same step."""
    mine = saved(ours, stripe(ours))
    by_card(ours)
    page = ours.client().get(page_of(mine))
    words = text_of(page)
    assert "Basishold" in words and "1. april 2026" in words and "250,00 kr." in words
    assert "Det er det sidste kort, der kan trækkes på" in words
    assert choices(page) == ["faktura", "intet"]
    assert 'href="/kort/tilfoej/"' in page.content.decode() and "Tilføj først et andet kort" in words
    assert "Indtil da får jeg en faktura" in words


def test_the_company_s_choice_is_said_cd_04(ours: World) -> None:
    """CD-04: with `on_no_card` = `fail_and_remind` the page says that payments count as failed."""
    other = world(choices={"on_no_card": "fail_and_remind"})
    mine = saved(other, stripe(other))
    by_card(other)
    assert "som mislykket" in text_of(other.client().get(page_of(mine)))


def test_pay_by_invoice_in_the_same_step_cd_04(ours: World) -> None:
    """CD-04, SB-32: card, account, subscription and the planned charge, all at once."""
    mine = saved(ours, stripe(ours))
    by_card(ours)
    collected(ours)
    done = ours.client().post(page_of(mine), {"efter": "faktura"}, follow=True)
    assert "Du betaler med faktura fra nu af." in text_of(done)
    assert card(ours, mine.id).state == "disabled" and ways(ours) == ("invoice", "")
    assert state(ours) == ("stopped", None, "method")


def test_a_charge_that_runs_is_not_let_go(ours: World) -> None:
    """G6: what the gateway is working on goes on; only what waits is stopped."""
    mine = saved(ours, stripe(ours))
    by_card(ours)
    collected(ours, state="running", next_on=None)
    ours.client().post(page_of(mine), {"efter": "faktura"})
    assert state(ours)[0] == "running"


def test_leaving_it_changes_no_method_cd_04(ours: World) -> None:
    """CD-04: disabling the last card is allowed; how one pays stays, and the company's choice decides."""
    mine = saved(ours, stripe(ours))
    by_card(ours)
    ours.client().post(page_of(mine), {"efter": "intet"})
    assert ways(ours) == ("payment_card", "") and card(ours, mine.id).state == "disabled"
    assert "Der er ikke noget kort, der kan trækkes på" in text_of(ours.client().get("/kort/"))


def test_another_card_takes_over_cd_05(ours: World) -> None:
    """CD-04, CD-05: the other card is offered and becomes the default in the same step."""
    at = stripe(ours)
    mine, other = saved(ours, at, "1111"), saved(ours, at, "2222")
    by_card(ours)
    page = ours.client().get(page_of(mine))
    assert choices(page) == [str(other.id), "faktura"]
    assert "sidste kort" not in text_of(page)
    assert "Tilføj først et andet kort" not in text_of(page), "there is another already"
    done = ours.client().post(page_of(mine), {"efter": str(other.id)}, follow=True)
    assert "Der trækkes på Visa •••• 2222 fra nu af." in text_of(done)
    assert card(ours, other.id).default_at and card(ours, mine.id).default_at is None


def test_the_newest_is_promoted_cd_05(ours: World) -> None:
    """CD-05: who may not choose a default sees which card takes over, and it does."""
    at = stripe(ours)
    mine, other = saved(ours, at, "1111"), saved(ours, at, "2222")
    by_card(ours)
    ours.forbid("set_default_card")
    page = ours.client().get(page_of(mine))
    assert choices(page) == ["faktura", "intet"] and "2222" in text_of(page)
    ours.client().post(page_of(mine), {"efter": "intet"})
    assert card(ours, other.id).default_at


def test_an_expired_card_is_no_way_out(ours: World) -> None:
    """CD-04: an expired card, a foreign one or another currency's is not offered, nor taken."""
    at = stripe(ours)
    mine, gone = saved(ours, at, "1111"), saved(ours, at, "2222", exp_month=1, exp_year=2026)
    strange = foreign(ours)
    by_card(ours)
    page = ours.client().get(page_of(mine))
    assert choices(page) == ["faktura", "intet"]
    for other in (gone, strange):
        answer = ours.client().post(page_of(mine), {"efter": str(other.id)})
        assert "Det er ikke muligt mere. Vælg igen." in text_of(answer)
    assert card(ours, mine.id).state == "active"


def test_currencies_are_told_apart_cd_02(ours: World) -> None:
    """CD-02: the card of the other currency does not take over; only what this one pays is touched."""
    at = quickpay(ours)
    kroner, euro = saved(ours, at, "1111", currency="DKK"), saved(ours, at, "2222", currency="EUR")
    by_card(ours)
    assert "Ikke noget af sig selv lige nu." in text_of(ours.client().get(page_of(euro)))
    assert "Basishold" in text_of(ours.client().get(page_of(kroner)))


def test_twice_is_once_cd_03(ours: World) -> None:
    """CD-03: idempotent: again, and with what was already disabled elsewhere."""
    mine = saved(ours, stripe(ours))
    for _ in range(2):
        assert ours.client().post(page_of(mine), {"efter": "intet"}).status_code == 302
    assert facts(ours).count("payments.card_disabled") == 1
    assert "allerede deaktiveret" in text_of(ours.client().get(page_of(mine), follow=True))


def test_two_at_once_disable_it_once_cd_03(ours: World) -> None:
    """CD-03: two windows pressed at the same moment: one fact, one heir."""
    at = stripe(ours)
    mine, other = saved(ours, at, "1111"), saved(ours, at, "2222")

    def press(_: int) -> str:
        try:
            who = {"by": "customer", "actor": SYSTEM, "at": NOW}
            return disable_card(ours.id, account=ours.account.id, card=mine.id, **who).state  # type: ignore[arg-type]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == ["disabled", "disabled"]
    assert facts(ours).count("payments.card_disabled") == 1
    assert facts(ours).count("payments.default_card_chosen") == 1
    assert card(ours, other.id).default_at


def test_a_card_without_an_adapter_is_disabled_here_sb_27(ours: World) -> None:
    """SB-27, CD-03: whatever gateway it came from; one we do not speak to is told nothing."""
    mine = foreign(ours)
    ours.client().post(page_of(mine), {"efter": "intet"})
    now = card(ours, mine.id)
    assert (now.state, now.told_off_at, now.tell_next_at) == ("disabled", NOW, None)
    assert not attempts(ours)


def test_a_disconnected_gateway_s_card_goes_too_sb_27(ours: World) -> None:
    """SB-27: the gateway takes no new cards any more; its card is disabled, and it is told all the same."""
    at = stripe(ours)
    mine = saved(ours, at)
    disconnect_gateway(ours.id, gateway_account=at.id, actor=SYSTEM, at=NOW)
    ours.client().post(page_of(mine), {"efter": "intet"})
    assert tell_off(ours.id, card=mine.id, at=NOW)
    assert [each.external_id for each in card_gateway.book(at).asked("disable")] == ["pm_4242"]


def test_the_gateway_s_trouble_is_not_the_customer_s_cd_03(ours: World) -> None:
    """CD-03: no answer there is tried again later and never shown as a failure."""
    at = stripe(ours)
    mine = saved(ours, at)
    card_gateway.book(at).script("disable", card_gateway.answer("unknown"))
    done = ours.client().post(page_of(mine), {"efter": "intet"}, follow=True)
    assert tell_off(ours.id, card=mine.id, at=NOW) is False
    assert "er deaktiveret" in text_of(done)
    now = card(ours, mine.id)
    assert now.state == "disabled" and now.tell_next_at and now.tell_next_at > NOW
    assert tell_off(ours.id, card=mine.id, at=now.tell_next_at) is True


@pytest.mark.parametrize("whose", ["neighbour", "other_company"])
def test_a_neighbour_s_card_is_unknown_sb_01(whose: str, ours: World) -> None:
    """SB-01, SB-02: 404, and the card stays."""
    mine = saved(ours, stripe(ours))
    if whose == "neighbour":
        client = portal.client(ours.organization, make.recipient(make.account(ours.organization)))
    else:
        client = world().client()
    for path in (page_of(mine), f"/kort/{mine.id}/standard/"):
        assert client.post(path, {"efter": "intet"}).status_code == 404
    assert client.get(page_of(mine)).status_code == 404
    assert card(ours, mine.id).state == "active"


def test_the_act_has_one_name_wherever_it_is_met(ours: World) -> None:
    """SB-27: as a right that a company gives, and on the card's own page."""
    mine = saved(ours, stripe(ours))
    with override("da"):
        name = str(ACTS[DISABLE_CARD])
    assert name == "Deaktivér betalingskort"
    assert f"<h1>{name}</h1>" in re.sub(r"<h1[^>]*>", "<h1>", ours.client().get(page_of(mine)).content.decode())
