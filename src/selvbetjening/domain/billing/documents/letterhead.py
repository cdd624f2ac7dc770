"""What our letters on paper need to know about the company that writes them."""

from typing import Final

from selvbetjening.domain.billing.documents.press import Company
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.colour import ColourRefused, brand
from selvbetjening.kernel.ids import OrganizationId

#: The customer door's page that checks receipts; its urls hold the same path.
VERIFY_PATH: Final = "/verificer/"

#: What the files are called, Danish and English.
RECEIPT_NAMES: Final = {
    "cancel": ("kvittering-opsigelse.pdf", "receipt-cancellation.pdf"),
    "withdraw": ("kvittering-fortrydelse.pdf", "receipt-withdrawal.pdf"),
    "contract": ("aftale.pdf", "contract.pdf"),
}


def company_of(organization: OrganizationId) -> Company:
    """Name, address, look and logo of the company, as printed on its letters."""
    owner = organizations.get(organization)
    logo = organizations.logo(organization)
    lines = (
        owner.address_line,
        f"{owner.postal_code} {owner.city}".strip(),
        f"CVR {owner.cvr}" if owner.cvr else "",
        owner.email,
        owner.phone,
    )
    return Company(
        owner.name, tuple(line for line in lines if line), _readable(owner.brand_colour),
        bytes(logo.png) if logo else None,
    )  # fmt: skip


def _readable(colour: str) -> str:
    try:
        return colour if brand(colour) else ""
    except ColourRefused:
        return ""
