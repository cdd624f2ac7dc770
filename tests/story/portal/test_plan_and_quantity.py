"""Another plan and another quantity in one act: one quote, one preview, one execution, one invoice (SU-01, XB-11)."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests import make
from tests.story.portal.world import NOW, STARTED, World, quote_in, text_of, world

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM

USERS = {"unit_da": "bruger/brugere", "unit_en": "user/users"}
TIERS = [[9, 95_000, 0], [39, 85_500, 0], [None, 76_000, 0]]


@pytest.fixture
def ours() -> World:
    """A company with 40 users."""
    return company(users=40)


def company(*, users: int) -> World:
    """At 95.00 a month each, billed; moving to a year begins a year of its own at once (XB-09)."""
    found = world(party_type="business")
    found.allow(*permissions.REGISTRY)
    rule(found, timing_interval="now", upgrade_full_period=True)
    monthly = make.terms(found.basic, unit_price_minor=9_500, **USERS)
    mine = make.subscription(found.account, monthly, quantity=users, started_on=STARTED)
    with within(found.id):
        run(found.id, today=STARTED, at=NOW - timedelta(days=10))
    found.small, found.subscription = monthly, mine
    found.yearly = make.terms(
        found.basic, interval_unit="year", pricing_model="volume", unit_price_minor=0, tiers=TIERS,
        maximum_quantity=500, **USERS,
    )  # fmt: skip
    return found


def rule(ours: World, **values: Any) -> None:
    with within(ours.id):
        choose(ours.id, values=values, actor=SYSTEM, at=clock.now())


def to(ours: World, terms: PlanTerms) -> str:
    return f"/abonnementer/{ours.subscription.id}/skift/{terms.id}/"


def standing(ours: World) -> tuple[object, int]:
    return ours.reload().terms_id, ours.reload().quantity


def sold(ours: World, **values: Any) -> PlanTerms:
    """Terms of another plan, paid by the month."""
    return make.terms(ours.large.plan, **{"unit_price_minor": 9_500, **USERS, **values})


def test_yearly_and_five_more_are_one_act_with_one_invoice_su_01_xb_09_cm_01(ours: World) -> None:
    """SU-01, SU-05, XB-09, XB-11, CM-01: by hand, 21 of 31 days of 3,800.00 back, and 45 times 760.00 for the year.

    2,574.19 back and 34,200.00 on are 31,625.81; a quarter of it is 7,906.45 VAT: 39,532.26.
    """
    client, path, before = ours.client(language="en"), to(ours, ours.yearly), len(ours.invoices())
    assert "you can also choose another quantity" in text_of(client.get(path.removesuffix(f"{ours.yearly.id}/")))
    first = client.get(path)
    assert 'name="antal" value="40"' in first.content.decode()
    assert "You have 40 users now. Write a whole number from 1 to 500." in text_of(first)
    assert "10–39 DKK 855.00 40 and more DKK 760.00" in text_of(first)
    page = client.get(path, {"antal": "45"})
    words = text_of(page)
    assert "Quantity: 40 → 45 users" in words and "The new plan begins today." in words
    for line in ("40 users × DKK 95.00 −DKK 2,574.19", "45 users × DKK 760.00 DKK 34,200.00", "VAT DKK 7,906.45"):
        assert line in words, line
    assert "DKK 34,200.00 a year excl. VAT" in words and standing(ours) == (ours.small.id, 40)
    done = client.post(path, {"quote": quote_in(page), "antal": "99"}, follow=True)
    assert "The plan is changed." in text_of(done)
    assert (*standing(ours), ours.reload().renews_on) == (ours.yearly.id, 45, date(2027, 3, 11))
    (one,) = ours.invoices()[before:]
    with within(ours.id):
        lines = [(line.text, line.quantity, line.unit_price_minor, line.net_minor) for line in one.lines.all()]
    assert lines == [
        ("Tilbage for Basishold (månedsvis), 21 af 31 dage, 11. marts 2026 – 31. marts 2026", -40, 9_500, -257_419),
        ("Basishold (årsvis), 11. marts 2026 – 10. marts 2027", 45, 76_000, 3_420_000),
    ]
    assert (one.net_minor, one.total_minor) == (3_162_581, 3_953_226)
    said = one.snapshot["explanation"][1].replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Fra 40 × Basishold (månedsvis) til 45 × Basishold (årsvis): 39.532,26 kr."


def test_an_oere_that_the_vat_is_rounded_by_has_its_own_sentence_cm_01() -> None:
    """CM-01: 39 × 855.00 less 2,188.06, each incl. VAT, is 38,946.17; VAT of their difference makes it 38,946.18."""
    ours = company(users=34)
    client, path, before = ours.client(), to(ours, ours.yearly), len(ours.invoices())
    client.post(path, {"quote": quote_in(client.get(path, {"antal": "39"}))})
    (one,) = ours.invoices()[before:]
    assert one.total_minor == 3_894_618
    _lead, *said = [each.replace("\N{NO-BREAK SPACE}", " ") for each in one.snapshot["explanation"]]
    assert said == [
        "Fra 34 × Basishold (månedsvis) til 39 × Basishold (årsvis): 38.946,17 kr.",
        "Momsen er afrundet anderledes: 0,01 kr. mere.",
        "I alt: 38.946,18 kr.",
    ]


def test_pressing_twice_changes_once_su_01(ours: World) -> None:
    """SU-01: the same quote again does nothing, also now that the subscription is on those terms."""
    client, path, before = ours.client(), to(ours, ours.yearly), len(ours.invoices())
    quote = quote_in(client.get(path, {"antal": "45"}))
    assert [client.post(path, {"quote": quote}).status_code for _ in range(2)] == [302, 302]
    assert len(ours.invoices()) == before + 1


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("4", "The smallest quantity is 5."),
        ("0", "The smallest quantity is 5."),
        ("-5", "The smallest quantity is 5."),
        ("505", "The largest quantity is 500."),
        ("9" * 30, "The largest quantity is 500."),
        ("47", "It is sold in steps of 5 from 5. The nearest is 45."),
        ("", "Write a whole number from 5 to 500, in steps of 5."),
        ("many", "Write a whole number from 5 to 500, in steps of 5."),
        ("45,5", "Write a whole number from 5 to 500, in steps of 5."),
    ],
)
def test_a_number_that_cannot_be_had_says_the_limits_xb_11(wanted: str, said: str, ours: World) -> None:
    """XB-11: at the field, with nothing to confirm."""
    with within(ours.id):
        PlanTerms.objects.filter(id=ours.yearly.id).update(minimum_quantity=5, quantity_step=5)
    page = ours.client(language="en").get(to(ours, ours.yearly), {"antal": wanted})
    assert f"Quantity: {said}" in text_of(page) and 'name="quote"' not in page.content.decode()
    assert f'value="{wanted}"' in page.content.decode() or not wanted


def test_the_number_there_is_changes_the_plan_alone_and_is_a_fault_on_its_own_page_xb_11(ours: World) -> None:
    client = ours.client(language="en")
    words = text_of(client.get(to(ours, ours.yearly), {"antal": "40"}))
    assert "→" not in words and "40 users × DKK 760.00 DKK 30,400.00" in words
    own = client.get(f"/abonnementer/{ours.subscription.id}/antal/", {"antal": "40"})
    assert "You have 40 already. Write a whole number from 1 to 10,000." in text_of(own)
    danish = text_of(ours.client().get(f"/abonnementer/{ours.subscription.id}/antal/", {"antal": "mange"}))
    assert "Antal: Skriv et helt tal fra 1 til 10.000." in danish
    assert own.status_code == 200 and 'name="quote"' not in own.content.decode()


def test_without_the_permission_the_quantity_is_kept_sb_05_sec_25(ours: World) -> None:
    """SB-05, SEC-25: no field, no other number; a quote from before the company took it away confirms nothing."""
    client, path = ours.client(language="en"), to(ours, ours.yearly)
    old = quote_in(client.get(path, {"antal": "45"}))
    ours.forbid("change_quantity")
    assert client.post(path, {"quote": old}).status_code == 404
    page = client.get(path, {"antal": "45"})
    assert 'name="antal"' not in page.content.decode() and "→" not in text_of(page)
    assert client.post(path, {"quote": quote_in(page)}).status_code == 302
    assert standing(ours) == (ours.yearly.id, 40)


def test_one_quantity_only_leaves_nothing_to_choose_xb_11(ours: World) -> None:
    fixed = sold(ours, minimum_quantity=50, maximum_quantity=50)
    page = ours.client(language="en").get(to(ours, fixed), {"antal": "7"})
    assert 'name="antal"' not in page.content.decode() and "Quantity: 40 → 50 users" in text_of(page)


def test_the_present_terms_have_their_own_page_for_the_number_sec_25(ours: World) -> None:
    """SEC-25: no change of the quantity alone through the page of a change of plan."""
    page = ours.client(language="en").get(to(ours, ours.small), {"antal": "45"})
    assert page.status_code == 409 and "on these terms already" in text_of(page)


def test_dearer_but_fewer_waits_for_the_renewal_su_02_xb_08(ours: World) -> None:
    """SU-02, SU-06, XB-08: the stricter rule of the two holds, though 30 at 150.00 are more than 40 at 95.00.

    It is planned as one change, with its invoice at the renewal: 30 times 150.00.
    """
    dear, client = sold(ours, unit_price_minor=15_000), ours.client(language="en")
    assert "The new plan begins today." in text_of(client.get(to(ours, dear)))
    page = client.get(to(ours, dear), {"antal": "30"})
    words = text_of(page)
    assert "Quantity: 40 → 30 users" in words and "The new plan begins on 1 April 2026" in words
    assert "Without another quantity the new plan begins today." in words
    assert "30 × Large class, monthly (30 × DKK 150.00) DKK 4,500.00" in words
    assert "It happens on 1 April 2026." in text_of(client.post(to(ours, dear), {"quote": quote_in(page)}, follow=True))
    waiting = ours.waiting()
    assert waiting is not None and (waiting.terms_id, waiting.quantity) == (dear.id, 30)
    assert standing(ours) == (ours.small.id, 40)
    with within(ours.id):
        run(ours.id, today=date(2026, 4, 1), at=NOW + timedelta(days=21))
    assert standing(ours) == (dear.id, 30)
    assert ours.invoices()[-1].net_minor == 20_000 + 450_000, "with the company's other subscription"


def test_cheaper_but_more_waits_and_needs_the_permission_for_cheaper_su_02_xb_08(ours: World) -> None:
    """SU-02, XB-08, SB-05: more of it does not make a cheaper plan a dearer one."""
    cheap, client = sold(ours, unit_price_minor=8_000), ours.client(language="en")
    page = client.get(to(ours, cheap), {"antal": "60"})
    assert "The new plan begins on 1 April 2026" in text_of(page) and "Without another" not in text_of(page)
    quote = quote_in(page)
    ours.forbid("downgrade_subscription")
    assert client.get(to(ours, cheap), {"antal": "60"}).status_code == 404
    assert client.post(to(ours, cheap), {"quote": quote}).status_code == 404
    ours.forbid("upgrade_subscription")
    assert client.post(to(ours, cheap), {"quote": quote}).status_code == 302


def test_a_stale_quote_is_shown_anew_with_what_differs_su_01(ours: World) -> None:
    """SU-01, CM-02: two more were bought meanwhile; nothing is done before the new amounts were seen."""
    client, path, own = (
        ours.client(language="en"),
        to(ours, ours.yearly),
        f"/abonnementer/{ours.subscription.id}/antal/",
    )
    old = quote_in(client.get(path, {"antal": "45"}))
    client.post(own, {"quote": quote_in(client.get(own, {"antal": "42"}))})
    before, answer = len(ours.invoices()), client.post(path, {"quote": old})
    words = text_of(answer)
    assert answer.status_code == 409 and "Quantity until now 40 42" in words and "Quantity: 42 → 45 users" in words
    assert 'name="antal" value="45"' in answer.content.decode()
    assert (standing(ours), len(ours.invoices())) == ((ours.small.id, 42), before)
    assert client.post(path, {"quote": quote_in(answer)}).status_code == 302
    assert (standing(ours), len(ours.invoices())) == ((ours.yearly.id, 45), before + 1)


def test_a_move_made_meanwhile_leaves_the_number_and_its_permission_su_01_sec_25(ours: World) -> None:
    """SU-01, SEC-25: what is left of the quote is a change of quantity alone."""
    client, path = ours.client(language="en"), to(ours, ours.yearly)
    both, plan = (quote_in(client.get(path, {"antal": many})) for many in ("45", "40"))
    client.post(path, {"quote": plan})
    answer = client.post(path, {"quote": both})
    assert answer.status_code == 409 and "Quantity: 40 → 45 users" in text_of(answer)
    assert 'type="number"' not in answer.content.decode()
    ours.forbid("change_quantity")
    assert client.post(path, {"quote": both}).status_code == 404
    assert standing(ours) == (ours.yearly.id, 40)


def test_new_limits_make_no_plan_of_a_number_sec_25(ours: World) -> None:
    """SEC-25, SB-05: a quote of the number alone stays one, also where the terms are sold in no more any longer."""
    client, own = ours.client(), f"/abonnementer/{ours.subscription.id}/antal/"
    fewer = quote_in(client.get(own, {"antal": "35"}))
    with within(ours.id):
        PlanTerms.objects.filter(id=ours.small.id).update(maximum_quantity=35)
    ours.forbid("change_quantity")
    assert client.post(to(ours, ours.small), {"quote": fewer}).status_code == 404
    assert standing(ours) == (ours.small.id, 40) and ours.waiting() is None


def test_binding_trial_and_a_planned_change_are_read_as_ever_xb_11_su_06(ours: World) -> None:
    """SU-06, XB-09: the preview says what binds; a change today takes what was planned away; undone, all is back."""
    bound, client = sold(ours, unit_price_minor=15_000, commitment_count=12, notice_count=3), ours.client(language="en")
    own = f"/abonnementer/{ours.subscription.id}/antal/"
    client.post(own, {"quote": quote_in(client.get(own, {"antal": "35"}))})
    page = client.get(to(ours, bound), {"antal": "45"})
    assert "You are bound for 12 months from the start. You cancel with a notice of 3 months." in text_of(page)
    assert "The change that is planned already is removed by this." in text_of(page)
    client.post(to(ours, bound), {"quote": quote_in(page)})
    assert (*standing(ours), ours.waiting(), ours.reload().committed_until) == (bound.id, 45, None, date(2027, 3, 11))
    undo = f"/abonnementer/{ours.subscription.id}/goer-om/"
    opened = client.get(undo)
    client.post(undo, {"undo": str(opened.context["undo"].open.id)})
    assert standing(ours) == (ours.small.id, 40) and ours.reload().committed_until is None


def test_in_a_trial_nothing_is_charged_and_the_day_stays(ours: World) -> None:
    """SU-03, XB-09: no period of its own before the trial is over; then 45 of the year."""
    ours.subscription = make.subscription(
        ours.account, ours.small, quantity=40, started_on=date(2026, 3, 5), renews_on=date(2026, 3, 19),
        trial_ends_on=date(2026, 3, 19), anchor_day=19,
    )  # fmt: skip
    page = ours.client(language="en").get(to(ours, ours.yearly), {"antal": "45"})
    assert "Invoiced today, incl. VAT DKK 0.00" in text_of(page)
    assert "DKK 34,200.00 a year excl. VAT, next time on 19 March 2026" in text_of(page)


def test_the_neighbours_terms_and_subscription_are_not_there_sec_19(ours: World) -> None:
    """SEC-19."""
    theirs, client = world(), ours.client()
    for path in (to(theirs, ours.yearly), to(ours, theirs.yearly)):
        assert client.get(path, {"antal": "45"}).status_code == 404
        assert client.post(path, {"quote": str(theirs.yearly.id)}).status_code == 404
