"""Every adapter of `deliveries.ports.FileStore`, each as a fresh one; a second one is as another process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.adapters.files import LocalFileStore
from selvbetjening.adapters.s3 import S3FileStore
from selvbetjening.domain.deliveries.ports import FileStore
from tests.s3 import bucket

NewStore = Callable[[], FileStore]


@pytest.fixture(params=["local", "s3"])
def new_store(request: Any, tmp_path: Path, settings: Any) -> Iterator[NewStore]:
    if request.param == "local":
        yield lambda: LocalFileStore(tmp_path)
        return
    with bucket(settings):
        yield S3FileStore
