"""An account as `account.created` and `account.updated` tell it (fenerum-api.md 5 and 15)."""

from typing import Any

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.webhooks.documents.values import instant


def account_data(*, account: Account) -> dict[str, Any]:
    """Every field that Fenerum's clients know, and ours after them."""
    billing = account.billing_address
    same = not account.billing_address_line
    return {
        "uuid": str(account.id),
        "code": account.code,
        "company_name": account.name,
        "legal_address": account.address_line,
        "legal_zipcode": account.postal_code,
        "legal_city": account.city,
        "legal_country": account.country,
        "legal_vat_number": account.vat_number or account.cvr or None,
        "billing_same_as_legal": same,
        "billing_address": None if same else billing.line,
        "billing_zipcode": None if same else billing.postal_code,
        "billing_city": None if same else billing.city,
        "billing_country": None if same else billing.country,
        "created_date": instant(at=account.created_at),
        "language": account.language,
        "party_type": account.party_type,
        "ean_number": account.ean or None,
        "default_collection_method": account.collection_method,
    }
