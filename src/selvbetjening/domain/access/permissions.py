"""What may be asked for in the business portal: one code for each action of each solution (BP-13, BP-28).

An Access Manager holds every code of every solution that the company has, and `MANAGE`; anybody else what the live
grants name. Selvbetjening's own acts for a company's *customers* are `organizations.permissions`.
"""

from typing import Final

SELVBETJENING: Final = "selvbetjening"
KUNDEPORTAL: Final = "bs-kundeportal"
FILE_TRANSFER: Final = "my-file-transfer"
BS_WEB: Final = "bs-web"
APPLICATIONS: Final = "ansoegning"

#: The actions of each solution, the plainest first.
ACTIONS: Final[dict[str, tuple[str, ...]]] = {
    SELVBETJENING: ("view", "customers", "money", "plans", "settings", "export", "view_as"),
    KUNDEPORTAL: ("view", "export", "link"),
    FILE_TRANSFER: ("fetch", "send", "keys", "approve"),
    BS_WEB: ("view", "edit", "approve", "send"),
    APPLICATIONS: ("view", "draft", "sign"),
}

MANAGE: Final = "access.manage"
SELVBETJENING_VIEW: Final = "selvbetjening.view"
SELVBETJENING_CUSTOMERS: Final = "selvbetjening.customers"
SELVBETJENING_MONEY: Final = "selvbetjening.money"
SELVBETJENING_PLANS: Final = "selvbetjening.plans"
SELVBETJENING_SETTINGS: Final = "selvbetjening.settings"
SELVBETJENING_EXPORT: Final = "selvbetjening.export"
SELVBETJENING_VIEW_AS: Final = "selvbetjening.view_as"
FILES_FETCH: Final = "my-file-transfer.fetch"
FILES_SEND: Final = "my-file-transfer.send"
FILES_KEYS: Final = "my-file-transfer.keys"
FILES_APPROVE: Final = "my-file-transfer.approve"

#: What API users may do to each resource of the API; `api.<resource>` is what an address of that door asks for.
API_RESOURCES: Final[dict[str, tuple[str, ...]]] = {
    "accounts": ("read", "create", "update"),
    "recipients": ("read", "create", "update", "delete"),
    "contracts": ("read", "create", "update", "delete"),
    "plans": ("read", "create", "update"),
    "subscriptions": ("read", "create", "update", "cancel"),
    "paymentcards": ("read", "create", "disable"),
    "draftinvoicelines": ("read", "create", "update", "delete"),
    "invoices": ("read", "create", "update"),
    "webhooks": ("read", "create", "update", "delete"),
    "self_service": ("initiate",),
    "deliveries": ("read", "create"),
    "outputs": ("read",),
    "contents": ("read",),
    "receipts": ("read",),
    "mandates": ("read",),
    "status": ("read",),
}
API_RIGHTS: Final = frozenset(f"{resource}.{verb}" for resource, verbs in API_RESOURCES.items() for verb in verbs)
#: What "everything" does not hold: moving money at a bank, and the files that say who pays whom, are given by name.
API_NAMED_ONLY: Final = frozenset({"deliveries.create", "contents.read"})


def api_codes() -> frozenset[str]:
    """Every code that an address of the API may ask for."""
    return frozenset(f"api.{resource}" for resource in API_RESOURCES)


def codes() -> frozenset[str]:
    """Every code that a page of the business portal may ask for."""
    return frozenset({MANAGE} | {f"{solution}.{action}" for solution, actions in ACTIONS.items() for action in actions})
