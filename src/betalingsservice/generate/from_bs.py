"""Generated deliveries from BS to a creditor: payments (0602), mandates (0603) and information (0621)."""

from collections.abc import Iterator
from random import Random
from typing import Any

from betalingsservice.generate.frame import Frame, Made, Stamp
from betalingsservice.generate.recipe import Recipe
from betalingsservice.generate.to_bs import customer_number, mandate_number
from betalingsservice.layouts import delivery_0602 as payments
from betalingsservice.layouts import delivery_0603 as mandates
from betalingsservice.layouts import delivery_0621 as information

NOTHING = "0" * 13
NO_DAY = "0" * 6


def delivery_0602(recipe: Recipe, chance: Random) -> Iterator[str]:
    """Nine of ten are automatic payments, most of them completed; the rest are slips."""
    frame = Frame(recipe)
    slips = recipe.entries // 10
    yield frame.start()
    if recipe.entries > slips:
        yield from frame.section("0211", _automatic(recipe, chance, range(recipe.entries - slips)))
    if slips:
        yield from frame.section("0215", _slips(recipe, chance, range(recipe.entries - slips, recipe.entries)))
    yield frame.end()


def _automatic(recipe: Recipe, chance: Random, indexes: range) -> Iterator[Made]:
    table, due = payments.AutomaticPayment, recipe.due_on
    payment = Stamp(
        table(pbs_number=recipe.pbs_number, transaction=payments.COMPLETED, group=recipe.group, customer="1",
              mandate="1", due_on=due, sign="1", amount=1, paid_on=due, booked_on=due, paid=1),
        table.transaction, table.customer, table.mandate, table.amount, table.reference, table.paid_on,
        table.booked_on, table.paid,
    )  # fmt: skip
    day = f"{due:%d%m%y}"
    for index in indexes:
        dice, whole = chance.random(), chance.randrange(1_000, 200_000)
        code = "0237" if dice < 0.03 else "0238" if dice < 0.035 else "0239" if dice < 0.04 else "0236"
        paid = whole if code in {"0236", "0239"} else 0
        dates = (day, day) if paid else (NO_DAY, NO_DAY)
        reference = f"F{index + 1}".ljust(30)
        amounts = f"{whole:013}", f"{paid:013}"
        yield (
            payment(code, customer_number(index), mandate_number(chance), amounts[0], reference, *dates, amounts[1]),
            paid,
        )


def _slips(recipe: Recipe, chance: Random, indexes: range) -> Iterator[Made]:
    table, due = payments.SlipPayment, recipe.due_on
    payment = Stamp(
        table(pbs_number=recipe.pbs_number, transaction=payments.SLIP_PAID, group=recipe.group, customer="1",
              fee_sign="0", due_on=due, sign="1", amount=1, paid_on=due, booked_on=due, paid=1),
        table.transaction, table.customer, table.amount, table.reference, table.archive_reference, table.paid,
    )  # fmt: skip
    for index in indexes:
        code, whole = "0299" if chance.random() < 0.01 else "0297", chance.randrange(1_000, 200_000)
        archive, reference = f"{chance.randrange(10**21):022}", f"F{index + 1}"[:9].ljust(9)
        paid = whole if chance.random() < 0.98 else whole // 2
        yield payment(code, customer_number(index), f"{whole:013}", reference, archive, f"{paid:013}"), paid


def delivery_0603(recipe: Recipe, chance: Random) -> Iterator[str]:
    """A third are changes, the rest the full list of active mandates."""
    frame = Frame(recipe)
    changes = recipe.entries // 3
    yield frame.start()
    if changes:
        yield from frame.section("0212", _mandates(recipe, chance, range(changes), listed=False))
    if recipe.entries > changes:
        yield from frame.section("0210", _mandates(recipe, chance, range(changes, recipe.entries), listed=True))
    yield frame.end()


def _mandates(recipe: Recipe, chance: Random, indexes: range, *, listed: bool) -> Iterator[Made]:
    table = mandates.MandateLine
    line = Stamp(
        table(pbs_number=recipe.pbs_number, transaction=mandates.ACTIVE, group=recipe.group, customer="1",
              mandate="1", told_on=recipe.due_on),
        table.transaction, table.customer, table.mandate, table.ends_on,
    )  # fmt: skip
    ended = f"{recipe.created_on:%d%m%y}"
    codes = (mandates.REGISTERED, mandates.REGISTERED, mandates.ENDED_BY_BANK, mandates.ENDED_BY_CREDITOR)
    for index in indexes:
        code = mandates.ACTIVE if listed else chance.choice(codes)
        end = NO_DAY if code in {mandates.ACTIVE, mandates.REGISTERED} else ended
        yield line(code, customer_number(index), mandate_number(chance), end), 0


def delivery_0621(recipe: Recipe, chance: Random) -> Iterator[str]:
    """Pairs: first the control information of a delivery, then remarks and errors about customers."""
    frame = Frame(recipe)
    yield frame.start()
    if recipe.entries:
        yield from frame.section(information.SECTION, _information(recipe, chance))
    yield frame.end()


def _information(recipe: Recipe, chance: Random) -> Iterator[Made]:
    first, second = information.FirstHalf, information.SecondHalf
    keys: dict[str, Any] = {"pbs_number": recipe.pbs_number, "transaction": "0280", "group": recipe.group}
    due = recipe.due_on
    bank: dict[str, Any] = {"branch": "9999", "account": "0001234567", "payment_on": due}
    yield from _pair(first(**keys, customer="", **bank, collections=2, amount=44_950), second(
        **keys, amount=44_950, text="Eksempelbanken", text_number="210100",
    ))  # fmt: skip
    for index in range(1, recipe.entries):
        number, text = chance.choice((("220001", "Bemærkning"), ("230940", "Forkert konto"), ("230945", "Ukendt")))
        about = first(**keys, customer=customer_number(index), mandate=mandate_number(chance), payment_on=due)
        yield from _pair(about, second(**keys, text=text, text_number=number))


def _pair(first: information.FirstHalf, second: information.SecondHalf) -> Iterator[Made]:
    yield first.raw, 0
    yield second.raw, 0
