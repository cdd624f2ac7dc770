"""The same answer in the same time, whoever asks for whatever (LG-04, LG-05, SB-25, SEC-63)."""

import gc
import random
import re
import statistics
import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.story.login import login_steps as steps
from tests.story.login.test_no_mail import NO, YES

pytestmark = pytest.mark.usefixtures("database")

SITUATIONS = {**NO, "known": YES["known"][0], "signup": YES["unknown, Opret konto on"][0]}
#: What differs by design, and is equally long in all: random bits and the request's own number.
RANDOM = {"X-Request-Reference"}


#: Friedman's statistic for nine equal situations is over this once in a hundred thousand times (8 degrees of freedom).
CHANCE = 37.3


def friedman(times: list[list[float]]) -> float:
    """How far the situations' mean ranks lie apart, ranked turn by turn, so that the machine's moods do not count."""
    many, turns = len(times), len(times[0])
    ranks = [0] * many
    for turn in range(turns):
        order = sorted(range(many), key=lambda which: times[which][turn])
        for rank, which in enumerate(order, start=1):
            ranks[which] += rank
    expected = (many + 1) / 2
    return 12 * turns / (many * (many + 1)) * sum((total / turns - expected) ** 2 for total in ranks)


def shape(response: Any) -> tuple[Any, ...]:
    """Status, headers, body and cookies of an answer, with random values as their length."""
    headers = {name: value for name, value in response.headers.items() if name not in RANDOM}
    cookies = {
        name: (len(morsel.value), {key: value for key, value in morsel.items() if key != "expires"})
        for name, morsel in response.cookies.items()
    }
    return response.status_code, headers, bytes(response.content), cookies


def statements(queries: CaptureQueriesContext) -> list[str]:
    """What was said to the database, without values and names of savepoints."""
    return [re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in queries.captured_queries]


def test_status_headers_body_and_cookies_are_equal_lg_04() -> None:
    """LG-04, SEC-63: nine situations, one answer; the neutral page after it is the same, too (LG-05)."""
    answers, pages = {}, {}
    for name, situation in SITUATIONS.items():
        company, address = situation()
        client = steps.browser(company)
        answers[name] = shape(steps.ask(client, address))
        page = client.get("/log-ind/sendt/")
        pages[name] = (page.status_code, steps.words(page), sorted(page.headers))
    first = answers["known"]
    assert {name: answer == first for name, answer in answers.items()} == dict.fromkeys(SITUATIONS, True)
    assert len(set(map(str, pages.values()))) == 1


def test_the_request_does_the_same_work_lg_04() -> None:
    """LG-04: the same statements against the database in each situation; everything else happens in the job."""
    done = {}
    for name, situation in SITUATIONS.items():
        company, address = situation()
        client = steps.browser(company)
        steps.ask(client, address)
        with CaptureQueriesContext(connection) as queries:
            steps.ask(client, address)
        done[name] = statements(queries)
    assert {name: work == done["known"] for name, work in done.items()} == dict.fromkeys(SITUATIONS, True)
    assert len(done["known"]) > 5


@pytest.mark.slow
def test_times_cannot_be_told_apart_lg_04() -> None:
    """LG-04, SB-25: 9 × 200 requests in turn, medians within 5 ms, and no further apart than chance puts them."""
    made = {name: situation() for name, situation in SITUATIONS.items()}
    clients = {name: (steps.browser(company), address) for name, (company, address) in made.items()}
    for client, address in clients.values():
        steps.ask(client, address)
    times: dict[str, list[float]] = {name: [] for name in clients}
    gc.collect()
    gc.disable()
    try:
        for turn in range(200):
            names = list(clients)
            for name in names[turn % 9 :] + names[: turn % 9]:
                client, address = clients[name]
                client.defaults["REMOTE_ADDR"] = f"2001:db8:{turn:x}:{names.index(name):x}::1"
                begun = time.perf_counter()
                steps.ask(client, address)
                times[name].append(time.perf_counter() - begun)
    finally:
        gc.enable()
    medians = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
    assert max(medians.values()) - min(medians.values()) < 5, medians
    assert friedman(list(times.values())) < CHANCE, medians


def test_a_planted_difference_is_seen_lg_04() -> None:
    """The comparison of times is worth something: a millisecond in a noise of two is found, none is not."""
    noise = random.Random(1)
    times = [[noise.gauss(10, 2) for _ in range(200)] for _ in range(9)]
    assert friedman(times) < CHANCE
    assert friedman([*times[:8], [taken + 1 for taken in times[8]]]) > CHANCE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Hvis adressen kan bruges her, har vi sendt en mail med et link. Linket virker i 7 minutter."),
        ("en", "If this address can be used here, a mail with a link is on its way. The link works for 7 minutes."),
    ],
)
def test_the_neutral_text_lg_05(language: str, text: str) -> None:
    """LG-05, SB-22: word for word in both languages, with the company's own number of minutes."""
    company = make.organization(login_link_minutes=7)
    client = steps.browser(company, HTTP_ACCEPT_LANGUAGE=language)
    assert text in client.get("/log-ind/sendt/").content.decode()


def test_a_wrong_code_says_the_same_with_and_without_a_mail_sec_64(now: steps.Watch) -> None:
    """SEC-63, SEC-64: the code form under the neutral page tells nothing either: same words, same work, same limit."""
    seen, done = {}, {}
    for name in ("known", "signup", "unknown_email", "recipient_barred"):
        company, address = SITUATIONS[name]()
        client = steps.browser(company)
        steps.ask(client, address)
        steps.run_jobs(company)
        answers = [client.post("/log-ind/sendt/", {"code": "00000000"}) for _ in range(2)]
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.post("/log-ind/sendt/", {"code": "00000000"}))
        done[name] = statements(queries)
        answers += [client.post("/log-ind/sendt/", {"code": "00000000"}) for _ in range(3)]
        seen[name] = [(answer.status_code, steps.words(answer)) for answer in answers]
    assert [status for status, _ in seen["known"]] == [200] * 5 + [429]
    assert {name: answers == seen["known"] for name, answers in seen.items()} == dict.fromkeys(seen, True)
    assert {name: work == done["known"] for name, work in done.items()} == dict.fromkeys(done, True)
