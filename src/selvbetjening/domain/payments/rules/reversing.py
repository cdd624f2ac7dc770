"""Where the money of a payment is taken from when it leaves again, and where it goes when it comes back. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """Where a payment's money is now, in minor units: `good` is unused, the rest settles something.

    `otherwise` is what its own invoice was paid by in other ways; 0 where that is not to be touched.
    """

    good: int
    invoice: int
    claims: int
    elsewhere: int
    otherwise: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken from where; `missing` is what is nowhere any more."""

    good: int
    invoice: int
    claims: int
    elsewhere: int
    missing: int


def taken(*, minor: int, where: Where) -> Taken:
    """Take an amount off a payment: what lies unused first, then its own invoice, then what was claimed beside that.

    Then come other invoices that its overpaid rest had paid, and last its own again, as far as other money paid that.
    The parts sum to the amount, less what is missing.
    """
    left = minor

    def out_of(there: int) -> int:
        nonlocal left
        part = min(left, max(0, there))
        left -= part
        return part

    # In this order: each takes what the ones before it left over.
    good, invoice = out_of(where.good), out_of(where.invoice)
    claims, elsewhere = out_of(where.claims), out_of(where.elsewhere)
    invoice += out_of(where.otherwise)
    return Taken(good, invoice, claims, elsewhere, left)


@dataclass(frozen=True, slots=True)
class Returned:
    """What pays the invoice and the claims beside it again, and what stands to the account's good."""

    invoice: int
    claims: int
    good: int


def returned(*, minor: int, unsettled: int, unclaimed: int, owed: int, owed_beside: int) -> Returned:
    """Money comes back: it pays again what its leaving had made unpaid, as far as that is still owed.

    `unsettled` and `unclaimed` are what its leaving had taken off, `owed` and `owed_beside` what is unpaid now.
    """
    invoice = max(0, min(minor, unsettled, owed))
    claims = max(0, min(minor - invoice, unclaimed, owed_beside))
    return Returned(invoice, claims, minor - invoice - claims)
