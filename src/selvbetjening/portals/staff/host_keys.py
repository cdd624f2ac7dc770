"""The SFTP server's keys, a change that is announced, and who still meets the key that goes (BM-09)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from selvbetjening.domain.identity.queries.host_keys import beside, changes, published
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import all_organizations
from selvbetjening.portals.staff.pages import page


def host_keys(request: HttpRequest) -> HttpResponse:
    """Every SFTP user beside each change: those that only know the retiring key are named, the others are counted."""
    coming = changes()
    companies = all_organizations(request) if coming else []
    found = []
    for change in coming:
        rows = []
        for company in companies:
            with within(OrganizationId(company.id)):
                rows += [(company, each) for each in beside(OrganizationId(company.id), change=change)]
        left = [row for row in rows if row[1].standing == "retiring"]
        known = sum(row[1].standing == "knows" for row in rows)
        share = round(100 * len(left) / (len(left) + known)) if left or known else 0
        found.append((change, left, known, len(rows) - len(left) - known, share))
    return page(
        request, "staff/host_keys.html", title=gettext("Keys of the SFTP server"), keys=published(), found=found
    )
