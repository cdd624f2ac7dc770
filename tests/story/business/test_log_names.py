"""The log says what a line is about by its name, where the fact holds an id or a code (BP-34)."""

import pytest

from selvbetjening.domain.access.events import GrantGiven
from selvbetjening.domain.catalog.events import PlanChanged, TermsChanged
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.actions.create_api_user import create_api_user
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.ids import new_id as uuid
from tests import make
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


def test_a_line_names_plan_terms_key_and_solution_bp_34() -> None:
    """BP-34: not one id stands in the log; a neighbour's names are not read."""
    company, neighbour = make.organization(), make.organization()
    here = OrganizationId(company.id)
    plan = make.plan(company, name_da="Morgenhold")
    terms = make.terms(plan, code="MORGEN-2")
    foreign = make.plan(neighbour, name_da="Naboens hold")
    client = as_manager(company)
    assert client.membership is not None
    me = Actor("user", str(client.membership.id))
    with within(here):
        create_api_user(here, name="Bogholderiets program", actor=me, at=clock.now())
        for fact in (
            PlanChanged(plan=plan.id, changed="name_da"),
            TermsChanged(plan=plan.id, terms=terms.id, changed="units"),
            PlanChanged(plan=foreign.id, changed="name_da"),
            GrantGiven(membership=client.membership.id, solution="bs-kundeportal", grant=uuid()),
        ):
            record(here, fact=fact, actor=me, at=clock.now())
    page = client.get(client.path("log")).content.decode().partition("<table")[2]
    for words in (">Morgenhold<", "Morgenhold (MORGEN-2)", "Bogholderiets program", "Astrid Nordby, BS Kundeportal"):
        assert words in page, words
    assert "Naboens hold" not in page and str(plan.id) not in page and str(foreign.id) not in page
