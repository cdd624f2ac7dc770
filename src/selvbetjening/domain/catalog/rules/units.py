"""What one or many of a quantity are called. Pure."""


def unit_for(*, unit: str, quantity: int) -> str:
    """The word for so many: of a unit written `bruger/brugere` the one or the other; one word serves for both.

    A unit per something, such as `stk./md.`, is written with its dots and is one word.
    """
    one, slash, many = unit.partition("/")
    if not slash or "." in unit or not many or "/" in many:
        return unit
    return one.strip() if abs(quantity) == 1 else many.strip()
