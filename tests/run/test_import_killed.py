"""An import that is killed while it writes leaves nothing behind, and the next one brings everything in."""

import signal
from pathlib import Path

import pytest

from tests.run.installation import Installation
from tests.run.processes import until

pytestmark = pytest.mark.slow

LINES = 20_050
TABLES = ("catalog_plan", "catalog_planterms", "accounts_account", "accounts_recipient", "subscriptions_subscription")
BUSY = "SELECT 1 FROM pg_stat_activity WHERE datname = 'commands' AND pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More lines in each file than the import lets pass without a word."""
    made = tmp_path_factory.mktemp("files")
    numbers = range(LINES)
    (made / "plans.csv").write_text("plan_code;name_da\nk;Kursus\n")
    (made / "plan_terms.csv").write_text("terms_code;plan_code;interval;unit_price\nk-md;k;month;100,00\n")
    (made / "accounts.csv").write_text(
        "account_code;party_type;name\n" + "".join(f"K{number};privat;Person {number}\n" for number in numbers)
    )
    (made / "recipients.csv").write_text(
        "account_code;name;email\n"
        + "".join(f"K{number};Person {number};p{number}@killed.example\n" for number in numbers)
    )
    (made / "subscriptions.csv").write_text(
        "subscription_code;account_code;terms_code;started_on;renews_on\n"
        + "".join(f"S{number};K{number};k-md;2026-01-01;2099-01-01\n" for number in numbers)
    )
    return made


def counts(installation: Installation) -> dict[str, int]:
    """Rows of every table that the import writes to, the book's too."""
    return {
        table: int(installation.asked(f"SELECT count(*) FROM {table}")[0][0]) for table in (*TABLES, "history_event")
    }


@pytest.mark.parametrize("moment", ["accounts.csv", "recipients.csv", "subscriptions.csv"])
def test_killed_while_it_writes_it_leaves_nothing(demo: Installation, folder: Path, moment: str) -> None:
    """Each file is read twice, to be checked and to be written: the second time its rows are on their way."""
    before = counts(demo)
    running = demo.start("import", str(folder), "--organization", "yogahuset")
    assert running.stdout is not None
    said = []
    for line in running.stdout:
        said.append(line)
        if sum(moment in one for one in said) == 2:
            running.send_signal(signal.SIGKILL)
            break
    running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL, "".join(said)
    assert until(lambda: not demo.asked(BUSY), seconds=30)
    assert counts(demo) == before


def test_after_that_the_same_files_come_in_whole(demo: Installation, folder: Path) -> None:
    before = counts(demo)
    ended = demo.run("import", str(folder), "--organization", "yogahuset")
    assert ended.returncode == 0, ended.stderr
    after = counts(demo)
    assert [after[table] - before[table] for table in TABLES] == [1, 1, LINES, LINES, LINES]
    assert after["history_event"] > before["history_event"]
