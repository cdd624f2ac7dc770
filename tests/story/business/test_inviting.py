"""What cannot be sent is refused at its field, before anybody looks it through or confirms it with MitID (BP-15)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.models import Invitation
from selvbetjening.domain.access.permissions import KUNDEPORTAL, SELVBETJENING
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.business import BusinessClient, as_manager

pytestmark = pytest.mark.usefixtures("database")
PARTNER = {"is_external": "on", "partner_cvr": "96666623", "partner_name": "Tal & Tabeller", "reason": "Bogføring"}


@pytest.fixture
def astrid() -> BusinessClient:
    company = make.organization(name="Nordlys Træning", cvr="95555556")
    business.entitle(company, KUNDEPORTAL)
    return as_manager(company)


def asked(astrid: BusinessClient, **values: str) -> Any:
    form = {
        "given_name": "Kasper", "surname": "Solbjerg", "email": "kasper@firma.example", "role": "user", "hours": "72",
        "language": "da",
    }  # fmt: skip
    return astrid.post(astrid.path("invite"), form | values)


def sent(astrid: BusinessClient) -> int:
    assert astrid.here is not None
    with within(OrganizationId(astrid.here.id)):
        return Invitation.objects.count()


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}], ids=["looked through", "sent"])
@pytest.mark.parametrize("role", ["user", "access_manager"])
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": day(-1)}, "ends_on"),
        ({"phone": "abc"}, "phone"),
        (PARTNER | {"partner_cvr": "123"}, "partner_cvr"),
        (PARTNER | {"partner_cvr": "95555556"}, "partner_cvr"),
        (PARTNER | {"partner_name": ""}, "partner_name"),
        (PARTNER | {"reason": ""}, "reason"),
    ],
)
def test_a_wrong_field_is_told_before_preview_and_mitid_bp_15(
    astrid: BusinessClient, values: dict[str, str], field: str, role: str, confirmed: dict[str, str]
) -> None:
    """BP-15, BP-16, BP-29: no summary, no MitID, nothing sent; the error stands at the field."""
    answer = asked(astrid, **values, **confirmed, role=role)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert sent(astrid) == 0


def test_an_end_beyond_the_limit_is_told_at_its_own_field_bp_16(astrid: BusinessClient) -> None:
    """BP-16, BM-05: a partner's end, and the access's own end, which is another field."""
    far = asked(astrid, **PARTNER, ends_on=day(800))
    assert list(far.context["form"].errors) == ["ends_on"]
    for late in (day(-1), day(800)):
        answer = asked(astrid, **{f"has_{SELVBETJENING}": "on", "access_ends_on": late})
        assert list(answer.context["form"].errors) == ["access_ends_on"]
    assert sent(astrid) == 0


def test_a_sound_invitation_is_looked_through_and_sent(astrid: BusinessClient) -> None:
    """BP-15: the link's life reads the same in the choice and in the summary."""
    shown = asked(astrid, **PARTNER, ends_on=day(90))
    assert "Der er ikke sendt noget endnu" in shown.content.decode()
    assert "3 dage" in shown.content.decode() and "72 timer" not in shown.content.decode()
    assert asked(astrid, **PARTNER, ends_on=day(90), confirmed="1").status_code == 302
    assert sent(astrid) == 1


def test_too_many_invitations_say_when_to_try_again_inv_05(astrid: BusinessClient) -> None:
    """INV-05: a time of the day in Copenhagen, as people say it, and no stamp of a machine."""
    assert asked(astrid, confirmed="1").status_code == 302
    (words,) = asked(astrid).context["form"].errors["email"]
    assert words.startswith("Der er sendt for mange invitationer. Prøv igen kl. ") and "+00:00" not in words


def test_a_solution_that_does_not_open_yet_says_so_where_it_is_chosen_bp_11(astrid: BusinessClient) -> None:
    """BP-11: one is invited to BS Kundeportal with open eyes, in the choice and in what is looked through."""
    page = astrid.get(astrid.path("invite")).content.decode()
    assert "BS Kundeportal (åbner senere)" in page and "Selvbetjening (åbner" not in page
    assert "BS Kundeportal (åbner senere)" in asked(astrid, **{f"has_{KUNDEPORTAL}": "on"}).content.decode()
