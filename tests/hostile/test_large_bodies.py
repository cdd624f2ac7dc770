"""Nobody fills our disk or memory with a body (SEC-150)."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from tests import portal
from tests.story.portal.world import World


def test_a_file_for_a_page_that_wants_none_is_not_taken(ours: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django would write a file of any size to the disk, on the login page too, before any view is asked."""
    written: list[int] = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "receive_data_chunk", lambda _self, raw, _start: written.append(len(raw))
    )
    stranger = portal.client(ours.organization)
    bomb = SimpleUploadedFile("bomb.bin", b"x" * 4_000_000)
    answer = stranger.post("/log-ind/", {"email": "a@example.com", "file": bomb})
    assert (answer.status_code, written) == (413, [])
    assert "kunne ikke forstås" in answer.content.decode()


def test_a_body_is_refused_before_it_is_read(ours: World) -> None:
    """The length that is announced decides; what is not announced is not read at all."""
    body = BytesIO(b"email=a%40example.com")
    announced: dict[str, Any] = {
        "CONTENT_LENGTH": "99999999999",
        "wsgi.input": body,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
    answer = portal.client(ours.organization).post("/log-ind/", **announced)
    assert (answer.status_code, body.tell()) == (413, 0)
