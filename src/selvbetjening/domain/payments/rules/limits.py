"""How often is too often, for what anybody may try with a payment link (security.md 5.2)."""

from typing import Final

from selvbetjening.domain.identity.rules.limits import Limit

#: Addresses that are no link of ours, from one network: somebody guesses.
LINKS_MISSED: Final = Limit("pay_link_missed", 30)
#: Payments begun or broken off, by one link and from one network.
LINKS_BEGUN: Final = Limit("pay_link_begun", 30)
LINKS_BEGUN_FROM: Final = Limit("pay_link_begun_from", 60)
