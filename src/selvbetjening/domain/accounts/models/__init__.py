"""Tables of accounts."""

from selvbetjening.domain.accounts.models.account import Account, Address, CollectionMethod, PartyType
from selvbetjening.domain.accounts.models.recipient import Recipient, Role

__all__ = ["Account", "Address", "CollectionMethod", "PartyType", "Recipient", "Role"]
