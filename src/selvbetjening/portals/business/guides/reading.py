"""The guides and the page that leads to them (BP-51)."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import FILES_FETCH
from selvbetjening.domain.deliveries.rules.limits import FORM_LARGEST, LARGEST
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.queries.host_keys import published
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.filetransfer.senders import me
from selvbetjening.portals.business.guides.recipes import RECIPES
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys.doctor_words import TABLE
from selvbetjening.portals.business.sshkeys.users import server
from selvbetjening.portals.gate import requires

VERSION: Final = "1.1"
#: Newest first: the version's day, and what is new in it.
CHANGES: Final[tuple[tuple[str, date, Promise], ...]] = (
    (VERSION, date(2026, 11, 22), _("Test of a key, production after a test, and the server's next keys")),
    ("1.0", date(2026, 11, 22), _("The first version")),
)
GUIDES: Final[dict[str, Promise]] = {
    "sftp": _("My File Transfer over SFTP"),
    "https": _("My File Transfer in the browser (HTTPS)"),
}
LANGUAGES: Final = {"da": "Dansk", "en": "English"}
_NOBODY: Final = "p1234abcd"


@requires(FILES_FETCH)
@require_safe
def guides(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Read more and find help: the guides, and what goes wrong most, with a search."""
    asked = asked_words(request)
    found = [each for code, each in TABLE.items() if code != "ok" and _fits(f"{each.what} {each.fix}", asked)]
    context = {
        "guides": [(code, words, LANGUAGES.items()) for code, words in GUIDES.items()], "asked": asked, "errors": found,
        "server": server(),
    }  # fmt: skip
    return page(request, "business/guides/guides.html", title=gettext("Read more and find help"), **context)


def _fits(text: str, asked: str) -> bool:
    return all(word in text.casefold() for word in asked.casefold().split())


@requires(FILES_FETCH)
@require_safe
def guide(request: CompanyRequest, organization: UUID, guide: str, speech: str) -> HttpResponse:
    """One guide in one language, with the reader's own user name and our server in its commands."""
    if guide not in GUIDES or speech not in LANGUAGES:
        raise Http404
    values = own_values(request)
    with override(speech):
        recipes: dict[str, list[Any]] = {}
        for each in RECIPES:
            recipes.setdefault(each.program, []).append((each, each.filled(values)))
        context = {
            "recipes": recipes, "values": values, "version": VERSION, "changes": CHANGES, "form_largest": FORM_LARGEST,
            "largest": LARGEST, "host_keys": published(), "guide": guide,
            "others": [(code, name) for code, name in LANGUAGES.items() if code != speech],
        }  # fmt: skip
        return page(request, f"business/guides/{guide}.html", title=str(GUIDES[guide]), **context)


def own_values(request: CompanyRequest) -> dict[str, object]:
    """What stands in the commands: the reader's SFTP user, the one for real files first, or an invented one."""
    mine = [
        row
        for row in ssh.accounts(request.acting.here, membership=me(request).id)
        if row.state == "open" and row.membership_id == me(request).id
    ]
    row = min(mine, key=lambda each: each.environment, default=None)
    root = "/test" if row is not None and row.environment == "test" else ""
    keys = [key.fingerprint for key in ssh.host_keys()]
    return {
        **server(), "user": row.name if row else _NOBODY, "is_own": row is not None, "is_test": bool(root),
        "ind": f"{root}/ind/betalingsservice", "ud": f"{root}/ud/betalingsservice", "receipts": f"{root}/kvittering",
        "fingerprint": keys[0] if keys else "SHA256:…",
    }  # fmt: skip
