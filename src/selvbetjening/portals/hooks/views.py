"""A gateway's notice: verified, kept, answered; the work comes afterwards (G7)."""

from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from selvbetjening.domain.billing.actions.take_notice import keep_notice
from selvbetjening.domain.payments.ports import BadSignature
from selvbetjening.domain.payments.queries.gateways import is_known
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.gate import public

log = structlog.get_logger("selvbetjening.hooks")


# A machine posts here: no cookie is read, and nothing but a right signature over the raw bytes counts (SEC-77).
@public
@csrf_exempt
@require_POST
def notice(request: HttpRequest, organization: UUID, gateway_account: UUID, gateway: str) -> HttpResponse:
    """204 for what was kept, was kept before, or means nothing to us; 400 for a signature that does not fit.

    An address that is nobody's answers as a wrong signature does: nobody learns which companies there are (SEC-19).
    """
    company = OrganizationId(organization)
    try:
        if not is_known(company, gateway_account=gateway_account, gateway=gateway):
            raise BadSignature
        kept = keep_notice(
            company, gateway_account=gateway_account, headers=request.headers, body=request.body, at=clock.now()
        )
    except BadSignature:
        log.warning("notice refused", gateway=gateway, organization=str(organization))
        return HttpResponse(status=400)
    log.info("notice", gateway=gateway, organization=str(organization), outcome="kept" if kept else "known")
    return HttpResponse(status=204)
