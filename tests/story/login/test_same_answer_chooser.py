"""LG-04, SEC-63 where an address may choose among its accounts: the same bytes, work and time as anywhere (XB-07)."""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import portal
from tests.story.login import login_steps as steps
from tests.story.login.test_same_answer import CHANCE, SITUATIONS, friedman, shape, statements

pytestmark = pytest.mark.usefixtures("database")
TURNS = 40


def choosing(name: str) -> tuple[Organization, portal.PortalClient, str]:
    """The situation at a company that lets an address choose, and the browser of whoever asks there."""
    company, address = SITUATIONS[name]()
    with within(OrganizationId(company.id)):
        Organization.objects.filter(id=company.id).update(choices={"duplicate_email_mode": "chooser"})
    return company, steps.browser(company), address


def test_bytes_and_work_are_equal_where_one_may_choose_lg_04() -> None:
    """LG-04, LG-05, SEC-63: nine situations, one answer, one neutral page, the same statements; also with a code."""
    answers, pages, done, codes = {}, {}, {}, {}
    for name in SITUATIONS:
        company, client, address = choosing(name)
        answers[name] = shape(steps.ask(client, address))
        pages[name] = steps.words(client.get("/log-ind/sendt/"))
        with CaptureQueriesContext(connection) as queries:
            steps.ask(client, address)
        done[name] = statements(queries)
        steps.run_jobs(company)
        client.post("/log-ind/sendt/", {"code": "00000000"})
        with CaptureQueriesContext(connection) as queries:
            wrong = client.post("/log-ind/sendt/", {"code": "00000000"})
        codes[name] = (wrong.status_code, steps.words(wrong), statements(queries))
    for seen in (answers, pages, done, codes):
        assert {name: one == seen["known"] for name, one in seen.items()} == dict.fromkeys(SITUATIONS, True)
    assert len(done["known"]) > 5


def test_the_answer_is_that_of_a_company_where_nobody_chooses_lg_04() -> None:
    """LG-04: whether the company lets addresses choose is not told either, but for its own cookie and page."""
    company, address = SITUATIONS["duplicate_email"]()
    blocked, chosen = steps.browser(company), choosing("duplicate_email")[1:]
    answers = [shape(steps.ask(client, to)) for client, to in ((blocked, address), chosen)]
    assert answers[0] == answers[1]


@pytest.mark.slow
def test_times_cannot_be_told_apart_where_one_may_choose_lg_04() -> None:
    """LG-04, SB-25: 9 × 40 requests in turn, no further apart than chance puts them."""
    clients = {name: choosing(name)[1:] for name in SITUATIONS}
    for client, address in clients.values():
        steps.ask(client, address)
    times: dict[str, list[float]] = {name: [] for name in clients}
    for turn in range(TURNS):
        names = list(clients)
        for name in names[turn % 9 :] + names[: turn % 9]:
            client, address = clients[name]
            client.defaults["REMOTE_ADDR"] = f"2001:db8:{turn:x}:{names.index(name):x}::1"
            begun = time.perf_counter()
            steps.ask(client, address)
            times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
    assert friedman(list(times.values())) < CHANCE, medians
