"""Test deliveries of any type and size: right by every rule, invented, the same for the same seed, made as a stream.

Source: betalingsservice.md 17.1 (20). People, firms, amounts and mandates are invented.
"""

from collections.abc import Callable, Iterator
from random import Random

from betalingsservice.generate.from_bs import delivery_0602, delivery_0603, delivery_0621
from betalingsservice.generate.recipe import Recipe
from betalingsservice.generate.to_bs import delivery_0601, delivery_0605

__all__ = ["MAKERS", "Recipe", "UnknownDeliveryError", "generate"]

LINE_END = "\r\n"
MAKERS: dict[str, Callable[[Recipe, Random], Iterator[str]]] = {
    "0601": delivery_0601,
    "0602": delivery_0602,
    "0603": delivery_0603,
    "0605": delivery_0605,
    "0621": delivery_0621,
}


class UnknownDeliveryError(ValueError):
    """There is no delivery type of this number to make."""


def generate(recipe: Recipe) -> Iterator[bytes]:
    """The lines of a delivery, each 128 characters of ISO 8859-1 and CR LF. Raises UnknownDeliveryError."""
    make = MAKERS.get(recipe.delivery_type)
    if make is None:
        raise UnknownDeliveryError(f"there is no delivery type {recipe.delivery_type} to make")
    return ((line + LINE_END).encode("latin-1") for line in make(recipe, Random(recipe.seed)))  # noqa: S311 -- repeatable
