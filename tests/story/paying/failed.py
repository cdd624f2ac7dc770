"""An invoice whose card could not be charged."""

from datetime import timedelta

from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import CardCollection, GatewayAccount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests.card_book import VISA
from tests.story.portal.world import World


def failed_charge(owner: World, *, state: str = "given_up") -> CardCollection:
    """The world's invoice, given up after one try; the account's card is still there. Needs a gateway."""
    with within(owner.id):
        gateway = GatewayAccount.objects.get(organization_id=owner.id, is_active=True)
        keep_card(owner.id, account=owner.account.id, gateway_account=gateway, instrument=VISA, actor=SYSTEM,
                  at=clock.now())  # fmt: skip
        made, _ = CardCollection.objects.update_or_create(
            organization_id=owner.id, invoice=owner.invoice,
            defaults={"account": owner.account, "state": state, "first_on": clock.today() - timedelta(days=9),
                      "next_on": None, "tries": 1, "reason": "declined", "made_at": clock.now()},
        )  # fmt: skip
    return made
