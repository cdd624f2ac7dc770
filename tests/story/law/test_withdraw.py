"""Withdrawing from a contract: two steps, a receipt, the refund exact and with its deadline (WDR-1 to WDR-10)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.billing.rules.law.declarations import Consents
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.money import Money
from tests import portal
from tests.story.law.test_evidence import mails, ordered
from tests.story.law.test_guests import PAGE, let_in
from tests.story.portal.world import NOW, World, quote_in, text_of, world

LAST = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
"""15 March 2026 is a Sunday: the contract of 1 March may be withdrawn from until Monday the 16th."""


def one(ours: World, rest: str = "") -> str:
    return f"/abonnementer/{ours.subscription.id}/{rest}"


def declare(client: portal.PortalClient, path: str, **values: str) -> str:
    """The first step; where it leads."""
    said = {"name": "Anna Eksempel", "receipt_address": "anna@example.com", **values}
    answer = client.post(path, said)
    assert answer.status_code == 302
    return str(answer["Location"])


def withdraw(ours: World) -> LegalAct:
    """Both steps, as a visitor."""
    client = ours.client(language="en")
    path = declare(client, one(ours, "fortryd/"))
    answer = client.post(path, {"quote": quote_in(client.get(path))}, follow=True)
    assert "You have withdrawn from the contract" in text_of(answer)
    with within(ours.id):
        return LegalAct.objects.get(subscription_id=ours.subscription.id, kind="withdraw")


def pay(ours: World, minor: int = 25000) -> None:
    record_manual_payment(
        ours.id, invoice=ours.invoice.id, amount=Money(minor, "DKK"), paid_on=date(2026, 3, 5), reference="x",
        actor=Actor("staff", "1"), at=NOW - timedelta(days=3),
    )  # fmt: skip


def refunds(ours: World) -> list[RefundTask]:
    with within(ours.id):
        return list(RefundTask.objects.all())


def test_two_steps_a_receipt_and_the_money_back_wdr_3(ours: World) -> None:
    """WDR-3 to WDR-5, WDR-7: prefilled, one button, a receipt that can be verified, and a refund due in 14 days."""
    pay(ours)
    client = ours.client(language="en")
    first = client.get(one(ours, "fortryd/"))
    assert ours.recipient.name in first.content.decode() and ours.recipient.email in first.content.decode()
    assert "DKK 250.00" in text_of(first)
    act = withdraw(ours)
    assert (act.refund_minor, act.receipt_address, act.submitted_at) == (25000, "anna@example.com", NOW)
    (task,) = refunds(ours)
    assert (task.amount_minor, task.reason, task.due_on) == (25000, "withdrawal", date(2026, 3, 25))
    assert ours.reload().state == "ended"
    found = legal_acts.verified_by_code(ours.id, code=act.code)
    assert found is not None and found.kind == "withdraw"


def test_the_second_step_has_one_button_which_confirms_wdr_4(ours: World) -> None:
    """WDR-4: the label of the approved list, the only control; beside it what was declared, and the way back to it."""
    client = ours.client()
    assert client.get(one(ours, "fortryd/bekraeft/"))["Location"] == one(ours, "fortryd/")
    path = declare(client, one(ours, "fortryd/"))
    main = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
    assert main.count("<button") == 1 and "Bekræft fortrydelse" in main
    assert re.findall(r'<input type="(?!hidden)|<(?:select|textarea)', main) == []
    assert re.findall(r'<a href="([^"]*)"', main) == [one(ours, "fortryd/")]
    for said in ("Anna Eksempel", "anna@example.com", "Basishold", "250,00"):
        assert said in main
    assert 'value="Anna Eksempel"' in client.get(one(ours, "fortryd/")).content.decode()


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (0, ["DKK 250.00: you do not have to pay it.", "Nothing: you have not paid for it."]),
        (10000, ["DKK 150.00: you do not have to pay it.", "DKK 100.00 no later than 25 March 2026, by the means"]),
        (25000, ["DKK 250.00 no later than 25 March 2026, by the means"]),
    ],
)
def test_each_step_tells_what_comes_back_and_by_when_wdr_7(paid: int, said: list[str], ours: World) -> None:
    """WDR-7: declaration, confirmation and receipt promise the same, and the refund is exactly that."""
    if paid:
        pay(ours, paid)
    client = ours.client(language="en")
    path = declare(client, one(ours, "fortryd/"))
    pages = [client.get(one(ours, "fortryd/")), confirm_page := client.get(path)]
    pages.append(client.post(path, {"quote": quote_in(confirm_page)}, follow=True))
    for page in pages:
        words = text_of(page)
        assert [one_said in words for one_said in said] == [True] * len(said), words
        assert ("you do not have to pay it" in words) is (paid < 25000)
    assert [task.amount_minor for task in refunds(ours)] == ([paid] if paid else [])


@pytest.mark.parametrize("missing", ["name", "receipt_address"])
def test_a_declaration_without_name_or_address_is_asked_for_again_wdr_3(missing: str, ours: World) -> None:
    """WDR-3: and nothing is withdrawn from."""
    values = {"name": "Anna", "receipt_address": "anna@example.com", missing: ""}
    answer = ours.client().post(one(ours, "fortryd/"), values)
    assert answer.status_code == 200
    assert ours.reload().state == "active"


def test_a_card_number_is_no_name_g9(ours: World) -> None:
    """G9: evidence is kept for years, and no card number may lie in it."""
    values = {"name": "4242 4242 4242 4242", "receipt_address": "anna@example.com"}
    answer = ours.client(language="en").post(one(ours, "fortryd/"), values)
    assert answer.status_code in {200, 422}
    assert "the number of a payment card" in text_of(answer)


def test_the_receipt_is_mailed_with_its_file_wdr_5(ours: World) -> None:
    """WDR-5: to the declared address and to the account's own; content, day and time; not a second mail beside it."""
    act = withdraw(ours)
    sent = [mail for mail in mails(ours) if mail.kind in ("contract_withdrawn", "subscription_cancelled")]
    assert {mail.to_address for mail in sent} == {"anna@example.com", ours.recipient.email}
    assert {mail.kind for mail in sent} == {"contract_withdrawn"}
    assert all(mail.attachment == act.id for mail in sent)
    assert "11. marts 2026 kl. 10.00" in sent[0].text.replace("\xa0", " ")


def test_an_unpaid_invoice_is_settled_and_nothing_paid_back_wdr_7(ours: World) -> None:
    """WDR-7: what was never paid is credited, not refunded; what was paid in part is refunded in part."""
    withdraw(ours)
    assert refunds(ours) == []
    assert ours.invoices()[0].outstanding.is_zero
    other = world()
    pay(other, 10000)
    withdraw(other)
    assert [task.amount_minor for task in refunds(other)] == [10000]
    assert other.invoices()[0].outstanding.is_zero


def test_days_begun_on_request_are_paid_for_wdr_8(ours: World, present: Callable[[datetime], None]) -> None:
    """WDR-8: 500 kr. for 31 days from 11 March; withdrawn on the fourth day, three days are owed: 48.39 kr."""
    made = ordered(ours, consents=Consents(language="da", asked_to_start=True, said_adult=True))
    present(NOW + timedelta(days=3))
    client = ours.client(language="en")
    path = f"/abonnementer/{made.subscription_id}/fortryd/"
    words = text_of(client.get(path))
    assert "3 days that you have had" in words
    assert "DKK 451.61" in words
    step = declare(client, path)
    client.post(step, {"quote": quote_in(client.get(step))})
    with within(ours.id):
        act = LegalAct.objects.get(subscription_id=made.subscription_id)
    assert act.refund_minor == 45161
    assert "WDR-8.days_used" in act.reasons


def test_without_the_request_nothing_is_owed_wdr_8(ours: World, present: Callable[[datetime], None]) -> None:
    """WDR-8, ORD-5: the box was not ticked, so every day comes back."""
    made = ordered(ours, consents=Consents(language="da", said_adult=True))
    present(NOW + timedelta(days=3))
    assert "DKK 500.00" in text_of(ours.client(language="en").get(f"/abonnementer/{made.subscription_id}/fortryd/"))


def test_the_way_is_there_to_the_last_day_and_not_a_day_longer_wdr_2(
    ours: World, present: Callable[[datetime], None]
) -> None:
    """WDR-1, WDR-2: subscription page, invoice page and footer; the day after, gone and refused."""
    for at, open_still in ((NOW, True), (LAST, True), (LAST + timedelta(days=1), False)):
        present(at)
        client = ours.client()
        for path in (one(ours), f"/fakturaer/{ours.invoice.id}/"):
            assert (f'href="{one(ours, "fortryd/")}"' in client.get(path).content.decode()) is open_still, (path, at)
        assert client.get(one(ours, "fortryd/")).status_code == (200 if open_still else 409)
        assert 'href="/fortryd/"' in client.get("/").content.decode()
        listed = text_of(client.get("/fortryd/"))
        assert ("Basishold" in listed) is open_still


def test_a_company_cannot_switch_the_way_off_wdr_2(ours: World) -> None:
    """WDR-2, "Must show" 4: every permission off, and a word of the company's own for the label."""
    ours.allow()
    with within(ours.id):
        Organization.objects.filter(id=ours.organization.id).update(choices={"withdraw_label": "contact_us"})
    client = ours.client()
    page = client.get(one(ours)).content.decode()
    assert "Fortryd aftale her" in page
    path = declare(client, one(ours, "fortryd/"))
    assert client.post(path, {"quote": quote_in(client.get(path))}).status_code == 302
    assert ours.reload().state == "ended"


def test_a_company_customer_has_no_such_right_unless_it_is_offered_wdr_10() -> None:
    """WDR-10: hidden and refused; with the setting it is there."""
    firm = world(party_type="business")
    client = firm.client()
    assert "/fortryd/" not in client.get(one(firm)).content.decode()
    assert client.get(one(firm, "fortryd/")).status_code == 409
    offered = world(party_type="business", choices={"offer_withdrawal_b2b": True})
    assert one(offered, "fortryd/") in offered.client().get(one(offered)).content.decode()
    assert offered.client().get(one(offered, "fortryd/")).status_code == 200


def test_an_exception_needs_its_reason_shown_before_the_order_wdr_9(ours: World) -> None:
    """WDR-9: the reason stands in the contract's words, and the way is closed; an exception made later closes none."""
    before = ordered(ours, consents=None)
    with within(ours.id):
        Plan.objects.filter(id=ours.large.plan_id).update(
            withdrawal_exempt=True, withdrawal_exempt_da="Billetter til en bestemt dag."
        )
    after = ordered_again(ours)
    client = ours.client()
    assert client.get(f"/abonnementer/{before.subscription_id}/fortryd/").status_code == 200
    assert client.get(f"/abonnementer/{after.subscription_id}/fortryd/").status_code == 409
    assert "Billetter til en bestemt dag." in after.words["withdrawal"]


def ordered_again(ours: World) -> Contract:
    """One more order, found among the contracts."""
    with within(ours.id):
        known = set(Contract.objects.values_list("id", flat=True))
    quote = quote_in(ours.client().get(f"/nyt-abonnement/{ours.large.id}/"))
    ours.client().post(f"/nyt-abonnement/{ours.large.id}/", {"quote": quote, "myndig": "on", "begynd": "on"})
    with within(ours.id):
        return Contract.objects.exclude(id__in=known).get()


def test_a_guest_withdraws_in_the_same_two_steps_xb_29(ours: World) -> None:
    """XB-29, WDR-3: by a mailed link, without a login."""
    client = portal.client(ours.organization, language="en")
    let_in(ours, client)
    assert "Withdraw from contract here" in text_of(client.get(f"{PAGE}aftale/"))
    path = declare(client, f"{PAGE}aftale/fortryd/")
    assert path == f"{PAGE}aftale/fortryd/bekraeft/"
    answer = client.post(path, {"quote": quote_in(client.get(path))}, follow=True)
    assert "You have withdrawn from the contract" in text_of(answer)
    with within(ours.id):
        assert LegalAct.objects.get().channel == "guest"


def test_a_foreign_contract_is_not_there_wdr_3(ours: World) -> None:
    """SEC-19: the neighbour's subscription and quote are unknown."""
    other = world()
    client = ours.client()
    assert client.get(one(other, "fortryd/")).status_code == 404
    mine = declare(client, one(ours, "fortryd/"))
    theirs = other.client()
    foreign = quote_in(theirs.get(declare(theirs, one(other, "fortryd/"))))
    assert client.post(mine, {"quote": foreign}).status_code == 404
