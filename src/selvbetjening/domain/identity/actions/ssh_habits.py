"""Choose how the door behaves for an SFTP user's program. Who may ask for it, the door has asked before."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import SshHabitsChosen
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.rules.ssh_habits import Habits, checked, habits_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def choose_habits(organization: OrganizationId, *, account: UUID, habits: Habits, actor: Actor, at: datetime) -> bool:
    """Let it count from the next act of a connection on; whether anything changed (BP-43, BP-48, annex C.4).

    Records `SshHabitsChosen` where it did. Raises `HabitRefused` for a pattern that cannot be used, and DoesNotExist.
    """
    checked(patterns=habits.temporary)
    with within(organization):
        row = SshAccount.objects.select_for_update().get(organization_id=organization, id=account)
        if habits_of(temporary_names=row.temporary_names, all_in_root=row.all_in_root, naming=row.naming) == habits:
            return False
        row.temporary_names, row.all_in_root = list(habits.temporary), habits.all_in_root
        row.naming = habits.naming
        row.save(update_fields=["temporary_names", "all_in_root", "naming"])
        fact = SshHabitsChosen(
            ssh_account=row.id, all_in_root=habits.all_in_root, naming=habits.naming.value,
            temporary_names=habits.temporary,
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
        return True
