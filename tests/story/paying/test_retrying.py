"""Try the saved card again (`retry_payment`): shown where a charge failed, done by a job, five times a day at most."""

from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.story.paying.failed import failed_charge
from tests.story.paying.shop import Shop
from tests.story.portal.world import text_of


def test_a_failed_charge_is_tried_again(ours: Shop) -> None:
    """Section 4, `retry_payment`: the card and the amount first, then one attempt, which a job charges."""
    client, page = ours.visitor(), f"/fakturaer/{ours.invoice.id}/"
    here = f"{page}proev-igen/"
    assert here not in client.get(page).content.decode()
    assert client.get(here).headers["Location"] == page
    failed_charge(ours.world)
    assert f'href="{here}"' in client.get(page).content.decode()
    words = text_of(client.get(here))
    assert "Visa •••• 4242" in words and "250,00 kr." in words
    assert "Vi trækker på kortet nu" in text_of(client.post(here, follow=True))
    (attempt,) = ours.attempts()
    assert (attempt.kind, attempt.amount_minor, attempt.state) == ("charge", 25_000, "made")
    # Twice is once: the second press finds it running.
    assert "Vent på svar" in text_of(client.post(here, follow=True))
    assert len(ours.attempts()) == 1 and not ours.book.asked("charge")


def test_what_is_paid_or_not_by_card_is_not_tried(ours: Shop) -> None:
    """Nothing failed, nothing to try; and a neighbour's invoice is unknown (SEC-19)."""
    client, here = ours.visitor(), f"/fakturaer/{ours.invoice.id}/proev-igen/"
    assert "kan ikke trækkes på kortet" in text_of(client.post(here, follow=True))
    failed_charge(ours.world)
    neighbour = portal.client(ours.world.organization, make.recipient(make.account(ours.world.organization)))
    assert neighbour.post(here).status_code == neighbour.get(here).status_code == 404
    with within(ours.id):
        assert CardCollection.objects.get().state == "given_up"
    assert ours.attempts() == []
