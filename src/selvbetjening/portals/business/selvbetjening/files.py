"""Files that leave: always with the permission to export, and with MitID afresh (BP-08, SEC-121)."""

from django.http import HttpResponse


def csv_file(content: bytes, name: str) -> HttpResponse:
    """The bytes as a file of this name (without ending)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
