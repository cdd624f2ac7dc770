"""XML as text, written straight down: no tree, no empty elements, no character that XML forbids."""

from xml.sax.saxutils import escape

from selvbetjening.domain.invoicing.documents.printable import printable

NAMESPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def leaf(name: str, text: object, **attributes: str) -> str:
    """An element with text; nothing at all where the text is empty."""
    words = " ".join(printable(str(text)).split())
    return f"<{name}{_attributes(attributes)}>{escape(words)}</{name}>" if words else ""


def node(name: str, *children: str) -> str:
    """An element with elements in it; nothing at all where there are none."""
    inside = "".join(children)
    return f"<{name}>{inside}</{name}>" if inside else ""


def root(name: str, *children: str) -> str:
    """The outermost element of a UBL document called `Invoice` or `CreditNote`, one child on each line."""
    space = f'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{name}-2"'
    inside = "\n".join(filter(None, children))
    return f"<{name} {space} {NAMESPACES}>\n{inside}\n</{name}>"


def decimal(minor: int) -> str:
    """Minor units as a number with two decimals: -1950 is `-19.50`."""
    whole, rest = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:02}"


def amount(name: str, minor: int, currency: str) -> str:
    """An amount of money."""
    return f'<{name} currencyID="{currency}">{decimal(minor)}</{name}>'


def percent(basis_points: int) -> str:
    """2500 is `25.00`."""
    return decimal(basis_points)


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value, _QUOTE)}"' for name, value in attributes.items())


_QUOTE = {'"': "&quot;"}
