"""The connection doctor (BM-08): one's own attempts with reason and fix, others' never."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from django.utils.html import escape
from django.utils.translation import override

from selvbetjening.domain.identity.actions.ssh_attempts import Tried, note_attempts
from selvbetjening.domain.identity.rules.ssh_doors import Verdict
from selvbetjening.kernel import clock
from selvbetjening.portals.business.sshkeys.doctor_words import told
from tests import business
from tests.story.sftp.test_key_pages import company, holder, opened, text

pytestmark = pytest.mark.usefixtures("database")
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_verdict_has_its_reason_and_fix(language: Any) -> None:
    """BM-08: the fix table is whole in both languages."""
    client = holder(company(), language=language)
    account = opened(client)
    here = account.organization_id
    at = clock.now()
    note_attempts(attempts=[
        Tried(at=at - timedelta(seconds=place), verdict=each, address="192.0.2.9", user_name=account.name,
              organization=here, account=account.id, client="SSH-2.0-OpenSSH_9.9", wanted="kex: <x>")
        for place, each in enumerate(VERDICTS)
    ])  # fmt: skip
    shown = text(client.get(client.path("sftp_doctor", account.id)))
    with override(language):
        for each in VERDICTS:
            said = told(each)
            assert escape(str(said.what)) in shown
            assert each == "ok" or (said.fix and escape(str(said.fix)) in shown)
    assert "SSH-2.0-OpenSSH_9.9" in shown and "kex: &lt;x&gt;" in shown


def test_what_others_tried_is_never_shown() -> None:
    """BM-08, SEC-65: not another company's, not from elsewhere, and a name that exists looks like one that does not."""
    client, rival = holder(company()), holder(company())
    mine, theirs = opened(client), opened(rival)
    free = theirs.name[0] + "".join("z" if sign != "z" else "y" for sign in theirs.name[1:])
    address = str(client.defaults["REMOTE_ADDR"])
    page = client.path("sftp_doctor", mine.id)
    assert "Intet har nået os endnu" in text(client.get(page))
    assert 'hx-get="' not in text(client.get(page))
    assert client.post(page).status_code == 302
    at = clock.now()
    note_attempts(attempts=[
        Tried(at=at, verdict="unknown_user", address=address, user_name=free, fingerprint="SHA256:fremmed"),
        Tried(at=at, verdict="unknown_key", address=address, user_name=theirs.name, organization=theirs.organization_id,
              account=theirs.id, fingerprint="SHA256:deres"),
        Tried(at=at, verdict="no_key", address=address, user_name=theirs.name),
        Tried(at=at, verdict="unknown_user", address="198.51.100.1", user_name="root"),
    ])  # fmt: skip
    shown = text(client.get(page))
    assert "Intet har nået os endnu" in shown and 'hx-trigger="every 1s"' in shown and "<noscript>" in shown
    for word in (free, theirs.name, "SHA256:fremmed", "SHA256:deres", "root"):
        assert word not in shown
    note_attempts(attempts=[Tried(at=at, verdict="unknown_user", address=address, user_name="lonafdeling")])
    shown = text(client.get(page))
    assert "lonafdeling" in shown and "Brugernavnet findes ikke her" in shown
    assert client.get(client.path("sftp_doctor", theirs.id)).status_code == 404
    colleague = holder(here_of(client))
    assert colleague.get(colleague.path("sftp_doctor", mine.id)).status_code == 404
    boss = business.as_manager(here_of(client))
    assert mine.name in text(boss.get(boss.path("sftp_doctor", mine.id)))


def here_of(client: business.BusinessClient) -> Any:
    assert client.here is not None
    return client.here


def test_firewall_and_host_keys_are_there(settings: Any) -> None:
    """BM-08: the way out for whoever never reaches us at all."""
    settings.SFTP_HOST, settings.SFTP_PORT = "sftp.eksempel.example", 10022
    client = holder(company())
    shown = text(client.get(client.path("sftp_doctor", opened(client).id)))
    assert "nc -vz sftp.eksempel.example 10022" in shown
    assert "Test-NetConnection sftp.eksempel.example -Port 10022" in shown


def test_what_needs_somebody_stands_before_the_logins_that_worked() -> None:
    """BM-08: the newest try, then what failed; a hundred logins of a program do not hide it. A ban says until when."""
    client = holder(company())
    account = opened(client)
    at = clock.now()

    def tried(verdict: Verdict, minutes: int, wanted: str = "") -> Tried:
        return Tried(
            at=at - timedelta(minutes=minutes), verdict=verdict, address="192.0.2.9", user_name=account.name,
            organization=account.organization_id, account=account.id, wanted=wanted,
        )  # fmt: skip

    logins = [tried("ok", minutes) for minutes in range(1, 6)]
    note_attempts(attempts=[*logins, tried("banned", 9, wanted="22-11-2026 16:30")])
    shown = text(client.get(client.path("sftp_doctor", account.id)))
    assert shown.count("Logget ind") == 1
    assert "Adressen er spærret for en tid" in shown and "22-11-2026 16:30" in shown
    assert shown.index("22-11-2026 16:30") < shown.index("4 logins mere, der virkede")
    assert "lukkes ude i en halv time" in shown
