"""A body that is larger than anything our pages ask for is refused unread (SEC-150)."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from selvbetjening.config.errors import too_large
from selvbetjening.domain.deliveries.rules.limits import CHUNK, DELIVERY_MOST

#: The pages that take files: a dispute and a message in it; and, for larger ones, a company's import and deliveries.
_UPLOADS = re.compile(r"/fakturaer/[0-9a-f-]{36}/indsigelse/|/indsigelser/[0-9a-f-]{36}/skriv/")
_IMPORT = re.compile(r"/v/[0-9a-f-]{36}/(selvbetjening/indlaesning|my-file-transfer/send)/")
#: Where machines send many objects at once; each address has its own limit there (portals.api.door).
_API = re.compile(r"/api/v1/.*")
#: Files that come over the API, in Base64 inside JSON.
_DELIVERY = re.compile(r"/api/v1/deliveries/?")
#: A piece of a file that is uploaded (business-portal.md annex E).
_PIECE = re.compile(r"/v/[0-9a-f-]{36}/my-file-transfer/uploads/[0-9a-f-]{36}/")


class BodySize:
    """Answers 413 by the announced length, before anything reads the body; a page that takes files may get more.

    Django limits fields but writes a file of any size to the disk, for every page and before a view is asked. A body
    without an announced length is empty to Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > _most(request.path):
            return too_large(request)
        return self.get_response(request)


def _most(path: str) -> int:
    if _DELIVERY.fullmatch(path):
        return DELIVERY_MOST
    if _API.fullmatch(path):
        return int(settings.API_BULK_MAX_SIZE)
    if _IMPORT.fullmatch(path):
        return int(settings.IMPORT_MAX_SIZE)
    if _PIECE.fullmatch(path):
        return CHUNK
    return int(settings.UPLOAD_MAX_SIZE if _UPLOADS.fullmatch(path) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
