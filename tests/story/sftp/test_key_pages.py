"""The pages of SFTP users and keys (BP-42): made, added, refused, switched off, removed, by whom they belong to."""

from typing import Any

import asyncssh
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.html import escape

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.identity.models import LoginAttempt, SshAccount, SshKey
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.business import BusinessClient
from tests.sftp_keys import new_key

pytestmark = pytest.mark.usefixtures("database")
NEUTRAL = "Nøglen kan ikke bruges her. Lav en ny. (KEY-03)"


def company() -> Organization:
    organization = make.organization()
    business.entitle(organization, FILE_TRANSFER)
    return organization


def holder(organization: Organization, *actions: str, language: str = "da") -> BusinessClient:
    """A user's browser who looks after keys, with a fresh MitID for that."""
    member = business.member(organization, grants={FILE_TRANSFER: list(actions or ("send", "fetch", "keys"))})
    client = business.as_member(organization, member, language=language)
    client.confirm("keys")
    return client


def opened(client: BusinessClient, environment: str = "test") -> SshAccount:
    """The person's own SFTP user, made on its page."""
    assert client.post(client.path("sftp_user_new"), {"environment": environment}).status_code == 302
    assert client.here and client.membership
    with within(OrganizationId(client.here.id)):
        return SshAccount.objects.get(membership_id=client.membership.id, environment=environment)


def add(client: BusinessClient, account: SshAccount, text: bytes | str, **more: Any) -> Any:
    pasted = text.decode() if isinstance(text, bytes) else text
    return client.post(client.path("sftp_key_add", account.id), {"text": pasted, "months": "24", "label": "ERP"} | more)


def keys(client: BusinessClient) -> list[SshKey]:
    assert client.here
    with within(OrganizationId(client.here.id)):
        return list(SshKey.objects.filter(organization=client.here).order_by("added_at"))


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content
    return str(response.content.decode())


def test_a_person_gets_a_user_and_two_keys_side_by_side() -> None:
    """BP-42, BM-09: name, environment, keys with type, bits, fingerprint, who, expiry; old and new open together."""
    client = holder(company())
    assert "Der er ingen SFTP-bruger endnu" in text(client.get(client.path("sftp_users")))
    account = opened(client)
    assert account.name[0] == "t" and len(account.name) == 9
    assert "Der er ingen nøgle endnu" in text(client.get(client.path("sftp_user", account.id)))
    first, second = new_key(), asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    second.set_comment("lønkontor")
    assert add(client, account, first.public).status_code == 302
    file = SimpleUploadedFile("id.pub", second.export_public_key("rfc4716"))
    told = add(client, account, "", file=file, label="", months="12", addresses="192.0.2.0/24")
    assert told.status_code == 302, told.content
    shown = text(client.get(client.path("sftp_user", account.id), follow=True))
    assert "under 3072" in shown and "lønkontor" in shown
    assert first.fingerprint in shown and escape("192.0.2.0/24") in shown and "2048" in shown
    assert [(key.state, key.source, key.added_by_id) for key in keys(client)] == [
        ("active", "portal", client.membership and client.membership.id)
    ] * 2
    assert account.name in text(client.get(client.path("sftp_users")))


def test_a_private_key_is_refused_at_once_and_stays_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """BP-42, KEY-02: before MitID is asked for, so that no kept form holds it; not in the page, a log or a table."""
    client = holder(company())
    account = opened(client)
    member = client.membership
    assert member and client.here
    client = business.as_member(client.here, member)  # a new login: nothing is confirmed
    private = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    secret = private.splitlines()[2]
    for given in ({"text": private}, {"file": SimpleUploadedFile("id", private.encode())}):
        shown = text(client.post(client.path("sftp_key_add", account.id), {"months": "24", **given}), 422)
        assert "KEY-02" in shown and "Den er ikke gemt" in shown
        assert secret not in shown
    assert keys(client) == []
    assert secret not in caplog.text
    rows = [bytes(row) for row in LoginAttempt.objects.values_list("kept", flat=True) if row is not None]
    assert rows == [] or all(secret.encode() not in row for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_businesssession WHERE data::text LIKE %s", [f"%{secret}%"])
        assert cursor.fetchone() == (0,)
    asked = text(add(client, account, new_key().public), 401)
    assert "ACC-03" in asked
    assert keys(client) == []


def test_weak_and_odd_keys_say_what_is_wrong() -> None:
    """KEY-01, KEY-04: too short, of a kind that is none, no key at all, two at once, a sixth."""
    client = holder(company())
    account = opened(client)
    short = asyncssh.generate_private_key("ssh-rsa", key_size=1024).export_public_key()
    assert "KEY-01" in text(add(client, account, short), 422)
    old = asyncssh.generate_private_key("ssh-dss").export_public_key()
    assert "KEY-01" in text(add(client, account, old), 422)
    assert "Det er ikke en offentlig nøgle" in text(add(client, account, "hej"), 422)
    both = add(client, account, new_key().public, file=SimpleUploadedFile("b.pub", new_key().public))
    assert "Giv kun én nøgle" in text(both)
    rsa = asyncssh.generate_private_key("ssh-rsa", key_size=2048).export_public_key()
    assert "12 måneder" in text(add(client, account, rsa, months="36"), 422)
    assert "192.0.2.7" in text(add(client, account, new_key().public, addresses="hjemme"), 422)
    for _ in range(5):
        assert add(client, account, new_key().public).status_code == 302
    assert "KEY-04" in text(add(client, account, new_key().public), 409)


def test_a_key_of_somebody_else_is_refused_with_a_neutral_text() -> None:
    """SEC-68, KEY-03, SEC-67: the same words for another company's key, a colleague's, one's own, and a removed one."""
    here, there, taken = holder(company()), holder(company()), new_key()
    theirs, account = opened(there), opened(here)
    assert add(there, theirs, taken.public).status_code == 302
    told = {text(add(here, account, taken.public), 409).count(NEUTRAL)}
    own, gone = new_key(), new_key()
    for key in (own, gone):
        assert add(here, account, key.public).status_code == 302
    assert here.post(here.path("sftp_key_remove", keys(here)[1].id)).status_code == 302
    told |= {text(add(here, account, key.public), 409).count(NEUTRAL) for key in (own, gone)}
    assert here.here
    colleague = holder(here.here)
    told.add(text(add(colleague, opened(colleague), own.public), 409).count(NEUTRAL))
    assert len(told) == 1 and 0 not in told
    shown = text(add(here, account, taken.public), 409)
    assert theirs.name not in shown


def test_off_and_on_and_away() -> None:
    """BP-42, BP-08, BM-06: off at once without MitID, on and away with it; what is away is not there."""
    client = holder(company())
    account = opened(client)
    add(client, account, new_key().public)
    (key,) = keys(client)
    member = client.membership
    assert member and client.here
    plain = business.as_member(client.here, member)
    assert "kan slå nøglen til igen" in text(plain.get(plain.path("sftp_key_off", key.id)))
    assert plain.post(plain.path("sftp_key_off", key.id)).status_code == 302
    assert keys(client)[0].state == "disabled"
    for name in ("sftp_key_on", "sftp_key_remove"):
        assert "ACC-03" in text(plain.post(plain.path(name, key.id)), 401)
    assert client.post(client.path("sftp_key_on", key.id)).status_code == 302
    assert keys(client)[0].state == "active"
    assert client.post(client.path("sftp_key_remove", key.id)).status_code == 302
    assert keys(client)[0].state == "revoked"
    assert client.get(client.path("sftp_key_off", key.id)).status_code == 404


def test_only_the_holder_puts_a_key_in() -> None:
    """SEC-32, BP-42: a manager sees and stops every user of the company, and adds a key to none but her own."""
    organization = company()
    client, boss = holder(organization), business.as_manager(organization)
    boss.confirm("keys")
    account = opened(client)
    assert account.name in text(boss.get(boss.path("sftp_users")))
    assert boss.get(boss.path("sftp_key_add", account.id)).status_code == 404
    assert add(boss, account, new_key().public).status_code == 404
    other = holder(organization)
    assert other.get(other.path("sftp_user", account.id)).status_code == 404
    assert account.name not in text(other.get(other.path("sftp_users")))
    assert boss.post(boss.path("sftp_user_end", account.id)).status_code == 302
    with within(OrganizationId(organization.id)):
        assert SshAccount.objects.get(id=account.id).state == "ended"
    assert client.get(client.path("sftp_user", account.id)).status_code == 404


def test_a_machine_has_rights_of_its_own_and_somebody_responsible() -> None:
    """BP-42, annex B.3: made by a manager, keyed by who answers for it, and given on."""
    organization = company()
    boss, client = business.as_manager(organization), holder(organization)
    boss.confirm("keys")
    assert client.membership
    given = {
        "label": "ERP", "environment": "production", "may": "send", "pbs_numbers": "12345678",
        "responsible": str(client.membership.id),
    }  # fmt: skip
    assert "8 cifre" in text(boss.post(boss.path("sftp_machine_new"), given | {"pbs_numbers": "12"}))
    assert boss.post(boss.path("sftp_machine_new"), given).status_code == 302
    with within(OrganizationId(organization.id)):
        machine = SshAccount.objects.get(organization=organization, is_machine=True)
    assert (machine.may_send, machine.may_fetch, machine.pbs_numbers, machine.name[0]) == (
        True, False, ["12345678"], "p",
    )  # fmt: skip
    assert add(client, machine, new_key().public).status_code == 302
    assert add(boss, machine, new_key().public).status_code == 404
    assert boss.membership
    on = boss.post(boss.path("sftp_responsible", machine.id), {"responsible": str(boss.membership.id)})
    assert on.status_code == 302
    assert add(boss, machine, new_key().public).status_code == 302
    assert client.get(client.path("sftp_user", machine.id)).status_code == 404


def test_the_servers_keys_and_a_fingerprint_to_compare(settings: Any) -> None:
    """BM-09, BP-51: fingerprints, known_hosts, yes and no to what a program shows."""
    ours, client = new_key(), holder(company(), "fetch")
    settings.SFTP_HOST_PUBLIC_KEYS = [" ".join(ours.public.decode().split()[:2])]
    settings.SFTP_HOST, settings.SFTP_PORT = "sftp.eksempel.example", 2222
    shown = text(client.get(client.path("sftp_server")))
    assert ours.fingerprint in shown and "[sftp.eksempel.example]:2222 ssh-ed25519 AAAA" in shown
    lines = text(client.get(client.path("sftp_known_hosts")))
    assert lines == f"[sftp.eksempel.example]:2222 {settings.SFTP_HOST_PUBLIC_KEYS[0]}\n"
    asked = {"ja": f"256 {ours.fingerprint} sftp (ED25519)", "nej": new_key().fingerprint, "hvad": "MD5:aa:bb"}
    told = {name: text(client.get(client.path("sftp_server"), {"fingeraftryk": line})) for name, line in asked.items()}
    assert "Ja, det er vores servers nøgle" in told["ja"]
    assert "Nej, det er ikke en af vores servers nøgler" in told["nej"]
    assert "Der er intet fingeraftryk" in told["hvad"]
    settings.SFTP_HOST_PUBLIC_KEYS = []
    assert "er ikke offentliggjort endnu" in text(client.get(client.path("sftp_server")))
