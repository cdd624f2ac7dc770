"""`demo`, `import` and `staff-link` as they are typed: what they say, and their exit codes."""

import re
from pathlib import Path

import pytest

from tests.run.installation import ROOT, Installation

pytestmark = pytest.mark.slow
EXAMPLE = str(ROOT / "docs" / "examples" / "import")
COMPANIES = "SELECT slug FROM organizations_organization ORDER BY slug"
ACCOUNTS = """
SELECT count(*) FROM accounts_account JOIN organizations_organization o ON o.id = organization_id WHERE o.slug =
"""


def test_demo_loads_once_and_says_nothing_the_second_time(demo: Installation) -> None:
    again = demo.run("demo")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert [slug for (slug,) in demo.asked(COMPANIES)] == ["fjordbyg", "nordlys", "yogahuset"]


def test_demo_loads_nothing_where_no_demo_is(installation: Installation) -> None:
    before = installation.asked(COMPANIES)
    sealing = "sealing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
    refused = installation.run("demo", SELVBETJENING_DEMO="0", SEALING_KEYS=sealing)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("selvbetjening: This installation is no demo")
    assert installation.asked(COMPANIES) == before


def test_import_tells_a_dry_run_an_import_and_a_second_one(demo: Installation) -> None:
    (before,) = demo.asked(f"{ACCOUNTS} 'fjordbyg'")
    looked = demo.run("import", EXAMPLE, "--organization", "fjordbyg", "--dry-run")
    assert (looked.returncode, looked.stderr) == (0, "")
    assert looked.stdout == "All 17 lines can be imported. Nothing was written (--dry-run).\n"
    assert demo.asked(f"{ACCOUNTS} 'fjordbyg'") == [before]
    first = demo.run("import", EXAMPLE, "--organization", "fjordbyg")
    assert (first.returncode, first.stderr) == (0, "")
    assert re.search(r"^accounts\.csv +3 +0 +0$", first.stdout, re.MULTILINE), first.stdout
    assert re.search(r"^17 lines in \d+\.\d s\.$", first.stdout, re.MULTILINE)
    again = demo.run("import", EXAMPLE, "--organization", "fjordbyg")
    assert re.search(r"^accounts\.csv +0 +0 +3$", again.stdout, re.MULTILINE), again.stdout
    assert demo.asked(f"{ACCOUNTS} 'fjordbyg'") == [(before[0] + 3,)]


def test_import_tells_every_fault_on_its_own_line_and_writes_nothing(demo: Installation, tmp_path: Path) -> None:
    (before,) = demo.asked(f"{ACCOUNTS} 'nordlys'")
    (tmp_path / "accounts.csv").write_text(
        "account_code;party_type;name;cvr;address_line;postal_code;city\n"
        "9001;virksomhed;Godt ApS;12345678;Vej 1;8000;Aarhus\n9002;alien;;;;;\n"
    )
    (tmp_path / "plans.csv").write_text("plan_code;name_da\n")
    refused = demo.run("import", str(tmp_path), "--organization", "nordlys")
    assert refused.returncode == 1
    faults = [line for line in refused.stderr.splitlines() if line.startswith("ERROR  ")]
    assert [fault.split(":")[0] for fault in faults] == [
        "ERROR  accounts.csv line 3, party_type", "ERROR  accounts.csv line 3, name",
    ]  # fmt: skip
    assert refused.stderr.endswith("\n2 error(s). Nothing was imported.\n")
    assert refused.stdout.startswith("warning  accounts.csv line 2, cvr: its check digit does not fit")
    assert demo.asked(f"{ACCOUNTS} 'nordlys'") == [before]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["no-such-folder", "--organization", "nordlys"],
            "selvbetjening: no-such-folder is no folder. Give the folder",
        ),
        ([EXAMPLE, "--organization", "nobody"], "selvbetjening: No company has the short name 'nobody'."),
        ([EXAMPLE, "--organization", "staff"], "selvbetjening: No company has the short name 'staff'."),
    ],
)
def test_import_says_in_one_line_what_it_cannot_find(demo: Installation, words: list[str], said: str) -> None:
    refused = demo.run("import", *words)
    assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (1, "", 1)
    assert refused.stderr.startswith(said)


@pytest.mark.parametrize("verb", [["import", EXAMPLE, "--organization", "nordlys"], ["staff-link", "a@x.example"]])
def test_without_settings_they_name_the_way_into_the_demo(
    installation: Installation, verb: list[str], tmp_path: Path
) -> None:
    missing = installation.run(*verb, PORTAL_BASE_DOMAIN="")
    assert missing.returncode == 1
    assert missing.stderr.startswith("selvbetjening: PORTAL_BASE_DOMAIN is not set.")
    assert "In a checkout with the demo running, add --demo" in missing.stderr
    nowhere = installation.run(*verb, "--demo", VAR_DIR=str(tmp_path))
    assert (nowhere.returncode, nowhere.stderr) == (
        1, f"selvbetjening: No demo runs on {tmp_path}. Start it first: make run\n",
    )  # fmt: skip


def test_staff_link_prints_a_link_that_is_kept_as_a_digest_only(installation: Installation) -> None:
    """SEC-34: each call makes a new one, for one operator."""
    made = [installation.run("staff-link", "operator@x.example") for _ in range(2)]
    assert [(one.returncode, one.stderr) for one in made] == [(0, "")] * 2
    tokens = [
        re.fullmatch(
            r"https?://staff\.portal\.test/link/([\w-]{20,})/\nIt works once, within ten minutes\. [^\n]*\n", one.stdout
        )
        for one in made
    ]
    assert tokens[0] and tokens[1] and tokens[0][1] != tokens[1][1]
    kept = installation.asked(
        "SELECT l.token_digest::text, u.email FROM identity_stafflink l JOIN auth_user u ON u.id = l.user_id"
    )
    assert [email for _, email in kept] == ["operator@x.example"] * 2
    assert not any(match and match[1] in digest for digest, _ in kept for match in tokens)


def test_staff_link_refuses_what_is_no_address(installation: Installation) -> None:
    refused = installation.run("staff-link", "operator")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "selvbetjening: That is no e-mail address. Write name@domain.\n"


def test_an_account_moves_from_one_company_to_another(demo: Installation, tmp_path: Path) -> None:
    """CM-13: the file is signed and proven, a dry run writes nothing, and what cannot move says why."""
    imported = demo.run("import", EXAMPLE, "--organization", "nordlys")
    assert imported.returncode == 0, imported.stderr
    (code, terms), *_ = demo.asked(
        "SELECT a.code, t.code FROM subscriptions_subscription s JOIN accounts_account a ON a.id = s.account_id"
        " JOIN catalog_planterms t ON t.id = s.terms_id JOIN organizations_organization o ON o.id = s.organization_id"
        " JOIN accounts_recipient r ON r.account_id = a.id AND r.removed_at IS NULL"
        " WHERE o.slug = 'nordlys' AND s.state = 'active' AND t.charging = 'forward' AND s.code <> ''"
        " AND NOT EXISTS (SELECT FROM subscriptions_subscription x WHERE x.account_id = a.id AND x.id <> s.id)"
        " ORDER BY a.code"
    )
    file = tmp_path / "konto.zip"
    moved = demo.run("move-out", code, str(file), "--organization", "nordlys")
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "the other side bills from" in moved.stdout
    assert demo.run("move-out", code, str(file), "--organization", "nordlys").returncode == 1
    into = ["move-in", str(file), "--organization", "yogahuset", "--code", "FLYTTET-1"]
    unfit = demo.run(*into)
    assert unfit.returncode == 1
    assert "Name some with the same currency and interval" in unfit.stderr
    for name in ("plans.csv", "plan_terms.csv"):
        (tmp_path / "pakker").mkdir(exist_ok=True)
        (tmp_path / "pakker" / name).write_bytes((Path(EXAMPLE) / name).read_bytes())
    assert demo.run("import", str(tmp_path / "pakker"), "--organization", "yogahuset").returncode == 0
    looked = demo.run(*into, "--dry-run", "--terms", f"{terms}={terms}")
    assert (looked.returncode, looked.stderr) == (0, ""), looked.stderr
    assert looked.stdout.endswith("Nothing was written (--dry-run).\n")
    file.with_name("brudt.zip").write_bytes(file.read_bytes()[:-100])
    assert "cut" in demo.run("move-in", str(file.with_name("brudt.zip")), "--organization", "yogahuset").stderr
