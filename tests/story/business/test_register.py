"""A company's rules, decided with clicks, within what the law leaves open."""

from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.settings.register import ELSEWHERE
from tests import make
from tests.business import BusinessClient, as_manager

pytestmark = pytest.mark.usefixtures("database")
LATE = {
    "reminder_fee": "75,00",
    "reminder_grace_days": "7",
    "collection_fee": "100",
    "late_compensation": "2013-03-01 310,00",
    "reference_rates": "2026-07-01 1,60\n2026-01-01 1,75",
    "agreed_interest_b2b": "0",
    "interest_day_count": "actual/365",
    "due_date_roll": "following",
    "limitation_months": "36",
}


def read(company: UUID) -> Organization:
    with within(OrganizationId(company)):
        return Organization.objects.get(id=company)


def at_desk(**values: Any) -> tuple[Organization, BusinessClient]:
    """A company, and the browser of its Access Manager, in English."""
    company = make.organization(**values)
    return company, as_manager(company, language="en")


def late(**changes: str) -> dict[str, str]:
    """What the page of late payment posts; entries that came later post what stands there."""
    return LATE | changes


@pytest.mark.parametrize("subject", [subject for subject in SUBJECTS if subject not in ELSEWHERE])
def test_a_subject_saved_as_it_is_shown_changes_nothing(subject: str) -> None:
    company, client = at_desk()
    address = client.path("sb_register_subject", subject)
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    assert client.post(address, shown).status_code == 302
    assert read(company.id).choices == {}


def test_a_choice_is_kept_used_and_written_down() -> None:
    company, client = at_desk()
    address = client.path("sb_register_subject", "late_payment")
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    assert client.post(address, shown | late()).status_code == 302
    now = read(company.id)
    assert now.choice("reminder_fee") == 7_500 and now.choice("reminder_grace_days") == 7
    assert now.choice("reference_rates") == [["2026-01-01", 175], ["2026-07-01", 160]]
    assert "collection_fee" not in now.choices  # what is the default is not kept
    with within(OrganizationId(company.id)):
        (event,) = Event.objects.filter(name="organizations.settings_chosen")
    assert set(event.data["codes"]) == {"reminder_fee", "reminder_grace_days", "reference_rates"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reminder_fee", "100,01"),
        ("reminder_fee", "lots"),
        ("reference_rates", "soon 1,60"),
        ("agreed_interest_b2b", "much"),
    ],
)
def test_what_the_law_forbids_is_an_error_at_its_field_and_nothing_is_kept_dun_1(field: str, typed: str) -> None:
    """DUN-1: the fee has a cap that no company can lift."""
    company, client = at_desk()
    address = client.path("sb_register_subject", "late_payment")
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    answer = client.post(address, shown | late(**{field: typed}))
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]
    assert read(company.id).choices == {}


def page_of(client: BusinessClient, subject: str, language: str = "en") -> str:
    address = client.path("sb_register_subject", subject)
    return str(client.get(address, headers={"accept-language": language}).content.decode())


def test_limits_and_rates_are_written_as_people_write_them() -> None:
    """Per cents and kroner, in the reader's own way of writing; the register keeps hundredths."""
    _, client = at_desk()
    danish = page_of(client, "late_payment", "da")
    assert "Fra 0,00 til 100,00." in danish and "2013-03-01 310,00" in danish and "0.00" not in danish
    english = page_of(client, "late_payment")
    assert "From 0.00 to 100.00." in english and "2013-03-01 310.00" in english
    assert "1992-01-01 25.00" in page_of(client, "papers")


def test_every_wrong_field_is_marked_and_told_its_limit_and_the_rule_dun_1() -> None:
    """DUN-1 and INT-1: two wrong fields are two errors, each with its limit and the rule that draws it."""
    company, client = at_desk()
    address = client.path("sb_register_subject", "late_payment")
    wrong = late(reminder_fee="100,01", reference_rates="2026-07-01 160,00", send_reminders="on")
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    errors = client.post(address, shown | wrong).context["form"].errors
    assert set(errors) == {"reminder_fee", "reference_rates"}
    assert "From 0.00 to 100.00." in errors["reminder_fee"][0] and "DUN-1" in errors["reminder_fee"][0]
    assert "From -5.00 to 50.00." in errors["reference_rates"][0]
    assert read(company.id).choices == {}


def test_a_field_names_its_rule_what_is_uncertain_and_what_was_chosen() -> None:
    """The rule is a link to its line on the page of the law; what differs from the default says so and is counted."""
    _, client = at_desk(choices={"reminder_fee": 7_500})
    words = page_of(client, "late_payment")
    assert f'href="{client.path("sb_law")}#DUN-7"' in words and "the law does not fix the day count" in words
    assert words.count("Chosen by the company. The default is 100.00.") == 1
    assert 'id="DUN-7"' in client.get(client.path("sb_law")).content.decode()
    assert "1 of 23 differs from the default" in client.get(client.path("sb_register")).content.decode()


def test_what_is_uncertain_is_said_in_danish_at_its_field_and_beside_its_rule() -> None:
    """The page that must be read with a lawyer is Danish throughout."""
    _, client = at_desk()
    danish = {"accept-language": "da"}
    field = client.get(client.path("sb_register_subject", "late_payment"), headers=danish).content.decode()
    assert "Usikkert, spørg din advokat: loven siger ikke, hvordan dagene tælles." in field
    assert "the law does not fix" not in field
    law = client.get(client.path("sb_law"), headers=danish).content.decode()
    assert "når en afdragsordning brydes" in law and "a broken instalment plan" not in law


def test_rules_for_access_are_not_among_them_bp_28_sec_32() -> None:
    """BP-28, SEC-32: they want an Access Manager, MitID afresh and a second one; no settings' form reaches them."""
    company, client = at_desk()
    address = client.path("sb_register_subject", "business")
    assert client.get(address).status_code == client.post(address, {"two_persons": ""}).status_code == 404
    assert client.path("policies") in client.get(client.path("sb_register")).content.decode()
    assert read(company.id).choices == {}
