"""Which quantities terms are sold in: at least, at most, in steps (XB-11). Pure."""

from dataclasses import dataclass
from typing import Literal

Fault = Literal["quantity_minimum", "quantity_maximum", "quantity_step"]


class QuantityRefused(Exception):
    """The terms are not sold in this quantity; `reason` names the limit, `nearest` a quantity that they are sold in."""

    def __init__(self, reason: Fault, nearest: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Limits:
    """From `minimum` in steps of `step` up to `maximum` (None: without end). Raises ValueError where none is left."""

    minimum: int = 1
    maximum: int | None = None
    step: int = 1

    def __post_init__(self) -> None:
        if self.minimum < 1 or self.step < 1 or (self.maximum is not None and self.maximum < self.minimum):
            raise ValueError("quantities count from one, and the most is not less than the least")

    @property
    def is_fixed(self) -> bool:
        """Whether there is one quantity only, and so nothing to choose."""
        return self.maximum is not None and self.maximum < self.minimum + self.step

    def nearest(self, quantity: int) -> int:
        """The allowed quantity that is nearest, the lower one of two."""
        steps = max(0, (quantity - self.minimum + (self.step - 1) // 2) // self.step)
        if self.maximum is not None:
            steps = min(steps, (self.maximum - self.minimum) // self.step)
        return self.minimum + steps * self.step


def check_quantity(*, limits: Limits, quantity: int) -> None:
    """Whether the quantity may be had (XB-11). Raises `QuantityRefused`."""
    fault: Fault | None = None
    if quantity < limits.minimum:
        fault = "quantity_minimum"
    elif limits.maximum is not None and quantity > limits.maximum:
        fault = "quantity_maximum"
    elif (quantity - limits.minimum) % limits.step:
        fault = "quantity_step"
    if fault:
        raise QuantityRefused(fault, limits.nearest(quantity))
