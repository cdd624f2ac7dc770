"""The receipt: what was paid and what for, how another amount than the invoice's came about, and what is still open."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.payments.actions.reverse_payment import reverse_payment
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.payments.queries.made_up import of_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests.story.invoicing.books import Books, noon
from tests.story.late.debts import RATES
from tests.story.paying.shop import Shop, begin, reference_in, shop, status_of
from tests.story.portal.world import text_of

PAID_ON = date(2026, 4, 11)
LATE = {"send_reminders": True, "claim_interest": False, "reference_rates": RATES}


def by_hand(ours: Shop, minor: int, *, day: date) -> None:
    """So much comes in by the bank."""
    Books(ours.world.organization, ours.id, ours.world.account).pay(ours.invoice, minor, day=day)


def late_and_paid(ours: Shop, present: Callable[[datetime], None], *, language: str = "da") -> str:
    """50 kr. came in by the bank; then a reminder with a fee; the rest is paid by card. The receipt's words."""
    by_hand(ours, 50_00, day=date(2026, 3, 12))
    assert late_run(ours.id, today=date(2026, 4, 10), at=noon(date(2026, 4, 10))).letters
    present(noon(PAID_ON))
    ours.book.at = noon(PAID_ON)
    client = ours.stranger(language=language)
    ours.book.pay(reference_in(begin(client, ours.link)))
    ours.told()
    return text_of(client.get(f"{ours.link}status/"))


def last_mail(ours: Shop) -> Message:
    react(ours.id, at=clock.now())
    with within(ours.id):
        return Message.objects.filter(kind="payment_received").order_by("created_at").last()  # type: ignore[return-value]


def check_sums(ours: Shop) -> None:
    """Every payment's parts come to it, whatever came before and after."""
    with within(ours.id):
        for payment in Payment.objects.all():
            made = of_payment(ours.id, payment=payment.id)
            assert made.total.minor + sum(added.minor for _, added in made.parts) == payment.amount_minor
            assert made.amount == payment.amount


def test_it_says_how_the_amount_is_made_up(present: Callable[[datetime], None]) -> None:
    """250 less 50 that were paid, with a fee of 100, is 300; page and mail say the same, and so do the claims' rows."""
    ours = shop(choices=LATE)
    words = late_and_paid(ours, present)
    number = ours.invoice.number
    made_up = (
        f"Faktura {number} 250,00 kr. Allerede betalt eller krediteret −50,00 kr. "
        "Rykkergebyrer, uden moms 100,00 kr. Betalt 300,00 kr."
    )
    assert made_up in words, words
    mail = last_mail(ours).text.replace("\xa0", " ")
    assert (
        f"Sådan er beløbet sat sammen:\n\nFaktura {number}: 250,00 kr.\nAllerede betalt eller krediteret: −50,00 kr.\n"
        "Rykkergebyrer, uden moms: 100,00 kr.\nBetalt: 300,00 kr.\n"
    ) in mail, mail
    check_sums(ours)


def test_in_english_too(present: Callable[[datetime], None]) -> None:
    ours = shop(choices=LATE)
    with within(ours.id):
        Account.objects.filter(id=ours.world.account.id).update(language="en")
    words = late_and_paid(ours, present, language="en")
    number = ours.invoice.number
    assert (
        f"Invoice {number} DKK 250.00 Already paid or credited −DKK 50.00 "
        "Reminder fees, no VAT DKK 100.00 Paid DKK 300.00"
    ) in words, words
    mail = last_mail(ours).text.replace("\xa0", " ")
    assert "Already paid or credited: −DKK 50.00\nReminder fees, no VAT: DKK 100.00\nPaid: DKK 300.00\n" in mail, mail


def test_what_is_more_than_was_owed_stands_to_one_s_credit_py_06(
    ours: Shop, present: Callable[[datetime], None]
) -> None:
    """PY-06: paid by the bank while the gateway's page was open: the receipt says what became of the money."""
    client = ours.stranger()
    answer = begin(client, ours.link)
    by_hand(ours, 100_00, day=clock.today())
    present(noon(date(2026, 3, 20)))
    ours.book.pay(reference_in(answer))
    ours.told()
    assert (
        f"Faktura {ours.invoice.number} 250,00 kr. Allerede betalt eller krediteret −100,00 kr. "
        "Mere end du skyldte: det har du til gode 100,00 kr. Betalt 250,00 kr."
    ) in text_of(client.get(f"{ours.link}status/"))
    check_sums(ours)
    # The first one paid a part, and still says so when the rest has come.
    with within(ours.id):
        first = Payment.objects.get(amount_minor=100_00)
        assert of_payment(ours.id, payment=first.id).parts[0][1].minor == -150_00


def test_it_says_what_the_money_was_for(ours: Shop) -> None:
    """The whole invoice: its lines, and no sum that says the same twice; others see neither."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link)))
    ours.told()
    days = "1. marts 2026 \N{EN DASH} 31. marts 2026"
    words = text_of(client.get(f"{ours.link}status/"))
    assert f"Basishold, {days} Antal: 1 200,00 kr. Beløb ekskl. moms 200,00 kr. Moms 50,00 kr." in words, words
    assert "Allerede betalt" not in words and f"Faktura {ours.invoice.number} 250,00 kr." not in words
    assert "Basishold" not in text_of(ours.stranger().get(f"{ours.link}status/"))
    mail = last_mail(ours).text.replace("\xa0", " ")
    assert f"Basishold, {days}: 200,00 kr.\nMoms: 50,00 kr.\nI alt inkl. moms: 250,00 kr.\n" in mail, mail
    assert "sat sammen" not in mail


def test_no_amounts_in_the_mail_where_the_company_wants_none_gdp_5(present: Callable[[datetime], None]) -> None:
    """GDP-5: what was paid, how and for what is then on the page only."""
    ours = shop(choices={**LATE, "mail_show_amounts": False})
    assert "Betalt 300,00 kr." in late_and_paid(ours, present)
    told = last_mail(ours)
    assert "kr." not in told.text and "kr." not in told.html and "kr." not in told.subject
    assert "50,00" not in told.text and "100,00" not in told.html


def saved(ours: Shop, *others: Invoice) -> tuple[str, str]:
    """Paid with the box ticked: the receipt's words and its source."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link, save="on")))
    ours.told()
    page = client.get(f"{ours.link}status/")
    return text_of(page), page.content.decode()


def test_it_names_what_the_new_card_does_not_pay_sb_32(ours: Shop) -> None:
    """SB-32: said before the box is ticked, and again on the receipt with the way to pay it."""
    other = ours.another()
    words, source = saved(ours)
    assert "Kortet betaler ikke disse: betal dem selv" in words
    assert f"Faktura {other.number} Betales senest 18. marts 2026 · Betal nu 125,00 kr." in words, words
    # A login is asked for: who has one invoice's link gets no other one's.
    pay = f"/fakturaer/{other.id}/betal/"
    assert f'href="{pay}"' in source and "Du logger ind for at betale dem." in words
    assert ours.stranger().get(pay).headers["Location"].startswith("/log-ind")
    assert ours.visitor().get(pay).status_code == 200
    own = text_of(ours.visitor().get(status_of(ours, ours.attempts()[0].id)))
    assert f"Faktura {other.number} Betales senest 18. marts 2026" in own and "Du logger ind" not in own
    assert "125,00" not in text_of(ours.stranger().get(f"{ours.link}status/"))


def test_several_are_paid_at_once_in_english(ours: Shop) -> None:
    first, second = ours.another(), ours.another(20_000)
    client = ours.stranger(language="en")
    ours.book.pay(reference_in(begin(client, ours.link, save="on")))
    ours.told()
    page = client.get(f"{ours.link}status/")
    words, source = text_of(page), page.content.decode()
    assert "Not paid by the card: pay these yourself" in words
    assert f"Invoice {first.number} To be paid by 18 March 2026 · Pay now DKK 125.00" in words, words
    assert f"Invoice {second.number} To be paid by 18 March 2026 · Pay now DKK 250.00" in words
    assert f'href="/fakturaer/betal/?valgt={first.id}&amp;valgt={second.id}"' in source


@pytest.mark.parametrize("case", ["nothing_open", "not_saved", "bank"])
def test_nothing_is_asked_for_that_is_not_to_be_paid_by_hand(ours: Shop, case: str) -> None:
    """Nothing else open; no card saved; or handed to Betalingsservice, which collects it as announced (PY-11)."""
    if case != "nothing_open":
        ours.another()
    if case == "bank":
        with within(ours.id):
            Account.objects.filter(id=ours.world.account.id).update(collection_method="betalingsservice")
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link, **({} if case == "not_saved" else {"save": "on"}))))
    ours.told()
    words = text_of(client.get(f"{ours.link}status/"))
    assert ("Kortet er gemt" in words) is (case != "not_saved")
    assert "betal dem selv" not in words and "125,00" not in words


def test_several_invoices_each_say_how_theirs_came_about(ours: Shop, present: Callable[[datetime], None]) -> None:
    """One payment of two invoices, one of them paid in part before: only that one is taken apart."""
    other = ours.another()
    by_hand(ours, 50_00, day=clock.today())
    present(noon(date(2026, 3, 20)))
    client = ours.visitor()
    answer = begin(client, f"/fakturaer/betal/?valgt={ours.invoice.id}&valgt={other.id}")
    ours.book.pay(reference_in(answer))
    ours.told()
    words = text_of(client.get(status_of(ours, ours.attempts()[0].id)))
    assert (
        f"Faktura {ours.invoice.number} 250,00 kr. Allerede betalt eller krediteret −50,00 kr. Betalt 200,00 kr."
    ) in words, words
    assert f"Faktura {other.number} 125,00 kr." not in words
    check_sums(ours)


def test_what_left_again_was_not_paid_before(ours: Shop, present: Callable[[datetime], None]) -> None:
    """Of the first 250, 100 went back: the second payment pays them, beside 150 that stayed."""
    ours.book.pay(reference_in(begin(ours.stranger(), ours.link)))
    ours.told()
    present(noon(date(2026, 3, 20)))
    with within(ours.id):
        first = Payment.objects.get()
    reverse_payment(
        ours.id, payment=first.id, reason="refund", amount=Money(100_00, "DKK"), reference="r1",
        on=clock.today(), actor=SYSTEM, at=clock.now(),
    )  # fmt: skip
    present(noon(date(2026, 3, 21)))
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link)))
    ours.told()
    assert (
        f"Faktura {ours.invoice.number} 250,00 kr. Allerede betalt eller krediteret −150,00 kr. Betalt 100,00 kr."
    ) in text_of(client.get(f"{ours.link}status/"))
    check_sums(ours)
    with within(ours.id):
        assert not of_payment(ours.id, payment=first.id).differs
