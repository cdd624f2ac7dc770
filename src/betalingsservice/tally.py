"""What is counted in a section and in a delivery, and which stated totals agree with it (5.4, 5.5; U2, U3)."""

from dataclasses import dataclass

from betalingsservice.layouts import delivery_0602

BACK = {delivery_0602.CHARGED_BACK, delivery_0602.SLIP_CHARGED_BACK}
SIGNS = dict.fromkeys((delivery_0602.COMPLETED, delivery_0602.REJECTED, delivery_0602.CHARGED_BACK), 55)
SIGNS |= dict.fromkeys((delivery_0602.SLIP_PAID, delivery_0602.SLIP_CHARGED_BACK), 58)
COUNTED = {"042": "collections", "022": "names", "052": "texts", "062": "texts"}


@dataclass(slots=True)
class Tally:
    """Running totals. Whoever proves lines otherwise may add to them.

    `collections` are 042, `texts` 052 and 062, `names` 022. `plain` is the sum of all amounts in øre. `net` subtracts
    disbursements (sign 2) and, in 0602, charge-backs, and leaves cancelled payments (0238) out. `stated` is the sum of
    the sections' own totals, `is_doubtful` that one of them is neither its plain nor its net sum.
    """

    sections: int = 0
    collections: int = 0
    texts: int = 0
    names: int = 0
    plain: int = 0
    net: int = 0
    stated: int = 0
    is_doubtful: bool = False

    def count(self, delivery: str, line: str) -> None:
        """A line of 128 characters; a 042 adds its amount where the delivery type tells where it stands."""
        kind = line[2:5]
        if kind == "042":
            self.collections += 1
            if delivery == "0601":
                self._collect(line)
            elif delivery == "0602":
                self._pay(line)
        elif kind == "022":
            self.names += 1
        elif kind in {"052", "062"}:
            self.texts += 1

    def _collect(self, line: str) -> None:
        amount, sign = line[60:73], line[59]
        if sign in "12" and amount.isdecimal() and amount.isascii():
            self.plain += int(amount)
            self.net += int(amount) if sign == "1" else -int(amount)

    def _pay(self, line: str) -> None:
        amount, code = line[115:128], line[13:17]
        if not (amount.isdecimal() and amount.isascii()):
            return
        self.plain += int(amount)
        if code != delivery_0602.CANCELLED:
            place = SIGNS.get(code)  # of a code that nobody knows, no sign is known either
            disbursed = place is not None and line[place] == "2"
            self.net += int(amount) * (-1 if (code in BACK) != disbursed else 1)

    def close_section(self, section: "Tally", *, stated: int, amounts_known: bool) -> None:
        """A section is over: its counts join; where its amounts cannot be computed, its own total is believed."""
        self.collections += section.collections
        self.texts += section.texts
        self.names += section.names
        self.plain += section.plain if amounts_known else stated
        self.net += section.net if amounts_known else stated
        self.stated += stated
        self.is_doubtful |= amounts_known and stated not in {section.plain, section.net}
