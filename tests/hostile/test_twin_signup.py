"""Two proven browsers of one address sign up at the same moment (SB-12, LG-03)."""

from functools import partial

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.portal.test_signup import FORM, proven
from tests.story.portal.world import World


def test_one_address_gets_one_recipient(ours: World) -> None:
    """SB-12: the others are led to the login; twins would bar each other for good (LG-03)."""
    presses = [partial(proven(ours).post, "/opret/?kundetype=privat", FORM) for _ in range(6)]
    led_to = sorted(answer.headers["Location"] for answer in at_once(presses))
    assert led_to == ["/log-ind/"] * 5 + ["/nyt-abonnement/"]
    with within(ours.id):
        assert Recipient.objects.filter(email="ny@example.com").count() == 1
