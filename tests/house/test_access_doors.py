"""Whatever lets a person in because of a membership is closed when the membership ends: new doors register (SEC-28)."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.ports import doors
from selvbetjening.domain.identity.models import User
from tests.house.models import app_of, domain_models
from tests.house.not_doors import NOT_DOORS

#: Ids of members and people that are no relations, by how the house names them. What staff and recipients do is named
#: otherwise, and so is what happened to an account's people.
NAMES = ("user_id", "membership_id", "member_id")
BY = "_by_id"


def naming(found: Iterable[type[Model]]) -> list[str]:
    """`app.Model.column` of every column that names a person of the business portal or a membership."""
    columns = []
    for model in found:
        for field in model._meta.local_concrete_fields:
            target = field.related_model if field.is_relation else None
            loose = isinstance(field, models.UUIDField) and not field.is_relation
            if target in (User, Membership) or (loose and field.name.endswith((*NAMES, BY))):
                columns.append(f"{app_of(model)}.{model.__name__}.{field.name}")
    return sorted(columns)


def unclosed(columns: Iterable[str], closed: Iterable[str], known: Iterable[str]) -> list[str]:
    """Columns that no door watches and no reason stands for, and reasons for what is gone or watched."""
    columns, closed, known = set(columns), set(closed), set(known)
    return sorted(
        [f"{each}: register a door, or say why it is none" for each in columns - closed - known]
        + [f"{each}: is not there any more" for each in (closed | known) - columns]
        + [f"{each}: a door and not a door" for each in closed & known]
    )


def test_every_door_is_closed() -> None:
    """SEC-28."""
    closed = [column for door in doors() for column in door.closes]
    assert unclosed(naming(domain_models()), closed, NOT_DOORS) == []
    assert all(len(reason.split()) >= 4 for reason in NOT_DOORS.values())


@isolate_apps()
def test_a_planted_door_is_seen() -> None:
    body = {"__module__": "selvbetjening.domain.identity.models", "Meta": type("Meta", (), {"app_label": "identity"})}
    planted = type("Feed", (Model,), {**body, "user": models.ForeignKey(User, models.CASCADE, related_name="+")})
    loose = type("Key", (Model,), {**body, "made_by_id": models.UUIDField(), "name": models.TextField()})
    assert naming([planted, loose]) == ["identity.Feed.user", "identity.Key.made_by_id"]
    assert unclosed(["a.B.user"], [], ["a.C.user"]) == [
        "a.B.user: register a door, or say why it is none",
        "a.C.user: is not there any more",
    ]
    assert unclosed(["a.B.user"], ["a.B.user"], ["a.B.user"]) == ["a.B.user: a door and not a door"]
