"""Uploads over HTTPS that are cut at 200 random offsets (issue 6, Must show 3; BP-40, BP-44, annex E)."""

import io
import random
from typing import Any

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.tenancy.within import within
from tests import deliveries as files
from tests.business import BusinessClient
from tests.deliveries import Sender
from tests.story.filetransfer.steps import TYPE, ask, begin, browser, company, piece, sha

pytestmark = pytest.mark.usefixtures("database")

FILES, CUTS = 5, 40


def dropped(client: BusinessClient, address: str, at: int, announced: bytes, cut: int) -> None:
    """The connection ends at the cut, in the middle of a piece: as if the file had ended there."""
    stream: dict[str, Any] = {"wsgi.input": io.BytesIO(announced[:cut]), "CONTENT_LENGTH": str(len(announced))}
    answer = client.patch(address, announced[:cut], content_type=TYPE, headers={"Upload-Offset": str(at)}, **stream)
    assert answer.status_code == 400


def unheard(client: BusinessClient, address: str, at: int, data: bytes) -> None:
    """The piece was written and the client was killed before it heard so: it sends the same once more."""
    assert piece(client, address, at, data).status_code == 204
    again = piece(client, address, at, data)
    assert (again.status_code, again.json()["offset"]) == (409, at + len(data))


def cut_again_and_again(client: BusinessClient, address: str, data: bytes, chance: random.Random) -> int:
    at, step = 0, len(data) // CUTS
    for _cut in range(CUTS):
        end = at + chance.randrange(1, step + 1)
        match chance.randrange(3):
            case 0:
                dropped(client, address, at, data[at:], end - at)
                end = at
            case 1:
                unheard(client, address, at, data[at:end])
            case _:
                assert piece(client, address, at, data[at:end]).status_code == 204
        if chance.random() < 0.1:
            early = ask(client, f"{address}finish/", sha256=sha(data))
            assert (early.status_code, early.json()["code"]) == (409, "MFT-04")
        asked = client.head(address)
        assert asked.headers["Upload-Offset"] == str(end)
        at = end
    return at


def delivered(of: Sender) -> list[Delivery]:
    with within(of.id):
        return list(Delivery.objects.filter(organization_id=of.id).order_by("number"))


def test_cut_at_two_hundred_offsets_every_file_arrives_whole_and_once() -> None:
    """Must show 3: nothing partial is ever delivered; resumed to the end, each is there once, byte for byte."""
    (of, organization), chance = company(), random.Random(200)
    client = browser(organization, "send")
    for number in range(FILES):
        data = files.file(of, [100 + number] * 30, identification=str(number + 1))
        address = begin(client, data, name=f"{number}.bs1").headers["Location"]
        at = cut_again_and_again(client, address, data, chance)
        assert at < len(data) and len(delivered(of)) == number
        assert piece(client, address, at, data[at:]).status_code == 204
        first, second = (ask(client, f"{address}finish/", sha256=sha(data)) for _turn in range(2))
        assert (first.status_code, first.json()) == (202, second.json())
        row = delivered(of)[-1]
        assert (str(row.id), row.sha256) == (first.json()["delivery"], sha(data))
        assert b"".join(queries.bytes_of(of.id, id=row.id)) == data
    assert len(delivered(of)) == FILES
