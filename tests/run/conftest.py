"""One database server with the demo's companies, for the tests of the command line."""

from collections.abc import Iterator

import pytest

from selvbetjening.config.embedded import FOR_TESTS, EmbeddedPostgres
from selvbetjening.config.roles import ensure_roles
from tests.run.installation import DATABASE, ROLES, Installation


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Migrated, as an operator does it, and without a company until `demo` is asked for."""
    server = EmbeddedPostgres(data=tmp_path_factory.mktemp("installation") / "pg", settings=FOR_TESTS)
    server.start()
    try:
        ensure_roles(server.url(), database=DATABASE)
        made = Installation(server)
        migrated = made.run("migrate", "--quiet", DATABASE_OWNER_URL=server.url(role=ROLES.owner, database=DATABASE))
        assert migrated.returncode == 0, migrated.stderr
        yield made
    finally:
        server.stop()


@pytest.fixture(scope="session")
def demo(installation: Installation) -> Installation:
    """With the demo's companies, which the command says that it loads."""
    loaded = installation.run("demo")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    first, *companies = loaded.stdout.splitlines()
    assert first == "Loading demo data, the first time only …"
    assert [line.partition(":")[0] for line in companies] == ["Nordlys Træning", "Fjordbyg Software", "Yogahuset"]
    return installation
