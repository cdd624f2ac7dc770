"""What stands in for an access point where none was set up: it takes nothing, so nothing is said to be sent."""

from typing import Final

from selvbetjening.domain.invoicing.ports import NotReached, Parcel, Receipt

CODE: Final = "no_access_point"


class NoAccessPoint:
    """Every parcel stays unsent: it is tried again, and after two days it is listed for the operator as not sent."""

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `NotReached` with `no_access_point`, always."""
        raise NotReached(CODE)
