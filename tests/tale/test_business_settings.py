"""The business portal's story, second half: a manager opens her company's portal, and looks at it as a customer.

It is played by Yogahuset, whose portal is still closed in the demo, in Danish at 1280 pixels with JavaScript and in
English at 390 pixels without; at the end everything is as it was. Each step is asked of the page and of what is kept:
the customer's own browser shows it.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from tests.tale import words
from tests.tale.checked import Checked
from tests.tale.running import RunningDemo
from tests.tale.settings_words import DANISH, ENGLISH, Setting
from tests.tale.visits import log_in
from tests.unit.invoicing.document_samples import png

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
CASTS = [
    pytest.param(DANISH, {"width": 1280, "scripts": True}, id="da-1280"),
    pytest.param(ENGLISH, {"width": 390, "scripts": False}, id="en-390-no-js"),
]
SLUG: Final = "yogahuset"
CUSTOMER: Final = "ida@inderro.example"
API_USER: Final = "Økonomi A"
_BRAND: Final = "getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"


class Manager:
    """The Access Manager at her browser; each method is a chapter."""

    def __init__(self, demo: RunningDemo, page: "Page", walk: Checked, said: Setting) -> None:
        self.demo, self.page, self.walk, self.said = demo, page, walk, said
        self.base = ""

    def go(self, path: str) -> None:
        """To a page of the solution."""
        self.page.goto(f"{self.base}selvbetjening/{path}")

    def press(self, name: str) -> None:
        """The first button of the page with exactly this name."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def says(self, text: str) -> None:
        """It stands on the page."""
        self.page.locator("main").get_by_text(text).first.wait_for()

    def by_mitid(self) -> None:
        """At the stand-in, as Yrsa."""
        self.page.locator("#person-yrsa").check()
        self.page.get_by_role("button", name=self.said.choose, exact=True).click()
        self.page.wait_for_url("**/*erhverv*/**")

    def confirms(self) -> None:
        """MitID once more for what is dangerous; what was filled in is kept meanwhile (BP-08)."""
        self.press(self.said.confirm)
        self.by_mitid()
        self.press(self.said.go_on)

    def comes_in(self) -> None:
        """The portal is closed, and the page says what is missing (SB-06 to SB-08)."""
        self.page.goto(f"{self.demo.content['doors']['business']}log-ind/")
        self.press(self.said.log_in)
        self.by_mitid()
        self.page.get_by_text(self.said.acting).first.wait_for()
        self.base = re.sub(r"(/v/[0-9a-f-]+/).*", r"\1", self.page.url)
        self.go("indstillinger/")
        self.says(self.said.closed)
        assert not self.page.get_by_role("button", name=self.said.switch_on).count()
        self.walk.look("closed")

    def gives_it_a_look(self) -> None:
        """A picture that is none is refused at its field; then the logo, and the colour (SB-09, SB-10)."""
        self.go("udseende/")
        colour = self.page.locator("#id_brand_colour")
        colour.fill(self.said.colour)
        self.page.locator("#id_logo").set_input_files(picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
        self.press(self.said.save)
        self.says(self.said.not_png)
        assert colour.input_value() == self.said.colour
        self.walk.look("looks-wrong")
        self.page.locator("#id_logo").set_input_files(picture(png(width=200, height=60)))
        self.press(self.said.save)
        self.go("udseende/")
        assert self.page.locator("main img.sb-logo").evaluate("picture => picture.naturalWidth") == 200
        assert colour.input_value() == self.said.colour
        self.walk.look("looks")

    def reviews_what_customers_may(self) -> None:
        """A preset, then one switch of her own (SB-11)."""
        self.go("tilladelser/")
        self.press(self.said.kept_acts)
        self.page.locator("#id_acts_0").wait_for()
        self.page.locator("label[for='act-create_subscription']").click()
        was = self.page.locator("#act-create_subscription").is_checked()
        self.press(self.said.save)
        self.go("tilladelser/")
        assert self.page.locator("#act-create_subscription").is_checked() == was
        if not was:
            self.page.locator("label[for='act-create_subscription']").click()
            self.press(self.said.save)
            self.go("tilladelser/")
        assert self.page.locator("#act-create_subscription").is_checked()
        self.walk.look("permissions")

    def offers_two_plans(self) -> None:
        """Each on its own (SB-13, SB-14)."""
        self.go("pakker/")
        for plan in self.said.plans:
            self.press(f"{self.said.show} {plan}")
            self.says(self.said.shown.format(plan))
        self.walk.look("plans")

    def connects_stripe(self) -> None:
        """The stand-in's keys; the connection is tested at once, and the keys are never shown again (SB-26)."""
        self.go("betalingsformidlere/tilslut/")
        self.page.locator("#id_gateway").select_option("stripe")
        self.page.locator("#id_api_key").fill(f"sk_test_yogahuset{self.said.language}")
        self.page.locator("#id_notice_secret").fill("whsec_yogahusetsegen")
        with self.walk.refused(401):
            self.press(self.said.connect)
        self.confirms()
        self.says(self.said.connected)
        assert "sk_test_yogahuset" not in self.page.content()
        assert "whsec_yogahuset" not in self.page.content()
        self.walk.look("gateway")

    def makes_an_api_user(self) -> None:
        """Its token is shown this once (SB-07)."""
        self.go("api-brugere/")
        self.page.locator("#id_name").fill(API_USER)
        with self.walk.refused(401):
            self.press(self.said.make_user)
        self.confirms()
        self.says(self.said.once)
        token = self.page.locator("main code.sb-break").first.inner_text()
        assert len(token) > 30
        self.walk.look("api-user")
        self.go("api-brugere/")
        self.says(API_USER)
        assert token not in self.page.content()

    def switches_on(self) -> None:
        """The master switch (SB-08)."""
        self.go("indstillinger/")
        self.walk.look("ready")
        self.press(self.said.switch_on)
        self.says(self.said.switched_on)
        self.says(self.said.is_open)
        self.walk.look("open")

    def looks_as_her_customer(self) -> None:
        """From the account over to the portal, to read only, and back (CM-12)."""
        self.go("konti/")
        self.page.locator("main").get_by_role("link", name="Ida Inderro").first.click()
        self.page.locator("main a[href$='/se-som/']").first.click()
        self.walk.look("see-as")
        self.press(f"{self.said.see_as} Ida Inderro")
        self.press(self.said.see)
        self.page.get_by_text(self.said.reads_only).wait_for()
        assert self.page.url.startswith(self.demo.door(SLUG))
        shows_its_look(self.page, self.said)
        self.walk.look("as-customer")
        self.page.goto(f"{self.demo.door(SLUG)}/oplysninger/ret/")
        with self.walk.refused(403):
            self.page.locator("main form[method=post] button").first.click()
        self.walk.look("only-read")
        self.page.locator(".sb-looking button").click()
        self.page.locator("main a[href*='/selvbetjening/konti/']").click()
        self.page.get_by_text(self.said.acting).first.wait_for()

    def takes_it_all_back(self, customer: "Page") -> None:
        """Without its API user the portal is closed at the next click (SB-07); the rest goes as it came."""
        self.go("api-brugere/")
        self.press(f"{self.said.delete} {API_USER}")
        self.says(self.said.closed)
        customer.goto(f"{self.demo.door(SLUG)}/fakturaer/")
        assert "/log-ind/" in customer.url
        self.go("indstillinger/")
        self.press(self.said.switch_off)
        self.go("pakker/")
        for plan in self.said.plans:
            self.press(f"{self.said.stop} {plan}")
        self.go("betalingsformidlere/")
        self.page.locator("main").get_by_role("link", name=self.said.disconnect, exact=True).first.click()
        self.press(self.said.disconnect)
        self.go("udseende/")
        self.page.locator("label[for=id_remove_logo]").click()
        self.press(self.said.save)


def picture(content: bytes) -> "FilePayload":
    """A file as somebody chooses it."""
    return {"name": "logo.png", "mimeType": "image/png", "buffer": content}


def shows_its_look(page: "Page", said: Setting) -> None:
    """The logo stands in the head of the page as a picture, and the colour is the one that was chosen."""
    logo = page.locator("header .sb-logo img")
    assert logo.evaluate("picture => [picture.complete, picture.naturalWidth]") == [True, 200]
    assert page.evaluate(_BRAND) == said.colour


@pytest.mark.parametrize(("said", "how"), CASTS)
def test_a_manager_opens_her_portal(
    demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], said: Setting, how: dict[str, object]
) -> None:
    """SB-03, SB-06 to SB-11, SB-13, SB-14, SB-26, CM-12: the second half of the story."""
    page, customer = (open_page(language=said.language, **how) for _ in range(2))
    width = (int(str(how["width"])),)
    walk = Checked(page, faults, key=f"settings-{said.language}", axe=bool(how["scripts"]), widths=width)
    yrsa = Manager(demo, page, walk, said)
    yrsa.comes_in()
    yrsa.gives_it_a_look()
    yrsa.reviews_what_customers_may()
    yrsa.offers_two_plans()
    yrsa.connects_stripe()
    yrsa.makes_an_api_user()
    yrsa.switches_on()
    spoken = words.DANISH if said.language == "da" else words.ENGLISH
    log_in(customer, demo, email=CUSTOMER, words=spoken, slug=SLUG)
    shows_its_look(customer, said)
    customer.goto(f"{demo.door(SLUG)}/nyt-abonnement/")
    shown = customer.locator("main").inner_text()
    assert all(plan in shown for plan in (("Ro", "Morgenyoga") if said.language == "da" else ("Calm", "Morning yoga")))
    yrsa.looks_as_her_customer()
    customer.goto(f"{demo.door(SLUG)}/logbog/")
    customer.get_by_text(said.looked).first.wait_for()
    yrsa.takes_it_all_back(customer)
    assert walk.wrong == []
