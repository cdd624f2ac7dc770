"""The values of section 4: what is taken in, in which forms, and how it goes out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    Tag,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    create_model,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from selvbetjening.kernel.countries import COUNTRIES
from selvbetjening.portals.api.country_names import NAMES

_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.,]+(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?", re.IGNORECASE)
_CODE: Final = re.compile(r"[/?#%]")
_NUMERAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LARGEST: Final = Decimal(10) ** 12
#: Stand in the place of an error where one object or an array is taken (`OneOrMany`).
ONE: Final = "<one>"
MANY: Final = "<many>"
Item = TypeVar("Item")
_TRUE: Final = {"true", "1", "yes", "on"}
_FALSE: Final = {"false", "0", "no", "off"}


class Incoming(BaseModel):
    """A body that is taken in: unknown fields are ignored; `sent()` is what was really there."""

    model_config = ConfigDict(extra="ignore")

    def sent(self) -> dict[str, Any]:
        """The fields that the client sent, checked; of nested ones their objects."""
        return {name: getattr(self, name) for name in self.model_fields_set}


Body = TypeVar("Body", bound=Incoming)


class Outgoing(BaseModel):
    """An object that goes out; each listing has objects of one class."""

    model_config = ConfigDict(from_attributes=True)


def partial(kind: type[Body]) -> type[Body]:
    """Decorates a body for PUT and PATCH, of which nothing is required: what was left out keeps its value.

    Read it with `sent()`: a field that was left out is None, whatever its type says.
    """
    fields: dict[str, Any] = {
        key: (field.rebuild_annotation(), Field(default=None, description=field.description))
        for key, field in kind.model_fields.items()
    }
    return create_model(kind.__name__, __base__=kind, __doc__=kind.__doc__, __module__=kind.__module__, **fields)


def _which(value: Any) -> str:
    return MANY if isinstance(value, list) else ONE


@dataclass(frozen=True, slots=True)
class Faulty:
    """An object of an array that cannot be read, with pydantic's errors: those of the others are told beside it."""

    errors: list[Any]


def _or_faulty(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError as error:
        return Faulty(error.errors(include_url=False, include_input=False))


#: One object, or an array of them; in an array what is wrong stands as `Faulty` at its place.
OneOrMany = Annotated[
    Annotated[list[Annotated[Item, WrapValidator(_or_faulty)]], Tag(MANY)] | Annotated[Item, Tag(ONE)],
    Discriminator(_which),
]


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """How a value is read, and what the description says of it. Stands beside the type: `Annotated[str, text(60)]`."""

    read: Callable[[Any], object]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def _refused(code: str, **context: Any) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": code, **context})


def _not_null(value: Any) -> Any:
    if value is None:
        raise _refused("null")
    return value


def _text(*, longest: int, blank: bool) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        _not_null(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise _refused("string_type")
        text = value.strip()
        if not text and not blank:
            raise _refused("blank")
        if len(text) > longest:
            raise _refused("string_too_long", max_length=longest)
        if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text) or (not text.isascii() and _broken(text)):
            raise _refused("characters")
        return text

    return check


def _broken(text: str) -> bool:
    return any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)


def text(longest: int, *, blank: bool = False) -> Taken:
    """A text of at most so many characters, trimmed; a number is taken as it is written."""
    schema: dict[str, Any] = {"type": "string", "maxLength": longest}
    if not blank:
        schema["minLength"] = 1
    return Taken(_text(longest=longest, blank=blank), schema)


def encoded(longest: int) -> Taken:
    """Bytes as Base64: a text that may be very long, and is not looked through sign by sign."""

    def read(value: Any) -> str:
        _not_null(value)
        if not isinstance(value, str):
            raise _refused("string_type")
        if not value:
            raise _refused("blank")
        if len(value) > longest:
            raise _refused("string_too_long", max_length=longest)
        return value

    return Taken(read, {"type": "string", "minLength": 1, "contentEncoding": "base64"})


def _emptied(value: Any) -> Any:
    return None if value == "" else value


#: The same or null; null, and the empty text of a form, mean empty.
Maybe = Annotated[Item | None, BeforeValidator(_emptied)]


def _code(value: Any) -> str:
    code = _text(longest=128, blank=False)(value)
    if _CODE.search(code) or any(not sign.isprintable() for sign in code):
        raise _refused("code_characters")
    return code


def _flag(value: Any) -> bool:
    _not_null(value)
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str | int) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise _refused("bool")


def _numeral(value: Any, *, otherwise: str) -> Decimal:
    """The number as JSON writes one, sent as number or as text; `otherwise` is the code of the refusal."""
    _not_null(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _refused(otherwise)
    text = str(value).strip()
    if not _NUMERAL.fullmatch(text):
        raise _refused(otherwise)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _refused(otherwise) from None


def _number(value: Any) -> int:
    number = _numeral(value, otherwise="int_type")
    if number != number.to_integral_value():
        raise _refused("int_type")
    if abs(number) >= 2**31:
        raise _refused("too_large")
    return int(number)


def decimal_of(value: Any, *, places: int) -> Decimal:
    """A number from a text or a number, with at most so many decimals. Raises a pydantic error."""
    number = _numeral(value, otherwise="decimal")
    if abs(number) >= _LARGEST:
        raise _refused("too_large")
    if number != number.quantize(Decimal(1).scaleb(-places)):
        raise _refused("decimals", places=places)
    return number.quantize(Decimal(1).scaleb(-places))


def decimal(places: int) -> Taken:
    """A decimal number, sent as text or as number."""
    schema = {"anyOf": [{"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]+)?$"}, {"type": "number"}]}
    return Taken(lambda value: decimal_of(value, places=places), schema)


def day_of(value: Any) -> date:
    """The calendar date as it is written; time and zone are dropped (T6). Raises a pydantic error."""
    _not_null(value)
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date.fromisoformat(found[1]) if found else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise _refused("date")


def _country(value: Any) -> str:
    _not_null(value)
    word = value.strip() if isinstance(value, str) else ""
    code = word.upper() if len(word) == 2 else NAMES.get(word.casefold(), "")
    if code not in COUNTRIES:
        raise _refused("country")
    return code


def choice(*codes: str, also: Mapping[str, str] | None = None) -> Taken:
    """One of these words, in any case; `also` are other words for them."""
    known = {code.casefold(): code for code in codes} | {word.casefold(): code for word, code in (also or {}).items()}

    def check(value: Any) -> str:
        _not_null(value)
        found = known.get(str(value).strip().casefold())
        if found is None:
            # A half of a surrogate pair can be neither shown nor sent back.
            shown = str(value)[:60].encode(errors="replace").decode()
            raise _refused("choice", value=shown, choices=", ".join(codes))
        return found

    return Taken(check, {"type": "string", "enum": list(codes)})


Code = Annotated[str, Taken(_code, {"type": "string", "maxLength": 128, "minLength": 1})]
Flag = Annotated[bool, Taken(_flag, {"type": "boolean"})]
Number = Annotated[int, Taken(_number, {"type": "integer"})]
Day = Annotated[date, Taken(day_of, {"type": "string", "format": "date"})]
Country = Annotated[str, Taken(_country, {"type": "string", "description": "ISO 3166 or a country's name"})]
#: An account or terms, by code or uuid.
Reference = Annotated[str, text(128)]
Email = Annotated[str, text(254)]

Instant = Annotated[
    datetime,
    PlainSerializer(lambda at: at.astimezone(UTC).isoformat(timespec="microseconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
DecimalText = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})]


def amount(minor: int) -> str:
    """Øre as a decimal text: `"1250.00"`."""
    sign, digits = ("-" if minor < 0 else ""), abs(minor)
    return f"{sign}{digits // 100}.{digits % 100:02d}"


def minor_of(number: Decimal) -> int:
    """A decimal with two places as øre."""
    return int(number.scaleb(2).to_integral_value())
