"""Wipe whose bank account an answered order was about, once nothing has to be written of it any more."""

from django.db.models import Exists, OuterRef, Q

from selvbetjening.domain.directdebit.lifecycle import OrderState, OutputState, SendingState
from selvbetjening.domain.directdebit.models import BankSending, MandateOrder
from selvbetjening.kernel.ids import OrganizationId


def forget_details(organization: OrganizationId, *, which: Q) -> int:
    """The details of those orders that are answered and whose 0605 is stored and sent, in the open transaction.

    The bytes of a delivery are made of its rows: an order that is answered before its 0605 has gone out, as the payer
    went to her bank herself, must still be written in it, or nothing of the company would ever be sent again.
    """
    answered = MandateOrder.objects.filter(
        which, organization_id=organization, state__in=(OrderState.DONE, OrderState.REFUSED)
    ).exclude(sealed=b"")
    unsent = BankSending.objects.filter(organization_id=organization, output_id=OuterRef("output_id")).exclude(
        state=SendingState.SENT
    )
    out = answered.filter(Q(output__isnull=True) | Q(output__state=OutputState.KEPT)).filter(~Exists(unsent))
    return out.update(sealed=b"")
