"""The server and a sender for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sftp import Sender, Server, serving


@pytest.fixture(scope="module")
def sftp_server(database: str) -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def sender(database: str, tmp_path: Path) -> Sender:
    return Sender(tmp_path / "client")
