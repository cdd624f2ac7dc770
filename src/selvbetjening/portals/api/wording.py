"""What is wrong with a field that was sent, in words; the keys are pydantic's and our own (`values`)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.api.errors import ACROSS
from selvbetjening.portals.api.values import MANY, ONE

_WORDS: Final[dict[str, str | Promise]] = {
    "missing": _("This field is required."),
    "null": _("This field may not be null."),
    "blank": _("This field may not be blank."),
    "string_type": _("Not a valid string."),
    "string_too_long": _("Ensure this field has no more than %(max_length)s characters."),
    "characters": _("This holds characters that cannot be seen."),
    "code_characters": _("The signs / ? # and % may not stand in a code."),
    "bool": _("Must be a valid boolean."),
    "int_type": _("A valid integer is required."),
    "decimal": _("A valid number is required."),
    "decimals": _("Ensure that there are no more than %(places)s decimal places."),
    "too_large": _("This number is too large."),
    "greater_than_equal": _("Ensure this value is greater than or equal to %(ge)s."),
    "greater_than": _("Ensure this value is greater than %(gt)s."),
    "less_than_equal": _("Ensure this value is less than or equal to %(le)s."),
    "uuid_type": _("Must be a valid UUID."),
    "date": _("Date has wrong format. Use YYYY-MM-DD."),
    "datetime": _("Datetime has wrong format. Use YYYY-MM-DDThh:mm:ss+hh:mm."),
    "country": _("This is not a country. Use two letters (ISO 3166) or an English or Danish name."),
    "choice": _("“%(value)s” is not a valid choice. Choose one of: %(choices)s."),
    "email": _("This is not an e-mail address."),
    "model_type": _("Invalid data. Expected an object."),
    "list_type": _("Expected a list of items."),
    "too_long": _("Ensure this field has no more than %(max_length)s elements."),
    "too_short": _("Ensure this field has at least %(min_length)s elements."),
    "invalid": _("This value is not valid."),
}
_SAME: Final = {
    "string_sub_type": "string_type", "string_unicode": "string_type", "bool_type": "bool", "bool_parsing": "bool",
    "int_parsing": "int_type", "int_from_float": "int_type", "int_parsing_size": "too_large",
    "uuid_parsing": "uuid_type", "uuid_version": "uuid_type", "dict_type": "model_type",
    "model_attributes_type": "model_type",
}  # fmt: skip


def by_field(errors: Iterable[Mapping[str, Any]], *, skip: int) -> dict[str, Any]:
    """The errors as the REST framework shapes them: lists of texts by field, nested by place in a list.

    `skip` places of each error's location lead to the body itself.
    """
    found: dict[str, Any] = {}
    for error in errors:
        place = tuple(step for step in error["loc"][skip:] if step not in {ONE, MANY}) or (ACROSS,)
        if isinstance(place[-1], int):
            place = (*place, ACROSS)
        _put(found, place, _worded(error))
    return found


def _put(found: dict[str, Any], place: tuple[Any, ...], words: str) -> None:
    at = found
    for step in place[:-1]:
        inner = at.setdefault(str(step), {})
        if not isinstance(inner, dict):
            return
        at = inner
    here = at.setdefault(str(place[-1]), [])
    if isinstance(here, list):
        here.append(words)


def _worded(error: Mapping[str, Any]) -> str:
    kind = _SAME.get(error["type"], error["type"])
    words = str(_WORDS.get(kind, _WORDS["invalid"]))
    try:
        return words % dict(error.get("ctx") or {})
    except (KeyError, TypeError, ValueError):
        return str(_WORDS["invalid"])
