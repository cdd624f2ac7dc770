"""What a card is called: its brand as people write it. Pure."""

from typing import Final

_BRANDS: Final = {
    "visa": "Visa",
    "visa_dk": "Visa/Dankort",
    "visa_dankort": "Visa/Dankort",
    "visa_electron": "Visa Electron",
    "mastercard": "Mastercard",
    "mastercard_debet": "Mastercard Debit",
    "mastercard_debit": "Mastercard Debit",
    "maestro": "Maestro",
    "dankort": "Dankort",
    "amex": "American Express",
    "american_express": "American Express",
    "diners": "Diners Club",
    "diners_club": "Diners Club",
    "jcb": "JCB",
    "unionpay": "UnionPay",
    "discover": "Discover",
    "forbrugsforeningen": "Forbrugsforeningen",
    "cartes_bancaires": "Cartes Bancaires",
}
_METHODS: Final = {"mobilepay": "MobilePay", "mobilepaysubscriptions": "MobilePay", "vipps": "Vipps"}


def brand_name(*, method: str, brand: str) -> str:
    """The brand's name, or the wallet's; empty where the gateway told none."""
    if method in _METHODS:
        return _METHODS[method]
    code = brand.strip().lower().replace("-", "_").replace(" ", "_")
    return _BRANDS.get(code, brand.strip().replace("_", " ").capitalize())


def card_name(*, method: str, brand: str, last4: str) -> str:
    """As the owner knows it: "Visa •••• 4242"; empty where the gateway told neither brand nor digits."""
    return " ".join(part for part in (brand_name(method=method, brand=brand), f"•••• {last4}" if last4 else "") if part)
