"""Whose page it is, where a page is about the visitor's own membership."""

from uuid import UUID

from django.http import Http404

from selvbetjening.portals.business.requests import CompanyRequest


def own(request: CompanyRequest) -> UUID:
    """The visitor's membership. Raises Http404 for an operator, who has none."""
    if request.acting.standing is None:
        raise Http404
    return request.acting.standing.membership.id
