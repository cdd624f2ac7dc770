"""A hundred presses of one button at the same time: one gets in, the others get a page that helps (SEC-57)."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")

PRESSES = 100


def test_of_a_hundred_presses_one_gets_in_sec_57(posted: list[outbox.Mail]) -> None:
    """SEC-57, LG-07, LG-10: one browser, one network, a hundred threads with connections of their own."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    link = steps.mailed(company, posted, anna.email)
    client.get(link.path)
    ready = threading.Barrier(20)

    def press(number: int) -> tuple[int, bool, bool]:
        twin = steps.browser(company, REMOTE_ADDR=client.defaults["REMOTE_ADDR"])
        for name, morsel in client.cookies.items():
            twin.cookies[name] = morsel.value
        if number < 20:
            ready.wait(timeout=30)
        answer = twin.post("/log-ind/fortsaet/")
        helps = answer.status_code == 200 and b"/log-ind/nyt-link/" in answer.content
        inside = steps.is_in(twin)
        for connection in connections.all(initialized_only=True):
            connection.close()
        return answer.status_code, inside, helps

    with ThreadPoolExecutor(20) as pool:
        came_of_it = Counter(pool.map(press, range(PRESSES)))
    assert came_of_it == {(302, True, False): 1, (200, False, True): PRESSES - 1}
    assert steps.spent_links(company) == 1
