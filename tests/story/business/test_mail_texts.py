"""The company's own words in mails, and whom these come from: preview, standard, places, what is refused (SEC-62)."""

from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions.deliver import deliver
from selvbetjening.domain.messaging.actions.own_words import set_words
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import invoice_issued
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.messaging.rules.own_words import KINDS, OwnWords
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.selvbetjening.settings import mail_preview
from tests import business
from tests.outbox import POSTED
from tests.story.portal.world import NOW, World, world

pytestmark = pytest.mark.usefixtures("database")
KIND = "invoice_issued"


def typed(**values: str) -> dict[str, str]:
    return {"subject_da": "", "words_da": "", "subject_en": "", "words_en": ""} | values


def invoice_mail(company: World, *, key: str = "proof:1") -> Message:
    """What a customer gets now."""
    with within(company.id):
        letter = invoice_issued(
            sender=messaging.sender(company.id), language="da", number="1024", total=Money(149_00, "DKK"),
            due_on=date(2026, 4, 1), instructions="", path="/fakturaer/",
        )  # fmt: skip
        sender = messaging.sender(company.id)
        write(
            company.id, key=key, letter=letter, to="anna@eksempel.example", language="da", reply_to=sender.reply_to,
            at=NOW,
        )  # fmt: skip
        return Message.objects.get(key=key)


def test_own_words_go_from_the_page_into_the_mail_and_back_to_the_standard() -> None:
    """The standard, a look that keeps nothing, kept words in the customer's mail, and the standard again."""
    company = world()
    user = business.as_manager(company.organization)
    page = user.path("sb_mail_text", KIND)
    standard = invoice_mail(company, key="proof:0")
    assert "Faktura 1024" in user.get(page).content.decode()
    form = typed(subject_da="Din regning {number}", words_da="Kære kunde hos {company}\nRing på {phone}.")
    shown = user.post(page, form | {"preview": "1"}).content.decode()
    assert "Din regning 1024" in shown and f"Kære kunde hos {company.organization.name}" in shown
    assert not messaging_of(company)
    assert user.post(page, form).status_code == 302
    mail = invoice_mail(company)
    assert mail.subject == "Din regning 1024"
    for part in (mail.text, mail.html):
        assert f"Kære kunde hos {company.organization.name}" in part
        assert part.index("Kære kunde") < part.index("149,00"), "what must be told follows, all of it"
    assert set(standard.text.splitlines()[2:]) <= set(mail.text.splitlines())
    assert "Egne ord" in user.get(user.path("sb_mail_texts")).content.decode()
    assert user.post(page, {"standard": "1"}).status_code == 302
    assert invoice_mail(company, key="proof:2").text == standard.text
    with within(company.id):
        facts = Event.objects.filter(name="organizations.settings_chosen")
        assert [fact.data["codes"] for fact in facts] == [["mail_words"], ["mail_words"]]


def messaging_of(company: World) -> dict[tuple[str, str], OwnWords]:
    with within(company.id):
        return messaging.own_words(company.id)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("subject_da", "Regning\r\nBcc: alle@eksempel.example", "Emnet er én linje"),
        ("subject_da", "x" * 121, "Det er for langt: højst 120 tegn."),
        ("words_da", "x" * 601, "Det er for langt: højst 600 tegn."),
        ("words_en", "See https://falsk.example/", "Links kan ikke stå i egne ord (https://falsk.example/)"),
        ("words_da", "Log ind på www.falsk.example", "Links kan ikke stå i egne ord (www.falsk.example)"),
        ("words_da", "Kære {navn}", "{navn} kan ikke udfyldes i denne mail. Du kan bruge: {company}, {phone}"),
        ("words_da", "Kære {company", "En tuborgklamme står alene"),
        ("words_da", "Kære kun\u202ede", "Der er et tegn i det, som ikke kan ses"),
        ("subject_en", "{amount.minor}", "En tuborgklamme står alene"),
    ],
)
def test_what_cannot_stand_in_a_mail_is_told_at_its_field_sec_62(field: str, value: str, told: str) -> None:
    """SEC-62: no second header, no link, no place that nobody fills; the rest of what was typed is still there."""
    company = world()
    user = business.as_manager(company.organization)
    answer = user.post(user.path("sb_mail_text", KIND), typed(**{"words_en": "Kept"} | {field: value}))
    assert answer.status_code == 200
    form: Any = answer.context["form"]
    assert set(form.errors) == {field} and told in str(form.errors[field][0])
    assert not messaging_of(company)


def test_what_stands_in_a_value_is_no_place_and_no_markup() -> None:
    """A company that is called like a place, or like a tag, is its name and nothing else."""
    company = world(name="<b>{amount}</b> A/S")
    with within(company.id):
        set_words(company.id, kind=KIND, said={"da": OwnWords("", "Hilsen {company}")}, actor=SYSTEM, at=NOW)
    mail = invoice_mail(company)
    assert "Hilsen <b>{amount}</b> A/S" in mail.text
    assert "Hilsen &lt;b&gt;{amount}&lt;/b&gt; A/S" in mail.html


def test_name_and_address_for_answers_reach_the_post() -> None:
    """The sender's name and Reply-To of what is posted; empty is the company's own again."""
    company = world()
    user = business.as_manager(company.organization)
    wanted = {"mail_sender_name": "Nordlys, kundeservice", "mail_reply_to": "svar@nordlys.example"}
    assert user.post(user.path("sb_mail_texts"), wanted).status_code == 302
    mail = invoice_mail(company)
    deliver(company.id, message=mail.id, at=NOW)
    sent = POSTED[-1]
    assert (sent.sender_name, sent.reply_to) == ("Nordlys, kundeservice", "svar@nordlys.example")
    assert sent.sender != "svar@nordlys.example", "the address itself stays the platform's"
    user.post(user.path("sb_mail_texts"), {"mail_sender_name": "", "mail_reply_to": ""})
    with within(company.id):
        assert messaging.sender(company.id).reply_to == company.organization.email


@pytest.mark.parametrize(
    "values",
    [
        {"mail_sender_name": "Nordlys\r\nBcc: alle@eksempel.example", "mail_reply_to": ""},
        {"mail_sender_name": "chef@bank.example", "mail_reply_to": ""},
        {"mail_sender_name": "", "mail_reply_to": "svar@nordlys.example\nBcc: a@b.example"},
        {"mail_sender_name": "", "mail_reply_to": "a@b.example, c@d.example"},
    ],
)
def test_a_sender_cannot_forge_headers_sec_62(values: dict[str, str]) -> None:
    company = world()
    user = business.as_manager(company.organization)
    answer = user.post(user.path("sb_mail_texts"), values)
    assert answer.status_code == 200 and answer.context["form"].errors
    with within(company.id):
        company.organization.refresh_from_db()
    assert not company.organization.choices


def test_every_kind_is_drawn_in_both_languages_with_its_places_filled() -> None:
    """Each place that a kind offers is filled in it: none is left as it was typed, none is empty."""
    company = world(phone="12 34 56 78")
    with within(company.id):
        for kind in KINDS:
            named = "".join(f"<{each[0][1:-1]}:{each[0]}>" for each in mail_preview.places_of(kind))
            said = {language: OwnWords("", named) for language in ("da", "en")}
            for one in mail_preview.drawn(company.id, kind=kind, said=said):
                line = next(each for each in one.text.splitlines() if each.startswith("<company:"))
                assert "{" not in line and ":>" not in line, (kind, line)


def test_an_unknown_kind_is_no_page() -> None:
    user = business.as_manager(world().organization)
    assert user.get(user.path("sb_mail_text", "log_anchor")).status_code == 404
