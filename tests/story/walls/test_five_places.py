"""Django's five traps: places that its own ATOMIC_REQUESTS would leave without an organization (SEC-10)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import override_settings
from django.urls import path

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer import urls
from selvbetjening.portals.gate import public
from tests import make, portal
from tests.story.walls.queue import work_off

pytestmark = pytest.mark.usefixtures("database")
SEEN: list[Any] = []


class CountingMiddleware:
    """A middleware inside the wrapper that asks the database on both ways, as session and messages do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = Account.objects.count()
        response = self.get_response(request)
        SEEN.append((before, Account.objects.count()))
        return response


@public
def lazy(request: HttpRequest) -> TemplateResponse:
    """Rendered after the view has returned."""
    template = engines["django"].from_string("{% for one in rows %}{{ one.name }};{% endfor %}")
    return TemplateResponse(request, template, {"rows": Account.objects.all()})


@public
def streaming(request: HttpRequest) -> StreamingHttpResponse:
    """Consumed by the server when the transaction is over."""

    def parts() -> Iterator[str]:
        yield f"{Account.objects.count()} {current()}"

    return StreamingHttpResponse(parts())


@public
def hooked(request: Any) -> HttpResponse:
    """Leaves work for after the commit: one hook that opens its own transaction, and one that forgot."""
    organization: OrganizationId = request.organization_id

    def own() -> None:
        with within(organization):
            SEEN.append(Account.objects.count())

    transaction.on_commit(lambda: SEEN.append(Account.objects.count()))
    transaction.on_commit(own)
    return HttpResponse()


@job(name="tests.five_places")
def counting_job(organization: OrganizationId, *, at: object) -> None:
    """A job that opens its own transaction; before that it has nothing."""
    SEEN.append((current(), Account.objects.count()))
    with within(organization):
        SEEN.append((current(), Account.objects.count()))


patterns = [path("lazy/", lazy), path("streaming/", streaming), path("hooked/", hooked)]
urlpatterns = [*urls.urlpatterns, *patterns]


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """Call one of the views above on the host of an organization with two accounts (its neighbour has one)."""
    monkeypatch.setattr("selvbetjening.config.hosts.CUSTOMER", __name__)
    SEEN.clear()
    organization = make.organization()
    make.account(organization, name="Første")
    make.account(organization, name="Anden")
    make.account(make.organization(), name="Naboens")
    yield portal.client(organization).get
    SEEN.clear()


def test_middleware_sees_its_own_organization_sec_10(visit: Callable[[str], Any]) -> None:
    """SEC-10, first place: middleware, before and after the view."""
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.CountingMiddleware"]):
        assert visit("/robots.txt").status_code == 200
    assert SEEN == [(2, 2)]


def test_a_lazily_rendered_template_sees_its_own_organization_sec_10(visit: Callable[[str], Any]) -> None:
    """SEC-10, second place: a template that asks while it is rendered, after the view."""
    assert sorted(visit("/lazy/").content.decode().strip(";").split(";")) == ["Anden", "Første"]


def test_a_streaming_answer_gets_nothing_sec_10(visit: Callable[[str], Any]) -> None:
    """SEC-10, third place: a stream outlives the transaction and finds no rows, rather than somebody's."""
    assert b"".join(visit("/streaming/").streaming_content) == b"0 None"


def test_a_hook_after_the_commit_opens_its_own_sec_10(visit: Callable[[str], Any]) -> None:
    """SEC-10, fourth place: on_commit runs outside; a hook that forgot gets nothing, one with `within` its own."""
    assert visit("/hooked/").status_code == 200
    assert SEEN == [0, 2]


def test_a_job_opens_its_own_sec_10(visit: Callable[[str], Any]) -> None:
    """SEC-10, fifth place: a job starts with nothing and sees its own organization's rows only."""
    organization = OrganizationId(make.account(make.organization()).organization_id)
    with within(organization):
        counting_job.defer(organization)
    assert work_off(organization) == ["tests.five_places"]
    assert [(None, 0), (organization, 1)] == SEEN
