"""One's own invoices, logged in: "Betal nu", and several at once (SB-28, SB-30)."""

from uuid import uuid4

from tests import make, portal
from tests.story.paying.shop import Shop, begin, reference_in, shop, status_of
from tests.story.portal.world import text_of

SEVERAL = "/fakturaer/betal/"


def test_pay_now_stands_on_what_is_unpaid_sb_30(ours: Shop) -> None:
    """SB-30: on the unpaid rows of the list, on the invoice and on the overview; on nothing that is paid."""
    client = ours.visitor()
    for page in ("/", "/fakturaer/", f"/fakturaer/{ours.invoice.id}/"):
        assert f'href="{ours.own}"' in client.get(page).content.decode(), page
    answer = begin(client, ours.own)
    assert ours.pages()[0].payer.email == ours.world.recipient.email
    ours.book.pay(reference_in(answer))
    ours.told()
    for page in ("/", "/fakturaer/", f"/fakturaer/{ours.invoice.id}/"):
        assert "/betal/" not in client.get(page).content.decode(), page
    assert "er betalt" in text_of(client.get(ours.own))


def test_the_permission_takes_it_away_sb_05_sb_28(ours: Shop) -> None:
    """SB-05, SB-28: off: no element, no route, no act."""
    ours.world.forbid("use_payment_link")
    client = ours.visitor()
    for page in ("/", "/fakturaer/", f"/fakturaer/{ours.invoice.id}/"):
        assert "/betal/" not in client.get(page).content.decode()
    for path in (ours.own, SEVERAL, status_of(ours, uuid4())):
        assert client.get(path).status_code == 404
    assert client.post(ours.own, {}).status_code == 404


def test_without_a_gateway_nothing_is_offered_sb_26() -> None:
    """SB-26: "Betal nu" leads nowhere where there is nobody to pay with, so it is not there."""
    from tests.story.portal.world import world

    made = world()
    client = made.client()
    assert all("/betal/" not in client.get(page).content.decode() for page in ("/", "/fakturaer/"))
    assert "Kontakt" in text_of(client.get(f"/fakturaer/{made.invoice.id}/betal/"))


def test_several_are_one_payment_and_each_gets_its_part(ours: Shop) -> None:
    """SB-30: each amount and the sum are shown; one attempt, and every invoice is settled by its own part (PY-06)."""
    other = ours.another()
    client = ours.visitor()
    chosen = f"{SEVERAL}?valgt={ours.invoice.id}&valgt={other.id}"
    words = text_of(client.get(chosen))
    assert all(amount in words for amount in ("250,00 kr.", "125,00 kr.", "Betal 375,00 kr."))
    answer = begin(client, chosen)
    ours.book.pay(reference_in(answer))
    ours.told()
    assert ours.payments() == [12_500, 25_000]
    receipt = text_of(client.get(status_of(ours, ours.attempts()[0].id)))
    assert "375,00 kr." in receipt and str(ours.invoice.number) in receipt and str(other.number) in receipt


def test_the_list_s_boxes_lead_there(ours: Shop) -> None:
    """SB-30: what is ticked in the list, named as the list names it; all open ones from the overview."""
    other = ours.another()
    client = ours.visitor()
    assert f'formaction="{SEVERAL}"' in client.get("/fakturaer/").content.decode()
    words = text_of(client.get(f"{SEVERAL}?pick=invoice:{ours.invoice.id}&pick=invoice:{other.id}&what=pay"))
    assert "Betal 375,00 kr." in words
    assert f'href="{SEVERAL}?valgt=' in client.get("/").content.decode()


def test_two_currencies_are_two_payments(ours: Shop) -> None:
    """A payment is in one currency: a clear message, and a way on for each."""
    euros = ours.another(currency="EUR")
    client = ours.visitor()
    page = client.get(f"{SEVERAL}?valgt={ours.invoice.id}&valgt={euros.id}")
    assert "Betal én valuta ad gangen" in text_of(page)
    for invoice in (ours.invoice, euros):
        assert client.get(f"/fakturaer/{invoice.id}/betal/").status_code == 200
        assert str(invoice.id) in page.content.decode()
    assert client.post(f"{SEVERAL}?valgt={ours.invoice.id}&valgt={euros.id}").status_code == 200
    assert ours.attempts() == []


def test_what_is_not_one_s_own_is_passed_over_sec_19(ours: Shop) -> None:
    """SEC-19: a neighbour's invoice, another company's, nobody's and nonsense are all nothing; nothing left: back."""
    theirs = shop()
    neighbour = portal.client(ours.world.organization, make.recipient(make.account(ours.world.organization)))
    client = ours.visitor()
    mixed = f"{SEVERAL}?valgt={ours.invoice.id}&valgt={theirs.invoice.id}&valgt={uuid4()}&valgt=x&pick=credit_note:1"
    assert "Betal 250,00 kr." in text_of(client.get(mixed))
    for path in (SEVERAL, f"{SEVERAL}?valgt={ours.invoice.id}"):
        assert neighbour.get(path).headers["Location"] == "/fakturaer/"
    assert neighbour.get(ours.own).status_code == neighbour.post(ours.own).status_code == 404


def test_one_that_is_being_paid_holds_the_others_up_g3(ours: Shop) -> None:
    """G3, PY-04: an invoice with a live attempt is in no second one, alone or together with others."""
    begin(ours.stranger(), ours.link)
    other = ours.another()
    led = ours.visitor().get(f"{SEVERAL}?valgt={ours.invoice.id}&valgt={other.id}")
    assert led.headers["Location"] == status_of(ours, ours.attempts()[0].id)
    assert begin(ours.visitor(), f"/fakturaer/{other.id}/betal/").status_code == 302
