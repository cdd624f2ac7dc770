"""The button "Test min nøgle", and the check of a key without a connection (BP-42)."""

from datetime import timedelta
from typing import Any

import asyncssh
import pytest

from selvbetjening.domain.identity.actions.ssh_attempts import Tried, note_attempts
from selvbetjening.domain.identity.actions.ssh_keys import disable_key, use_key
from selvbetjening.domain.identity.models import SshAccount, SshKey
from selvbetjening.domain.identity.rules.ssh_doors import Verdict
from selvbetjening.domain.identity.rules.ssh_key_tests import LASTS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import business
from tests.business import BusinessClient
from tests.sftp_keys import TestKey, new_key
from tests.story.sftp.test_key_pages import add, company, holder, keys, opened, text

pytestmark = pytest.mark.usefixtures("database")
LOOKS = 'hx-trigger="every 1s"'


def keyed(language: str = "da") -> tuple[BusinessClient, SshAccount, SshKey, TestKey]:
    """A holder with one key."""
    client = holder(company(), language=language)
    account, pair = opened(client), new_key()
    assert add(client, account, pair.public).status_code == 302
    return client, account, keys(client)[0], pair


def note(account: SshAccount, verdict: Verdict, fingerprint: str = "", *, nobody: bool = False, **more: Any) -> None:
    """Something was tried, with this user's name unless it is `nobody`'s."""
    values: dict[str, Any] = {
        "at": clock.now(), "verdict": verdict, "address": "192.0.2.9", "user_name": account.name,
        "client": "SSH-2.0-WinSCP", "fingerprint": fingerprint,
    }  # fmt: skip
    if not nobody:
        values |= {"organization": account.organization_id, "account": account.id}
    note_attempts(attempts=[Tried(**values | more)])


def test_the_holder_presses_the_button_and_sees_what_to_do(settings: Any) -> None:
    """BP-42: after a key is added the page offers the test; the command has her own name, host and port."""
    settings.SFTP_HOST, settings.SFTP_PORT = "sftp.eksempel.example", 10022
    client, account, key, _pair = keyed()
    shown = text(client.get(client.path("sftp_user", account.id)))
    page = client.path("sftp_key_test", key.id)
    assert "har ikke logget ind endnu" in shown and f'href="{page}"' in shown and "Test min nøgle" in shown
    shown = text(client.get(page))
    assert f"-P 10022 {account.name}@sftp.eksempel.example" in shown
    assert "Start testen" in shown and LOOKS not in shown and key.fingerprint in shown
    assert client.post(page).status_code == 302
    shown = text(client.get(page))
    assert LOOKS in shown and '<noscript><meta http-equiv="refresh" content="5"></noscript>' in shown
    assert shown.count("Venter") == 3 and "Test igen" in shown


def test_a_login_with_the_key_is_told_and_the_page_looks_no_more() -> None:
    """BP-42: a clear success with time, address and program; an earlier login is none."""
    client, account, key, pair = keyed()
    here, page = OrganizationId(account.organization_id), client.path("sftp_key_test", key.id)
    use_key(here, key=key.id, address="192.0.2.9", at=clock.now() - timedelta(seconds=5))
    client.post(page)
    assert "Nøglen virker" not in text(client.get(page))
    use_key(here, key=key.id, address="192.0.2.9", at=clock.now())
    note(account, "ok", pair.fingerprint)
    shown = text(client.get(page))
    assert "Nøglen virker: den har lige logget ind." in shown
    assert "192.0.2.9" in shown and "SSH-2.0-WinSCP" in shown and LOOKS not in shown
    assert shown.count("Gjort") == 3


def test_what_failed_is_told_with_the_doctors_reason() -> None:
    """BP-42, BM-08: another key, a slip in the name, a password; the page goes on looking until the time is over."""
    client, account, key, _pair = keyed()
    page, other = client.path("sftp_key_test", key.id), new_key()
    client.post(page)
    note(account, "unknown_key", other.fingerprint)
    shown = text(client.get(page))
    assert "Nøglen åbnede ikke." in shown and other.fingerprint in shown
    assert "Det er ikke den, du tester." in shown and "Stoppede her" in shown and LOOKS in shown
    note(account, "no_key")
    assert "adgangskode" in text(client.get(page))
    client.post(page)
    slip = account.name[:-1] + ("a" if account.name[-1] != "a" else "b")
    address = str(client.defaults["REMOTE_ADDR"])
    note(account, "unknown_user", user_name=slip, address=address, nobody=True)
    shown = text(client.get(page))
    assert "Brugernavnet findes ikke her" in shown and shown.count("Gjort") == 1
    client.post(page)
    note(account, "ok", other.fingerprint)
    assert "med en anden af brugerens nøgler" in text(client.get(page))


@pytest.mark.parametrize(("language", "silent"), [("da", "Intet nåede os inden for 5 minutter."),
                                                  ("en", "Nothing reached us within 5 minutes.")])  # fmt: skip
def test_after_five_minutes_of_silence_it_says_what_to_check(language: str, silent: str) -> None:
    """BP-42: the time limit; then server, port, network, name, the server's key, the doctor."""
    client, account, key, _pair = keyed(language)
    page = client.path("sftp_key_test", key.id)
    client.post(page)
    with within(OrganizationId(account.organization_id)):
        SshKey.objects.filter(id=key.id).update(test_began_at=clock.now() - LASTS)
    shown = text(client.get(page))
    assert silent in shown and LOOKS not in shown
    assert "nc -vz" in shown and account.name in shown
    assert client.path("sftp_doctor", account.id) in shown and client.path("sftp_server") in shown


def test_what_is_known_beforehand_is_said_before_anybody_tries() -> None:
    """BP-42: a key that is off cannot open, and the page says so at once."""
    client, account, key, _pair = keyed()
    disable_key(OrganizationId(account.organization_id), key=key.id, actor=SYSTEM, at=clock.now())
    for name in ("sftp_key_test", "sftp_key_compare"):
        assert "Nøglen er slået fra" in text(client.get(client.path(name, key.id)))


def test_a_key_is_compared_without_a_connection() -> None:
    """BP-42, KEY-02: type, length, fingerprint; this one, another one of hers, a stranger's, none, a private one."""
    client, account, key, pair = keyed()
    second = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    added = add(client, account, second.export_public_key(), label="Reserve", months="12")
    assert added.status_code == 302
    page = client.path("sftp_key_compare", key.id)
    shown = text(client.get(page))
    assert "ssh-ed25519" in shown and "lang nok" in shown and pair.fingerprint in shown
    assert "kort; lav en ny" in text(client.get(client.path("sftp_key_compare", keys(client)[1].id)))
    for given in (pair.public.decode(), pair.fingerprint):
        assert "Ja, det er nøglen" in text(client.post(page, {"text": given}))
    shown = text(client.post(page, {"text": second.export_public_key().decode()}))
    assert "Nej, det er ikke nøglen" in shown and "anden af brugerens nøgler: Reserve" in shown
    assert "ingen af brugerens nøgler" in text(client.post(page, {"text": new_key().fingerprint}))
    assert "Det er ikke en offentlig nøgle" in text(client.post(page, {"text": "hej"}), 422)
    private = pair.private.export_private_key().decode()
    shown = text(client.post(page, {"text": private}), 422)
    assert "KEY-02" in shown and private.splitlines()[2] not in shown


def test_others_see_no_test() -> None:
    """BP-42, SEC-67: another company's key is not there; a colleague's neither; a manager may look."""
    client, _account, key, _pair = keyed()
    assert client.here
    rival, colleague = holder(company()), holder(client.here)
    for name in ("sftp_key_test", "sftp_key_compare"):
        assert rival.get(rival.path(name, key.id)).status_code == 404
        assert colleague.get(colleague.path(name, key.id)).status_code == 404
        assert colleague.post(colleague.path(name, key.id)).status_code == 404
    boss = business.as_manager(client.here)
    assert boss.get(boss.path("sftp_key_test", key.id)).status_code == 200
