"""Which rows belong to an account, found by the tables' own relations: a new table is exported from its first day."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, Field, Model, Q

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.rights.rules.tables import COMPANY, FILES, OPERATION, TAKEN_OUT, USERS, purpose_of
from selvbetjening.kernel.ids import OrganizationId

_DOMAIN: Final = "selvbetjening.domain."
_AT_ONCE: Final = 200

#: Tables that name a person of the account and not the account: table → the column with the recipient's id.
BY_RECIPIENT: Final = {
    "identity.DirectLink": "recipient_id",
    "identity.LoginLink": "recipient_id",
    "identity.LoginRequest": "links__recipient_id",
    "identity.LinkEvent": "link__recipient_id",
    "identity.PortalSession": "recipient_id",
}
#: Keys by which a gateway would charge, or show, somebody's card: no part of what a person is told, and no good in a
#: file that is downloaded.
SECRETS: Final = {
    "payments.PaymentCard": {"external_id", "customer_ref", "fingerprint"},
    "payments.GatewayPayer": {"external_id"},
    "payments.Attempt": {"url", "external_ref"},
}
#: There `account_id` is an SFTP user of the company, and no customer.
_OF_SFTP_USERS: Final = "deliveries"
#: Mails carry their receiver in their key; the address alone may stand on another account, too (XB-39).
MAIL: Final = "messaging.Message"


def tables() -> list[type[Model]]:
    """Every table that may hold something about a customer, by name; the company's own users are none."""
    found = [model for model in apps.get_models() if model.__module__.startswith(_DOMAIN) and model._meta.managed]
    without = {COMPANY, FILES, OPERATION, TAKEN_OUT, USERS}
    return sorted((model for model in found if purpose_of(table=model._meta.label) not in without), key=_label)


@cache
def path_to_account(*, model: type[Model]) -> str:
    """The query path from a row to the id of the account it belongs to; empty where its relations lead to none."""
    if model is Account:
        return "pk"
    columns = {field.attname for field in model._meta.concrete_fields}
    if "account_id" in columns and model._meta.app_label != _OF_SFTP_USERS:
        return "account_id"
    for field in _parents(model):
        path = path_to_account(model=field.related_model)
        if path:
            return f"{field.name}__{path}" if path != "pk" else field.attname
    return ""


def rows(organization: OrganizationId, *, account: UUID, model: type[Model]) -> Iterator[Model]:
    """The account's rows of one table, by key; read in pieces."""
    after: Any = None
    mine = model._default_manager.filter(Q(organization_id=organization) & _belongs(organization, account, model))
    mine = mine.order_by("pk").distinct()
    while piece := list((mine if after is None else mine.filter(pk__gt=after))[:_AT_ONCE]):
        after = piece[-1].pk
        yield from piece


def count(organization: OrganizationId, *, account: UUID, model: type[Model]) -> int:
    """How many rows of this table belong to the account."""
    mine = model._default_manager.filter(Q(organization_id=organization) & _belongs(organization, account, model))
    return mine.distinct().count()


def file_columns(*, model: type[Model]) -> list[str]:
    """The columns that hold whole documents; digests and salts have a length."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, BinaryField) and field.max_length is None]


def as_data(*, row: Model) -> dict[str, Any]:
    """One row as plain values: all but bytes, keys, the company it stands with, folded copies, a mail in HTML."""
    fields = [field for field in row._meta.concrete_fields if not _left_out(row, field)]
    return {field.attname: getattr(row, field.attname) for field in fields}


def recipients(organization: OrganizationId, *, account: UUID) -> list[UUID]:
    """Everybody on the account, by id."""
    found = Recipient.objects.filter(organization_id=organization, account_id=account)
    return list(found.order_by("id").values_list("id", flat=True))


def _belongs(organization: OrganizationId, account: UUID, model: type[Model]) -> Q:
    path = path_to_account(model=model)
    if path:
        return Q(**{path: account})
    people = recipients(organization, account=account)
    if model._meta.label == MAIL:
        mine = Q(pk__in=[])
        for person in people:
            mine |= Q(key__endswith=f":{person}")
        return mine
    if model._meta.label in BY_RECIPIENT:
        return Q(**{f"{BY_RECIPIENT[model._meta.label]}__in": people})
    return Q(pk__in=[])


def _left_out(row: Model, field: "Field[Any, Any]") -> bool:
    if isinstance(field, BinaryField) or field.attname == "organization_id" or field.generated:
        return True
    if field.name in SECRETS.get(row._meta.label, ()):
        return True
    return row._meta.label == MAIL and field.name == "html"


def _parents(model: type[Model]) -> list["Field[Any, Any]"]:
    relations = [f for f in model._meta.concrete_fields if f.many_to_one or f.one_to_one]
    found = [f for f in relations if f.related_model is not model]  # a row of the same table leads nowhere new
    return sorted((f for f in found if f.name != "organization"), key=lambda field: field.null)


def _label(model: type[Model]) -> str:
    return model._meta.label
