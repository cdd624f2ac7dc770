"""Who somebody is before the law, in words (PTY-1)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTY_TYPES: Final[dict[str, Promise]] = {
    "consumer": _("Private person"),
    "business": _("Company"),
    "public": _("Public institution"),
}
#: The Danish words in the address of the sign-up form.
ADDRESS_WORDS: Final = {"privat": "consumer", "virksomhed": "business", "offentlig": "public"}
