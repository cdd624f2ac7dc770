"""The words that documents print, in Danish and English.

Not gettext: the language belongs to the document (XB-19), not to whoever looks at it, and rendering needs no settings.
"""

from types import MappingProxyType
from typing import Final

Words = MappingProxyType[str, str]

_PAIRS: Final[dict[str, tuple[str, str]]] = {
    # key: (Danish, English)
    "invoice": ("Faktura", "Invoice"),
    "credit_note": ("Kreditnota", "Credit note"),
    "billed_to": ("Faktureres til", "Billed to"),
    "credited_to": ("Krediteres", "Credited to"),
    "invoice_number": ("Fakturanummer", "Invoice number"),
    "credit_note_number": ("Kreditnotanummer", "Credit note number"),
    "invoice_date": ("Fakturadato", "Invoice date"),
    "credit_note_date": ("Kreditnotadato", "Credit note date"),
    "due_date": ("Forfaldsdato", "Due date"),
    "due_by": ("Betales senest", "Pay no later than"),
    "account_code": ("Kundenummer", "Customer number"),
    "cvr": ("CVR-nr.", "CVR no."),
    "vat_number": ("Momsnr.", "VAT no."),
    "ean": ("EAN-nr.", "EAN no."),
    "case_number": ("Sagsnr.", "Case no."),
    "po_number": ("Rekvisitionsnr.", "Purchase order"),
    "reference": ("Deres reference", "Your reference"),
    "original": ("Vedrører faktura", "Amends invoice"),
    "original_of": ("af", "of"),
    "reason": ("Årsag", "Reason"),
    "description": ("Beskrivelse", "Description"),
    "quantity": ("Antal", "Quantity"),
    "unit_price": ("Stykpris\nekskl. moms", "Unit price\nexcl. VAT"),
    "unit_price_gross": ("Stykpris\ninkl. moms", "Unit price\nincl. VAT"),
    "vat": ("Moms", "VAT"),
    "amount": ("Beløb\nekskl. moms", "Amount\nexcl. VAT"),
    "period": ("Periode", "Period"),
    "discount": ("Rabat", "Discount"),
    "subtotal": ("I alt ekskl. moms", "Total excl. VAT"),
    "vat_total": ("Moms i alt", "Total VAT"),
    "total": ("I alt inkl. moms", "Total incl. VAT"),
    "to_pay": ("Beløb at betale", "Amount to pay"),
    "to_credit": ("Beløb til gode", "Amount in your favour"),
    "nothing_to_pay": ("Intet at betale", "Nothing to pay"),
    "vat_base": ("grundlag", "tax base"),
    "vat_in_kroner": ("Moms i danske kroner", "VAT in Danish kroner"),
    "vat_of": ("moms af", "VAT on"),
    "payment": ("Betaling", "Payment"),
    "by_card_if": (
        "Betales med kort: Trækkes på forfaldsdagen, hvis du da har et gyldigt kort hos os og stadig betaler med kort.",
        "Paid by card: charged on the due date if you then have a valid card with us and still pay by card.",
    ),
    # As it was printed before `by_card_if`: what was frozen then is still drawn with it, byte by byte (XB-28).
    "by_card": ("Beløbet trækkes på dit betalingskort.", "The amount is charged to your payment card."),
    "by_debit": (
        "Trækkes via Betalingsservice, når beløbet står på din betalingsoversigt. Står det ikke der, så betal selv:",
        "Taken through Betalingsservice when it stands on your payment overview. If it does not, pay it yourself:",
    ),
    "debit_numbers": (
        "Betalingsservice: PBS-nr. {pbs}, deb.gr.nr. {group}, kundenr. {customer}",
        "Betalingsservice: PBS no. {pbs}, debtor group {group}, customer no. {customer}",
    ),
    "fik": ("Indbetalingskort", "Payment slip"),
    "bank_registration": ("Reg.nr.", "Reg. no."),
    "bank_account": ("konto", "account"),
    "xml_about": ("Det samme dokument til bogføringssystemer (UBL)", "The same document for bookkeeping systems (UBL)"),
    "note": ("Bemærkning", "Note"),
    "page": ("Side", "Page"),
    "page_of": ("af", "of"),
    "logo_of": ("Logo for", "Logo of"),
    "phone": ("Tlf.", "Phone"),
    "category_Z": ("0 % moms", "Zero-rated"),
    "category_E": ("Momsfritaget", "Exempt from VAT"),
    "category_AE": ("Omvendt betalingspligt", "Reverse charge"),
    "category_O": ("Uden for momsloven", "Outside the scope of VAT"),
    "mark_Z": ("0 %", "0%"),
    "mark_E": ("Momsfri", "Exempt"),
    "mark_AE": ("Omvendt", "Reverse"),
    "mark_O": ("Uden moms", "No VAT"),
    "note_AE": (
        "Omvendt betalingspligt, køber afregner momsen.",
        "Reverse charge: the buyer settles the VAT.",
    ),
}

WORDS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        language: MappingProxyType({key: pair[column] for key, pair in _PAIRS.items()})
        for column, language in enumerate(("da", "en"))
    }
)
