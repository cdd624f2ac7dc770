"""What stands above the order button and what is asked with it (ORD-1, ORD-2, ORD-5, ORD-8)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.queries.orders import order_of
from selvbetjening.domain.billing.rules.law.ordering import missing_words, must_be_adult, order_button_label
from selvbetjening.domain.billing.rules.law.parties import party
from selvbetjening.domain.billing.rules.law.withdrawal import withdrawal_deadline
from selvbetjening.domain.billing.rules.law.wording import order_words
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.billing.rules.quotes import QuoteView


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences with their headings, the button's words, and which boxes go with it.

    `complete` is False where a sentence that the law asks for is missing: then there is no button (ORD-1).
    """

    rows: list[tuple[str, str]]
    label: str
    complete: bool
    asks_to_start: bool
    asks_adult: bool


def words_for(request: VisitorRequest, quote: "QuoteView", *, today: date) -> Words:
    """Everything for this order, in the language of the page."""
    company = request.organization
    who = party(known=request.visitor.account.party_type, unknown_as=company.choice("unknown_party_as"))
    order = order_of(request.organization_id, offer=quote, party=who, language=language(), today=today)
    words = order_words(order=order)
    missing = missing_words(
        words=words, has_binding=order.bound_until is not None, has_trial=order.free_until is not None
    )
    rows = [
        (_("What"), words.characteristics),
        (_("To pay now"), words.total),
        (_("Each period"), words.each_period),
        (_("Free trial") if order.trial_used else _("After the trial"), words.price_after_trial),
        (_("Binding"), words.binding),
        (_("How long"), words.duration),
        (_("How you end it"), words.how_to_end),
        (_("Withdrawal"), words.withdrawal),
        (_("Where you withdraw"), words.where_to_withdraw if order.may_withdraw else ""),
    ]
    labels = order_button_label(code=company.choice("order_button_label"))
    return Words(
        rows=[(head, text) for head, text in rows if text],
        label=labels[1 if language() == "en" else 0],
        complete=not missing,
        asks_to_start=order.may_withdraw and quote.effective_on <= withdrawal_deadline(contracted_on=today),
        asks_adult=must_be_adult(party=who, ask_adult=company.choice("ask_adult"), says_adult=False),
    )
