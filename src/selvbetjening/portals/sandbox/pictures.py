"""Pictures in a shown mail: fetched for the reader, as mail programs do; no page of ours gives them to another site.

A browser would be refused: every answer says `Cross-Origin-Resource-Policy: same-origin` (SEC-133).
"""

import re
from base64 import b64encode
from datetime import datetime
from typing import Final

from selvbetjening.domain.messaging.queries import LOGO_PATH
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within

_LOGO: Final = re.compile(rf'src="https?://([^/":]+)(?::\d+)?{re.escape(LOGO_PATH)}[^"]*"')


def with_logos(html: str, *, at: datetime) -> str:
    """The mail's HTML with the companies' logos in it, instead of their addresses; other pictures are left."""

    def embedded(found: re.Match[str]) -> str:
        host = organizations.by_host(name=found[1], at=at)
        if host is None:
            return found[0]
        with within(host.organization):
            logo = organizations.logo(host.organization)
        return found[0] if logo is None else f'src="data:image/png;base64,{b64encode(bytes(logo.png)).decode()}"'

    return _LOGO.sub(embedded, html)
