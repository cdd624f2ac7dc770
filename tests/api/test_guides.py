"""The commands of the guides do what the guides say, with the real curl against the running application."""

import os
import re
import subprocess
from pathlib import Path

from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from tests import live, make
from tests.api.client import Machine

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "from-fenerum.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_from_fenerum_in_an_hour(site: live.Site, machine: Machine, tmp_path: Path) -> None:
    """T1, T2, T3, T5, T14: every block of the page, one after the other, by a newcomer's shell."""
    make.terms(make.plan(machine.organization), code="TEAM-MD", unit_price_minor=9_900)
    (tmp_path / ".curlrc").write_text(f'insecure\nconnect-to = "::127.0.0.1:{site.port}"\n', encoding="utf-8")
    blocks = [each for each in BLOCK.findall(GUIDE.read_text("utf-8")) if "export TOKEN" not in each]
    assert len(blocks) >= 5
    script = "set -euo pipefail\n" + "\necho\n".join(blocks)
    known = {"API": "https://api.portal.test/api/v1", "TOKEN": machine.token, "CURL_HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", script], env={"PATH": os.environ["PATH"], **known}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    for said in ('"total_incl_vat": "618.75"', '"quantity": 8', '"pdf_base64"', "/log-ind/direkte/", "set_to_expire"):
        assert said in done.stdout, said
    with within(machine.here):
        assert Subscription.objects.get().state == "cancelled"
