"""A bank's names on its server: whatever they are written in, they are seen and fetched."""

import os
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import asyncssh
import pytest

from selvbetjening.adapters.bankline import SftpLine
from selvbetjening.domain.directdebit.ports import LineFailed
from tests.contract.bankline.other_end import sftp_bank, terms


def test_a_name_that_is_no_utf8_hides_nothing(tmp_path: Path) -> None:
    """Banks write ISO 8859-1: a name with an æ in it must not keep every other file from being seen."""
    for folder in ("ind", "ud"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ud" / "D7654321001-602.BS1").write_bytes(b"a" * 300)
    with open(os.fsencode(tmp_path / "ud") + b"/l\xe6s-mig.txt", "wb") as other:
        other.write(b"hej")
    with sftp_bank(tmp_path) as port, SftpLine(terms=terms(port)) as line:
        found = {each.name: each.size for each in line.listed()}
        assert found["D7654321001-602.BS1"] == 300
        assert len(found) == 2
        for name, size in found.items():
            into = BytesIO()
            line.fetch(name=name, into=into)
            assert len(into.getvalue()) == size


def test_a_list_that_never_ends_is_given_up(tmp_path: Path) -> None:
    """A server that goes on naming files must not fill the memory of who looks, on a page or in a job."""
    (tmp_path / "ud").mkdir()

    class Endless(asyncssh.SFTPServer):
        async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
            number = 0
            while True:
                number += 1
                yield asyncssh.SFTPName(b"D%09d-602.BS1" % number, attrs=asyncssh.SFTPAttrs(size=130))

    with (
        sftp_bank(tmp_path, Endless) as port,
        SftpLine(terms=terms(port)) as line,
        pytest.raises(LineFailed) as failed,
    ):
        line.listed()
    assert failed.value.code == "too_many"
