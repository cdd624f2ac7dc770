"""The tables: one file per delivery type. What reads, writes, checks and explains a line is the same table."""

from betalingsservice.layouts import delivery_0601, delivery_0602, delivery_0603, delivery_0605, delivery_0621
from betalingsservice.layouts.frame import DeliveryType

DELIVERIES: dict[str, DeliveryType] = {
    module.DELIVERY.number: module.DELIVERY
    for module in (delivery_0601, delivery_0602, delivery_0603, delivery_0605, delivery_0621)
}
