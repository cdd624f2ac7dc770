"""The payment link: what it shows, what it does in every state of the invoice, what it hides (PY-01, PY-08)."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.actions.credit import Credit
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.connect_gateway import disconnect_gateway
from selvbetjening.domain.payments.actions.give_credit import give_credit
from selvbetjening.domain.payments.actions.payment_links import link_for
from selvbetjening.domain.payments.models import PaymentLink
from selvbetjening.domain.payments.rules.limits import LINKS_BEGUN, LINKS_MISSED
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.tokens import new_token
from tests.story.paying.shop import Shop, begin, reference_in, shop
from tests.story.portal.world import text_of


def close(ours: Shop, **values: Any) -> None:
    with within(ours.id):
        Organization.objects.filter(id=ours.id).update(**values)


def test_it_shows_what_a_payer_needs_and_nothing_else_py_01(ours: Shop) -> None:
    """PY-01, SB-28: company, number, amount, due day and the way to pay, without a login; no address, no e-mail."""
    page = ours.stranger().get(ours.link)
    words = text_of(page)
    assert page.status_code == 200
    for shown in ("Nordlys Træning ApS", str(ours.invoice.number), "250,00 kr.", "Betal 250,00 kr.", "Stripe"):
        assert shown in words
    for hidden in ("Prøvevej", ours.world.recipient.email, "Anna Eksempel", "PDF"):
        assert hidden not in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Pay DKK 250.00" in text_of(ours.stranger(language="en").get(ours.link))


def test_it_shows_what_the_invoice_is_for_py_01(ours: Shop) -> None:
    """PY-01: each line with its days, quantity and amount, then VAT and total, so that a payer knows what it is."""
    days = "1. marts 2026 \N{EN DASH} 31. marts 2026"
    shown = f"Basishold, {days} Antal: 1 200,00 kr. Beløb ekskl. moms 200,00 kr. Moms 50,00 kr."
    for page in (ours.stranger().get(ours.link), ours.visitor().get(ours.own)):
        assert f"{shown} I alt inkl. moms 250,00 kr." in text_of(page), text_of(page)


def test_the_token_is_one_and_kept_as_a_digest_py_01_sec_55(ours: Shop) -> None:
    """PY-01, SEC-55: 256 random bits, the same at every asking, and nowhere in the table as it is."""
    assert re.fullmatch(r"[\w-]{43}", ours.token) and ours.token == ours.token
    with within(ours.id):
        row = PaymentLink.objects.get()
    assert ours.token.encode() not in bytes(row.token_digest) + bytes(row.sealed)


def test_the_press_leads_to_the_gateway_py_03(ours: Shop) -> None:
    """PY-03, G2: the amount is what is owed at the press; the order carries our reference and tells no address."""
    answer = begin(ours.stranger(), ours.link)
    assert answer.status_code == 302
    (order,), (attempt,) = ours.pages(), ours.attempts()
    assert order.reference == reference_in(answer) == attempt.reference
    assert (order.amount.minor, order.payer.email, order.save, attempt.state) == (25_000, "", False, "open")
    assert urlsplit(order.returns.done).path == f"{ours.link}status/"
    assert f"/stripe/{ours.id}/{ours.gateway.id}/" in order.returns.notices


def test_the_form_may_lead_to_the_gateway_s_page_only_sec_132(ours: Shop) -> None:
    """SEC-132: `form-action` names the payment page of the gateway that is asked, on this page and on no other."""
    policy = ours.stranger().get(ours.link).headers["Content-Security-Policy"]
    assert "form-action 'self' https://checkout.stripe.com;" in policy
    begin(ours.stranger(), ours.link)
    waiting = ours.stranger().get(f"{ours.link}status/").headers["Content-Security-Policy"]
    assert "form-action 'self';" in waiting


def test_a_token_of_nobody_is_unknown_sec_19(ours: Shop) -> None:
    """SEC-19: another company's token, one that was never given, and any other text: 404, the same page."""
    theirs = shop()
    for path in (theirs.link, f"/betal/{new_token()}/", "/betal/x/", f"/betal/{'a' * 43}/status/"):
        for answer in (ours.stranger().get(path), ours.stranger().post(path)):
            assert answer.status_code in {404, 405}, path
            assert theirs.world.organization.slug not in answer.content.decode()


def test_guessing_is_counted_lg_15(ours: Shop) -> None:
    """LG-15: a network that tries too many addresses is asked to wait; its own link still opens."""
    client = ours.stranger(REMOTE_ADDR="192.0.2.7")
    answers = [client.get(f"/betal/{new_token()}/").status_code for _ in range(LINKS_MISSED.per_hour + 2)]
    assert answers[: LINKS_MISSED.per_hour] == [404] * LINKS_MISSED.per_hour
    assert answers[-2:] == [429, 429]
    assert client.get(ours.link).status_code == 200


def test_beginning_is_counted_by_link_lg_15(ours: Shop) -> None:
    """LG-15: whatever network it comes from, one link begins so many payments in an hour."""
    seen = [
        ours.stranger(REMOTE_ADDR=f"192.0.2.{number}").post(ours.link).status_code
        for number in range(LINKS_BEGUN.per_hour + 1)
    ]
    assert set(seen[:-1]) <= {200, 302} and seen[-1] == 429


def test_paid_is_a_receipt_py_08(ours: Shop) -> None:
    """PY-08: the same link tells that it is paid, and takes nothing more."""
    answer = begin(ours.stranger(), ours.link)
    ours.book.pay(reference_in(answer))
    ours.told()
    page = ours.stranger().get(ours.link)
    assert "er betalt" in text_of(page) and "250,00 kr." in text_of(page)
    assert ours.stranger().post(ours.link).status_code == 200
    assert len(ours.attempts()) == 1 and ours.payments() == [25_000]


def test_credited_is_explained_py_08(ours: Shop) -> None:
    """PY-08: credited, with a way to the credit note for its owner only."""
    with within(ours.id):
        line = InvoiceLine.objects.get(invoice_id=ours.invoice.id)
    whole = [Credit(invoice_line=line.id, net_minor=line.net_minor, text="Fortrudt")]
    give_credit(ours.id, account=ours.world.account.id, lines=whole, reason="Fortrudt", actor=SYSTEM, at=clock.now())
    page = ours.stranger().get(ours.link)
    assert "er krediteret" in text_of(page) and "/fakturaer/kreditnota/" not in page.content.decode()
    assert "/fakturaer/kreditnota/" in ours.visitor().get(ours.link).content.decode()


@pytest.mark.parametrize(
    "values", [{"self_service_enabled": False}, {"is_active": False}, {"features": []}, {"allowed_acts": []}]
)
def test_closed_is_a_polite_page_py_08_sb_29(ours: Shop, values: dict[str, Any]) -> None:
    """PY-08, SB-29: portal or permission off: "Kontakt <virksomhed>" with contact data, never an error; no attempt."""
    link = ours.link
    close(ours, **values)
    for path in (link, f"{link}status/"):
        page = ours.stranger().get(path, follow=True)
        assert page.status_code == 200
        assert "Kontakt Nordlys Træning ApS" in text_of(page) and "hej@nordlys.example" in text_of(page)
    assert "Kontakt Nordlys" in text_of(ours.stranger().post(link))
    assert ours.attempts() == []


def test_no_gateway_is_a_polite_page_py_08(ours: Shop) -> None:
    """PY-08, SB-26: nobody to pay with; and an amount that the gateway does not take is the same."""
    small = ours.another(150)
    page = ours.visitor().get(f"/fakturaer/{small.id}/betal/")
    assert "kan ikke betales med kort her" in text_of(page)
    disconnect_gateway(ours.id, gateway_account=ours.gateway.id, actor=SYSTEM, at=clock.now())
    assert "Kontakt Nordlys Træning ApS" in text_of(ours.stranger().get(ours.link))


def test_the_pdf_is_behind_a_setting_py_01(ours: Shop) -> None:
    """PY-01: off, nobody who has the link sees the invoice itself."""
    path = f"{ours.link}faktura.pdf"
    assert ours.stranger().get(path).status_code == 404
    with within(ours.id):
        choose(ours.id, values={"payment_link_pdf": True}, actor=SYSTEM, at=clock.now())
    answer = ours.stranger().get(path)
    assert answer.content.startswith(b"%PDF") and answer.headers["Referrer-Policy"] == "no-referrer"
    assert f'href="{path}"' in ours.stranger().get(ours.link).content.decode()
    assert answer.headers["Content-Type"] == "application/pdf" and ours.payments() == []


def test_two_at_once_make_one_link_py_01(ours: Shop) -> None:
    """PY-01: one link for each invoice, whoever asks; another invoice has another."""
    other = ours.another()
    assert link_for(ours.id, invoice=other.id, at=clock.now()) != ours.token
    with within(ours.id):
        assert PaymentLink.objects.count() == 2
        assert {link.account_id for link in PaymentLink.objects.all()} == {Account.objects.get().id}
