"""Make a login link for an operator; whoever may run commands on the server may make one (SEC-34)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import get_user_model
from django.db import transaction

from selvbetjening.domain.identity.models import StaffLink
from selvbetjening.domain.identity.models.digests import staff_digest
from selvbetjening.kernel import tokens
from selvbetjening.kernel.addresses import normalise_email

LIFE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class MadeStaffLink:
    """The link's token, shown this once; only its digest is kept."""

    token: str
    expires_at: datetime


def make_staff_link(*, email: str, at: datetime) -> MadeStaffLink:
    """A link that logs this operator in once, within ten minutes; a new operator is made, without a usable password.

    Raises `InvalidEmail`, and PermissionError for an operator who was made inactive.
    """
    address = normalise_email(email)
    user_model = get_user_model()
    token = tokens.new_token()
    with transaction.atomic():
        user, made = user_model.objects.get_or_create(
            username=address, defaults={"email": address, "is_staff": True, "is_superuser": True}
        )
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        if not user.is_active or not user.is_staff:
            raise PermissionError(f"{address} is not an active operator.")
        StaffLink.objects.create(user=user, token_digest=staff_digest(token=token), expires_at=at + LIFE)
    return MadeStaffLink(token, at + LIFE)
