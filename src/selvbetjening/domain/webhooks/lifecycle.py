"""States of an endpoint, and of one message on its way to one endpoint."""

from enum import StrEnum
from typing import Final

from selvbetjening.kernel.lifecycle import Lifecycle


class EndpointState(StrEnum):
    """`unverified` until the challenge was passed: what happens meanwhile waits. `off` is by a person or by us."""

    UNVERIFIED = "unverified"
    ACTIVE = "active"
    OFF = "off"
    REMOVED = "removed"


ENDPOINT: Final = Lifecycle(
    name="webhook endpoint",
    states=EndpointState,
    initial=EndpointState.UNVERIFIED,
    moves={
        (EndpointState.UNVERIFIED, "verify"): EndpointState.ACTIVE,
        (EndpointState.UNVERIFIED, "switch_off"): EndpointState.OFF,
        (EndpointState.ACTIVE, "switch_off"): EndpointState.OFF,
        (EndpointState.ACTIVE, "doubt"): EndpointState.UNVERIFIED,  # the address was changed
        (EndpointState.OFF, "switch_on"): EndpointState.ACTIVE,
        (EndpointState.OFF, "doubt"): EndpointState.UNVERIFIED,  # never verified, or the address was changed
        (EndpointState.UNVERIFIED, "remove"): EndpointState.REMOVED,
        (EndpointState.ACTIVE, "remove"): EndpointState.REMOVED,
        (EndpointState.OFF, "remove"): EndpointState.REMOVED,
    },
)


class DeliveryState(StrEnum):
    """`waiting` for its next try, or being tried; `failed` after the last one, until somebody replays it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


DELIVERY: Final = Lifecycle(
    name="webhook delivery",
    states=DeliveryState,
    initial=DeliveryState.WAITING,
    moves={
        (DeliveryState.WAITING, "deliver"): DeliveryState.DELIVERED,
        (DeliveryState.WAITING, "give_up"): DeliveryState.FAILED,
        (DeliveryState.FAILED, "replay"): DeliveryState.WAITING,
        (DeliveryState.DELIVERED, "replay"): DeliveryState.WAITING,
    },
)
