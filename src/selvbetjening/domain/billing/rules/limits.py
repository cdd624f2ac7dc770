"""How often is too often, for what anybody may try without a login (security.md 5.2)."""

from typing import Final

from selvbetjening.domain.identity.rules.limits import Limit

VERIFICATIONS: Final = Limit("verify_receipt", 60)
GUEST_REQUESTS: Final = Limit("guest_request", 30)
GUEST_LINKS: Final = Limit("guest_link", 30)

#: Mails to one address in one hour, as for logins (LG-15).
GUEST_MAILS_PER_HOUR: Final = 5
#: Contracts that one request may lead to: an invoice may be for several.
LINKS_AT_ONCE: Final = 5
CODE_TRIES: Final = 5
