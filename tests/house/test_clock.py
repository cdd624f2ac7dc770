"""The clock is read only in portals, schedule.py and commands: everything below takes `at` or `today`."""

import ast
import re
from pathlib import Path

from tests.house.tree import SRC, dotted, parse, plant, python_files, strings

READERS = re.compile(
    r"(^|\.)((datetime|dt)\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime)|clock\.(now|today)"
    r"|time\.(time|time_ns|localtime|gmtime|ctime))$"
)
IMPORTED = {
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "django.utils.timezone": {"now", "localdate"},
    "selvbetjening.kernel.clock": {"now", "today"},
    "django.db.models.functions": {"Now"},
}
IN_SQL = re.compile(r"\b(now\(\)|current_timestamp|current_date|clock_timestamp|statement_timestamp)", re.IGNORECASE)
# tenancy/jobs.py is the frame around every background job, the queue's counterpart of a command: it hands `at` on.
# The wall that keeps documents for the books goes by the database's own day (BOK-1): no argument can wish it away.
MAY_READ = (
    "portals/",
    "config/",
    "schedule.py",
    "kernel/clock.py",
    "domain/tenancy/jobs.py",
    # How long nobody has written a file is the disk's matter: the demo's clock may be months ahead of it.
    "adapters/files/local.py",
    "adapters/s3/handle.py",
    "adapters/s3/store.py",
    # When a row was changed last is told by whoever changes it: the database.
    "domain/tenancy/operations.py",
    "domain/rights/migrations/0002_walls.py",
    "domain/rights/migrations/0003_old_documents.py",
    "domain/billing/migrations/0008_kept_walls.py",
    "domain/deliveries/migrations/0007_kept_in_time.py",
    "domain/directdebit/migrations/0004_asked_walls.py",
    "domain/directdebit/migrations/0006_bank_walls.py",
)


def readings(module: ast.Module) -> list[str]:
    """Every way in which a module asks what time it is: in Python, in a column's default, in SQL."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and READERS.search(dotted(node)):
            found.append(f"{node.lineno}: {dotted(node)}")
        elif isinstance(node, ast.ImportFrom):
            taken = IMPORTED.get(node.module or "", set()) & {alias.name for alias in node.names}
            found += [f"{node.lineno}: {node.module}.{name}" for name in sorted(taken)]
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(f"{node.value.lineno}: {node.arg}")
    found += [f"{text.lineno}: SQL clock" for text in strings(module) if IN_SQL.search(str(text.value))]
    return sorted(found, key=lambda line: int(line.partition(":")[0]))


def clock_readers(root: Path) -> list[str]:
    """The files that read the clock and may not."""
    found = []
    for path in python_files(root, migrations=True):
        name = path.relative_to(root).as_posix()
        if not name.startswith(MAY_READ):
            found += [f"{name}:{reading}" for reading in readings(parse(path))]
    return found


def test_the_clock_is_read_at_the_doors_only() -> None:
    assert clock_readers(SRC) == []


def test_planted_readings_are_seen(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "domain/a.py": "import datetime\nx = datetime.datetime.now(datetime.UTC)\ny = datetime.date.today()\n",
            "domain/b.py": "from selvbetjening.kernel import clock\nx = clock.now()\n",
            "domain/c.py": "made_at = Field(auto_now_add=True)\nother_at = Field(default=timezone.now)\n",
            "domain/d.py": "'''Prose: clock.now() and now() are fine here.'''\nsql = 'SELECT now()'\n",
            "domain/e.py": "from time import monotonic, time\n",
            "portals/customer/views.py": "x = clock.now()\n",
            "schedule.py": "x = clock.now()\n",
        },
    )
    assert clock_readers(tmp_path) == [
        "domain/a.py:2: datetime.datetime.now",
        "domain/a.py:3: datetime.date.today",
        "domain/b.py:2: clock.now",
        "domain/c.py:1: auto_now_add",
        "domain/c.py:2: timezone.now",
        "domain/d.py:2: SQL clock",
        "domain/e.py:1: time.time",
    ]
