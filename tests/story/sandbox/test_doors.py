"""The demo's start page, gallery and the operator's button; and that none of it is anywhere else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from selvbetjening.domain.identity.models import StaffLink
from tests import make
from tests.house.tree import ROOT
from tests.portal import PortalClient
from tests.story.sandbox.conftest import environment

pytestmark = pytest.mark.usefixtures("database", "var")

PAGES = ("/", "/mailbox/", "/clock/", "/ui/")


def test_the_start_page_shows_doors_and_people(var: Path, demo: PortalClient) -> None:
    company = make.organization(name="Havn & Hede")
    person = {"name": "Anna", "email": "anna@x.example", "organization": company.slug, "what": "barred: no mail"}
    assert "Havn &amp; Hede" in demo.get("/").content.decode(), "before everything is up, doors alone"
    (var / "demo.json").write_text(json.dumps({"people": [person, {**person, "name": "Stille", "what": ""}]}))
    page = demo.get("/").content.decode()
    assert f'href="https://{company.slug}.portal.test/"' in page
    assert '<a href="/mailbox/?to=anna%40x.example">anna@x.example</a>' in page
    assert "Barred: no mail" in page
    assert "https://staff.portal.test" in page


def test_the_start_page_says_how_files_are_sent(var: Path, demo: PortalClient) -> None:
    """BP-85: the command with the key of a company's ERP system, as `make run` prints it; none without an SFTP door."""
    (var / "demo.json").write_text(json.dumps({"people": []}))
    assert 'id="files"' not in demo.get("/").content.decode()
    user = {"key": "/var/ssh/erp-nordlys", "name": "p1234abcd", "pbs": "12345674"}
    sftp = {"host": "localhost", "port": 2222, "users": {"nordlys": user}}
    (var / "demo.json").write_text(json.dumps({"people": [], "sftp": sftp}))
    page = demo.get("/").content.decode()
    assert "sftp -P 2222 -i /var/ssh/erp-nordlys p1234abcd@localhost" in page
    assert (
        "put FILE ind/betalingsservice/" in page
        and "put FIL ind/betalingsservice/" in demo.get("/", {"language": "da"}).content.decode()
    )


@pytest.mark.parametrize("path", PAGES)
def test_both_languages(demo: PortalClient, path: str) -> None:
    assert '<html lang="en">' in demo.get(path).content.decode()
    answer = demo.get(path, {"language": "da"})
    assert '<html lang="da">' in answer.content.decode()
    assert answer["Content-Language"] == "da"
    assert '<html lang="da">' in demo.get(path).content.decode(), "the browser keeps it"
    assert '<html lang="da">' in demo.get(path, {"language": "xx"}).content.decode()
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_one_button_makes_the_operators_link(demo: PortalClient) -> None:
    """SEC-34: the link is the command line's own, single-use and stored as a digest."""
    before = StaffLink.objects.count()
    answer = demo.post("/operator/")
    assert answer.status_code == 302
    address, _, token = answer["Location"].rstrip("/").rpartition("/")
    assert address == "https://staff.portal.test/link"
    assert StaffLink.objects.count() == before + 1
    assert token.encode() not in bytes(StaffLink.objects.latest("expires_at").token_digest)
    assert demo.get("/operator/").status_code == 405


@pytest.mark.parametrize("host", ["portal.test", "demo.portal.test"])
def test_the_demos_hosts(host: str) -> None:
    assert PortalClient(host).get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_no_company_has_the_demos_pages() -> None:
    portal = PortalClient(f"{make.organization().slug}.portal.test")
    assert [portal.get(path).status_code for path in ("/mailbox/", "/mailbox.json", "/clock/", "/ui/")] == [404] * 4


REFUSED = """
import django
from django.conf import settings
settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "selvbetjening.portals.sandbox"]
django.setup()
"""
ABSENT = """
import django, sys
from importlib import import_module
from django.conf import settings
django.setup()
from selvbetjening.config.hosts import platform_urlconf
from selvbetjening.kernel import clock
assert "selvbetjening.portals.sandbox" not in settings.INSTALLED_APPS
assert not any(name.startswith("selvbetjening.portals.sandbox") for name in sys.modules)
assert platform_urlconf("demo.portal.test") is None and platform_urlconf("portal.test") is None
assert clock._Clock.source is clock._system
import_module("selvbetjening.portals.sandbox.urls")
"""


@pytest.mark.parametrize("program", [REFUSED, ABSENT], ids=["installed by hand", "imported by hand"])
def test_nothing_of_it_outside_the_demo(var: Path, program: str) -> None:
    """SEC-54: not installed, not on any host, no clock of its own; and whoever loads it all the same is refused."""
    told = environment(var, demo="0") | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src")])}
    ended = subprocess.run([sys.executable, "-c", program], env=told, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ImproperlyConfigured: portals.sandbox is the demo's" in ended.stderr
