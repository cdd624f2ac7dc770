"""How the program behind an SFTP user behaves: chosen by whoever looks after the user (BP-43, BP-48, annex C.4)."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_KEYS
from selvbetjening.domain.deliveries.rules.names import TEMPORARY
from selvbetjening.domain.identity.actions.ssh_habits import choose_habits
from selvbetjening.domain.identity.rules.ssh_habits import Habits, SshNaming, habits_of
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.sshkeys import holders
from selvbetjening.portals.business.sshkeys.habit_form import HabitsForm
from selvbetjening.portals.gate import requires


@requires(FILES_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def habits(request: CompanyRequest, organization: UUID, ssh_account: UUID) -> HttpResponse:
    """It counts from the next thing on that the program does; files that were received stay as they are."""
    row, acting = holders.found(request, ssh_account), request.acting
    now = habits_of(temporary_names=row.temporary_names, all_in_root=row.all_in_root, naming=row.naming)
    shown = {
        "all_in_root": now.all_in_root,
        "naming": now.naming.value,
        "temporary": "\n".join(now.temporary or TEMPORARY),
    }
    form = HabitsForm(request.POST if request.method == "POST" else None, initial=shown)
    back = reverse("business:sftp_user", args=[acting.here, row.id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        patterns = () if set(given["temporary"]) == set(TEMPORARY) else given["temporary"]
        wanted = Habits(patterns, given["all_in_root"], SshNaming(given["naming"]))
        choose_habits(acting.here, account=row.id, habits=wanted, actor=acting.actor, at=clock.now())
        return saved(request, back)
    title = gettext("How the program of %(name)s behaves") % {"name": row.name}
    return page(request, "business/sshkeys/habits.html", title=title, form=form, back=back, row=row)
