"""How the program behind an SFTP user behaves, set on the user's page (BP-43, BP-48, annex C.4)."""

import pytest

from selvbetjening.domain.deliveries.rules.names import TEMPORARY
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine
from selvbetjening.domain.identity.actions.ssh_habits import choose_habits
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.rules.ssh_habits import HabitRefused, Habits, SshNaming, patterns_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import business
from tests.story.sftp.test_key_pages import company, holder, opened, text

pytestmark = pytest.mark.usefixtures("database")


def test_the_holder_chooses_and_it_is_recorded_once() -> None:
    """BP-43, BP-48, annex C.4: off at first; shown on the user's page; the same again is no second fact; undone."""
    client = holder(company())
    account = opened(client)
    address = client.path("sftp_habits", account.id)
    page = text(client.get(address))
    assert all(pattern in page for pattern in ("*.filepart", "*.cyberducksegment*", ".in.*"))
    assert "navne som i portalen" in text(client.get(client.path("sftp_user", account.id)))
    chosen = {"all_in_root": "on", "naming": "legacy", "temporary": "*.Undervejs\r\n*.tmp\r\n*.tmp"}
    for _ in range(2):
        assert client.post(address, chosen).status_code == 302
    shown = text(client.get(client.path("sftp_user", account.id)))
    assert "alt i roden" in shown and "gamle navne" in shown and "egne navne på ufærdige filer" in shown
    assert client.here is not None
    with within(OrganizationId(client.here.id)):
        row = SshAccount.objects.get(id=account.id)
        (fact,) = Event.objects.filter(organization_id=client.here.id, name="identity.ssh_habits_chosen")
    assert (row.all_in_root, row.naming, row.temporary_names) == (True, "legacy", ["*.undervejs", "*.tmp"])
    assert fact.data["ssh_account"] == str(account.id)
    back = {"naming": "portal", "temporary": "\n".join(TEMPORARY)}
    assert client.post(address, back).status_code == 302
    with within(OrganizationId(client.here.id)):
        row.refresh_from_db()
    assert (row.all_in_root, row.naming, row.temporary_names) == (False, "portal", [])


@pytest.mark.parametrize("wrong", ["*", "a/b", "?*", "x" * 61, "\n".join(f"*.{place}" for place in range(31))])
def test_a_pattern_that_would_keep_everything_back_is_refused(wrong: str) -> None:
    """Annex C.4: said at its field, and nothing is changed; nor through the action itself."""
    client = holder(company(), language="en")
    account = opened(client)
    response = client.post(client.path("sftp_habits", account.id), {"naming": "portal", "temporary": wrong})
    assert "error-summary" in text(response)
    with pytest.raises(HabitRefused):
        patterns_of(text=wrong)
    assert client.here is not None
    with pytest.raises(HabitRefused):
        choose_habits(
            OrganizationId(client.here.id), account=account.id, habits=Habits(temporary=("*",)), actor=SYSTEM,
            at=clock.now(),
        )  # fmt: skip


def test_who_may_choose() -> None:
    """BP-43, SEC-19: whoever looks after the user, and the Access Managers; to everybody else it is not there."""
    organization = company()
    mine, other = holder(organization), holder(organization)
    account = opened(mine)
    boss = business.as_member(organization, business.member(organization, role="access_manager"))
    chosen = {"all_in_root": "on", "naming": SshNaming.PORTAL.value, "temporary": ""}
    assert other.get(other.path("sftp_habits", account.id)).status_code == 404
    assert other.post(other.path("sftp_habits", account.id), chosen).status_code == 404
    sender = holder(organization, "send")
    assert sender.post(sender.path("sftp_habits", account.id), chosen).status_code == 403
    stranger = holder(company())
    assert stranger.get(stranger.path("sftp_habits", account.id)).status_code == 404
    with within(OrganizationId(organization.id)):
        assert not SshAccount.objects.get(id=account.id).all_in_root
    assert other.membership is not None
    machine = open_for_machine(
        OrganizationId(organization.id), label="ERP", responsible=other.membership.id, environment="test",
        actor=SYSTEM, at=clock.now(),
    )  # fmt: skip
    assert boss.post(boss.path("sftp_habits", account.id), chosen).status_code == 302
    assert other.post(other.path("sftp_habits", machine.id), chosen).status_code == 302
