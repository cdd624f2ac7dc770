"""What the visitor reads and presses, in both languages, written down here a second time on purpose."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str
    email: str
    send_link: str
    look_in_your_mail: str
    log_in: str
    log_out: str
    hello: str
    basis: str
    monthly: str
    bigger: str
    classes: str
    subscriptions: str
    invoices: str
    details: str
    next_payment: str
    each_month: str
    chart: str
    change_plan: str
    see_cost: str
    change_and_pay: str
    changed: str
    changed_mail: str
    cancel: str
    keep: str
    cancelled: str
    cancelled_mail: str
    take_back: str
    goes_on: str
    goes_on_mail: str
    correct: str
    address: str
    save: str
    saved: str
    saved_mail: str
    pdf: str
    invoice_mail: str
    prices: tuple[str, str, str]


DANISH: Final = Words(
    language="da",
    email="E-mailadresse", send_link="Send mig et link", look_in_your_mail="Se i din mail",
    log_in="Log ind", log_out="Log ud", hello="Hej",
    basis="Basis", monthly="Månedsvis", bigger="Fri træning", classes="Holdtræning",
    subscriptions="Abonnementer", invoices="Fakturaer", details="Mine oplysninger",
    next_payment="Næste opkrævning", each_month="om måneden", chart="Det betaler du de næste 12 måneder, inkl. moms",
    change_plan="Skift pakke", see_cost="Se, hvad det koster", change_and_pay="Skift med betalingspligt",
    changed="Pakken er skiftet. En kvittering er på vej med mail.", changed_mail="Dit abonnement er nu Fri træning",
    cancel="Opsig abonnement", keep="Behold abonnement", cancelled="Abonnementet er opsagt",
    cancelled_mail="Kvittering: du har opsagt Holdtræning",
    take_back="Fortryd opsigelsen", goes_on="Opsigelsen er fortrudt. Abonnementet fortsætter som før.",
    goes_on_mail="Holdtræning fortsætter",
    correct="Ret", address="Adresse (valgfrit)", save="Gem",
    saved="Dine oplysninger er gemt. Vi har sendt en mail om det.",
    saved_mail="Dine faktureringsoplysninger er ændret",
    pdf="Hent som PDF", invoice_mail="Faktura {number} fra Nordlys Træning",
    prices=("199,00\N{NO-BREAK SPACE}kr.", "99,00\N{NO-BREAK SPACE}kr.", "298,00\N{NO-BREAK SPACE}kr."),
)  # fmt: skip

ENGLISH: Final = Words(
    language="en",
    email="E-mail address", send_link="Send me a link", look_in_your_mail="Look in your mail",
    log_in="Log in", log_out="Log out", hello="Hello",
    basis="Basic", monthly="Monthly", bigger="All hours", classes="Classes",
    subscriptions="Subscriptions", invoices="Invoices", details="My details",
    next_payment="Next charge", each_month="a month", chart="What you pay in the next 12 months, incl. VAT",
    change_plan="Change plan", see_cost="See what it costs", change_and_pay="Change with obligation to pay",
    changed="The plan is changed. A receipt is on its way by mail.", changed_mail="Your subscription is now All hours",
    cancel="Cancel subscription", keep="Keep subscription", cancelled="The subscription is cancelled",
    cancelled_mail="Receipt: you have cancelled Classes",
    take_back="Take the cancellation back",
    goes_on="The cancellation is taken back. The subscription goes on as before.",
    goes_on_mail="Classes continues",
    correct="Correct", address="Address (optional)", save="Save",
    saved="Your details are saved. We have sent a mail about it.",
    saved_mail="Your billing details have been changed",
    pdf="Download as PDF", invoice_mail="Invoice {number} from Nordlys Træning",
    prices=("DKK\N{NO-BREAK SPACE}199.00", "DKK\N{NO-BREAK SPACE}99.00", "DKK\N{NO-BREAK SPACE}298.00"),
)  # fmt: skip
