"""ORD-1 to ORD-8, each with what is allowed and what is forbidden."""

from dataclasses import replace
from datetime import date

from selvbetjening.domain.billing.rules.law import ordering as law
from selvbetjening.domain.billing.rules.law.ordering import OrderWords
from selvbetjening.kernel.money import Money

WORDS = OrderWords(
    characteristics="Fitness hele døgnet",
    total="149,00 kr. inkl. moms i dag",
    each_period="149,00 kr. hver måned",
    duration="Løber, til du opsiger",
    how_to_end="Opsig under Abonnementer",
    withdrawal="14 dages fortrydelsesret",
    where_to_withdraw="https://gym.example/fortryd/",
    binding="Bundet i 6 måneder, mindst 894,00 kr.",
    price_after_trial="149,00 kr. efter prøvetiden",
)


def test_every_word_must_be_there_before_the_button_ord_1() -> None:
    """ORD-1: all of them allow the button; any one missing forbids it; binding and trial only where there is one."""
    assert law.missing_words(words=WORDS, has_binding=True, has_trial=True) == ()
    for name in ("characteristics", "total", "each_period", "duration", "how_to_end", "withdrawal", "binding"):
        bare = replace(WORDS, **{name: " "})
        assert law.missing_words(words=bare, has_binding=True, has_trial=True) == (name,)
    plain = replace(WORDS, binding="", price_after_trial="")
    assert law.missing_words(words=plain, has_binding=False, has_trial=False) == ()
    assert law.missing_words(words=plain, has_binding=False, has_trial=True) == ("price_after_trial",)


def test_the_least_to_pay_while_bound_ord_1() -> None:
    """ORD-1: a first month at half price and five more; less what an earlier end gives back; nothing is nothing."""
    first, month, none = Money(7450, "DKK"), Money(14900, "DKK"), Money.zero("DKK")
    assert law.lowest_total(payments=[first, *[month] * 5], given_back=none) == Money(7450 + 5 * 14900, "DKK")
    assert law.lowest_total(payments=[month], given_back=first) == Money(7450, "DKK")
    assert law.lowest_total(payments=[], given_back=none) == none


def test_the_button_says_that_it_costs_money_ord_2() -> None:
    """ORD-2: words of the approved list; "Kom i gang" is not among them."""
    assert law.order_button_label(code="order")[0] == "Bestil med betalingspligt"
    assert law.order_button_label(code="buy")[0] == "Køb med betalingspligt"
    assert law.order_button_label(code="Kom i gang")[0] == "Bestil med betalingspligt"


def test_no_box_is_ticked_for_the_customer_ord_3() -> None:
    """ORD-3: an extra that costs is never chosen beforehand; what is free may be."""
    assert not law.ticked_beforehand(costs_extra=True, wanted=True)
    assert law.ticked_beforehand(costs_extra=False, wanted=True)


def test_the_confirmation_is_whole_ord_4() -> None:
    """ORD-4: terms, price, withdrawal information and form."""
    assert law.missing_in_confirmation(terms=True, price=True, withdrawal_text=True, form=True) == ()
    assert law.missing_in_confirmation(terms=True, price=True, withdrawal_text=True, form=False) == ("form",)


def test_service_begins_within_the_fourteen_days_only_when_asked_for_ord_5() -> None:
    """ORD-5: asked for: at once; not asked for: day 15, or the day after a rolled last day; businesses at once."""
    day = date(2026, 7, 1)
    at_once = {"ordered_on": day, "wanted_on": day}
    assert law.service_starts_on(party="consumer", asked_to_start=True, **at_once) == day
    assert law.service_starts_on(party="consumer", asked_to_start=False, **at_once) == date(2026, 7, 16)
    assert law.service_starts_on(party="business", asked_to_start=False, **at_once) == day
    later = {"ordered_on": day, "wanted_on": date(2026, 9, 1)}
    assert law.service_starts_on(party="consumer", asked_to_start=False, **later) == date(2026, 9, 1)
    rolled = {"ordered_on": date(2026, 5, 22), "wanted_on": date(2026, 5, 22)}
    assert law.service_starts_on(party="consumer", asked_to_start=False, **rolled) == date(2026, 6, 9)


def test_to_keep_and_to_end_look_the_same_ord_6() -> None:
    """ORD-6: one kind of button for both."""
    keep, leave = law.choice_looks()
    assert keep == leave


def test_no_surcharge_on_a_consumers_card_ord_7() -> None:
    """ORD-7: nothing for a consumer, at most the cost for a company's card."""
    cost = Money(350, "DKK")
    assert law.card_surcharge(party="consumer", company_card=True, cost=cost).is_zero
    assert law.card_surcharge(party="business", company_card=False, cost=cost).is_zero
    assert law.card_surcharge(party="business", company_card=True, cost=cost) == cost


def test_a_consumer_says_that_they_are_of_age_ord_8() -> None:
    """ORD-8: without the tick the order waits; a business is not asked, nor anybody where the setting is off."""
    assert law.must_be_adult(party="consumer", ask_adult=True, says_adult=False)
    assert not law.must_be_adult(party="consumer", ask_adult=True, says_adult=True)
    assert not law.must_be_adult(party="business", ask_adult=True, says_adult=False)
    assert not law.must_be_adult(party="consumer", ask_adult=False, says_adult=False)
