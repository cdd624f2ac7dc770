"""Tables of accounts."""

from selvbetjening.domain.accounts.models.account import Account, Address, CollectionMethod, PartyType
from selvbetjening.domain.accounts.models.grant import AccountantGrant, DocumentRead
from selvbetjening.domain.accounts.models.invitation import EmailChange, RecipientInvitation
from selvbetjening.domain.accounts.models.recipient import Recipient, Role
from selvbetjening.domain.accounts.models.tokens import CustomerToken

__all__ = [
    "Account",
    "AccountantGrant",
    "Address",
    "CollectionMethod",
    "CustomerToken",
    "DocumentRead",
    "EmailChange",
    "PartyType",
    "Recipient",
    "RecipientInvitation",
    "Role",
]
