"""Every sentence that an explanation may consist of: kind or kind and form → Danish, English (CM-01)."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "first_invoice": ("Det er den første faktura for {product}.", "This is the first invoice for {product}."),
    "single": ("Fakturaen er kun for {product}.", "This invoice is for {product} only."),
    "plan": ("Du er skiftet fra {old} til {new}: {change}.", "You moved from {old} to {new}: {change}."),
    "interval": ("{product}, fra {old} til {new}: {change}.", "{product}, from {old} to {new}: {change}."),
    "period": (
        "{product} dækker {new} i stedet for {old}, til en anden pris: {change}.",
        "{product} covers {new} instead of {old}, at another price: {change}.",
    ),
    "plan_change": ("Fra {old} til {new}: {change}.", "From {old} to {new}: {change}."),
    "plan_change_interval": (
        "{product} betales nu {new} i stedet for {old}: {change}.",
        "{product} is now paid {new} instead of {old}: {change}.",
    ),
    "plan_change_credited": (
        "Fra {old} til {new}: {change}. Det, du havde betalt for de samme dage, står på en kreditnota.",
        "From {old} to {new}: {change}. What you had paid for the same days is on a credit note.",
    ),
    "plan_interval_credited": (
        "{product} betales nu {new} i stedet for {old}: {change}. Det, du havde betalt for dagene, er en kreditnota.",
        "{product} is now paid {new} instead of {old}: {change}. What you had paid for the days is a credit note.",
    ),
    "quantity_change": (
        "Antallet af {product} er ændret fra {old} til {new} for resten af perioden: {change}.",
        "The quantity of {product} changed from {old} to {new} for the rest of the period: {change}.",
    ),
    "discount_start_change": ("Rabat på {product}: {change}.", "Discount on {product}: {change}."),
    "price_change": (
        "Prisen på {product} er ændret for resten af perioden: {change}.",
        "The price of {product} changed for the rest of the period: {change}.",
    ),
    "days_rest": (
        "{product} i {old}, resten af perioden: {change}.",
        "{product} for {old}, the rest of the period: {change}.",
    ),
    "days_rest_credited": (
        "{product} i {old}: {change}. Det, du havde betalt for de samme dage, står på en kreditnota.",
        "{product} for {old}: {change}. What you had paid for the same days is on a credit note.",
    ),
    "days_back": ("Tilbage for {product}: {change}.", "Unused time on {product}: {change}."),
    "days_last_change": (
        "Sidste faktura var for en ændring af {product}; den er ikke med nu: {change}.",
        "The last invoice was for a change of {product}, which is not part of this one: {change}.",
    ),
    "days_again": ("Nu er det en hel periode, {product}: {change}.", "Now a whole period, {product}: {change}."),
    "days_again_month": ("Nu er det en hel måned, {product}: {change}.", "Now a whole month, {product}: {change}."),
    "days_again_year": ("Nu er det et helt år, {product}: {change}.", "Now a whole year, {product}: {change}."),
    "days_counted": (
        "Nu er det en hel periode af {product}, {old} × {new}: {change}.",
        "Now a whole period of {product}, {old} × {new}: {change}.",
    ),
    "days_counted_month": (
        "Nu er det en hel måned af {product}, {old} × {new}: {change}.",
        "Now a whole month of {product}, {old} × {new}: {change}.",
    ),
    "days_counted_year": (
        "Nu er det et helt år af {product}, {old} × {new}: {change}.",
        "Now a whole year of {product}, {old} × {new}: {change}.",
    ),
    "quantity": (
        "Antallet af {product} er ændret fra {old} til {new}: {change}.",
        "The quantity of {product} changed from {old} to {new}: {change}.",
    ),
    "price_up": (
        "Prisen på {product} er steget fra {old} til {new}: {change}.",
        "The price of {product} rose from {old} to {new}: {change}.",
    ),
    "price_down": (
        "Prisen på {product} er faldet fra {old} til {new}: {change}.",
        "The price of {product} fell from {old} to {new}: {change}.",
    ),
    "days": (
        "{product} dækker {new} i stedet for {old}: {change}.",
        "{product} covers {new} instead of {old}: {change}.",
    ),
    "more_days": ("Denne gang er der også {product}: {change}.", "This time there is also {product}: {change}."),
    "less_days": (
        "Sidste gang var der også {product}: {change}.",
        "Last time there was also {product}: {change}.",
    ),
    "taken_off": ("{product} er trukket fra: {change}.", "{product} is taken off: {change}."),
    "taken_off_gone": (
        "Fradraget på sidste faktura er ikke med nu, {product}: {change}.",
        "What the last invoice took off is not part of this one, {product}: {change}.",
    ),
    "discount_start": ("Du får rabat på {product}: {change}.", "You get a discount on {product}: {change}."),
    "discount_end": ("Rabatten på {product} er slut: {change}.", "The discount on {product} has ended: {change}."),
    "discount_change": (
        "Rabatten på {product} er ændret: {change}.",
        "The discount on {product} has changed: {change}.",
    ),
    "vat_rate": (
        "Momsen på {product} er ændret fra {old} til {new}: {change}.",
        "The VAT on {product} changed from {old} to {new}: {change}.",
    ),
    "one_off": ("Kun på denne faktura: {product}, {change}.", "On this invoice only: {product}, {change}."),
    "one_off_gone": (
        "{product} var kun på sidste faktura: {change}.",
        "{product} was on the last invoice only: {change}.",
    ),
    "fee": ("Et gebyr er lagt til, {product}: {change}.", "A fee was added, {product}: {change}."),
    "interest": ("Der er lagt renter til, {product}: {change}.", "Interest was added, {product}: {change}."),
    "rounding": ("Momsen er afrundet anderledes: {change}.", "The VAT was rounded differently: {change}."),
}
