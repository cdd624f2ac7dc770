"""Columns: an organization on every tenant model (SEC-15), foreign keys in the database, `_at` and `_on`."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from tests.house.catalogue import Connection, lines
from tests.house.models import domain_models, relations
from tests.house.without_organization import TABLES

ROOT_TABLE = "organizations_organization"
#: A day, or one that bounds others: the first (`_from`), the first one after (`_until`), and that of a document.
DAYS = ("_on", "_from", "_until", "_date")
AT = {"at"}  # tenancy.DoorwayUse and others: the instant of the row itself


def carries(model: type[Model]) -> bool:
    """Whether the model's table has the organization's column."""
    return any(field.column == "organization_id" for field in model._meta.local_concrete_fields)


def unowned(found: Iterable[type[Model]], without: Iterable[str]) -> list[str]:
    """Models that belong to no organization and are not on the list of those that need not."""
    free = {*without, ROOT_TABLE}
    return [model.__name__ for model in found if not carries(model) and model._meta.db_table not in free]


def badly_named(found: Iterable[type[Model]]) -> list[str]:
    """Instants that are not called `…_at`, days that are not called `…_on` or for what they bound."""
    faults = []
    for model in found:
        for field in model._meta.local_concrete_fields:
            name = field.name.removesuffix("s") if field.name.endswith("_ats") else field.name
            if isinstance(field, models.DateTimeField):
                sound = name.endswith(("_at", "_until")) or name in AT
            else:
                sound = not isinstance(field, models.DateField) or name.endswith(DAYS)
            faults += [] if sound else [f"{model.__name__}.{field.name}"]
    return faults


KEYS = """
    SELECT c.relname || '.' || a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
    WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace
"""


def unkeyed(connection: Connection, found: Iterable[type[Model]]) -> list[str]:
    """Relations that Django knows and the database does not enforce."""
    enforced = set(lines(connection, KEYS))
    declared = (f"{model._meta.db_table}.{field.column}" for model, field, _ in relations(found) if field.column)
    return sorted(set(declared) - enforced)


def test_every_model_has_an_organization_or_a_reason() -> None:
    """SEC-15."""
    assert unowned(domain_models(), TABLES) == []


def test_instants_end_on_at_and_days_on_on() -> None:
    assert badly_named(domain_models()) == []


def test_every_relation_is_a_foreign_key_in_the_database(owner_connection: Connection) -> None:
    """SEC-12: composite keys are plain SQL in migrations, so a forgotten one would leave no key at all."""
    assert unkeyed(owner_connection, domain_models()) == []


def test_a_dropped_key_is_seen(owner_connection: Connection) -> None:
    """SEC-12."""
    query = """SELECT conname FROM pg_constraint WHERE conrelid = 'accounts_recipient'::regclass AND contype = 'f'
        AND cardinality(conkey) = 2"""
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("SET LOCAL lock_timeout = '5s'")
        for name in lines(owner_connection, query):
            owner_connection.execute(f'ALTER TABLE accounts_recipient DROP CONSTRAINT "{name}"'.encode())
        assert unkeyed(owner_connection, domain_models()) == ["accounts_recipient.account_id"]


@isolate_apps()
def test_planted_columns_are_seen() -> None:
    class Loose(models.Model):
        when = models.DateTimeField()
        born = models.DateField()
        sent_at = models.DateTimeField()
        due_on = models.DateField()
        redirects_until = models.DateTimeField()

        class Meta:
            app_label = "loose"

    class Owned(models.Model):
        organization_id = models.UUIDField()

        class Meta:
            app_label = "loose"

    assert unowned([Loose, Owned], []) == ["Loose"]
    assert unowned([Loose, Owned], ["loose_loose"]) == []
    assert badly_named([Loose, Owned]) == ["Loose.when", "Loose.born"]
