"""Each change to an SFTP user or its keys is mailed to its holder and to the Access Managers (BP-42)."""

import pytest

from selvbetjening.domain.access.models import Notice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import business, outbox
from tests.sftp_keys import new_key
from tests.story.login.login_steps import run_jobs
from tests.story.sftp.test_key_pages import add, company, holder, keys, opened

pytestmark = pytest.mark.usefixtures("database")


def test_holder_and_managers_hear_of_every_change(posted: list[outbox.Mail]) -> None:
    """BP-42, BP-77: the user, the key, off, on and away; with the fingerprint, and never the key itself."""
    organization = company()
    boss, client, key = business.member(organization, role="access_manager"), holder(organization), new_key()
    account = opened(client)
    run_jobs(organization)
    assert add(client, account, key.public).status_code == 302
    run_jobs(organization)
    (row,) = keys(client)
    for name in ("sftp_key_off", "sftp_key_on", "sftp_key_remove"):
        assert client.post(client.path(name, row.id)).status_code == 302
        run_jobs(organization)
    assert client.post(client.path("sftp_user_end", account.id)).status_code == 302
    run_jobs(organization)
    assert client.membership
    mine = [mail for mail in posted if account.name in mail.subject]
    assert sorted({mail.to for mail in mine}) == sorted({boss.email, client.membership.email})
    assert len(mine) == 2 * 6
    told = [mail.text for mail in mine if mail.to == boss.email]
    said = ("blev åbnet", "fik en ny nøgle", "slået fra", "slået til igen", "blev fjernet", "blev lukket")
    assert all(words in text for words, text in zip(said, told, strict=True))
    assert all(key.fingerprint in text for text in told[1:5])
    blob = key.public.decode().split()[1]
    assert not any(blob in mail.text or blob in mail.html for mail in mine)
    assert client.membership.surname not in told[0]
    with within(OrganizationId(organization.id)):
        assert Notice.objects.filter(code__startswith="keys:").count() == 12
