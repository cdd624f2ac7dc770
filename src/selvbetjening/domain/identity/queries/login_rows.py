"""The login log as pages of it are read (LG-02, SB-24)."""

from django.db.models import QuerySet

from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.kernel.ids import OrganizationId


def login_rows(organization: OrganizationId, *, email: str = "", outcome: str = "") -> QuerySet[LoginRequest]:
    """Requests for a login mail, newest first; `email` is a part of the address, `outcome` a reason code. Lazy."""
    rows = LoginRequest.objects.filter(organization_id=organization).order_by("-requested_at", "-id")
    rows = rows.filter(email__icontains=email) if email else rows
    return rows.filter(outcome=outcome) if outcome else rows
