"""Who acts with a membership of her own."""

from uuid import UUID

from django.http import Http404

from selvbetjening.portals.business.requests import CompanyRequest


def own(request: CompanyRequest) -> UUID:
    """The visitor's membership. Raises Http404 for an operator, who has none and manages nobody (BP-33)."""
    if request.acting.standing is None:
        raise Http404
    return request.acting.standing.membership.id
