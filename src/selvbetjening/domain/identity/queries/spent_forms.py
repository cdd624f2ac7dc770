"""Whether a form was sent before (SEC-35)."""

from selvbetjening.domain.identity.models import RateCount
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.limits import FORMS
from selvbetjening.kernel.ids import OrganizationId


def is_spent(organization: OrganizationId, *, key: str) -> bool:
    """Whether the key has been spent; where somebody spends it this moment, `spend_once` knows better."""
    digest = keyed(organization, label=FORMS.act, secret=key)
    return RateCount.objects.filter(organization_id=organization, act=FORMS.act, subject=digest).exists()
