"""What a file's effects depend on beside the files themselves (BM-01)."""

from typing import Any

from django.db.models import Count, Max, Q

from selvbetjening.domain.directdebit.lifecycle import STANDING_COLLECTION
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement
from selvbetjening.kernel.ids import OrganizationId

#: What of an agreement says whether a line is taken, when it is paid, and what it replaces.
_TERMS = (
    "pbs_number", "is_test", "role", "state", "product", "on_closed_day", "several_a_day", "on_repeat", "on_late",
    "accept_partly",
)  # fmt: skip


def world(organization: OrganizationId) -> dict[str, Any]:
    """Other values whenever terms were changed, or invoices of our own were asked for or withdrawn. As JSON."""
    terms = CreditorAgreement.objects.filter(organization_id=organization).order_by("id").values_list(*_TERMS)
    ours = Collection.objects.filter(organization_id=organization, account__isnull=False).aggregate(
        last=Max("made_at"), standing=Count("id", filter=Q(state__in=STANDING_COLLECTION))
    )
    last = ours["last"]
    return {
        "terms": [list(row) for row in terms],
        "asked": last.isoformat() if last else "",
        "standing": ours["standing"],
    }
