"""Pages about being told: the list, one's choices, addresses that take no mail, the language (BP-77, BP-79, BP-30)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.actions.write_managers import write_managers
from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.access.queries import bouncing
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import PostRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make, outbox
from tests.story.login.login_steps import run_jobs

pytestmark = pytest.mark.usefixtures("database")


class Firm:
    """A company with an Access Manager and a user, each with a browser."""

    def __init__(self) -> None:
        self.ours = make.organization(name="Nordlys Træning")
        self.id = OrganizationId(self.ours.id)
        self.boss = business.member(self.ours, role="access_manager")
        self.row = business.member(self.ours, who=business.user(name="Kasper Solbjerg"))
        self.manager = business.as_member(self.ours, self.boss)
        self.kasper = business.as_member(self.ours, self.row)

    def told(self, to: Membership, *, kind: str = "ends", about: Membership | None = None) -> Notice:
        at = clock.now()
        day = at.date() + timedelta(days=3)
        return tell(
            self.id, to=self.fresh(to), key=f"{kind}:{to.id}:{at.isoformat()}",
            notice=NewNotice(kind, "other:end", "adgang/", about=about.id if about else None, last_on=day),
            draw=mails.access_ending, at=at,
            values=lambda _language: {"solution": "", "last_on": day, "days": 3, "path": f"/v/{self.id}/"},
        )  # fmt: skip

    def fresh(self, row: Membership) -> Membership:
        with within(self.id):
            return Membership.objects.get(id=row.id)


def text(client: business.BusinessClient, name: str, *args: Any) -> str:
    return str(client.get(client.path(name, *args)).content.decode())


def test_the_list_shows_what_was_told_and_counts_what_is_new_bp_77() -> None:
    """BP-77: the frame counts on every page; the press marks what was shown; nobody sees another's."""
    firm = Firm()
    assert "Her er ikke noget endnu" in text(firm.manager, "notices")
    told = firm.told(firm.boss, about=firm.row)
    assert "Notifikationer (1 nye)" in text(firm.manager, "front")
    page = text(firm.manager, "notices")
    assert "Kasper Solbjerg" in page and f"N-{told.id.hex[-8:].upper()}" in page and "1 er ikke læst" in page
    assert "Kasper Solbjerg" not in text(firm.kasper, "notices").partition("<main")[2]
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until
    firm.told(firm.boss)
    assert firm.manager.post(firm.manager.path("notices_read"), {"until": until[1]}).status_code == 302
    assert "1 er ikke læst" in text(firm.manager, "notices"), "what came meanwhile is new"
    for wrong in ("", "yesterday", "2026-99-99T00:00:00Z", "2026-03-10T10:00:00"):
        assert firm.manager.post(firm.manager.path("notices_read"), {"until": wrong}).status_code == 302
    assert "Notifikationer (1 nye)" in text(firm.manager, "front")


def test_a_message_to_the_managers_is_read_here_bp_31() -> None:
    """BP-31, BP-77: who wants no mail of it reads it in the portal; its markup is text."""
    firm = Firm()
    guest = business.user(name="Ib Gæst")
    firm.manager.post(firm.manager.path("notice_choices"), {"language": "da", "messages": "portal"})
    write_managers(
        firm.id, user=guest.id, sender="Ib Gæst", email="ib@firma.example", text="Må jeg <b>komme</b> ind?",
        at=clock.now(),
    )  # fmt: skip
    run_jobs(firm.ours)
    page = text(firm.manager, "notices")
    assert "Ib Gæst, ib@firma.example" in page and "Må jeg &lt;b&gt;komme&lt;/b&gt; ind?" in page


def test_one_chooses_for_oneself_and_goes_back_to_standard_bp_77() -> None:
    """BP-77: kinds of managers are not offered to users; security stands there and is not in the form."""
    firm = Firm()
    page = text(firm.kasper, "notice_choices")
    assert 'name="ends"' in page and 'name="users"' not in page and "kan ikke slås fra" in page
    assert 'name="users"' in text(firm.manager, "notice_choices")
    assert 'name="own_access"' not in page and 'name="managers"' not in text(firm.manager, "notice_choices")
    address = firm.kasper.path("notice_choices")
    wrong = firm.kasper.post(address, {"language": "da", "ends": "never", "answers": "mail"})
    assert wrong.status_code == 200 and firm.fresh(firm.row).notice_ways == {}
    chosen = {
        "language": "en",
        "ends": "digest",
        "answers": "portal",
        "own_access": "portal",
        "files": "mail",
        "file_tasks": "mail",
        "files_ready": "mail",
        "debits": "mail",
    }
    assert firm.kasper.post(address, chosen).status_code == 302
    row = firm.fresh(firm.row)
    assert (row.notice_ways, row.language) == ({"ends": "digest", "answers": "portal"}, "en")
    assert 'value="digest" selected' in text(firm.kasper, "notice_choices")
    firm.kasper.post(address, {"standard": "1"})
    assert firm.fresh(firm.row).notice_ways == {}
    assert firm.fresh(firm.boss).notice_ways == {}


def test_an_address_that_takes_no_mail_is_seen_and_mended_bp_77(posted: list[outbox.Mail]) -> None:
    """BP-77: on the manager's list and page, on the user's own pages, with what to do; either of them mends it."""
    firm = Firm()
    outbox.REFUSED[firm.row.email] = PostRefused("recipient_550", permanent=True)
    firm.told(firm.row)
    run_jobs(firm.ours)
    assert "mails kommer ikke frem" in text(firm.manager, "members")
    assert "Mails til 1 bruger kommer ikke frem" in text(firm.manager, "front")
    assert "Mails til denne bruger kommer ikke frem" in text(firm.manager, "member", firm.row.id)
    assert "Mails til dig kommer ikke frem" in text(firm.kasper, "notices")
    assert "Mails til dig kommer ikke frem" in text(firm.kasper, "front")
    firm.kasper.post(firm.kasper.path("own_email_confirm"), {})
    with within(firm.id):
        assert bouncing(firm.id) == set()
    firm.told(firm.row)
    run_jobs(firm.ours)
    address = firm.manager.path("member_email", firm.row.id)
    assert "Virker adressen igen?" in firm.manager.get(address).content.decode()
    assert firm.manager.post(address, {"email": "ikke en adresse"}).status_code == 200
    assert firm.manager.post(address, {"email": "ny@firma.example"}).status_code == 302
    assert firm.fresh(firm.row).email == "ny@firma.example"
    assert "mails kommer ikke frem" not in text(firm.manager, "members")
    assert firm.kasper.get(firm.kasper.path("member_email", firm.boss.id)).status_code == 403
    run_jobs(firm.ours)
    assert [mail.to for mail in posted if "noteret denne e-mailadresse" in mail.text] == ["ny@firma.example"]


def test_the_language_is_kept_for_the_person_in_every_browser_bp_79() -> None:
    """BP-79: Danish at first; the switch counts here at once and, from the next login on, everywhere."""
    firm = Firm()
    assert "<html" in text(firm.kasper, "front") and 'lang="da"' in text(firm.kasper, "front")
    firm.kasper.post("/sprog/", {"language": "en", "next": firm.kasper.path("front")})
    assert "Front page" in text(firm.kasper, "front")
    assert User.objects.get(id=firm.row.user_id).language == "en"
    firm.kasper.post("/sprog/", {"language": "xx"})
    assert User.objects.get(id=firm.row.user_id).language == "en"
    stranger = business.stranger(firm.ours)
    stranger.post("/sprog/", {"language": "en"})
    assert User.objects.get(id=firm.boss.user_id).language == ""


def test_every_page_of_the_demo_says_that_it_is_one_bp_85(settings: Any) -> None:
    """BP-85: clearly marked, in both languages, also before the login; and nowhere else."""
    firm = Firm()
    english = business.as_member(firm.ours, firm.boss, language="en")
    for client, said in ((firm.manager, "virksomheder og personer er opfundet"), (english, "the people are invented")):
        assert said in text(client, "front") and said in client.get("/krav/").content.decode()
    settings.DEMO = False
    assert "virksomheder og personer er opfundet" not in text(firm.manager, "front")
