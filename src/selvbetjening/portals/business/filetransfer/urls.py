"""Addresses below `my-file-transfer/`: view and name; and the entries of the solution's menu."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.filetransfer import (
    approval_rules,
    collecting,
    deciding,
    delivery,
    explaining,
    feed,
    feeds,
    listing,
    offline,
    orders,
    pieces,
    previewing,
    production,
    rules,
    sending,
    uploads,
    verifying,
    wholeness,
)

Route = tuple[str, Callable[..., HttpResponseBase], str]

_ONE: Final = "leverancer/<uuid:delivery>/"
ROUTES: Final[tuple[Route, ...]] = (
    ("", listing.deliveries, "mft"),
    ("send/", sending.send, "mft_send"),
    ("uploads/", uploads.create, "mft_uploads"),
    ("uploads/<uuid:upload>/", uploads.upload, "mft_upload"),
    ("uploads/<uuid:upload>/finish/", pieces.finish, "mft_upload_finish"),
    ("hel/<uuid:waiting_file>/", wholeness.whole, "mft_whole"),
    ("proevekoersel/<uuid:preview>/", previewing.preview, "mft_preview"),
    ("proevekoersel/<uuid:preview>/linje/<int:line>/", explaining.preview_line, "mft_preview_line"),
    (_ONE, delivery.delivery, "mft_delivery"),
    (f"{_ONE}fil/", collecting.delivered, "mft_delivered"),
    (f"{_ONE}linje/<int:line>/", explaining.line, "mft_line"),
    (f"{_ONE}fortryd/", deciding.withdraw, "mft_withdraw"),
    (f"{_ONE}dublet/", deciding.duplicate, "mft_duplicate"),
    (f"{_ONE}godkend/", deciding.approve, "mft_approve"),
    ("bestillinger/<uuid:batch>/godkend/", orders.approve_held_orders, "mft_approve_orders"),
    ("kvitteringer/<uuid:receipt>/", delivery.receipt, "mft_receipt"),
    ("hent/", collecting.collect, "mft_collect"),
    ("hent/feed/", feeds.feeds, "mft_feeds"),
    ("hent/<uuid:out_file>/", collecting.out_file, "mft_out_file"),
    ("regler/", rules.rules, "mft_rules"),
    ("regler/godkendelse/", approval_rules.approval_rules, "mft_approval_rules"),
    ("regler/godkendelse/ny/", approval_rules.approval_rule, "mft_approval_rule_new"),
    ("regler/godkendelse/<slug:rule>/", approval_rules.approval_rule, "mft_approval_rule"),
    ("produktion/", production.production, "mft_production"),
    ("produktion/aabn/", production.open_it, "mft_production_open"),
    ("produktion/luk/", production.close_it, "mft_production_close"),
)
MENU: Final[tuple[tuple[Promise, str], ...]] = (
    (_("Deliveries"), "mft"),
    (_("Send files"), "mft_send"),
    (_("Fetch files"), "mft_collect"),
    (_("Rules for files"), "mft_rules"),
    (_("Production"), "mft_production"),
)
#: Outside the companies, for everybody: address, view, name.
PUBLIC: Final[tuple[Route, ...]] = (
    ("kvittering/", verifying.verify_receipt, "verify_receipt"),
    ("feed/<uuid:organization>.atom", feed.feed, "mft_feed"),
    ("feed/<uuid:organization>/<str:token>.atom", feed.feed, "mft_feed_with"),
    ("kvittering/uden-net/", offline.offline, "offline"),
    ("kvittering/uden-net/gem/", offline.offline_file, "offline_file"),
    ("kvittering/allowed_signers", verifying.signers, "allowed_signers"),
)
