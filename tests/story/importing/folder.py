"""A folder of files for a test, and the import run on it."""

from pathlib import Path

from selvbetjening.domain.imports.files.run import Result, run
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId
from tests import make

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "import"


def quiet(file: str, line: int) -> None:
    """No progress lines."""


def bring(company: Organization, folder: Path, *, dry_run: bool = False) -> Result:
    return run(OrganizationId(company.id), folder=folder, at=make.AT, dry_run=dry_run, progress=quiet)


def write(folder: Path, **files: str) -> Path:
    """Write `plans="…"` as plans.csv and so on."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def counts(result: Result) -> dict[str, tuple[int, int, int]]:
    return {file: (done.created, done.updated, done.unchanged) for file, done in result.done.items()}
