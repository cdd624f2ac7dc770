"""Addresses of the money's pages, below `selvbetjening/`."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.business.selvbetjening.money import (
    books,
    card_refunds,
    credits,
    debit_again,
    debit_give_up,
    debits,
    disputes,
    dues,
    electronic,
    invoices,
    late,
    mandate_orders,
    open_items,
    payments,
    settlements,
)

Route = tuple[str, Callable[..., HttpResponseBase], str]

_ACCOUNT: Final = "konti/<uuid:account>/"
_INVOICE: Final = f"{_ACCOUNT}fakturaer/<uuid:invoice>/"
ROUTES: Final[tuple[Route, ...]] = (
    ("fakturaer/", invoices.invoices, "sb_invoices"),
    ("fakturaer/fil/", invoices.invoices_file, "sb_invoices_file"),
    (_INVOICE, payments.payment, "sb_payment"),
    (f"{_INVOICE}kreditnota/", credits.invoice_credit, "sb_credit"),
    (f"{_INVOICE}opkraev-igen/", debit_again.debit_again, "sb_debit_again"),
    (f"{_INVOICE}kunden-betaler/", debit_give_up.debit_give_up, "sb_debit_give_up"),
    (f"{_INVOICE}rykkere/", late.claims_page, "sb_claims"),
    (f"{_ACCOUNT}betalingsservice/tilmeld/", mandate_orders.mandate_order, "sb_mandate_order"),
    (f"{_ACCOUNT}betalingsservice/fortryd/", mandate_orders.mandate_undo, "sb_mandate_undo"),
    (f"{_ACCOUNT}betalingsservice/<uuid:mandate>/afslut/", mandate_orders.mandate_end, "sb_mandate_end"),
    (f"{_ACCOUNT}penge/", credits.money, "sb_money"),
    (f"{_ACCOUNT}posteringer/", card_refunds.entries, "sb_entries"),
    (f"{_ACCOUNT}betalinger/<uuid:payment>/giv-tilbage/", card_refunds.give_back, "sb_give_back"),
    ("aabne-poster/", open_items.open_items, "sb_open_items"),
    ("aabne-poster/fil/", open_items.open_items_file, "sb_open_items_file"),
    ("for-sent-betalt/", late.late_page, "sb_late"),
    ("indsigelser/<uuid:dispute>/", disputes.dispute_page, "sb_dispute"),
    ("indsigelser/bilag/<uuid:file>/", disputes.file_page, "sb_dispute_file"),
    ("til-gode/", dues.dues, "sb_dues"),
    ("e-fakturaer/", electronic.electronic_page, "sb_e_invoices"),
    ("betalingsservice/", debits.debits, "sb_debits"),
    ("afregninger/", settlements.settlements, "sb_settlements"),
    ("afregninger/fil/", settlements.settlements_file, "sb_settlements_file"),
    ("bogholderi/", books.books, "sb_books"),
    ("bogholderi/fil/", books.books_file, "sb_books_file"),
    ("bogholderi/andre-systemer/", books.foreign, "sb_foreign"),
)
