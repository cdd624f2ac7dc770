"""What the house's tests ask Django: the product's models, their relations, the database's roles."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

DOMAIN = "selvbetjening.domain."


def domain_models() -> list[type[Model]]:
    """Every concrete model of the domain, the hidden tables of many-to-many relations included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith(DOMAIN) and model._meta.managed]


def app_of(model: type[Model]) -> str:
    """`accounts` for selvbetjening.domain.accounts.models.Account, the module's first name for a stranger."""
    name = model.__module__
    return name.removeprefix(DOMAIN).partition(".")[0] if name.startswith(DOMAIN) else name.partition(".")[0]


def relations(models: Iterable[type[Model]]) -> Iterator[tuple[type[Model], Field, type[Model]]]:  # type: ignore[type-arg]
    """Every foreign key, one-to-one and many-to-many that a model declares, with its target."""
    for model in models:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and isinstance(field.related_model, type):
                yield model, field, field.related_model


def doorway_role() -> str:
    """The role that reads across organizations."""
    return str(settings.DATABASES["doorway"]["USER"])


def runtime_role() -> str:
    """The role that web and workers log in as."""
    return str(settings.DATABASES["default"]["USER"])
