"""The solution's pages: address below `my-file-transfer/`, view, name; and its menu."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.filetransfer import (
    collecting,
    deciding,
    delivery,
    explaining,
    listing,
    pieces,
    previewing,
    rules,
    sending,
    uploads,
    verifying,
)
from selvbetjening.portals.business.sshkeys import urls as of_keys

Route = tuple[str, Callable[..., HttpResponseBase], str]

NAME: Final = "My File Transfer"
_ONE: Final = "leverancer/<uuid:delivery>/"
ROUTES: Final[tuple[Route, ...]] = (
    ("", listing.deliveries, "mft"),
    ("send/", sending.send, "mft_send"),
    ("uploads/", uploads.create, "mft_uploads"),
    ("uploads/<uuid:upload>/", uploads.upload, "mft_upload"),
    ("uploads/<uuid:upload>/finish/", pieces.finish, "mft_upload_finish"),
    ("proevekoersel/<uuid:preview>/", previewing.preview, "mft_preview"),
    ("proevekoersel/<uuid:preview>/linje/<int:line>/", explaining.preview_line, "mft_preview_line"),
    (_ONE, delivery.delivery, "mft_delivery"),
    (f"{_ONE}fil/", collecting.delivered, "mft_delivered"),
    (f"{_ONE}linje/<int:line>/", explaining.line, "mft_line"),
    (f"{_ONE}fortryd/", deciding.withdraw, "mft_withdraw"),
    (f"{_ONE}dublet/", deciding.duplicate, "mft_duplicate"),
    (f"{_ONE}godkend/", deciding.approve, "mft_approve"),
    ("kvitteringer/<uuid:receipt>/", delivery.receipt, "mft_receipt"),
    ("hent/", collecting.collect, "mft_collect"),
    ("hent/<uuid:out_file>/", collecting.out_file, "mft_out_file"),
    ("regler/", rules.rules, "mft_rules"),
    *of_keys.ROUTES,
)
Entries = tuple[tuple[Promise, str], ...]
MENU: Final[tuple[tuple[Promise | str, Entries], ...]] = (
    (
        "",
        (
            (_("Deliveries"), "mft"),
            (_("Send files"), "mft_send"),
            (_("Fetch files"), "mft_collect"),
            (_("Rules for files"), "mft_rules"),
            *of_keys.MENU,
        ),
    ),
)

urlpatterns = [
    path("kvittering/", verifying.verify_receipt, name="verify_receipt"),
    path("kvittering/allowed_signers", verifying.signers, name="allowed_signers"),
    *(path(f"v/<uuid:organization>/my-file-transfer/{route}", view, name=name) for route, view, name in ROUTES),
]
