"""A company's rules, decided with clicks, within what the law leaves open."""

from uuid import UUID

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import SUBJECTS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")
LATE = {
    "reminder_fee": "75,00",
    "reminder_grace_days": "7",
    "collection_fee": "100",
    "late_compensation": "2013-03-01 31000",
    "reference_rates": "2026-07-01 160\n2026-01-01 175",
    "agreed_interest_b2b": "0",
    "interest_day_count": "actual/365",
    "due_date_roll": "following",
    "limitation_months": "36",
}


def read(company: UUID) -> Organization:
    with within(OrganizationId(company)):
        return Organization.objects.get(id=company)


def late(**changes: str) -> dict[str, str]:
    """What the page of late payment posts; entries that came later post what stands there."""
    return LATE | changes


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_saved_as_it_is_shown_changes_nothing(subject: str) -> None:
    company, client = make.organization(), operator()
    address = f"/organizations/{company.id}/register/{subject}/"
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    assert client.post(address, shown).status_code == 302
    assert read(company.id).choices == {}


def test_a_choice_is_kept_used_and_written_down() -> None:
    company, client = make.organization(), operator()
    address = f"/organizations/{company.id}/register/late_payment/"
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
    ("field", "typed"), [("reminder_fee", "100,01"), ("reminder_fee", "lots"), ("reference_rates", "soon 160")]
)
def test_what_the_law_forbids_is_an_error_at_its_field_and_nothing_is_kept_dun_1(field: str, typed: str) -> None:
    """DUN-1: the fee has a cap that no company can lift."""
    company, client = make.organization(), operator()
    address = f"/organizations/{company.id}/register/late_payment/"
    form = client.get(address).context["form"]
    shown = {name: form.initial[name] for name in form.fields if form.initial[name] is not False}
    answer = client.post(address, shown | late(**{field: typed}))
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]
    assert read(company.id).choices == {}
