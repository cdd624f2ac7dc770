"""Which card is charged first (CD-05)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.queries.cards import card_to_charge
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests.story.cards_portal.wallet import by_card, card, facts, foreign, saved, stripe
from tests.story.portal.world import NOW, World, text_of


def charged(owner: World) -> str:
    with within(owner.id):
        found = card_to_charge(owner.id, account=owner.account.id, currency="DKK", today=NOW.date())
    return found.last4 if found else ""


def test_choosing_another_undoes_the_choice_cd_05(ours: World, present: object) -> None:
    """CD-05: exactly one default; choosing the other one takes it over, and back again."""
    at = stripe(ours)
    first, second = saved(ours, at, "1111"), saved(ours, at, "2222")
    client = ours.client()
    assert charged(ours) == "1111"
    present(NOW + timedelta(minutes=1))  # type: ignore[operator]
    answer = client.post(f"/kort/{second.id}/standard/", follow=True)
    assert "Der trækkes først på Visa •••• 2222 fra nu af." in text_of(answer)
    assert charged(ours) == "2222"
    assert f"/kort/{second.id}/standard/" not in answer.content.decode()
    present(NOW + timedelta(minutes=2))  # type: ignore[operator]
    client.post(f"/kort/{first.id}/standard/")
    assert charged(ours) == "1111"
    assert facts(ours).count("payments.default_card_chosen") == 2


@pytest.mark.parametrize("case", ["expired", "foreign"])
def test_a_card_that_cannot_be_charged_is_no_default(case: str, ours: World) -> None:
    """CD-05: an expired card, or one of a gateway we do not speak to, is refused with words and changes nothing."""
    at = stripe(ours)
    saved(ours, at, "1111")
    other = foreign(ours) if case == "foreign" else saved(ours, at, "2222", exp_month=1, exp_year=2026)
    answer = ours.client().post(f"/kort/{other.id}/standard/", follow=True)
    assert ("udløbet" if case == "expired" else "ikke trækkes på dette kort mere") in text_of(answer)
    assert charged(ours) == "1111" and card(ours, other.id).default_at is None


def test_an_expired_default_gives_way_to_a_good_one(ours: World, present: object) -> None:
    """CD-01, CD-05: the day the default expires the good card pays, and the page says which subscriptions it pays."""
    at = stripe(ours)
    saved(ours, at, "1111", exp_month=3, exp_year=2026)
    saved(ours, at, "2222")
    by_card(ours)
    assert charged(ours) == "1111"
    present(NOW + timedelta(days=30))  # type: ignore[operator]
    words = text_of(ours.client().get("/kort/"))
    assert words.index("Basishold", words.index("2222"))
    with within(ours.id):
        found = card_to_charge(
            ours.id, account=ours.account.id, currency="DKK", today=(NOW + timedelta(days=30)).date()
        )
    assert found and found.last4 == "2222"


def test_a_card_disabled_meanwhile_is_no_default(ours: World) -> None:
    """CD-05: another window has disabled it: words, and the other one stays the default."""
    at = stripe(ours)
    saved(ours, at, "1111")
    gone = saved(ours, at, "2222")
    disable_card(ours.id, account=ours.account.id, card=gone.id, by="customer", actor=SYSTEM, at=NOW)
    answer = ours.client().post(f"/kort/{gone.id}/standard/", follow=True)
    assert "allerede deaktiveret" in text_of(answer) and charged(ours) == "1111"


def test_get_changes_nothing(ours: World) -> None:
    """SEC-136: only a post chooses."""
    mine = saved(ours, stripe(ours))
    assert ours.client().get(f"/kort/{mine.id}/standard/").status_code == 405
