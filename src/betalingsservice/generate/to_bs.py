"""Generated deliveries from a creditor to BS: collections (0601) and mandates (0605)."""

from collections.abc import Iterator
from random import Random
from typing import Any

from betalingsservice.generate.frame import Frame, Made, Stamp
from betalingsservice.generate.recipe import Recipe
from betalingsservice.layouts import delivery_0601 as collections
from betalingsservice.layouts import delivery_0605 as mandates

NO_MANDATE = "0" * 9
COMPANY = "0099999993"  # the reference's invented CVR number, behind two zeros
FIRST_NAMES = ("Mona", "Søren", "Åse", "Bjørn", "Ida", "Ægir", "Liv", "Noah", "Asta", "Karl")
LAST_NAMES = ("Prøve", "Test", "Eksempel", "Opdigtet", "Skygge", "Dukke")
STREETS = ("Testvej", "Prøve Alle", "Eksempelgade", "Opdigtet Plads")


def customer_number(index: int) -> str:
    """The customer number of the entry with this index, filled with zeros to 15."""
    return f"{1001 + index:015}"


def mandate_number(chance: Random) -> str:
    """An invented mandate number of 9 digits."""
    return f"{chance.randrange(100_000, 100_000_000):09}"


def delivery_0601(recipe: Recipe, chance: Random) -> Iterator[str]:
    """One section 0112; nearly all have a mandate, some firms are known by their CVR number."""
    frame = Frame(recipe)
    yield frame.start()
    yield from frame.section("0112", _collections(recipe, chance))
    yield frame.end()


def _collections(recipe: Recipe, chance: Random) -> Iterator[Made]:
    keys: dict[str, Any] = {
        "pbs_number": recipe.pbs_number,
        "group": recipe.group,
        "customer": "1",
        "mandate": NO_MANDATE,
    }
    due = recipe.due_on
    table = collections.Collection
    collection = Stamp(
        table(**keys, transaction="0280", due_on=due, sign="1", amount=1), table.customer, table.mandate,
        table.amount, table.reference,
    )  # fmt: skip
    line = collections.TextLine
    month = f"{due:%m-%Y}"
    texts = [
        Stamp(line(**keys, record_number=1, text=f"Kontingent {month}"), line.customer, line.mandate),
        Stamp(line(**keys, record_number=2, text="Spørgsmål? Skriv til os."), line.customer, line.mandate),
    ]
    address = _Address(recipe, keys)
    for index in range(recipe.entries):
        customer, dice = customer_number(index), chance.random()
        mandate = mandate_number(chance) if dice < 0.95 or not recipe.names else NO_MANDATE
        if recipe.names:
            for made in address.lines(index, customer, firm=dice >= 0.97):
                yield made, 0
        amount = chance.randrange(1_000, 200_000)
        yield collection(customer, mandate, f"{amount:013}", f"F{index + 1}".ljust(30)), amount
        for text in texts[: int(dice * 40) % 3]:
            yield text(customer, mandate), 0


class _Address:
    """The 022 lines of an entry: name, street, postcode, and for a firm its CVR number; none states a mandate."""

    def __init__(self, recipe: Recipe, keys: dict[str, Any]) -> None:
        line, postcode, options = collections.AddressLine, collections.Postcode, collections.Options
        self._name = Stamp(line(**keys, record_number=1, text=""), line.customer, line.text)
        self._street = Stamp(line(**keys, record_number=2, text=""), line.customer, line.text)
        self._postcode = Stamp(postcode(**keys, postcode="9999"), postcode.customer)
        unsigned = {name: value for name, value in keys.items() if name != "mandate"}
        self._options = Stamp(options(**unsigned, identity=COMPANY), options.customer)

    def lines(self, index: int, customer: str, *, firm: bool) -> Iterator[str]:
        first, last = FIRST_NAMES[index % len(FIRST_NAMES)], LAST_NAMES[index // 7 % len(LAST_NAMES)]
        yield self._name(customer, (f"{last}firma ApS" if firm else f"{first} {last}").ljust(35))
        street = f"{STREETS[index // 3 % len(STREETS)]} {index % 120 + 1}"
        yield self._street(customer, street.ljust(35))
        yield self._postcode(customer)
        if firm:
            yield self._options(customer)


def delivery_0605(recipe: Recipe, chance: Random) -> Iterator[str]:
    """Registrations, changes of customer number and cancellations, a section each; half are registrations.

    Without names it is the one that goes before such a 0601: all of its customers are registered, and nothing else.
    """
    frame = Frame(recipe)
    registrations, changes = recipe.entries - recipe.entries // 2, recipe.entries // 4
    if not recipe.names:
        registrations, changes = recipe.entries, 0
    shares = (("0120", 0, registrations), ("0125", registrations, registrations + changes))
    yield frame.start()
    for section, first, last in (*shares, ("0126", registrations + changes, recipe.entries)):
        if last > first:
            yield from frame.section(section, _mandates(recipe, chance, section, range(first, last)))
    yield frame.end()


def _mandates(recipe: Recipe, chance: Random, section: str, indexes: range) -> Iterator[Made]:
    keys: dict[str, Any] = {"pbs_number": recipe.pbs_number, "group": recipe.group, "customer": "1"}
    registration, change, cancellation = mandates.Registration, mandates.NumberChange, mandates.Cancellation
    register = Stamp(
        registration(**keys, identity=COMPANY, branch="9999", account="1234567"),
        registration.customer,
        registration.account,
    )
    renumber = Stamp(
        change(**keys, mandate="1", dated_on=recipe.created_on, new_customer="1"),
        change.customer, change.mandate, change.new_customer,
    )  # fmt: skip
    cancel = Stamp(cancellation(**keys, mandate="1"), cancellation.customer, cancellation.mandate)
    for index in indexes:
        customer, mandate = customer_number(index), mandate_number(chance)
        if section == "0120":
            yield register(customer, f"{chance.randrange(10**6, 10**10):010}"), 0
        elif section == "0125":
            yield renumber(customer, mandate, f"{index + 500_000_001:015}"), 0
        else:
            yield cancel(customer, mandate), 0
