"""Change, cancel, take back, remove: each shows itself first, to the øre, and then does exactly that (SU-01)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from tests import make
from tests.story.portal.world import NOW, World, quote_in, text_of

from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.tenancy.within import within

ONE = "/abonnementer/{}/"


def here(ours: World, rest: str = "") -> str:
    return ONE.format(ours.subscription.id) + rest


def press(ours: World, rest: str) -> int:
    """Open a preview and press its button."""
    client = ours.client()
    return int(client.post(here(ours, rest), {"quote": quote_in(client.get(here(ours, rest)))}).status_code)


def test_an_upgrade_costs_exactly_what_was_shown(ours: World) -> None:
    """SB-04, SU-01, SU-02, SU-05: 21 of 31 days: 400 less 200 a month is 135.49, with VAT 169.36 (SU-03)."""
    path = here(ours, f"skift/{ours.large.id}/")
    client = ours.client(language="en")
    page = client.get(path)
    words = text_of(page)
    assert "Invoiced today, incl. DKK 33.87 VAT DKK 169.36" in words
    assert "−DKK 169.35" in words and "DKK 338.71" in words
    assert "DKK 500.00 a month incl. VAT, next time on 1 April 2026" in words
    assert "The new plan begins today." in words
    answer = client.post(path, {"quote": quote_in(page)}, follow=True)
    assert answer.redirect_chain == [(here(ours), 302)]
    assert "The plan is changed." in text_of(answer)
    assert ours.reload().terms_id == ours.large.id
    assert ours.reload().renews_on == date(2026, 4, 1)
    assert [invoice.total_minor for invoice in ours.invoices()] == [25000, 16936]


def test_the_log_names_the_plan_of_what_happened(ours: World) -> None:
    """CM-10: a fact about a subscription says which."""
    assert press(ours, f"skift/{ours.large.id}/") == 302
    log = text_of(ours.client(language="en").get("/logbog/"))
    assert f"plan: {ours.large.plan.name('en')}" in log
    assert "Something was written down" not in log


def test_a_downgrade_waits_for_the_renewal_and_can_be_removed(ours: World) -> None:
    """SU-02, SU-06, XB-13: planned, visible, removable with a preview; the subscription is not locked meanwhile."""
    path = here(ours, f"skift/{ours.yearly.id}/")
    client = ours.client(language="en")
    page = client.get(path)
    assert "nothing is charged today" in text_of(page)
    assert "The invoice on 1 April 2026 Basic class, yearly DKK 2,700.00 Total incl. VAT DKK 2,700.00" in text_of(page)
    answer = client.post(path, {"quote": quote_in(page)}, follow=True)
    assert "It happens on 1 April 2026." in text_of(answer)
    assert "On 1 April 2026 the subscription becomes Basic class (yearly)." in text_of(answer)
    assert "Basic class changes at its next renewal." in text_of(client.get("/"))
    waiting = ours.waiting()
    assert waiting is not None and waiting.terms_id == ours.yearly.id
    assert len(ours.invoices()) == 1

    remove = here(ours, "planlagt/fjern/")
    preview = text_of(client.get(remove))
    assert "Basic class (yearly) from 1 April 2026. It does not happen." in preview
    assert ours.waiting() is not None, "looking changes nothing"
    assert "The planned change is removed." in text_of(client.post(remove, follow=True))
    assert ours.waiting() is None
    again = client.post(remove)
    assert again.status_code == 409
    assert "There is no planned change any more." in text_of(again)


def test_cancelling_wins_over_a_planned_change(ours: World) -> None:
    """SU-06."""
    assert press(ours, f"skift/{ours.yearly.id}/") == 302
    assert "The planned change does not happen." in text_of(ours.client(language="en").get(here(ours, "opsig/")))
    assert press(ours, "opsig/") == 302
    assert ours.waiting() is None
    assert ours.reload().state == "cancelled"


def test_cancel_receipt_and_back(ours: World) -> None:
    """SB-04, SU-04, XB-16, XB-43: the last day, a receipt page, no reason asked, and the way back."""
    client = ours.client(language="en")
    page = client.get(here(ours, "opsig/"))
    words = text_of(page)
    assert "Last day 31 March 2026" in words
    assert "Charged from now on Nothing more." in words
    main = page.content.decode().partition("<main")[2]
    assert "textarea" not in main and "radio" not in main
    receipt = client.post(here(ours, "opsig/"), {"quote": quote_in(page)}, follow=True)
    assert receipt.redirect_chain == [(here(ours, "opsagt/"), 302)]
    assert "Last day 31 March 2026" in text_of(receipt)
    assert f'href="{here(ours, "genoptag/")}"' in receipt.content.decode()
    assert "Nothing is going to be charged." in text_of(client.get("/"))
    assert "One subscription is cancelled and ends soon." in text_of(client.get("/"))
    assert client.get(here(ours, "opsig/")).status_code == 409

    back = client.get(here(ours, "genoptag/"))
    assert "Charged today Nothing." in text_of(back)
    assert "Next payment 1 April 2026" in text_of(back)
    assert ours.reload().state == "cancelled", "looking changes nothing"
    done = client.post(here(ours, "genoptag/"), {"quote": quote_in(back)}, follow=True)
    assert "The cancellation is taken back." in text_of(done)
    assert ours.reload().state == "active"
    assert client.get(here(ours, "opsagt/")).status_code == 302
    assert client.get(here(ours, "genoptag/")).status_code == 409


@pytest.mark.parametrize("rest", ["opsig/", "genoptag/"])
def test_keeping_is_as_big_as_cancelling(rest: str, ours: World) -> None:
    """ORD-6: the two buttons of the preview look the same."""
    if rest == "genoptag/":
        press(ours, "opsig/")
    html = ours.client(language="en").get(here(ours, rest)).content.decode().partition("<main")[2]
    assert html.count('class="button button-secondary"') == 2
    assert "button-primary" not in html


def test_a_stale_quote_is_shown_anew_and_does_nothing(ours: World) -> None:
    """SU-01, CM-02: the price changed meanwhile; the page says what was seen and what holds now."""
    path = here(ours, f"skift/{ours.large.id}/")
    client = ours.client(language="en")
    old = quote_in(client.get(path))
    with within(ours.id):
        PlanTerms.objects.filter(id=ours.large.id).update(unit_price_minor=50000)
    answer = client.post(path, {"quote": old})
    words = text_of(answer)
    assert answer.status_code == 409
    assert "Something has changed meanwhile" in words
    assert "Invoiced today, incl. VAT DKK 169.36 DKK 254.04" in words
    assert ours.reload().terms_id == ours.small.id
    assert len(ours.invoices()) == 1
    assert client.post(path, {"quote": quote_in(answer)}).status_code == 302
    assert ours.invoices()[-1].total_minor == 25404


def test_an_expired_quote_is_renewed(ours: World, present: Callable[[datetime], None]) -> None:
    path = here(ours, "opsig/")
    client = ours.client(language="en")
    old = quote_in(client.get(path))
    present(NOW + timedelta(minutes=29, seconds=59))
    client.get("/")
    present(NOW + timedelta(minutes=31))
    answer = client.post(path, {"quote": old})
    assert answer.status_code == 409
    assert "The offer had expired" in text_of(answer)
    assert ours.reload().state == "active"


def test_the_same_form_twice_happens_once(ours: World) -> None:
    """SU-01: a double click, or the back button and again."""
    path = here(ours, f"skift/{ours.large.id}/")
    client = ours.client()
    quote = quote_in(client.get(path))
    answers = [client.post(path, {"quote": quote}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(ours.invoices()) == 2


@pytest.mark.parametrize("posted", [{}, {"quote": ""}, {"quote": "1"}, {"quote": "x" * 5000}])
def test_a_post_without_a_quote_shows_the_page_again(posted: dict[str, str], ours: World) -> None:
    answer = ours.client().post(here(ours, "opsig/"), posted)
    assert (answer.status_code, answer.headers["Location"]) == (302, here(ours, "opsig/"))
    assert ours.reload().state == "active"


def test_extra_fields_bind_nothing(ours: World) -> None:
    """SEC-25: quantity, price, state and account in the post are ignored."""
    path = here(ours, f"skift/{ours.large.id}/")
    client = ours.client()
    extra = {"quantity": "9", "antal": "9", "terms": str(ours.yearly.id), "charge_today": "0", "state": "ended",
             "account": str(make.account(ours.organization).id), "unit_price_minor": "1"}  # fmt: skip
    client.post(path, {"quote": quote_in(client.get(path)), **extra})
    found = ours.reload()
    assert (found.quantity, found.terms_id, found.state) == (1, ours.large.id, "active")
    assert found.account_id == ours.account.id
    assert ours.invoices()[-1].total_minor == 16936


def test_all_terms_of_enabled_plans_can_be_chosen(ours: World) -> None:
    """SB-13 to SB-15, SU-03: every price of an enabled plan, none of another plan, no other currency."""
    hidden = make.terms(make.plan(ours.organization, self_service_enabled=False))
    euro = make.terms(ours.basic, currency="EUR")
    path = here(ours, "skift/")
    html = ours.client().get(path).content.decode()
    for terms, there in ((ours.large, True), (ours.yearly, True), (ours.small, False), (hidden, False), (euro, False)):
        assert (f'href="{path}{terms.id}/"' in html) is there
    added = make.terms(ours.basic, interval_unit="month", interval_count=3)
    assert f'href="{path}{added.id}/"' in ours.client().get(path).content.decode()
    for terms, words in ((hidden, "not offered any more"), (euro, "in another currency"), (ours.small, "already")):
        refused = ours.client(language="en").get(f"{path}{terms.id}/")
        assert refused.status_code == 409
        assert words in text_of(refused)


def test_a_plan_switched_off_between_preview_and_post_is_refused(ours: World) -> None:
    """SB-14."""
    path = here(ours, f"skift/{ours.large.id}/")
    client = ours.client(language="en")
    quote = quote_in(client.get(path))
    with within(ours.id):
        Plan.objects.filter(id=ours.large.plan_id).update(self_service_enabled=False)
    answer = client.post(path, {"quote": quote})
    assert answer.status_code == 409
    assert "The plan is not offered any more." in text_of(answer)
    assert ours.reload().terms_id == ours.small.id


def test_the_same_price_counts_as_an_upgrade(ours: World) -> None:
    """SU-02: equal price, so the switch for upgrades decides."""
    same = make.terms(make.plan(ours.organization), unit_price_minor=20000)
    path = here(ours, f"skift/{same.id}/")
    ours.forbid("downgrade_subscription")
    assert ours.client().get(path).status_code == 200
    ours.forbid("upgrade_subscription")
    assert ours.client().get(path).status_code == 404
