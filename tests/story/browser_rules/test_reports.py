"""Reports of the content security policy are taken on every host that names the address (SEC-132)."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("host", ["staff.portal.test", "demo.portal.test", "erhverv.portal.test"])
def test_every_door_takes_reports_sec_132(host: str) -> None:
    client = Client(headers={"host": host, "sec-fetch-site": "same-origin"}, enforce_csrf_checks=True)
    body = json.dumps({"csp-report": {"effective-directive": "script-src"}})
    answer = client.post("/csp-report", body, content_type="application/csp-report", secure=True)
    assert answer.status_code == 204
