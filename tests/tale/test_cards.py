"""From a mail's payment link to money that is collected by itself, through both gateways' pages ("Must show" 1)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.tale.checked import Checked, widths
from tests.tale.people import Somebody, arrive
from tests.tale.running import RunningDemo
from tests.tale.visits import link_in, log_in, move_on
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]


@dataclass(frozen=True)
class Said:
    """What the payer reads and presses; `way` chooses a gateway."""

    words: Words
    way: str
    thanks: str
    saved: str
    received: str
    yourself: str
    disabled: str


DA: Final = Said(
    words=DANISH, way="Kort, via {}", thanks="Tak, det er betalt", saved="Kortet er gemt",
    received="Vi har modtaget din betaling af faktura", yourself="Du skal selv betale faktura",
    disabled="er deaktiveret",
)  # fmt: skip
EN: Final = Said(
    words=ENGLISH, way="Card, by {}", thanks="Thank you, it is paid", saved="The card is saved",
    received="We have received your payment of invoice", yourself="Please pay invoice", disabled="is disabled",
)  # fmt: skip


class Payer:
    """One payer with her browser; each method is a chapter. Nobody else of the demo pays an amount like `amount`."""

    def __init__(
        self, demo: RunningDemo, page: "Page", walk: Checked, said: Said, who: Somebody, amount: int
    ) -> None:  # fmt: skip
        self.demo, self.page, self.walk, self.said, self.who, self.amount = demo, page, walk, said, who, amount

    def taken(self) -> list[dict[str, Any]]:
        """What the gateways took of this amount, each payment once."""
        tables = self.demo.control("state")["tables"]
        intents = tables.get("stripe.payment_intent", {}).values()
        payments = tables.get("quickpay.payment", {}).values()
        return [one for one in intents if one["status"] == "succeeded" and one["amount_received"] == self.amount] + [
            one for one in payments if one["accepted"] and one["balance"] == self.amount
        ]

    def pays_by_link(self, name: str, *, about: str, gateway: str, number: str, secure: bool = False) -> None:
        """One click in the mail, no login: the invoice, the box, the gateway's page, the receipt that tells all."""
        before, page = len(self.taken()), self.page
        self.walk.visit(f"{name}-pay", link_in(self.demo.mail(self.who.email, about=about), "/betal/"))
        page.get_by_label(self.said.way.format(gateway)).check()
        page.locator("input[name=save]").check()
        page.locator("main form button").first.click()
        self.types_her_card(name, number=number, secure=secure)
        page.get_by_role("heading", level=1, name=self.said.thanks).wait_for(timeout=30_000)
        page.get_by_text(self.said.saved).wait_for()
        self.walk.look(f"{name}-paid")
        assert len(self.taken()) == before + 1

    def types_her_card(self, name: str, *, number: str, secure: bool = False) -> None:
        """On the gateway's own page, and where her bank asks."""
        page = self.page
        page.locator("#number").wait_for()
        self.walk.look(f"{name}-hosted")
        page.locator("#number").fill(number)
        page.locator("#expiry").fill("12/34")
        page.locator("#cvc").fill("123")
        page.locator("button[name=pay]").click()
        if secure:
            page.locator("button[name=approve]").wait_for()
            self.walk.look(f"{name}-bank")
            page.locator("button[name=approve]").click()

    def is_charged_by_itself(self, *, times: int) -> None:
        """She did nothing: her card was charged once more, and a mail tells of it."""
        assert len(self.taken()) == times
        received = [mail for mail in self.demo.mails(self.who.email) if mail["subject"].startswith(self.said.received)]
        assert len(received) == times

    def changes_cards(self) -> None:
        """A second card at the other gateway, charged first; then the old one is disabled."""
        page, door = self.page, self.demo.door()
        log_in(page, self.demo, email=self.who.email, words=self.said.words)
        self.walk.visit("cards", f"{door}/kort/")
        self.walk.visit("add", f"{door}/kort/tilfoej/")
        page.get_by_label("QuickPay").check()
        page.locator("main form button").first.click()
        self.types_her_card("add", number="1000020000000006")
        page.get_by_text(self.said.saved).wait_for(timeout=30_000)
        self.walk.look("cards-two")
        page.locator("form[action$='/standard/'] button").click()
        page.locator(".sb-card", has_text="Stripe").locator("a[href$='/deaktiver/']").click()
        self.walk.look("disable")
        page.locator("main form button").first.click()
        page.get_by_text(self.said.disabled).first.wait_for()
        self.walk.look("cards-disabled")
        assert page.locator(".sb-card", has_text="QuickPay").count() == 1
        assert page.locator(".sb-card", has_text="Stripe").count() == 0

    def has_a_card_that_expires(self) -> None:
        """The bank knows; nobody here does."""
        (card,) = {one["subscription_id"] for one in self.taken()}
        self.demo.control("card-update", card=card, exp="01/20")


PLANS: Final = ("basis-md", "fri-md", "hold-md")
WAYS: Final = (("da", DA, 1280, True, PLANS, 597_00), ("en", EN, 390, False, PLANS[:2], 498_00))


def both(demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], folder: Path) -> list[Payer]:
    """The two of the story, in the order of `WAYS`."""
    made = []
    for key, said, width, scripts, plans, amount in WAYS:
        language = said.words.language
        who = arrive(demo, folder / key, key=f"cards-{key}", language=language, plans=plans, days=28)
        page = open_page(width=width, language=language, scripts=scripts)
        walk = Checked(page, faults, key=f"cards-{key}", axe=scripts, widths=widths(said.words))
        made.append(Payer(demo, page, walk, said, who, amount))
    return made


def test_the_story_of_cards(
    demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], tmp_path: Path
) -> None:
    """SB-28, SB-29, SB-30, SB-31, SB-32, PY-01, PY-05, PY-10, CD-01, CD-03, CD-05: a link, saved cards, collecting.

    One in Danish on a screen at Stripe, where her bank asks; one in English on a telephone without JavaScript at
    QuickPay. Every notice comes three times, and nobody is charged twice.
    """
    danish, english = both(demo, open_page, faults, tmp_path)
    demo.control("webhooks/order", duplicate=3)

    move_on(danish.page, demo, "week")
    danish.pays_by_link("first", about="Faktura", gateway="Stripe", number="4000002500003155", secure=True)
    english.pays_by_link("first", about="Invoice", gateway="QuickPay", number="1000020000000006")

    move_on(danish.page, demo, "month", "week")
    for payer in (danish, english):
        payer.is_charged_by_itself(times=2)
    danish.changes_cards()
    english.has_a_card_that_expires()

    move_on(danish.page, demo, "month")
    danish.is_charged_by_itself(times=3)
    assert "subscription_id" in danish.taken()[-1]
    assert len(english.taken()) == 2
    english.pays_by_link("again", about=english.said.yourself, gateway="Stripe", number="4242424242424242")
    assert len(english.taken()) == len(danish.taken()) == 3

    sent = Counter(one["body"] for one in demo.control("webhooks") if one["state"] == "delivered")
    assert max(sent.values()) >= 3
    demo.control("webhooks/order", reverse=False)
    assert danish.walk.wrong + english.walk.wrong == []
